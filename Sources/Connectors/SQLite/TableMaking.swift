import Engine
import FileSystems
import SQLiteClient
import State

/// Opening the database, and making what is missing in it.
extension TableTarget {
  func connect() throws(SQLiteError) -> Connection {
    var options = ConnectionOptions()
    // Keys come in no order: every row may touch another page of the index.
    options.cacheBytes = cacheBytes
    // Fewer and larger pages cost less at a million rows, and little more of the disk where the table outgrows the cache.
    options.pageBytes = 8192
    // Those pages are changed again and again, and needn't be copied into the database every time.
    options.checkpointPages = 8192
    return try Connection(opening: databasePath, options: options)
  }

  /// Whether table and ledger are there already, so that nobody's lock has to be waited for.
  func isMade(in connection: borrowing Connection) throws(SQLiteError) -> Bool {
    guard try has(name, in: connection) else { return false }
    return try has("ouzel_positions", in: connection)
  }

  /// Makes what is missing, inside the caller's transaction.
  func make(in connection: borrowing Connection) throws(SQLiteError) {
    try PositionTable.create(in: connection)
    if try has(name, in: connection) { return }
    try connection.execute(creation)
    // Positions that a dropped table left behind would let its records be passed over.
    try PositionTable.forget(target: name, in: connection)
  }

  func has(_ table: String, in connection: borrowing Connection) throws(SQLiteError) -> Bool {
    var select = try connection.prepare(
      "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE")
    try select.bind(text: table, at: 1)
    return try select.step() == .row
  }
}

/// Why a table can't be filled.
enum TableRefusal: Error {
  case database(SQLiteError)
  case misfit(String, mend: String)
}

extension Failure {
  init(_ refusal: TableRefusal, _ target: TableTarget, purpose: String) {
    switch refusal {
    case .database(let error): self.init(error, database: target.databasePath, purpose: purpose)
    case .misfit(let what, let mend):
      self.init(.fatal, "OZ-T001", "table \(quoted(target.name)) of \(target.databasePath) \(what)", mend: mend)
    }
  }
}
