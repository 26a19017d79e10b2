import Columns

/// Makes a tree of an expression's tokens, by operator precedence.
struct Parser {
  /// How deep an expression may be nested.
  static let deepest = 100

  let text: String
  var tokens: [Token]
  var next = 0
  private var depth = 0
  /// A `>>` of which only the first half has closed something.
  var unclosed: Range<Int>?

  /// Parses a whole text.
  static func parse(_ text: String) throws(ExpressionProblem) -> Syntax {
    var parser = Parser(text: text, tokens: try Lexer.tokens(of: text))
    if parser.current.kind == .end { throw ExpressionProblem(at: 0..<text.utf8.count, "an expression is missing") }
    let syntax = try parser.expression()
    guard parser.current.kind == .end else { throw parser.surprise() }
    return syntax
  }

  private init(text: String, tokens: [Token]) {
    self.text = text
    self.tokens = tokens
  }

  var current: Token { tokens[next] }
  var following: Token { tokens[min(next + 1, tokens.count - 1)] }
  /// Where the last token ended.
  var end: Int { next == 0 ? 0 : tokens[next - 1].range.upperBound }

  mutating func accept(_ symbol: Symbol) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    next += 1
    return true
  }

  mutating func accept(_ keywords: String...) -> Bool {
    guard keywords.indices.allSatisfy({ next + $0 < tokens.count && tokens[next + $0].keyword == keywords[$0] }) else {
      return false
    }
    next += keywords.count
    return true
  }

  mutating func expect(_ symbol: Symbol) throws(ExpressionProblem) {
    if !accept(symbol) { throw surprise(wanted: "`\(symbol.rawValue)`") }
  }

  mutating func expect(_ keyword: String) throws(ExpressionProblem) {
    if !accept(keyword) { throw surprise(wanted: "`\(keyword)`") }
  }

  /// Parses what binds at least as strongly as `power`.
  mutating func expression(_ power: Power = .anything) throws(ExpressionProblem) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    var left = try prefix()
    while let extended = try infix(left, power) {
      left = extended
      try checkDepth(left.depth, at: left.range)
    }
    return left
  }

  func checkDepth(_ depth: Int, at range: Range<Int>) throws(ExpressionProblem) {
    guard depth > Self.deepest else { return }
    throw ExpressionProblem(
      at: range, "this is nested more than \(Self.deepest) deep", mend: "split it into several entries of `set`")
  }

  private mutating func prefix() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    try checkDepth(depth, at: current.range)
    if accept("not") {
      let operand = try expression(.not)
      return Syntax(.not(operand), at: start..<end)
    }
    if accept(.minus) {
      let operand = try expression(.sign)
      return Syntax(Self.negation(of: operand), at: start..<end)
    }
    if accept(.plus) { return try expression(.sign) }
    if accept(.tilde) {
      let operand = try expression(.sum)
      return Syntax(.complement(operand), at: start..<end)
    }
    return try primary()
  }

  /// A number with its sign is one literal.
  private static func negation(of operand: Syntax) -> Syntax.Kind {
    switch operand.kind {
    case .literal(.integer(let value)): .literal(.integer(-value))
    case .literal(.decimal(let value, let precision, let scale)):
      .literal(.decimal(-value, precision: precision, scale: scale))
    case .literal(.float(let value)): .literal(.float(-value))
    default: .negated(operand)
    }
  }

  private mutating func infix(_ left: Syntax, _ power: Power) throws(ExpressionProblem) -> Syntax? {
    let start = left.range.lowerBound
    switch current.kind {
    case .symbol(.typeCast):
      next += 1
      let type = try typeName()
      return Syntax(.cast(left, to: type, orNull: false), at: start..<end)
    case .symbol(.dot): return try field(of: left)
    case .symbol(.openBracket): return try subscripted(left)
    default: break
    }
    if let found = binaryOperator, found.power >= power {
      if found.isComparison { try refuseChain(left) }
      var links: [Syntax.Link] = []
      while let following = binaryOperator, following.power == found.power {
        next += 1
        links.append(Syntax.Link(found: following, right: try expression(found.power.above)))
        // A second comparison is refused by the next round.
        if found.isComparison { break }
      }
      return Syntax(.chain(left, links), at: start..<end)
    }
    if power <= .zone, accept("at", "time", "zone") {
      let zone = try expression(.sign)
      return Syntax(.zoned(left, zone), at: start..<end)
    }
    if power <= .test {
      if accept("is") { return try test(left) }
      if accept("isnull") { return Syntax(.isNull(left, isNegated: false), at: start..<end) }
      if accept("notnull") { return Syntax(.isNull(left, isNegated: true), at: start..<end) }
    }
    if power <= .matching { return try matching(left) }
    return nil
  }

  private var binaryOperator: Operator? {
    switch current.kind {
    case .symbol(let symbol): Operator(symbol)
    case .name: current.keyword == "or" ? .or : current.keyword == "and" ? .and : nil
    default: nil
    }
  }

  private func refuseChain(_ left: Syntax) throws(ExpressionProblem) {
    guard case .chain(_, let links) = left.kind, links[0].found.isComparison, !left.isEnclosed else { return }
    throw ExpressionProblem(
      at: left.range.lowerBound..<current.range.upperBound, "comparisons can't be chained",
      mend: "write `a < b and b < c`, or parentheses")
  }

  /// The problem of a token that can't stand where it does.
  func surprise(wanted: String? = nil) -> ExpressionProblem {
    let found = current.kind == .end ? "the expression ends here" : "`\(written(current.range))` can't stand here"
    let mend = wanted.map { "\($0) is missing" }
    return ExpressionProblem(
      at: current.range, found, mend: mend ?? (current.kind == .end ? nil : "an operator is missing before it"))
  }

  func written(_ range: Range<Int>) -> String {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return String(decoding: utf8[start..<utf8.index(start, offsetBy: range.count)], as: UTF8.self)
  }
}
