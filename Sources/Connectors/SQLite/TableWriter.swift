import Columns
import Engine
import SQLiteClient
import State

/// The open database of a sink, and the statement that fills its table.
struct TableWriter: ~Copyable {
  let layout: TableLayout
  private let connection: Connection
  private var insert: Statement

  /// A writer of a table that is there.
  init(
    _ target: TableTarget, in connection: consuming Connection, distrusting isDistrusted: Bool
  ) throws(TableRefusal) {
    let layout = try TableLayout(target, in: connection, distrusting: isDistrusted)
    do throws(SQLiteError) {
      insert = try connection.prepare(target.insertion(into: layout.columns.map(\.name)))
    } catch {
      guard target.isUpsert, error.message.contains("ON CONFLICT") else { throw .database(error) }
      let key = target.key.map { quoted($0.name) }.joined(separator: ", ")
      throw .misfit(
        "has no key (\(key))",
        mend: "add it: CREATE UNIQUE INDEX \(quoted(target.name + "_key")) ON \(quoted(target.name)) (\(key))")
    }
    self.layout = layout
    self.connection = connection
  }

  mutating func begin() throws(SQLiteError) { try connection.begin() }

  /// Undoes what was written. That it fails changes nothing: what isn't committed is gone with the connection.
  mutating func rollback() { try? connection.rollback() }

  mutating func entries(of ledger: LedgerName) throws(SQLiteError) -> [LedgerEntry] {
    try PositionTable.entries(of: ledger, in: connection)
  }

  /// Commits what was written with the lanes' moves; returns the lanes that were lost, and then nothing is.
  mutating func store(_ moves: [LedgerMove], in ledger: LedgerName) throws(SQLiteError) -> [LaneID] {
    try PositionTable.store(moves, in: ledger, on: connection)
  }

  /// What came of writing rows.
  enum Written {
    case all
    /// The table refuses these; none of the rows was written.
    case refused([RefusedRow])
    /// The table refuses rows although it had no rule to: it is another than when it was opened.
    case changed
    /// The table undid the whole transaction when it refused a row.
    case undone(String)
  }

  /// Writes rows inside the open transaction.
  ///
  /// Measured with ten columns, a row: 2 µs without a key, 3 µs with one while its pages are in the cache, of which
  /// all but 0.2 are SQLite's and the disk's.
  mutating func write(_ rows: PreparedTable) throws(SQLiteError) -> Written {
    if layout.canRefuse { try connection.execute("SAVEPOINT rows") }
    var refused: [RefusedRow] = []
    let columns = unsafe rows.columns.map { unsafe RawColumn($0) }
    for place in 0..<rows.count {
      let row = rows.order.isEmpty ? place : rows.order[place].row
      guard let error = try unsafe insertRow(columns, row) else { continue }
      // A trigger or constraint may undo the whole transaction: what was inserted now would be committed by itself.
      guard connection.isInTransaction else { return .undone(error.message) }
      refused.append(RefusedRow(row: row, message: "the table refuses it: \(Self.reason(of: error, rows))"))
    }
    // Text and blobs were bound where they lie.
    withExtendedLifetime(rows) {}
    guard layout.canRefuse else { return refused.isEmpty ? .all : .changed }
    if !refused.isEmpty { try connection.execute("ROLLBACK TO rows") }
    try connection.execute("RELEASE rows")
    return refused.isEmpty ? .all : .refused(refused)
  }

  /// What SQLite says of a row; a trigger says what its author wants, and that may quote the row.
  private static func reason(of error: SQLiteError, _ rows: PreparedTable) -> String {
    error.kind == .constraint(.trigger) && rows.isPersonal ? "a trigger says «personal»" : error.message
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
      try insert.run()
      return nil
    } catch {
      guard error.isOfRow else { throw error }
      return error
    }
  }

  @inline(__always)
  private mutating func bind(_ column: RawColumn, _ row: Int, at index: Int) throws(SQLiteError) {
    guard unsafe column.isValid(row) else { return try insert.bindNull(at: index) }
    switch unsafe column.kind {
    case .int64: try unsafe insert.bind(integer: column.value(row), at: index)
    case .uint64:
      let value = unsafe column.value(row, UInt64.self)
      if let integer = Int64(exactly: value) { return try insert.bind(integer: integer, at: index) }
      try insert.bind(text: value.description, at: index)
    case .float64: try unsafe insert.bind(real: column.value(row), at: index)
    case .bytes:
      let (start, count) = unsafe column.bytes(row)
      try unsafe insert.bind(blob: UnsafeRawBufferPointer(start: start, count: count), at: index)
    default:
      let (start, count) = unsafe column.bytes(row)
      try unsafe insert.bind(text: UnsafeRawBufferPointer(start: start, count: count), at: index)
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
