import Specifications

/// A JSON value whose members keep their order, to be written for other programs.
indirect enum JSONTree: Sendable {
  case text(String)
  case number(String)
  case flag(Bool)
  case list([JSONTree])
  case block([(String, JSONTree)])

  /// The value over several lines, indented.
  func written(_ indent: String = "") -> String {
    switch self {
    case .text(let text): return Node.quoted(text)
    case .number(let number): return number
    case .flag(let flag): return flag ? "true" : "false"
    case .list(let items):
      guard items.contains(where: \.isNested) else {
        return "[" + items.map { $0.written() }.joined(separator: ", ") + "]"
      }
      return "[\n" + items.map { "\(indent)  \($0.written(indent + "  "))" }.joined(separator: ",\n") + "\n\(indent)]"
    case .block(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { "\(indent)  \(Node.quoted($0.0)): \($0.1.written(indent + "  "))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isNested: Bool {
    switch self {
    case .list, .block: true
    case .text, .number, .flag: false
    }
  }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(integerLiteral number: Int) { self = .number(String(number)) }
  init(arrayLiteral items: JSONTree...) { self = .list(items) }
  init(dictionaryLiteral members: (String, JSONTree)...) { self = .block(members) }
}
