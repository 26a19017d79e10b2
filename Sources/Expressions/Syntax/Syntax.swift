import Columns

/// An expression as it was written: a tree whose parts know where they stand.
struct Syntax: Sendable {
  indirect enum Kind: Sendable {
    case literal(Literal)
    case name(String, isQuoted: Bool)
    case negated(Syntax)
    case not(Syntax)
    /// Operands joined from left to right by operators that bind equally; a list, so that a chain of thousands of terms
    /// isn't a tree of thousands of levels.
    case chain(Syntax, [Link])
    /// `x is [not] distinct from y`
    case distinct(Syntax, Syntax, isNegated: Bool)
    case isNull(Syntax, isNegated: Bool)
    case between(Syntax, Syntax, Syntax, isNegated: Bool)
    case isIn(Syntax, [Syntax], isNegated: Bool)
    /// `x in list`
    case isInList(Syntax, Syntax, isNegated: Bool)
    case like(Syntax, pattern: Syntax, escape: Syntax?, ignoresCase: Bool, isNegated: Bool)
    case choice(subject: Syntax?, branches: [Branch], otherwise: Syntax?)
    case cast(Syntax, to: ColumnType, orNull: Bool)
    /// `date '2018-06-08'`
    case typedLiteral(ColumnType, Syntax)
    case call(String, at: Range<Int>, [Syntax])
    /// `~x`
    case complement(Syntax)
    /// `x at time zone 'Europe/Vienna'`
    case zoned(Syntax, Syntax)
    /// `x.name`
    case field(Syntax, String, isQuoted: Bool)
    /// `x[1]`
    case element(Syntax, Syntax)
    /// `x[1:2]`, of which both ends may be missing
    case slice(Syntax, Syntax?, Syntax?)
    /// `[1, 2]`
    case list([Syntax])
    /// `{'a': 1}`
    case structure([Member])
    /// `map {'a': 1}`
    case mapping([Entry])
  }

  /// An operator and what stands to its right.
  struct Link: Sendable {
    let found: Operator
    let right: Syntax
  }

  /// A field of a struct literal.
  struct Member: Sendable {
    let name: String
    let value: Syntax
  }

  /// An entry of a map literal.
  struct Entry: Sendable {
    let key: Syntax
    let value: Syntax
  }

  /// A value that stands in the text.
  enum Literal: Sendable, Equatable {
    case null
    case bool(Bool)
    case text(String)
    case integer(Int128)
    /// Digits with a point: the number times ten to the power of `scale`.
    case decimal(Int128, precision: Int, scale: Int)
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
    case .complement(let x), .field(let x, _, _): [x]
    case .chain(let first, let links): [first] + links.map(\.right)
    case .distinct(let x, let y, _), .zoned(let x, let y), .element(let x, let y), .isInList(let x, let y, _): [x, y]
    case .slice(let x, let from, let to): [x] + [from, to].compactMap { $0 }
    case .list(let items): items
    case .structure(let members): members.map(\.value)
    case .mapping(let entries): entries.flatMap { [$0.key, $0.value] }
    case .between(let x, let low, let high, _): [x, low, high]
    case .isIn(let x, let items, _): [x] + items
    case .like(let x, let pattern, let escape, _, _): [x, pattern] + [escape].compactMap { $0 }
    case .choice(let subject, let branches, let otherwise):
      [subject].compactMap { $0 } + branches.flatMap { [$0.when, $0.then] } + [otherwise].compactMap { $0 }
    case .call(_, _, let arguments): arguments
    }
  }
}
