import Columns
import Engine
import SQLiteClient
import State

/// The open database of a sink, and the statement that fills its table.
struct TableWriter: ~Copyable {
  let layout: TableLayout
  private let connection: Connection
  private var insert: Statement
  /// Whether rows that were written may have to be undone while those before them stay.
  private let hasSavepoints: Bool

  /// A writer of a table that is there.
  init(
    _ target: TableTarget, in connection: consuming Connection, distrusting isDistrusted: Bool
  ) throws(TableRefusal) {
    let layout = try TableLayout(target, in: connection)
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
    hasSavepoints = layout.canRefuse || isDistrusted
  }

  mutating func begin() throws(SQLiteError) { try connection.begin() }

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
  }

  /// Writes rows inside the open transaction.
  mutating func write(_ rows: PreparedTable) throws(SQLiteError) -> Written {
    if hasSavepoints { try connection.execute("SAVEPOINT rows") }
    let refused = try insertAll(rows)
    if refused.isEmpty {
      if hasSavepoints { try connection.execute("RELEASE rows") }
      return .all
    }
    guard hasSavepoints else { return .changed }
    try connection.execute("ROLLBACK TO rows; RELEASE rows")
    return .refused(refused)
  }

  /// Measured at 1.1 µs a row of ten columns where the pages are in the cache, of which SQLite takes 0.9.
  private mutating func insertAll(_ rows: PreparedTable) throws(SQLiteError) -> [RefusedRow] {
    var refused: [RefusedRow] = []
    let width = rows.columns.count
    let columns = unsafe rows.columns.map { unsafe RawColumn($0) }
    for row in 0..<rows.count {
      do throws(SQLiteError) {
        for index in 0..<width { try unsafe bind(columns[index], row, at: index + 1) }
        try insert.run()
      } catch {
        guard error.isOfRow else { throw error }
        refused.append(RefusedRow(row: row, message: "the table refuses it: \(error.message)"))
      }
    }
    // Text and blobs were bound where they lie.
    withExtendedLifetime(rows) {}
    return refused
  }

  @inline(__always)
  private mutating func bind(_ column: RawColumn, _ row: Int, at index: Int) throws(SQLiteError) {
    guard unsafe column.isValid(row) else { return try insert.bindNull(at: index) }
    switch unsafe column.kind {
    case .int64: try unsafe insert.bind(integer: column.value(row), at: index)
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
