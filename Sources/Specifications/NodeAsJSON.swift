extension Node {
  /// The tree as JSON text; a scalar without quotes is what YAML's core schema makes of it.
  package var asJSON: String {
    switch value {
    case .null: "null"
    case .scalar(let scalar): scalar.isPlain && Self.isBare(scalar.text) ? scalar.text : Self.quoted(scalar.text)
    case .sequence(let items): "[" + items.map(\.asJSON).joined(separator: ",") + "]"
    case .mapping(let entries):
      "{" + entries.map { Self.quoted($0.name) + ":" + $0.value.asJSON }.joined(separator: ",") + "}"
    }
  }

  /// Whether a text is a number or a word of JSON.
  package static func isBare(_ text: String) -> Bool {
    if ["true", "false", "null"].contains(text) { return true }
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    func takeDigits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest.removeFirst(count)
      return count
    }
    let hasZero = rest.first == UInt8(ascii: "0")
    let whole = takeDigits()
    guard whole == 1 || whole > 1 && !hasZero else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if takeDigits() == 0 { return false }
    }
    if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
      if takeDigits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// A text as JSON writes it, without a character that YAML takes in no form but an escape.
  package static func quoted(_ text: String) -> String {
    var written = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": written += "\\\""
      case "\\": written += "\\\\"
      case "\n": written += "\\n"
      case "\r": written += "\\r"
      case "\t": written += "\\t"
      case "\0"..<" ", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}", "\u{feff}":
        let digits = String(scalar.value, radix: 16)
        written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written + "\""
  }
}
