// Calls whose arguments SQL writes with words between them, and functions that are called without parentheses.
extension Parser {
  /// Functions that are called without parentheses.
  private static let bare: Set<String> = ["current_date", "current_timestamp", "localtimestamp"]

  /// The call of a function, if the word that stands here is written in a way of its own; nil if it isn't.
  mutating func wordedCall(_ keyword: String) throws(ExpressionProblem) -> Syntax? {
    let name = current.range
    if Self.bare.contains(keyword) {
      next += 1
      if accept(.open) { try expect(.close) }
      return Syntax(.call(keyword, at: name, []), at: name.lowerBound..<end)
    }
    guard following.kind == .symbol(.open) else { return nil }
    switch keyword {
    case "position":
      next += 2
      let part = try expression(.joining)
      try expect("in")
      return try closed("strpos", name, [try expression(), part])
    case "substring", "substr":
      next += 2
      let text = try expression()
      if accept("from") {
        var arguments = [text, try expression()]
        if accept("for") { arguments.append(try expression()) }
        return try closed(keyword, name, arguments)
      }
      return try closed(keyword, name, [text] + (accept(.comma) ? try rest() : []))
    case "trim": return try trim(name)
    default: return nil
    }
  }

  /// `trim([both | leading | trailing] [characters] from text)`, or the arguments as usual.
  private mutating func trim(_ name: Range<Int>) throws(ExpressionProblem) -> Syntax {
    next += 2
    let functions = ["both": "trim", "leading": "ltrim", "trailing": "rtrim"]
    var function = "trim"
    if let found = current.keyword.flatMap({ functions[$0] }), following.kind != .symbol(.close),
      following.kind != .symbol(.comma)
    {
      function = found
      next += 1
      if accept("from") { return try closed(function, name, [try expression()]) }
    }
    let first = try expression()
    if accept("from") { return try closed(function, name, [try expression(), first]) }
    return try closed(function, name, [first] + (accept(.comma) ? try rest() : []))
  }

  private mutating func rest() throws(ExpressionProblem) -> [Syntax] {
    var items: [Syntax] = []
    repeat { items.append(try expression()) } while accept(.comma)
    return items
  }

  private mutating func closed(
    _ name: String, _ range: Range<Int>, _ arguments: [Syntax]
  ) throws(ExpressionProblem) -> Syntax {
    try expect(.close)
    return Syntax(.call(name, at: range, arguments), at: range.lowerBound..<end)
  }
}
