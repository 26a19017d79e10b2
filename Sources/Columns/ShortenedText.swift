/// A value as messages show it: on one line, and not longer than people read.
public enum ShortenedText {
  /// The first 40 or so bytes of a text.
  @unsafe public static func of(_ p: UnsafePointer<UInt8>, _ n: Int) -> String {
    let most = 40
    var end = min(n, most)
    // Not in the middle of a character.
    while end < n && end > 0, unsafe p[end] & 0xc0 == 0x80 { end -= 1 }
    let text = unsafe String(decoding: UnsafeBufferPointer(start: p, count: end), as: UTF8.self)
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value): shown += "\u{fffd}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return n > end ? shown + "…" : shown
  }

  /// The first 40 or so bytes of a text.
  public static func of(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return "" }
      return unsafe of(start, bytes.count)
    }
  }
}

extension Column {
  /// The text in row `row` as messages show it.
  func shortened(_ row: Int) -> String {
    let text = unsafe bytes(row)
    guard let start = text.baseAddress else { return "" }
    return unsafe ShortenedText.of(start.assumingMemoryBound(to: UInt8.self), text.count)
  }
}

extension ValueParser {
  /// Why a text is no value of a type: the end of "«300» is …".
  @unsafe static func complaint(_ p: UnsafePointer<UInt8>, _ n: Int, _ field: Field) -> String {
    let type = field.type
    if n > 0, let bounds = bounds(of: type),
      unsafe wholeDigits(p, n) != nil || wholeDecimal(p, n) != nil
    {
      return "outside \(type) (\(bounds))"
    }
    switch type {
    case _ where field.hasTimeForms:
      return "no \(type) as \(field.form.formats.map { "`\($0)`" }.joined(separator: " or "))"
    case .float32, .float64:
      if n > 0, unsafe digits(p, n) != nil { return "outside \(type)" }
    case .decimal:
      if n > 0, unsafe digits(p, n) != nil { return "more than a \(type) can hold exactly" }
    case .localTimestamp:
      if n > 0, unsafe timestamp(p, n, isLocal: false) != nil { return "no timestamp(local): it names a zone" }
    case .date:
      if n > 0, unsafe timestamp(p, n, isLocal: false) != nil { return "no date: its time would be lost" }
    case .bytes where field.form.write == FieldForm.hex: return "no hexadecimal digits, two a byte"
    case .bytes: return "no base64, as bytes are written in text"
    case .list: return "no JSON array, as a list is written"
    case .map: return "no JSON object, as a map is written"
    case .structure: return "no JSON object, as a struct is written"
    case .json: return "no JSON"
    default: break
    }
    return "no \(type)"
  }

  private static func bounds(of type: ColumnType) -> String? {
    switch type {
    case .int8: "\(Int8.min) to \(Int8.max)"
    case .int16: "\(Int16.min) to \(Int16.max)"
    case .int32: "\(Int32.min) to \(Int32.max)"
    case .int64: "\(Int64.min) to \(Int64.max)"
    case .uint8: "0 to \(UInt8.max)"
    case .uint16: "0 to \(UInt16.max)"
    case .uint32: "0 to \(UInt32.max)"
    case .uint64: "0 to \(UInt64.max)"
    default: nil
    }
  }
}
