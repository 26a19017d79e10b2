/// An operator between two expressions.
enum Operator: String, Sendable {
  case or, and
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="
  case joined = "||"
  case member = "->"
  case memberText = "->>"
  case bitAnd = "&"
  case bitOr = "|"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case wholeDivide = "//"
  case remainder = "%"
  case power = "^"

  init?(_ symbol: Symbol) {
    switch symbol {
    case .equal, .doubleEqual: self = .equal
    case .notEqual, .bangEqual: self = .notEqual
    case .less: self = .less
    case .atMost: self = .atMost
    case .greater: self = .greater
    case .atLeast: self = .atLeast
    case .joined: self = .joined
    case .arrow: self = .member
    case .arrowText: self = .memberText
    case .bitAnd: self = .bitAnd
    case .bitOr: self = .bitOr
    case .shiftLeft: self = .shiftLeft
    case .shiftRight: self = .shiftRight
    case .plus: self = .plus
    case .minus: self = .minus
    case .times: self = .times
    case .divide: self = .divide
    case .wholeDivide: self = .wholeDivide
    case .remainder: self = .remainder
    case .caret, .doubleTimes: self = .power
    case .typeCast, .assign, .open, .close, .openBracket, .closeBracket, .openBrace, .closeBrace, .comma, .colon, .dot,
      .tilde:
      return nil
    }
  }

  var isComparison: Bool { power == .comparison }

  var power: Power {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast: .comparison
    case .joined, .member, .memberText, .bitAnd, .bitOr, .shiftLeft, .shiftRight: .joining
    case .plus, .minus: .sum
    case .times, .divide, .wholeDivide, .remainder: .product
    case .power: .exponent
    }
  }
}

/// How strongly an operator binds, as in PostgreSQL and DuckDB.
enum Power: Int, Comparable {
  case anything, or, and, not, test, comparison, matching, joining, sum, product, exponent, zone, sign, typeCast

  static func < (a: Power, b: Power) -> Bool { a.rawValue < b.rawValue }
  /// The next stronger one: what stands to the right of an operator that associates to the left.
  var above: Power { Power(rawValue: rawValue + 1) ?? .typeCast }
}
