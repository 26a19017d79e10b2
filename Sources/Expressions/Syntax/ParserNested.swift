import Columns

// Lists, structs and maps: their literals, and the ways into them.
extension Parser {
  /// `x.name`
  mutating func field(of base: Syntax) throws(ExpressionProblem) -> Syntax {
    next += 1
    guard case .name(let name, let isQuoted) = current.kind else { throw surprise(wanted: "a field's name") }
    next += 1
    return Syntax(.field(base, name, isQuoted: isQuoted), at: base.range.lowerBound..<end)
  }

  /// `x[1]`, `x[1:2]`
  mutating func subscripted(_ base: Syntax) throws(ExpressionProblem) -> Syntax {
    let start = base.range.lowerBound
    next += 1
    let from = current.kind == .symbol(.colon) ? nil : try expression()
    if accept(.colon) {
      let to = current.kind == .symbol(.closeBracket) ? nil : try expression()
      try expect(.closeBracket)
      return Syntax(.slice(base, from, to), at: start..<end)
    }
    try expect(.closeBracket)
    guard let from else { throw surprise(wanted: "an index") }
    return Syntax(.element(base, from), at: start..<end)
  }

  /// `[1, 2]`
  mutating func listLiteral() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    next += 1
    var items: [Syntax] = []
    if !accept(.closeBracket) {
      repeat { items.append(try expression()) } while accept(.comma)
      try expect(.closeBracket)
    }
    return Syntax(.list(items), at: start..<end)
  }

  /// `{'a': 1, b: 2}`
  mutating func structureLiteral() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    next += 1
    var members: [Syntax.Member] = []
    repeat {
      let name: String
      switch current.kind {
      case .text(let text): name = text
      case .name(let word, _): name = word
      default: throw surprise(wanted: "a field's name")
      }
      try refuseTwice(name, members)
      next += 1
      try expect(.colon)
      members.append(Syntax.Member(name: name, value: try expression()))
    } while accept(.comma)
    try expect(.closeBrace)
    return Syntax(.structure(members), at: start..<end)
  }

  /// `struct_pack(a := 1)`
  mutating func structurePack() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    next += 2
    var members: [Syntax.Member] = []
    repeat {
      guard case .name(let name, _) = current.kind, following.kind == .symbol(.assign) else {
        throw surprise(wanted: "`name := value`")
      }
      try refuseTwice(name, members)
      next += 2
      members.append(Syntax.Member(name: name, value: try expression()))
    } while accept(.comma)
    try expect(.close)
    return Syntax(.structure(members), at: start..<end)
  }

  private func refuseTwice(_ name: String, _ members: [Syntax.Member]) throws(ExpressionProblem) {
    guard members.contains(where: { $0.name.lowercased() == name.lowercased() }) else { return }
    throw ExpressionProblem(at: current.range, "the field `\(name)` is there twice")
  }

  /// `map {'a': 1}`
  mutating func mapLiteral() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    next += 2
    var entries: [Syntax.Entry] = []
    if !accept(.closeBrace) {
      repeat {
        let key = try expression()
        try expect(.colon)
        entries.append(Syntax.Entry(key: key, value: try expression()))
      } while accept(.comma)
      try expect(.closeBrace)
    }
    return Syntax(.mapping(entries), at: start..<end)
  }

  /// `interval '1 day'`, `interval 3 hours`, `interval (x) day`; nil where `interval` is a name.
  mutating func intervalLiteral() throws(ExpressionProblem) -> Syntax? {
    let start = current.range
    switch following.kind {
    case .text(let text):
      next += 2
      let place = tokens[next - 1].range
      // `interval '3' hour` names the unit outside.
      var whole = text
      if let word = current.keyword, IntervalUnit(named: word) != nil {
        next += 1
        whole += " " + word
      }
      let literal = Syntax(.literal(.text(whole)), at: place)
      return Syntax(.typedLiteral(.interval, literal), at: start.lowerBound..<end)
    case .number, .symbol(.open), .symbol(.minus):
      var probe = self
      probe.next += 1
      let count = try probe.intervalCount()
      guard let word = probe.current.keyword, let unit = IntervalUnit(named: word) else {
        if following.kind == .symbol(.minus) || following.kind == .symbol(.open) { return nil }
        throw probe.surprise(wanted: "a unit such as `days`")
      }
      self = probe
      next += 1
      return Syntax(.call(unit.function, at: start, [count]), at: start.lowerBound..<end)
    default: return nil
    }
  }

  private mutating func intervalCount() throws(ExpressionProblem) -> Syntax {
    let start = current.range.lowerBound
    let isNegated = accept(.minus)
    let count = try primary()
    return isNegated ? Syntax(.negated(count), at: start..<end) : count
  }
}
