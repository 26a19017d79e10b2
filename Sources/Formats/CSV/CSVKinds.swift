import Specifications

/// What may enclose a field. None of these delimits, so that the two options can't contradict each other.
private let quotes = "\"'$%"

extension ValueKind where Value == String {
  /// What can stand between fields.
  static var delimiter: Self {
    ValueKind(
      wanted: "one character or more, up to 16 bytes, none of them a letter, digit, quote or line end",
      shape: .matching("^[^A-Za-z0-9\"'$%\\n\\r]{1,16}$"), written: quoted,
      mend: { ["tab", "\\t"].contains($0.lowercased()) ? "write `\"\\t\"`" : nil },
      parse: { text in
        guard (1...ShortBytes.most).contains(text.utf8.count) else { return nil }
        let isTaken = text.contains { $0.isLetter || $0.isNumber || $0.isNewline || quotes.contains($0) }
        return isTaken ? nil : text
      })
  }

  /// What a comment begins with, or nothing.
  static var comment: Self {
    ValueKind(
      wanted: "a text of up to 16 bytes that holds no line end and begins with no space, or an empty one for none",
      shape: .matching("^([^ \\t\\n\\r][^\\n\\r]{0,15})?$"), written: quoted,
      parse: { text in
        guard let first = text.first else { return "" }
        let isFit = text.utf8.count <= ShortBytes.most && first != " " && first != "\t"
        return isFit && !text.contains(where: \.isNewline) ? text : nil
      })
  }

  private static func quoted(_ text: String) -> String { "\"\(text == "\t" ? "\\t" : text)\"" }
}

extension ValueKind where Value == UInt8? {
  /// A character that can enclose a field, or none.
  static var quote: Self {
    ValueKind(
      wanted: "`\"`, `'`, `$` or `%`, or an empty text for none", shape: .matching("^[\"'$%]?$"),
      written: { $0.map { $0 == 0x22 ? "'\"'" : "\"\(Character(Unicode.Scalar($0)))\"" } ?? "\"\"" },
      parse: { text in
        guard let character = text.first else { return .some(nil) }
        return text.utf8.count == 1 && quotes.contains(character) ? .some(text.utf8.first) : nil
      })
  }

  /// A character that can stand before another, or none.
  static var escape: Self {
    ValueKind(
      wanted: "one ASCII character that is no letter, digit, space or line end, or an empty text for none",
      shape: .matching("^[!-/:-@\\[-`{-~]?$"),
      written: { $0.map { "'\(Character(Unicode.Scalar($0)))'" } ?? "\"\"" },
      mend: { $0 == #"\\"# || $0.lowercased() == "backslash" ? #"write `'\'`"# : nil },
      parse: { text in
        guard let byte = text.utf8.first else { return .some(nil) }
        let character = Character(Unicode.Scalar(byte))
        let isFit = text.utf8.count == 1 && (0x21...0x7e).contains(byte) && !character.isLetter && !character.isNumber
        return isFit ? .some(byte) : nil
      })
  }
}
