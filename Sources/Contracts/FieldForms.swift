import Columns

// How values are written where they are read, and how they are to be written: `formats` and `write`.
extension FieldProposal {
  /// What can't be right of its forms.
  var forms: [FieldFlaw] { readForms + writtenForm }

  private var readForms: [FieldFlaw] {
    if form.formats.isEmpty { return [] }
    guard type.isTime else {
      return [FieldFlaw("formats", "`formats` is for dates and times, and `\(name)` is \(type)")]
    }
    return form.formats.indices.compactMap { place in
      do throws(TimePattern.Refusal) {
        _ = try TimeForm(form.formats[place])
        return nil
      } catch {
        return FieldFlaw("formats", item: place, error.message)
      }
    }
  }

  private var writtenForm: [FieldFlaw] {
    guard let write = form.write else { return [] }
    var innermost = type
    while let element = innermost.innerType { innermost = element }
    switch innermost {
    case .bytes, .uuid:
      if write == FieldForm.hex { return [] }
      return [FieldFlaw("write", "`write` of `\(name)` can be `hex` alone, since it is \(innermost)")]
    case _ where innermost.isTime:
      guard write.contains("%") else {
        return [FieldFlaw("write", "`write` of `\(name)` wants a form of a time, as in `%Y-%m-%d`")]
      }
      do throws(TimePattern.Refusal) {
        _ = try TimePattern(write)
        return []
      } catch {
        return [FieldFlaw("write", error.message)]
      }
    default: return [FieldFlaw("write", "`write` is for times, bytes and UUIDs, and `\(name)` is \(type)")]
    }
  }
}

extension ColumnType {
  /// Whether its values are dates or times.
  fileprivate var isTime: Bool {
    switch self {
    case .date, .time, .timestamp, .localTimestamp: true
    default: false
    }
  }

  /// What a list's or a map's values are.
  fileprivate var innerType: ColumnType? {
    switch self {
    case .list(let element), .map(let element): element
    default: nil
    }
  }
}
