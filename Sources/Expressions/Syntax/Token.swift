/// A word of an expression.
struct Token: Equatable {
  enum Kind: Equatable {
    /// A name or keyword, or a name in double quotes, which is never a keyword.
    case name(String, isQuoted: Bool)
    /// A number's digits, underscores left out.
    case number(String)
    /// The value of a text literal.
    case text(String)
    case symbol(Symbol)
    case end
  }

  let kind: Kind
  let range: Range<Int>

  /// The keyword that it may be, in lower case.
  var keyword: String? {
    if case .name(let name, isQuoted: false) = kind { name.lowercased() } else { nil }
  }
}

/// What stands between names and literals. Those that are longer stand before their beginnings.
enum Symbol: String, CaseIterable {
  case arrowText = "->>"
  case arrow = "->"
  case typeCast = "::"
  case assign = ":="
  case notEqual = "<>"
  case bangEqual = "!="
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case atMost = "<="
  case atLeast = ">="
  case doubleEqual = "=="
  case joined = "||"
  case wholeDivide = "//"
  case doubleTimes = "**"
  case open = "("
  case close = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case colon = ":"
  case dot = "."
  case equal = "="
  case less = "<"
  case greater = ">"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case remainder = "%"
  case caret = "^"
  case bitAnd = "&"
  case bitOr = "|"
  case tilde = "~"

  static let spellings: [(symbol: Symbol, bytes: [UInt8])] = allCases.map { ($0, Array($0.rawValue.utf8)) }
}
