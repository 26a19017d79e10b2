import Engine
import FileSystems
import SQLiteClient
import State

/// Opening the database, and making what is missing in it.
extension TableTargets {
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

  /// The table that all records go to.
  private var constant: TableTarget? { constants.first.map(target) }

  /// Whether ledger and table are there already, so that nobody's lock has to be waited for.
  func isMade(in connection: borrowing Connection) throws(SQLiteError) -> Bool {
    if let constant, try !constant.isThere(in: connection) { return false }
    return try has("ouzel_positions", in: connection)
  }

  /// What forbids to make what is missing.
  func refusal(in connection: borrowing Connection) throws(SQLiteError) -> TableRefusal? {
    guard let constant, constant.create == .never, try !constant.isThere(in: connection) else { return nil }
    return .misfit(
      constant, "is missing, and `create: never` forbids to make it", mend: "run: \(constant.creation);")
  }

  /// Makes what is missing, inside the caller's transaction. Tables that records name are made when the first one comes.
  func make(in connection: borrowing Connection) throws(SQLiteError) {
    try PositionTable.create(in: connection)
    guard let constant, try !constant.isThere(in: connection) else { return }
    try connection.execute(constant.creation)
    // Positions that a dropped table left behind would let its records be passed over.
    try PositionTable.forget(target: constant.name, in: connection)
  }
}

extension TableTarget {
  func isThere(in connection: borrowing Connection) throws(SQLiteError) -> Bool { try has(name, in: connection) }
}

private func has(_ table: String, in connection: borrowing Connection) throws(SQLiteError) -> Bool {
  var select = try connection.prepare(
    "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE")
  try select.bind(text: table, at: 1)
  return try select.step() == .row
}

/// Why a table can't be filled.
enum TableRefusal: Error {
  case database(SQLiteError)
  case misfit(TableTarget, String, mend: String)
}

extension Failure {
  init(_ refusal: TableRefusal, database path: String, purpose: String) {
    switch refusal {
    case .database(let error): self.init(error, database: path, purpose: purpose)
    case .misfit(let target, let what, let mend):
      self.init(.fatal, "OZ-T001", "table \(quoted(target.name)) of \(path) \(what)", mend: mend)
    }
  }
}
