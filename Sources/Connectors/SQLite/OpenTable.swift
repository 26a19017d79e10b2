import Columns
import Engine
import SQLiteClient

/// A table that is there, and the statement that fills it.
final class OpenTable {
  let layout: TableLayout
  private var insert: Statement

  init(
    _ target: TableTarget, in connection: borrowing Connection, distrusting isDistrusted: Bool
  ) throws(TableRefusal) {
    let layout = try TableLayout(target, in: connection, distrusting: isDistrusted)
    self.layout = layout
    do throws(SQLiteError) {
      insert = try connection.prepare(target.insertion(into: layout.columns.map(\.name)))
    } catch {
      guard target.isUpsert, error.message.contains("ON CONFLICT") else { throw .database(error) }
      let key = target.key.map { quoted($0.name) }.joined(separator: ", ")
      throw .misfit(
        target, "has no key (\(key))",
        mend: "add it: CREATE UNIQUE INDEX \(quoted(target.name + "_key")) ON \(quoted(target.name)) (\(key))")
    }
  }

  /// Writes rows; those that the table has something against are given to `refuse`, which says whether to go on.
  ///
  /// Measured with ten columns, a row: 2 µs without a key, 3 µs with one while its pages are in the cache, of which
  /// all but 0.2 are SQLite's and the disk's.
  func write(_ rows: PreparedTable, refuse: (Int, SQLiteError) -> Bool) throws(SQLiteError) {
    try insert.write(rows, refuse: refuse)
  }
}

extension Statement {
  fileprivate mutating func write(_ rows: PreparedTable, refuse: (Int, SQLiteError) -> Bool) throws(SQLiteError) {
    let columns = unsafe rows.columns.map { unsafe RawColumn($0) }
    for place in 0..<rows.count {
      let row = rows.order.isEmpty ? place : rows.order[place].row
      guard let error = try unsafe insertRow(columns, row) else { continue }
      guard refuse(row, error) else { break }
    }
    // Text and blobs were bound where they lie.
    withExtendedLifetime(rows) {}
  }

  /// Inserts a row; returns what the table has against it.
  @inline(__always)
  private mutating func insertRow(_ columns: [RawColumn], _ row: Int) throws(SQLiteError) -> SQLiteError? {
    do throws(SQLiteError) {
      var index = 0
      let width = unsafe columns.count
      while index < width {
        try unsafe bind(columns[index], row, at: index + 1)
        index += 1
      }
      try run()
      return nil
    } catch {
      guard error.isOfRow else { throw error }
      return error
    }
  }

  @inline(__always)
  private mutating func bind(_ column: RawColumn, _ row: Int, at index: Int) throws(SQLiteError) {
    guard unsafe column.isValid(row) else { return try bindNull(at: index) }
    switch unsafe column.kind {
    case .int64: try unsafe bind(integer: column.value(row), at: index)
    case .uint64:
      let value = unsafe column.value(row, UInt64.self)
      if let integer = Int64(exactly: value) { return try bind(integer: integer, at: index) }
      try bind(text: value.description, at: index)
    case .float64: try unsafe bind(real: column.value(row), at: index)
    case .bytes:
      let (start, count) = unsafe column.bytes(row)
      try unsafe bind(blob: UnsafeRawBufferPointer(start: start, count: count), at: index)
    default:
      let (start, count) = unsafe column.bytes(row)
      try unsafe bind(text: UnsafeRawBufferPointer(start: start, count: count), at: index)
    }
  }
}

extension SQLiteError {
  /// Whether the row alone is to blame, so that others pass.
  fileprivate var isOfRow: Bool {
    switch kind {
    case .constraint, .tooBig, .mismatch: true
    default: false
    }
  }
}
