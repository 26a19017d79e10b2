import Columns
import Specifications

// Types as casts and literals name them: the language's spelling, and those of PostgreSQL and DuckDB.
extension Parser {
  /// `date '2018-06-08'`, `timestamp with time zone '…'`
  mutating func typedLiteral(_ keyword: String) throws(ExpressionProblem) -> Syntax {
    let start = current.range
    var probe = self
    guard let type = try? probe.typeName(), case .text(let text) = probe.current.kind else {
      if case .text = following.kind {
        throw ExpressionProblem(
          at: start, "`\(written(start))` can't stand before a text",
          mend: "a literal is `date '2018-06-08'` or `timestamp '…'`")
      }
      throw surprise()
    }
    self = probe
    next += 1
    let literal = Syntax(.literal(.text(text)), at: tokens[next - 1].range)
    return Syntax(.typedLiteral(type, literal), at: start.lowerBound..<end)
  }

  /// A type, as `cast` and `::` name it.
  mutating func typeName() throws(ExpressionProblem) -> ColumnType {
    var type = try plainType(depth: 0)
    while current.kind == .symbol(.openBracket), following.kind == .symbol(.closeBracket) {
      next += 2
      type = .list(type)
    }
    if let unopened = unclosed {
      throw ExpressionProblem(at: unopened, "`>` is one too many")
    }
    return type
  }

  private mutating func elementType(_ depth: Int) throws(ExpressionProblem) -> ColumnType {
    var type = try plainType(depth: depth + 1)
    while unclosed == nil, current.kind == .symbol(.openBracket), following.kind == .symbol(.closeBracket) {
      next += 2
      type = .list(type)
    }
    return type
  }

  private mutating func plainType(depth: Int) throws(ExpressionProblem) -> ColumnType {
    let start = current.range
    try checkDepth(depth * 10, at: start)
    guard case .name(let name, isQuoted: false) = current.kind else { throw surprise(wanted: "a type") }
    let folded = name.lowercased()
    next += 1
    switch folded {
    case "decimal", "numeric", "dec": return try decimalType(from: start.lowerBound)
    case "list", "array":
      let close = try opened(by: name)
      let element = try elementType(depth)
      try closed(close)
      return .list(element)
    case "map":
      let close = try opened(by: name)
      let keyStart = current.range.lowerBound
      guard try elementType(depth) == .text else {
        throw ExpressionProblem(at: keyStart..<end, "the keys of a map are text", mend: "write `map<text, …>`")
      }
      try expect(.comma)
      let value = try elementType(depth)
      try closed(close)
      return .map(value)
    case "struct", "row":
      let close = try opened(by: name)
      var fields: [Field] = []
      repeat {
        guard case .name(let field, _) = current.kind else { throw surprise(wanted: "a field's name") }
        if fields.contains(where: { $0.name.lowercased() == field.lowercased() }) {
          throw ExpressionProblem(at: current.range, "the field `\(field)` is there twice")
        }
        next += 1
        _ = accept(.colon)
        fields.append(Field(field, try elementType(depth)))
      } while accept(.comma)
      try closed(close)
      return .structure(fields)
    case "interval": return .interval
    case "timestamp", "time", "timestamptz", "timetz":
      let hasLocal = folded == "timestamp" && current.kind == .symbol(.open)
      if hasLocal {
        next += 1
        try expect("local")
        try expect(.close)
        return .localTimestamp
      }
      if accept("with", "time", "zone") || folded == "timestamptz" { return .timestamp }
      let isLocal = accept("without", "time", "zone")
      return folded == "timestamp" ? (isLocal ? .localTimestamp : .timestamp) : .time
    case "double" where accept("precision"): return .float64
    default: break
    }
    // `varchar(20)` is text; a length says nothing of it.
    if ["varchar", "char", "bpchar"].contains(folded), accept(.open) {
      guard case .number = current.kind else { throw surprise(wanted: "a length") }
      next += 1
      try expect(.close)
    }
    if let type = Self.synonyms[folded] { return type }
    if case .type(let type) = TypeSpelling(name) { return type }
    let near = nearestName(to: name, among: TypeSpelling.names)
    let known = "there are " + enumeration(of: TypeSpelling.types.map(\.description), joinedBy: "and")
    throw ExpressionProblem(
      at: start, "`\(name)` is no type", mend: near.map { "did you mean `\($0)`?" } ?? known)
  }

  private mutating func decimalType(from start: Int) throws(ExpressionProblem) -> ColumnType {
    guard accept(.open) else { return .decimal(precision: 18, scale: 3) }
    let precision = try digits()
    let scale = accept(.comma) ? try digits() : 0
    try expect(.close)
    guard (1...38).contains(precision), scale <= precision else {
      throw ExpressionProblem(
        at: start..<end,
        "`\(written(start..<end))` can't be: a decimal has 1 to 38 digits, of which some are behind the point",
        mend: "for instance `decimal(12,2)`")
    }
    return .decimal(precision: precision, scale: scale)
  }

  private mutating func digits() throws(ExpressionProblem) -> Int {
    guard case .number(let text) = current.kind, let value = Int(text) else { throw surprise(wanted: "a whole number") }
    next += 1
    return value
  }

  /// The bracket that closes what a type's name opens.
  private mutating func opened(by name: String) throws(ExpressionProblem) -> Symbol {
    if accept(.less) { return .greater }
    if accept(.open) { return .close }
    throw surprise(wanted: "`<` behind `\(name.lowercased())`")
  }

  /// Takes a closing bracket; `>>` closes two.
  private mutating func closed(_ symbol: Symbol) throws(ExpressionProblem) {
    if symbol == .greater, unclosed != nil {
      unclosed = nil
      return
    }
    if symbol == .greater, current.kind == .symbol(.shiftRight) {
      unclosed = current.range
      next += 1
      return
    }
    try expect(symbol)
  }

  private static let synonyms: [String: ColumnType] = [
    "blob": .bytes, "bytea": .bytes, "char": .text, "bpchar": .text, "float": .float32, "float4": .float32,
    "float8": .float64, "utinyint": .uint8, "usmallint": .uint16, "uinteger": .uint32, "ubigint": .uint64,
    "bool": .bool, "logical": .bool, "int2": .int16, "int4": .int32,
  ]
}
