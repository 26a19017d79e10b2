import Columns
import Engine

/// The SQL by which a target is made and filled.
extension TableTarget {
  /// The table as it is made from the contract.
  var creation: String {
    var parts = made.map { field in
      let type = field.type.sqliteDeclaration
      return quoted(field.name) + (type.isEmpty ? "" : " " + type) + (field.isNullable ? "" : " NOT NULL")
    }
    if !key.isEmpty {
      let columns = key.map { quoted($0.name) + ($0.isDescending ? " DESC" : "") }
      parts.append("PRIMARY KEY (\(columns.joined(separator: ", ")))")
    }
    return "CREATE TABLE \(quoted(name)) (\(parts.joined(separator: ", ")))"
  }

  /// The statement that writes one row, whose columns in the table are named `columns`.
  func insertion(into columns: [String]) -> String {
    let names = columns.map(quoted)
    let values = names.indices.map { "?\($0 + 1)" }
    let insert =
      "INSERT INTO \(quoted(name)) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    guard isUpsert else { return insert }
    let isKey = fields.map { field in key.contains { $0.name == field.name } }
    let keys = zip(names, isKey).filter(\.1).map(\.0)
    let others = zip(names, isKey).filter { !$0.1 }.map { "\($0.0) = excluded.\($0.0)" }
    let action = others.isEmpty ? "NOTHING" : "UPDATE SET \(others.joined(separator: ", "))"
    return "\(insert) ON CONFLICT (\(keys.joined(separator: ", "))) DO \(action)"
  }
}

/// A name as SQL takes it literally.
func quoted(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

extension ColumnType {
  /// The type with which a column is declared; its affinity changes none of the values that are written into it.
  var sqliteDeclaration: String {
    switch self {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32: "INTEGER"
    // Without a type, so that a number above SQLite's range stays the text that it is written as.
    case .uint64: ""
    case .float32, .float64: "REAL"
    case .decimal(let precision, _): precision <= 15 ? "NUMERIC" : "TEXT"
    case .text, .json, .date, .time, .timestamp, .localTimestamp, .uuid: "TEXT"
    case .bytes: "BLOB"
    case .list, .map, .structure: "TEXT"
    }
  }
}
