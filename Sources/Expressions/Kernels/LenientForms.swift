import Columns

/// Spellings of values that casts take beside those of records: `2018-6-8`, `2018/06/08`, `6:26:00`, `{uuid}`, `1_000`.
enum LenientForms {
  /// A text in the form of its type, if it is in one of these.
  static func mended(_ text: Substring, _ type: ColumnType) -> String? {
    switch type {
    case .date: return date(text)
    case .time:
      // The time of a moment, and midnight of a day.
      if let separator = text.firstIndex(where: { $0 == " " || $0 == "T" }), date(text[..<separator]) != nil {
        return time(text[text.index(after: separator)...])
      }
      return date(text) == nil ? time(text) : "00:00:00"
    case .timestamp, .localTimestamp:
      guard let separator = text.firstIndex(where: { $0 == " " || $0 == "T" }) else { return date(text) }
      guard let day = date(text[..<separator]), let clock = time(text[text.index(after: separator)...]) else {
        return nil
      }
      return day + " " + clock
    case .uuid:
      guard text.first == "{", text.last == "}" else { return nil }
      return String(text.dropFirst().dropLast())
    default: return nil
    }
  }

  /// Digits without the underscores between them.
  static func ungrouped(_ text: Substring) -> String {
    let digits = text.utf8
    var last: UInt8 = 0
    for (place, byte) in digits.enumerated() {
      let isGrouping = byte == UInt8(ascii: "_")
      if isGrouping, !isDigit(last) || place == digits.count - 1 { return String(text) }
      last = byte
    }
    return text.filter { $0 != "_" }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Year, month and day with one kind of sign between them.
  private static func date(_ text: Substring) -> String? {
    guard let sign = text.first(where: { !$0.isNumber }), "-/. ".contains(sign) else { return nil }
    let parts = text.split(separator: sign, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ part in part.utf8.allSatisfy(isDigit) }), parts[0].count == 4,
      (1...2).contains(parts[1].count), (1...2).contains(parts[2].count)
    else { return nil }
    return "\(parts[0])-\(two(parts[1]))-\(two(parts[2]))"
  }

  /// A time whose hour has one digit.
  private static func time(_ text: Substring) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let hour = text[..<colon]
    guard (1...2).contains(hour.count), hour.utf8.allSatisfy(isDigit) else { return nil }
    return two(hour) + text[colon...]
  }

  private static func two(_ digits: Substring) -> String { digits.count == 1 ? "0" + digits : String(digits) }
}
