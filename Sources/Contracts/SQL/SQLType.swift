import Columns

/// Whose SQL a text is, as far as its types differ by that.
enum SQLDialect {
  case any, mysql, sqlServer, sqlite, cassandra
}

/// What a column's type says in SQL.
struct SQLType {
  var type: ColumnType
  var longest: Int?
  var oneOf: [String]?
  /// Whether the database gives values itself.
  var isCounted = false

  init(_ type: ColumnType) { self.type = type }

  /// Reads a type as databases spell it, which is passed; nil where it is none of theirs.
  init?(_ cursor: inout SQLCursor, _ dialect: SQLDialect) {
    guard let name = Self.name(&cursor) else { return nil }
    let brackets = Self.inner(&cursor)
    let arguments = cursor.takeParentheses()?.partedByCommas ?? []
    if let inner = brackets {
      guard let type = Self.generic(name, inner, dialect) else { return nil }
      self.init(type)
    } else if let found = Self.plain(name, Self.numbers(arguments), dialect) {
      self.init(found)
      if found == .text || found == .bytes, Self.hasLength(name) { longest = Self.numbers(arguments).first }
      if name == "enum" { oneOf = arguments.compactMap { $0.first?.text } }
      isCounted = name.hasSuffix("serial")
    } else {
      return nil
    }
    Self.takeSuffixes(&cursor, &type)
    if type.isNested { (longest, oneOf) = (nil, nil) }
  }

  /// The words of a type's name, joined by a space: `double precision`.
  private static func name(_ cursor: inout SQLCursor) -> String? {
    guard let first = cursor.peek()?.name?.lowercased() else { return nil }
    _ = cursor.takeName()
    var name = first
    func add(_ words: String...) -> Bool {
      for word in words where cursor.take(word) {
        name += " " + word
        return true
      }
      return false
    }
    switch first {
    case "double": _ = add("precision")
    case "character", "char", "national", "nchar", "long":
      if add("character", "char", "varchar", "large") || first == "character" || first == "char" || first == "nchar" {
        _ = add("varying", "large")
      }
      _ = add("object")
    case "binary": if add("varying", "large") { _ = add("object") }
    case "bit": _ = add("varying")
    default: break
    }
    if add("unsigned") { _ = cursor.take("zerofill") } else { _ = cursor.take("signed") }
    return name
  }

  /// What stands between `<` and `>`.
  private static func inner(_ cursor: inout SQLCursor) -> ArraySlice<SQLToken>? {
    guard cursor.takeSign("<") else { return nil }
    var (depth, inner) = (1, ArraySlice<SQLToken>())
    while let token = cursor.next() {
      if token.isSign("<") { depth += 1 }
      if token.isSign(">") { depth -= 1 }
      if depth == 0 { break }
      inner.append(token)
    }
    return inner
  }

  private static func generic(_ name: String, _ inner: ArraySlice<SQLToken>, _ dialect: SQLDialect) -> ColumnType? {
    let parts = inner.partedByCommas.map { part in
      var cursor = SQLCursor(part)
      return SQLType(&cursor, dialect)?.type
    }
    switch (name, parts.first, parts.last) {
    case ("frozen", let inner??, _): return inner
    case ("list", let element??, _), ("set", let element??, _), ("array", let element??, _): return .list(element)
    case ("vector", let element??, _): return .list(element)
    case ("map", _, let value??) where parts.count == 2: return .map(value)
    case ("tuple", _, _): return .json
    default: return nil
    }
  }

  /// What stands behind a type: its time zone, its unsignedness behind the length, and the brackets of an array.
  private static func takeSuffixes(_ cursor: inout SQLCursor, _ type: inout ColumnType) {
    _ =
      cursor.take("with", "time", "zone") || cursor.take("without", "time", "zone")
      || cursor.take("with", "local", "time", "zone")
    if cursor.take("unsigned") { type = type.unsigned }
    _ = cursor.take("zerofill")
    if cursor.take("array") { type = .list(type) }
    while cursor.peek()?.isSign("[") == true {
      while let token = cursor.next(), !token.isSign("]") {}
      type = .list(type)
    }
  }

  private static func numbers(_ arguments: [ArraySlice<SQLToken>]) -> [Int] {
    arguments.compactMap { $0.first.flatMap { Int($0.text) } }
  }

  private static func hasLength(_ name: String) -> Bool {
    name.contains("char") || name.contains("binary") || name == "raw"
  }

  private static func decimal(_ numbers: [Int], _ standard: (precision: Int, scale: Int)) -> ColumnType {
    guard let written = numbers.first else { return .decimal(precision: standard.precision, scale: standard.scale) }
    let precision = min(max(written, 1), 38)
    return .decimal(precision: precision, scale: min(max(numbers.dropFirst().first ?? 0, 0), precision))
  }

  private static func plain(_ name: String, _ numbers: [Int], _ dialect: SQLDialect) -> ColumnType? {
    if name.hasSuffix(" unsigned") {
      return plain(String(name.dropLast(9)), numbers, dialect)?.unsigned
    }
    switch name {
    case "bool", "boolean": return .bool
    case "bit": return dialect == .sqlServer || numbers.first == 1 || numbers.isEmpty ? .bool : .text
    case "tinyint": return dialect == .mysql && numbers == [1] ? .bool : dialect == .sqlServer ? .uint8 : .int8
    case "smallint", "int2", "smallserial", "serial2": return .int16
    case "int", "integer", "int4", "mediumint", "serial", "serial4": return dialect == .sqlite ? .int64 : .int32
    case "bigint", "int8", "bigserial", "serial8", "counter": return .int64
    case "varint": return .decimal(precision: 38, scale: 0)
    case "real", "float4": return dialect == .sqlite ? .float64 : .float32
    case "float":
      let isNarrow = (numbers.first ?? 53) < 25 || [.mysql, .cassandra].contains(dialect) && numbers.isEmpty
      return isNarrow ? .float32 : .float64
    case "double", "double precision", "float8", "binary_double": return .float64
    case "decimal", "numeric", "dec", "number":
      return decimal(numbers, dialect == .mysql ? (10, 0) : dialect == .sqlServer ? (18, 0) : (38, 10))
    case "money": return .decimal(precision: 19, scale: 4)
    case "smallmoney": return .decimal(precision: 10, scale: 4)
    case "bytea", "blob", "binary", "varbinary", "image", "raw", "tinyblob", "mediumblob", "longblob",
      "binary varying", "binary large object":
      return .bytes
    case "date": return .date
    case "time", "timetz": return .time
    case "timestamp", "timestamptz", "datetime", "datetime2", "smalldatetime", "datetimeoffset": return .timestamp
    case "year": return .int16
    case "uuid", "timeuuid", "uniqueidentifier": return .uuid
    case "json", "jsonb": return .json
    default: return texts.contains(name) ? .text : nil
    }
  }

  /// Names of types that are met most.
  static let names = [
    "varchar", "timestamp", "timestamptz", "timeuuid", "varint", "blob", "bytea", "serial", "numeric",
  ]

  private static let texts: Set<String> = [
    "text", "string", "char", "character", "varchar", "nvarchar", "nchar", "varchar2", "nvarchar2", "bpchar", "clob",
    "nclob", "ntext", "tinytext", "mediumtext", "longtext", "ascii", "citext", "name", "inet", "cidr", "macaddr", "xml",
    "interval", "duration", "enum", "set", "sysname", "bit varying", "character varying", "char varying",
    "national character", "national char", "national character varying", "national char varying", "national varchar",
    "nchar varying", "character large object", "char large object", "long varchar",
  ]
}

extension ColumnType {
  /// The unsigned type of the same width.
  fileprivate var unsigned: ColumnType {
    switch self {
    case .int8: .uint8
    case .int16: .uint16
    case .int32: .uint32
    case .int64: .uint64
    default: self
    }
  }
}
