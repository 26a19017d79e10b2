/// A JSON value whose members keep their order, to be written for other programs.
indirect enum JSONText: Sendable {
  case text(String)
  case number(String)
  case flag(Bool)
  case list([JSONText])
  case block([(String, JSONText)])

  /// The value over several lines, indented.
  func written(_ indent: String = "") -> String {
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let number): return number
    case .flag(let flag): return flag ? "true" : "false"
    case .list(let items):
      guard items.contains(where: \.isNested) else {
        return "[" + items.map { $0.written() }.joined(separator: ", ") + "]"
      }
      return "[\n" + items.map { "\(indent)  \($0.written(indent + "  "))" }.joined(separator: ",\n") + "\n\(indent)]"
    case .block(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { "\(indent)  \(Self.quoted($0.0)): \($0.1.written(indent + "  "))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isNested: Bool {
    switch self {
    case .list, .block: true
    case .text, .number, .flag: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for letter in text.unicodeScalars {
      switch letter {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\0"..<" ":
        let digits = String(letter.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(letter)
      }
    }
    return result + "\""
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(integerLiteral number: Int) { self = .number(String(number)) }
  init(arrayLiteral items: JSONText...) { self = .list(items) }
  init(dictionaryLiteral members: (String, JSONText)...) { self = .block(members) }
}
