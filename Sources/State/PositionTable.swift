package import Engine
package import SQLiteClient

/// The ledger's table, in whichever database holds the rows: so that rows and positions share a transaction.
package enum PositionTable {
  /// Makes the table where it is missing.
  package static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS ouzel_positions (
        pipeline TEXT NOT NULL, sink TEXT NOT NULL, target TEXT NOT NULL, lane TEXT NOT NULL, identity TEXT NOT NULL,
        message INTEGER NOT NULL, row INTEGER NOT NULL, check_text TEXT NOT NULL, moved_at INTEGER NOT NULL,
        PRIMARY KEY (pipeline, sink, target, lane, identity)
      ) WITHOUT ROWID
      """)
  }

  /// All that the ledger knows.
  package static func entries(
    of ledger: LedgerName, in connection: borrowing Connection
  ) throws(SQLiteError) -> [LedgerEntry] {
    var select = try connection.prepare(
      """
      SELECT lane, identity, message, row, check_text FROM ouzel_positions
      WHERE pipeline = ?1 AND sink = ?2 AND target = ?3
      """)
    try select.bind(ledger)
    var entries: [LedgerEntry] = []
    while try select.step() == .row {
      entries.append(
        LedgerEntry(
          lane: LaneID(name: select.text(0), identity: select.text(1)), position: select.position(2),
          check: select.text(4)))
    }
    return entries
  }

  /// Forgets what all pipelines know of a target that is made anew, inside the caller's transaction.
  package static func forget(target: String, in connection: borrowing Connection) throws(SQLiteError) {
    var delete = try connection.prepare("DELETE FROM ouzel_positions WHERE target = ?1")
    try delete.bind(text: target, at: 1)
    try delete.run()
  }

  /// What came of moving lanes.
  package enum Moved: Sendable, Equatable {
    case moved
    /// All lanes stand there already: the rows are in, by a commit whose answer was lost.
    case alreadyMoved
    /// Another process has moved these lanes.
    case lost([LaneID])
  }

  /// Moves lanes by compare-and-set, inside the caller's transaction. Only after `.moved` may that be committed.
  package static func move(
    _ moves: [LedgerMove], in ledger: LedgerName, on connection: borrowing Connection
  ) throws(SQLiteError) -> Moved {
    var statements = try Statements(connection, ledger)
    var lost: [LaneID] = []
    var alreadyMoved: [LaneID] = []
    for move in moves {
      switch move.verdict(found: try statements.position(of: move)) {
      case .move: try statements.write(move)
      case .alreadyMoved: alreadyMoved.append(move.lane)
      case .lost: lost.append(move.lane)
      }
    }
    if lost.isEmpty && alreadyMoved.isEmpty { return .moved }
    // Rows of several lanes share the transaction: if they are in for some lanes only, someone else moved those.
    return lost.isEmpty && alreadyMoved.count == moves.count ? .alreadyMoved : .lost(lost + alreadyMoved)
  }

  /// Moves lanes and commits the open transaction; or undoes it, where the rows are in already or lanes were lost.
  /// Returns the lost lanes.
  package static func store(
    _ moves: [LedgerMove], in ledger: LedgerName, on connection: borrowing Connection
  ) throws(SQLiteError) -> [LaneID] {
    do {
      switch try move(moves, in: ledger, on: connection) {
      case .moved:
        try connection.commit()
        return []
      case .alreadyMoved:
        try connection.rollback()
        return []
      case .lost(let lanes):
        try connection.rollback()
        return lanes
      }
    } catch {
      // What failed is told; that undoing it may fail as well changes nothing, since nothing was committed.
      try? connection.rollback()
      throw error
    }
  }

  private struct Statements: ~Copyable {
    var select: Statement
    var upsert: Statement
    var delete: Statement

    init(_ connection: borrowing Connection, _ ledger: LedgerName) throws(SQLiteError) {
      let named = "pipeline = ?1 AND sink = ?2 AND target = ?3 AND lane = ?4 AND identity = ?5"
      var select = try connection.prepare("SELECT message, row FROM ouzel_positions WHERE \(named)")
      var delete = try connection.prepare("DELETE FROM ouzel_positions WHERE \(named)")
      var upsert = try connection.prepare(
        """
        INSERT INTO ouzel_positions (pipeline, sink, target, lane, identity, message, row, check_text, moved_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, unixepoch())
        ON CONFLICT DO UPDATE SET message = excluded.message, row = excluded.row, check_text = excluded.check_text,
          moved_at = excluded.moved_at
        """)
      try select.bind(ledger)
      try delete.bind(ledger)
      try upsert.bind(ledger)
      self.select = select
      self.delete = delete
      self.upsert = upsert
    }

    mutating func position(of move: LedgerMove) throws(SQLiteError) -> Position? {
      if let former = move.former, let position = try position(of: former) { return position }
      return try position(of: move.lane)
    }

    private mutating func position(of lane: LaneID) throws(SQLiteError) -> Position? {
      try select.bind(lane)
      let found = try select.step() == .row ? select.position(0) : nil
      select.reset()
      return found
    }

    mutating func write(_ move: LedgerMove) throws(SQLiteError) {
      if let former = move.former {
        try delete.bind(former)
        try delete.run()
      }
      try upsert.bind(move.lane)
      try upsert.bind(integer: move.to.message, at: 6)
      try upsert.bind(integer: Int64(move.to.row), at: 7)
      try upsert.bind(text: move.check, at: 8)
      try upsert.run()
    }
  }
}

extension Statement {
  fileprivate mutating func bind(_ ledger: LedgerName) throws(SQLiteError) {
    try bind(text: ledger.pipeline, at: 1)
    try bind(text: ledger.sink, at: 2)
    try bind(text: ledger.target, at: 3)
  }

  fileprivate mutating func bind(_ lane: LaneID) throws(SQLiteError) {
    try bind(text: lane.name, at: 4)
    try bind(text: lane.identity, at: 5)
  }

  fileprivate func position(_ column: Int) -> Position {
    Position(message: int64(column), row: Int32(truncatingIfNeeded: int64(column + 1)))
  }
}
