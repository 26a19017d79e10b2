/// A table as a `CREATE TABLE` says.
struct SQLTable {
  let name: String
  /// With its schema, where one is named.
  let qualifiedName: String
  let line: Int
  var columns: [SQLColumn] = []
  /// The columns of the primary key, in its order.
  var key: [String] = []
  /// Whether the statement isn't closed, so that what stands in it may be another's.
  var isCutOff = false

  /// All tables of a text.
  static func all(in text: String) -> [SQLTable] {
    let tokens = SQLToken.all(in: text)
    let enums = enums(in: tokens)
    var tables: [SQLTable] = []
    var cursor = SQLCursor(tokens[...])
    while let token = cursor.next() {
      switch token.keyword {
      case "create": if let table = created(&cursor, token.line, enums) { tables.append(table) }
      case "alter": takeKey(&cursor, &tables)
      default: continue
      }
    }
    return tables
  }

  private static func created(_ cursor: inout SQLCursor, _ line: Int, _ enums: [SQLEnum]) -> SQLTable? {
    let before = cursor.at
    let kinds = ["or", "replace", "global", "local", "temp", "temporary", "unlogged", "external", "virtual"]
    while kinds.contains(cursor.peek()?.keyword ?? "") { _ = cursor.next() }
    guard cursor.take("table") else {
      cursor.move(to: before)
      return nil
    }
    _ = cursor.take("if", "not", "exists")
    guard let name = cursor.takeName(), let inside = cursor.takeParentheses() else { return nil }
    var table = SQLTable(name: name.last, qualifiedName: name.whole, line: line)
    table.isCutOff = cursor.isCutOff
    let dialect = dialect(of: inside, behind: cursor)
    for part in inside.partedByCommas { table.take(part, dialect, enums) }
    for index in table.columns.indices {
      if table.columns[index].isKey, !table.key.contains(table.columns[index].name) {
        table.key.append(table.columns[index].name)
      }
    }
    return table
  }

  /// Whose SQL a statement is, by what only one knows.
  private static func dialect(of tokens: ArraySlice<SQLToken>, behind cursor: SQLCursor) -> SQLDialect {
    var words = Set(tokens.compactMap(\.keyword))
    var ahead = 0
    while let token = cursor.peek(ahead), !token.isSign(";"), token.keyword != "create" {
      if let word = token.keyword { words.insert(word) }
      ahead += 1
    }
    func has(_ known: String...) -> Bool { known.contains { words.contains($0) } }
    if has("auto_increment", "engine", "unsigned", "mediumint", "tinytext", "mediumtext", "longtext") { return .mysql }
    if has("autoincrement", "without", "strict") && !has("zone") { return .sqlite }
    if has("identity", "nvarchar", "datetime2", "uniqueidentifier", "datetimeoffset", "rowversion", "clustered") {
      return .sqlServer
    }
    if has("timeuuid", "frozen", "clustering", "varint", "counter") { return .cassandra }
    return .any
  }

  /// Takes a column, or what must hold of several.
  private mutating func take(_ part: ArraySlice<SQLToken>, _ dialect: SQLDialect, _ enums: [SQLEnum]) {
    var cursor = SQLCursor(part)
    if cursor.take("constraint") { _ = cursor.takeName() }
    guard let first = cursor.peek() else { return }
    if let word = first.keyword, Self.rules.contains(word), isRule(word, cursor) {
      if word == "primary" {
        takeKey(&cursor)
      } else if word == "check", cursor.take("check"), let inside = cursor.takeParentheses() {
        for index in columns.indices { columns[index].take(check: inside) }
      }
      return
    }
    guard let name = cursor.next()?.name else { return }
    columns.append(SQLColumn(name, part[cursor.at...], line: first.line, dialect, enums: enums))
  }

  private static let rules: Set<String> = [
    "primary", "unique", "key", "index", "foreign", "check", "exclude", "like", "fulltext", "spatial", "period",
  ]

  /// Whether a word begins a rule, and isn't a column that is named so, behind which a type stands.
  private func isRule(_ word: String, _ cursor: SQLCursor) -> Bool {
    var ahead = cursor
    _ = ahead.next()
    switch word {
    case "primary", "foreign": return ahead.take("key")
    case "period": return ahead.take("for")
    case "key", "index":
      if ahead.peek()?.isSign("(") == true { return true }
      var typed = ahead
      if SQLType(&typed, .any) != nil { return false }
      return ahead.takeName() != nil && (ahead.peek()?.isSign("(") == true || ahead.take("using"))
    default: return true
    }
  }

  /// Takes `PRIMARY KEY (a, b)`, or Cassandra's `PRIMARY KEY ((a, b), c)`.
  private mutating func takeKey(_ cursor: inout SQLCursor) {
    guard cursor.take("primary", "key") else { return }
    while let token = cursor.peek(), !token.isSign("(") { _ = cursor.next() }
    guard let inside = cursor.takeParentheses() else { return }
    for part in inside.partedByCommas {
      var column = SQLCursor(part)
      let group = column.takeParentheses()
      for name in (group?.partedByCommas ?? [part]).compactMap({ $0.first?.name }) {
        guard let index = columns.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else { continue }
        key.append(columns[index].name)
        columns[index].isRequired = !columns[index].isFilled || columns[index].standard != nil
      }
    }
  }

  /// Takes a key that `ALTER TABLE` adds, as dumps of PostgreSQL have it.
  private static func takeKey(_ cursor: inout SQLCursor, _ tables: inout [SQLTable]) {
    guard cursor.take("table") else { return }
    _ = cursor.take("if", "exists")
    _ = cursor.take("only")
    guard let name = cursor.takeName(), cursor.take("add") else { return }
    if cursor.take("constraint") { _ = cursor.takeName() }
    guard let index = tables.lastIndex(where: { $0.qualifiedName == name.whole }) else { return }
    tables[index].takeKey(&cursor)
  }

  private static func enums(in tokens: [SQLToken]) -> [SQLEnum] {
    var enums: [SQLEnum] = []
    var cursor = SQLCursor(tokens[...])
    while let token = cursor.next() {
      guard token.keyword == "create", cursor.take("type"), let name = cursor.takeName(), cursor.take("as", "enum"),
        let inside = cursor.takeParentheses()
      else { continue }
      enums.append(SQLEnum(name: name.last, values: inside.partedByCommas.compactMap { $0.first?.text }))
    }
    return enums
  }
}
