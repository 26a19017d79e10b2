import Columns
import Specifications

// What SQL writes in words: names, literals, calls, `case`, `cast`, `in`, `like`, `between`, `is`.
extension Parser {
  mutating func primary() throws(ExpressionProblem) -> Syntax {
    let token = current
    switch token.kind {
    case .number(let digits):
      next += 1
      return Syntax(.literal(try Self.number(digits, at: token.range)), at: token.range)
    case .text(let text):
      next += 1
      return Syntax(.literal(.text(text)), at: token.range)
    case .symbol(.open):
      next += 1
      let inner = try expression()
      try expect(.close)
      return Syntax(inner.kind, at: token.range.lowerBound..<end, isEnclosed: true)
    case .name(let name, isQuoted: true):
      next += 1
      return Syntax(.name(name, isQuoted: true), at: token.range)
    case .name(let name, isQuoted: false):
      return try word(name)
    case .symbol, .end:
      throw surprise(wanted: "a value")
    }
  }

  private static func number(_ digits: String, at range: Range<Int>) throws(ExpressionProblem) -> Syntax.Literal {
    if digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
      if let value = Int128(digits), value <= Int128(UInt64.max) { return .integer(value) }
      throw ExpressionProblem(
        at: range, "`\(digits)` is beyond every integer type", mend: "write it as a float64: `\(digits).0`")
    }
    guard let value = Double(digits), value.isFinite else {
      throw ExpressionProblem(at: range, "`\(digits)` is beyond float64")
    }
    return .float(value)
  }

  private mutating func word(_ name: String) throws(ExpressionProblem) -> Syntax {
    let token = current
    let keyword = name.lowercased()
    switch keyword {
    case "null":
      next += 1
      return Syntax(.literal(.null), at: token.range)
    case "true", "false":
      next += 1
      return Syntax(.literal(.bool(keyword == "true")), at: token.range)
    case "case": return try choice()
    case "cast" where following.kind == .symbol(.open): return try cast(orNull: false)
    case "try_cast" where following.kind == .symbol(.open): return try cast(orNull: true)
    case "extract" where following.kind == .symbol(.open): return try extract()
    case _ where Self.reserved.contains(keyword):
      throw ExpressionProblem(
        at: token.range, "`\(name)` is a word of SQL and can't stand here", mend: "a column of that name is \"\(name)\""
      )
    default: break
    }
    if case .text = following.kind { return try typedLiteral(keyword) }
    next += 1
    guard accept(.open) else { return Syntax(.name(name, isQuoted: false), at: token.range) }
    var arguments: [Syntax] = []
    if current.kind == .symbol(.times) {
      throw ExpressionProblem(at: current.range, "`*` can't stand here: an expression sees one record at a time")
    }
    if !accept(.close) { arguments = try list() }
    return Syntax(.call(name, at: token.range, arguments), at: token.range.lowerBound..<end)
  }

  /// Words that are no column's name unless they stand in double quotes.
  static let reserved: Set<String> = [
    "and", "or", "not", "is", "in", "like", "ilike", "between", "case", "when", "then", "else", "end", "null", "true",
    "false", "from", "distinct",
  ]

  /// Expressions up to the closing parenthesis.
  private mutating func list() throws(ExpressionProblem) -> [Syntax] {
    var items: [Syntax] = []
    repeat { items.append(try expression()) } while accept(.comma)
    try expect(.close)
    return items
  }

  private mutating func choice() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    next += 1
    let subject = current.keyword == "when" ? nil : try expression()
    var branches: [Syntax.Branch] = []
    while accept("when") {
      let when = try expression()
      try expect("then")
      branches.append(Syntax.Branch(when: when, then: try expression()))
    }
    if branches.isEmpty { throw surprise(wanted: "`when`") }
    let otherwise = accept("else") ? try expression() : nil
    try expect("end")
    return Syntax(.choice(subject: subject, branches: branches, otherwise: otherwise), at: start..<end)
  }

  private mutating func cast(orNull: Bool) throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    next += 2
    let operand = try expression()
    try expect("as")
    let type = try typeName()
    try expect(.close)
    return Syntax(.cast(operand, to: type, orNull: orNull), at: start..<end)
  }

  /// `extract(hour from x)` is `date_part('hour', x)`.
  private mutating func extract() throws(ExpressionProblem) -> Syntax {
    let name = current.range
    next += 2
    let part = current
    let text: String
    switch part.kind {
    case .name(let word, isQuoted: false): text = word
    case .text(let word): text = word
    default: throw surprise(wanted: "a part such as `hour`")
    }
    next += 1
    try expect("from")
    let operand = try expression()
    try expect(.close)
    let arguments = [Syntax(.literal(.text(text)), at: part.range), operand]
    return Syntax(.call("date_part", at: name, arguments), at: name.lowerBound..<end)
  }

  private mutating func typedLiteral(_ keyword: String) throws(ExpressionProblem) -> Syntax {
    let token = current
    guard case .text(let text) = following.kind else { throw surprise() }
    guard case .type(let type) = TypeSpelling(keyword) else {
      let message =
        TypeSpelling(keyword) == .later
        ? "`\(keyword)` literals are not in this build yet" : "`\(written(token.range))` can't stand before a text"
      throw ExpressionProblem(at: token.range, message, mend: "a literal is `date '2018-06-08'` or `timestamp '…'`")
    }
    next += 2
    let literal = Syntax(.literal(.text(text)), at: tokens[next - 1].range)
    return Syntax(.typedLiteral(type, literal), at: token.range.lowerBound..<end)
  }

  /// A type, as `cast` and `::` name it.
  mutating func typeName() throws(ExpressionProblem) -> ColumnType {
    let start = current.range
    guard case .name(let name, isQuoted: false) = current.kind else { throw surprise(wanted: "a type") }
    next += 1
    var spelling = TypeSpelling(name)
    // `timestamp(local)` is a type of its own; `varchar(20)` and `decimal(12,2)` are told of whole.
    if spelling != .unknown, accept(.open) {
      while current.kind != .end, !accept(.close) { next += 1 }
      spelling = TypeSpelling(written(start.lowerBound..<end))
    }
    let range = start.lowerBound..<end
    switch spelling {
    case .type(let type): return type
    case .later: throw ExpressionProblem(at: range, "the type `\(written(range))` is not in this build yet")
    case .unknown:
      let near = nearestName(to: name, among: TypeSpelling.names)
      let known = "there are " + enumeration(of: TypeSpelling.types.map(\.description), joinedBy: "and")
      throw ExpressionProblem(
        at: range, "`\(written(range))` is no type", mend: near.map { "did you mean `\($0)`?" } ?? known)
    }
  }

  /// What follows `is`.
  mutating func test(_ left: Syntax) throws(ExpressionProblem) -> Syntax {
    let start = left.range.lowerBound
    let isNegated = accept("not")
    if accept("null") { return Syntax(.isNull(left, isNegated: isNegated), at: start..<end) }
    if accept("distinct") {
      try expect("from")
      let right = try expression(.comparison)
      return Syntax(.distinct(left, right, isNegated: isNegated), at: start..<end)
    }
    let token = current
    if accept("true") || accept("false") {
      let truth = Syntax(.literal(.bool(token.keyword == "true")), at: token.range)
      return Syntax(.distinct(left, truth, isNegated: !isNegated), at: start..<end)
    }
    throw surprise(wanted: "`null`, `distinct from`, `true` or `false`")
  }

  /// `[not] between`, `in`, `like` and `ilike`; nil where none of them follows.
  mutating func matching(_ left: Syntax) throws(ExpressionProblem) -> Syntax? {
    let start = left.range.lowerBound
    let words = ["between", "in", "like", "ilike"]
    let isNegated = current.keyword == "not" && words.contains(following.keyword ?? "")
    if isNegated { next += 1 }
    if accept("between") {
      let low = try expression(.joining)
      try expect("and")
      let high = try expression(.joining)
      return Syntax(.between(left, low, high, isNegated: isNegated), at: start..<end)
    }
    if accept("in") {
      try expect(.open)
      let items = try list()
      return Syntax(.isIn(left, items, isNegated: isNegated), at: start..<end)
    }
    let ignoresCase = current.keyword == "ilike"
    guard accept("like") || accept("ilike") else { return nil }
    let pattern = try expression(.joining)
    let escape = accept("escape") ? try expression(.joining) : nil
    let kind = Syntax.Kind.like(
      left, pattern: pattern, escape: escape, ignoresCase: ignoresCase, isNegated: isNegated)
    return Syntax(kind, at: start..<end)
  }
}
