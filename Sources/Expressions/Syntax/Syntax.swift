import Columns

/// An expression as it was written: a tree whose parts know where they stand.
struct Syntax: Sendable {
  indirect enum Kind: Sendable {
    case literal(Literal)
    case name(String, isQuoted: Bool)
    case negated(Syntax)
    case not(Syntax)
    case operation(Operator, Syntax, Syntax)
    /// `x is [not] distinct from y`
    case distinct(Syntax, Syntax, isNegated: Bool)
    case isNull(Syntax, isNegated: Bool)
    case between(Syntax, Syntax, Syntax, isNegated: Bool)
    case isIn(Syntax, [Syntax], isNegated: Bool)
    case like(Syntax, pattern: Syntax, escape: Syntax?, ignoresCase: Bool, isNegated: Bool)
    case choice(subject: Syntax?, branches: [Branch], otherwise: Syntax?)
    case cast(Syntax, to: ColumnType, orNull: Bool)
    /// `date '2018-06-08'`
    case typedLiteral(ColumnType, Syntax)
    case call(String, at: Range<Int>, [Syntax])
  }

  /// A value that stands in the text.
  enum Literal: Sendable, Equatable {
    case null
    case bool(Bool)
    case text(String)
    case integer(Int128)
    case float(Double)
  }

  struct Branch: Sendable {
    let when: Syntax
    let then: Syntax
  }

  let kind: Kind
  let range: Range<Int>
  /// Whether it stands in parentheses of its own.
  let isEnclosed: Bool
  /// How many levels the tree has: recursion over it must end before the stack does.
  let depth: Int

  init(_ kind: Kind, at range: Range<Int>, isEnclosed: Bool = false) {
    self.kind = kind
    self.range = range
    self.isEnclosed = isEnclosed
    depth = 1 + (Self.parts(of: kind).map(\.depth).max() ?? 0)
  }

  /// The expressions of which this one is made.
  var parts: [Syntax] { Self.parts(of: kind) }

  private static func parts(of kind: Kind) -> [Syntax] {
    switch kind {
    case .literal, .name: []
    case .negated(let x), .not(let x), .isNull(let x, _), .cast(let x, _, _), .typedLiteral(_, let x): [x]
    case .operation(_, let x, let y), .distinct(let x, let y, _): [x, y]
    case .between(let x, let low, let high, _): [x, low, high]
    case .isIn(let x, let items, _): [x] + items
    case .like(let x, let pattern, let escape, _, _): [x, pattern] + [escape].compactMap { $0 }
    case .choice(let subject, let branches, let otherwise):
      [subject].compactMap { $0 } + branches.flatMap { [$0.when, $0.then] } + [otherwise].compactMap { $0 }
    case .call(_, _, let arguments): arguments
    }
  }
}

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
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case wholeDivide = "//"
  case remainder = "%"

  init?(_ symbol: Symbol) {
    switch symbol {
    case .equal, .doubleEqual: self = .equal
    case .notEqual, .bangEqual: self = .notEqual
    case .less: self = .less
    case .atMost: self = .atMost
    case .greater: self = .greater
    case .atLeast: self = .atLeast
    case .joined: self = .joined
    case .plus: self = .plus
    case .minus: self = .minus
    case .times: self = .times
    case .divide: self = .divide
    case .wholeDivide: self = .wholeDivide
    case .remainder: self = .remainder
    case .typeCast, .open, .close, .comma: return nil
    }
  }

  var isComparison: Bool { power == .comparison }

  var power: Power {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast: .comparison
    case .joined: .joining
    case .plus, .minus: .sum
    case .times, .divide, .wholeDivide, .remainder: .product
    }
  }
}

/// How strongly an operator binds, as in PostgreSQL and DuckDB.
enum Power: Int, Comparable {
  case anything, or, and, not, test, comparison, matching, joining, sum, product, sign, typeCast

  static func < (a: Power, b: Power) -> Bool { a.rawValue < b.rawValue }
  /// The next stronger one: what stands to the right of an operator that associates to the left.
  var above: Power { Power(rawValue: rawValue + 1) ?? .typeCast }
}
