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
    case .symbol(.openBracket): return try listLiteral()
    case .symbol(.openBrace): return try structureLiteral()
    case .symbol, .end:
      throw surprise(wanted: "a value")
    }
  }

  private static func number(_ digits: String, at range: Range<Int>) throws(ExpressionProblem) -> Syntax.Literal {
    let bytes = Array(digits.utf8)
    let point = bytes.firstIndex(of: UInt8(ascii: "."))
    let scale = point.map { bytes.count - $0 - 1 } ?? 0
    let hasExponent = bytes.contains { $0 | 0x20 == UInt8(ascii: "e") }
    let count = bytes.count - (point == nil ? 0 : 1)
    let value = hasExponent ? nil : Int128(digits.filter { $0 != "." })
    if let value, point == nil, value <= Int128(UInt64.max) { return .integer(value) }
    if let value, count <= 38 { return .decimal(value, precision: count, scale: scale) }
    if point == nil, !hasExponent {
      throw ExpressionProblem(
        at: range, "`\(digits)` has more than the 38 digits of a decimal",
        mend: "write it as a float64: `\(digits)e0`")
    }
    guard let float = Double(digits), float.isFinite else {
      throw ExpressionProblem(at: range, "`\(digits)` is beyond float64")
    }
    return .float(float)
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
    case "interval":
      if let literal = try intervalLiteral() { return literal }
    case "map" where following.kind == .symbol(.openBrace): return try mapLiteral()
    case "struct_pack" where following.kind == .symbol(.open): return try structurePack()
    case _ where Self.reserved.contains(keyword):
      throw ExpressionProblem(
        at: token.range, "`\(name)` is a word of SQL and can't stand here", mend: "a column of that name is \"\(name)\""
      )
    default: if let call = try wordedCall(keyword) { return call }
    }
    if case .text = following.kind { return try typedLiteral(keyword) }
    let isLocal = following.kind == .symbol(.open) && tokens[min(next + 2, tokens.count - 1)].keyword == "local"
    if keyword == "timestamp" || keyword == "time", isLocal || ["with", "without"].contains(following.keyword) {
      return try typedLiteral(keyword)
    }
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
  mutating func list() throws(ExpressionProblem) -> [Syntax] {
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
      guard accept(.open) else {
        let list = try expression(.joining)
        return Syntax(.isInList(left, list, isNegated: isNegated), at: start..<end)
      }
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
