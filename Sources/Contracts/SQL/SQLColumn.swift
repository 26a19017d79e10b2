import Columns

/// A column of a table as its declaration says.
struct SQLColumn {
  let name: String
  let line: Int
  var type = SQLType(.text)
  var isRequired = false
  var isKey = false
  /// The literal that the database puts in where a row has none.
  var standard: String?
  /// Whether the database puts a value in itself.
  var isFilled = false
  /// Whether the database computes it, so that nothing can be written.
  var isComputed = false
  /// The type as it is written, where it is none of those known.
  var unknownType: String?

  /// Reads what stands behind a column's name: its type, and what must hold of it. `enums` are types by their names.
  init(_ name: String, _ tokens: ArraySlice<SQLToken>, line: Int, _ dialect: SQLDialect, enums: [SQLEnum] = []) {
    self.name = name
    self.line = line
    var cursor = SQLCursor(tokens)
    takeType(&cursor, dialect, enums)
    while let token = cursor.next() {
      switch token.keyword {
      case "not" where cursor.take("null"): isRequired = true
      case "primary" where cursor.take("key"): (isKey, isRequired) = (true, true)
      case "default": takeDefault(&cursor)
      case "check": if let inside = cursor.takeParentheses() { take(check: inside) }
      case "auto_increment", "autoincrement", "identity", "rowversion": isFilled = true
      case "generated", "as": takeGeneration(&cursor)
      case "comment", "collate", "encode", "codec": _ = cursor.next()
      default: if token.isSign("(") { skipRest(of: &cursor) }
      }
    }
    if type.isCounted { isFilled = true }
    // Who writes leaves it out, and the database knows a value.
    if isFilled && standard == nil { isRequired = false }
  }

  private mutating func takeType(_ cursor: inout SQLCursor, _ dialect: SQLDialect, _ enums: [SQLEnum]) {
    // SQLite takes a column without a type.
    if cursor.isAtEnd || Self.constraints.contains(cursor.peek()?.keyword ?? "") { return }
    let start = cursor.at
    if let known = SQLType(&cursor, dialect) {
      type = known
      return
    }
    cursor.move(to: start)
    guard let written = cursor.takeName() else { return }
    _ = cursor.takeParentheses()
    while cursor.peek()?.isSign("[") == true || cursor.peek()?.isSign("<") == true {
      let end = cursor.next()?.text == "[" ? "]" : ">"
      while let token = cursor.next(), !token.isSign(end) {}
    }
    if let found = enums.first(where: { $0.name.lowercased() == written.last.lowercased() }) {
      type.oneOf = found.values
    } else {
      unknownType = written.whole
    }
  }

  private static let constraints: Set<String> = [
    "not", "null", "primary", "default", "check", "unique", "references", "constraint", "collate", "generated", "as",
  ]

  /// A literal is kept; of anything else it is known that there is a value.
  private mutating func takeDefault(_ cursor: inout SQLCursor) {
    isFilled = true
    let start = cursor.at
    let inside = cursor.takeParentheses()
    var literal = SQLCursor(inside ?? [])
    while let deeper = literal.takeParentheses() { literal = SQLCursor(deeper) }
    if inside != nil {
      standard = Self.literal(&literal, of: type.type)
      return
    }
    cursor.move(to: start)
    standard = Self.literal(&cursor, of: type.type)
    if standard != nil {
      // A cast of PostgreSQL stands behind: `'new'::status`.
      while cursor.takeSign(":") {}
      return
    }
    // A call or another expression ends where the next constraint begins.
    while let token = cursor.peek(), !Self.constraints.contains(token.keyword ?? "") {
      if cursor.takeParentheses() == nil { _ = cursor.next() }
    }
  }

  /// The value that a literal says; nil for null and everything else.
  static func literal(_ cursor: inout SQLCursor, of type: ColumnType) -> String? {
    guard let token = cursor.peek() else { return nil }
    switch token.kind {
    case .text:
      _ = cursor.next()
      return token.text
    case .number:
      _ = cursor.next()
      return type == .bool ? (token.text == "0" ? "false" : "true") : token.text
    case .word where ["true", "false"].contains(token.keyword):
      _ = cursor.next()
      return token.keyword
    case .word where ["n", "e", "b"].contains(token.keyword) && cursor.peek(1)?.kind == .text:
      _ = cursor.next()
      return cursor.next()?.text
    case .sign where (token.text == "-" || token.text == "+") && cursor.peek(1)?.kind == .number:
      _ = cursor.next()
      return cursor.next().map { token.text == "-" ? "-" + $0.text : $0.text }
    default: return nil
    }
  }

  private mutating func takeGeneration(_ cursor: inout SQLCursor) {
    isFilled = true
    _ = cursor.take("always") || cursor.take("by", "default")
    _ = cursor.take("as")
    if cursor.take("identity") {
      _ = cursor.takeParentheses()
    } else if cursor.takeParentheses() != nil {
      isComputed = true
    }
  }

  private func skipRest(of cursor: inout SQLCursor) {
    var depth = 1
    while depth > 0, let token = cursor.next() {
      if token.isSign("(") { depth += 1 }
      if token.isSign(")") { depth -= 1 }
    }
  }

  /// Takes `CHECK (name IN ('a', 'b'))`; other checks are the database's own.
  mutating func take(check tokens: ArraySlice<SQLToken>) {
    guard let found = Self.allowed(by: tokens), found.column.lowercased() == name.lowercased() else { return }
    type.oneOf = found.values
  }

  /// The column and the literals of an `IN`.
  static func allowed(by tokens: ArraySlice<SQLToken>) -> (column: String, values: [String])? {
    var cursor = SQLCursor(tokens)
    if let inside = cursor.takeParentheses(), cursor.isAtEnd { return allowed(by: inside) }
    cursor = SQLCursor(tokens)
    guard let column = cursor.takeName()?.last, cursor.take("in"), let list = cursor.takeParentheses(), cursor.isAtEnd
    else { return nil }
    var values: [String] = []
    for part in list.partedByCommas {
      var literal = SQLCursor(part)
      guard let value = Self.literal(&literal, of: .text), literal.isAtEnd else { return nil }
      values.append(value)
    }
    return values.isEmpty ? nil : (column, values)
  }
}

/// A type that `CREATE TYPE … AS ENUM` made.
struct SQLEnum {
  let name: String
  let values: [String]
}
