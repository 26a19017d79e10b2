/// What a text says when it stands where a type is wanted.
public enum TypeSpelling: Equatable, Sendable {
  case type(ColumnType)
  /// A type of the language that this build lacks.
  case later
  case unknown

  /// Reads a type as contracts and casts write it: `timestamp(local)`, `bigint`.
  public init(_ text: String) {
    let folded = String(text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " "))
    if let type = Self.spellings[folded.filter { $0 != " " || !folded.contains("(") }] {
      self = .type(type)
    } else {
      let name = folded.prefix { $0.isLetter || $0.isNumber }
      self = Self.laterNames.contains(String(name)) ? .later : .unknown
    }
  }

  /// Every spelling of a type that this build has, the language's own first.
  public static var names: [String] { types.map(\.description) + aliases.map(\.0) }

  /// The types that this build has, by the language's own names.
  public static let types: [ColumnType] = [
    .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float32, .float64, .text, .bytes, .date,
    .time, .timestamp, .localTimestamp, .uuid, .json,
  ]

  private static let aliases: [(String, ColumnType)] = [
    ("boolean", .bool), ("int", .int32), ("integer", .int32), ("bigint", .int64), ("smallint", .int16),
    ("tinyint", .int8), ("double", .float64), ("real", .float32), ("string", .text), ("varchar", .text),
    ("datetime", .timestamp),
  ]

  private static let spellings: [String: ColumnType] = {
    var spellings = Dictionary(uniqueKeysWithValues: types.map { ($0.description, $0) })
    for (name, type) in aliases { spellings[name] = type }
    return spellings
  }()

  private static let laterNames = ["decimal", "numeric", "list", "map", "struct", "interval"]
}
