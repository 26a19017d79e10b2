/// A message without what differs from record to record, so that letters of one cause are counted together.
package struct MessageShape: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// `"12x" is no integer` becomes `"…" is no integer`, and every other number `N`. Names in backquotes stay.
  package init(of message: String) {
    var shape = ""
    var rest = Substring(message)
    var before: Character = " "
    while let letter = rest.first {
      if let close = Self.close(of: letter, after: before), let end = rest.dropFirst().firstIndex(of: close) {
        shape += letter == "`" ? String(rest[...end]) : "\(letter)…\(close)"
        rest = rest[rest.index(after: end)...]
        before = close
        continue
      }
      // `int64` and `UTF-8` are words.
      let isInWord =
        before.isLetter || Self.isDigit(before) || (before == "-" && shape.dropLast().last?.isLetter == true)
      if Self.isDigit(letter), !isInWord {
        rest = rest.drop { Self.isDigit($0) }
        shape.append("N")
        before = "N"
        continue
      }
      shape.append(letter)
      rest.removeFirst()
      before = letter
    }
    description = shape
  }

  private static func isDigit(_ letter: Character) -> Bool { letter.isASCII && letter.isNumber }

  /// The quote that closes this one. An apostrophe within a word quotes nothing.
  private static func close(of letter: Character, after before: Character) -> Character? {
    switch letter {
    case "\"", "`": letter
    case "“": "”"
    case "«": "»"
    case "'": before.isLetter || before.isNumber ? nil : letter
    default: nil
    }
  }
}
