import Columns

/// How records stand in a file, as its beginning tells: what splitter and decoder both go by.
enum JSONLayout: Equatable {
  /// One a line.
  case lines
  /// Behind one another, whatever lines they take.
  case objects
  /// Elements of an array, which may lie within others.
  case elements(isNested: Bool)
  /// All is one record, or broken as a whole.
  case document

  /// The layout of a file with that prologue.
  init(_ options: JSONOptions, _ prologue: UnsafeRawBufferPointer) {
    let mark = unsafe ByteOrderMark.length(in: prologue, isEnd: true) ?? 0
    let rest = unsafe prologue[mark...].first { $0 > 0x20 }
    switch options.shape {
    case .lines: self = .lines
    case _ where options.at != nil: self = unsafe prologue.last == 0x5b ? .elements(isNested: true) : .document
    case .document: self = .document
    case .array: self = rest == 0x5b ? .elements(isNested: false) : .document
    case .auto:
      switch rest {
      case 0x5b: self = .elements(isNested: false)
      case 0x7b: self = .objects
      default: self = .lines
      }
    }
  }
}
