import Columns
import Specifications

/// How the language writes types.
enum TypeText {
  private static let names: [String: ColumnType] = [
    "bool": .bool, "int8": .int8, "int16": .int16, "int32": .int32, "int64": .int64, "uint8": .uint8,
    "uint16": .uint16, "uint32": .uint32, "uint64": .uint64, "float32": .float32, "float64": .float64, "text": .text,
    "bytes": .bytes, "date": .date, "time": .time, "timestamp": .timestamp, "timestamp(local)": .localTimestamp,
    "uuid": .uuid,
  ]
  private static let accepted: [String: ColumnType] = [
    "string": .text, "int": .int32, "integer": .int32, "bigint": .int64, "double": .float64, "boolean": .bool,
    "datetime": .timestamp,
  ]
  /// Types of the language that this build lacks, by how they begin.
  private static let later = ["decimal", "json", "list", "map", "struct"]

  static let list = names.keys.sorted()

  static func parse(_ text: String) -> ColumnType? {
    let folded = text.lowercased().filter { $0 != " " }
    return names[folded] ?? accepted[folded]
  }

  static func isLater(_ text: String) -> Bool {
    let name = text.lowercased().prefix { $0.isLetter }
    return later.contains(String(name))
  }
}

extension ValueKind where Value == ColumnType {
  /// A type, as in `uuid` or `timestamp(local)`.
  static var columnType: Self {
    ValueKind(
      wanted: "a type, as in `text`, `int64` or `timestamp`",
      mend: { text in
        if TypeText.isLater(text) { return "the type `\(text)` is not in this build yet" }
        return nearestName(to: text.lowercased(), among: TypeText.list).map { "did you mean `\($0)`?" }
      }, parse: TypeText.parse)
  }
}
