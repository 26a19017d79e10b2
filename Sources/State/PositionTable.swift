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
        tenure TEXT NOT NULL, since_message INTEGER NOT NULL, since_row INTEGER NOT NULL,
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
      SELECT message, row, check_text, tenure, since_message, since_row, lane, identity FROM ouzel_positions
      WHERE pipeline = ?1 AND sink = ?2 AND target = ?3
      """)
    try select.bind(ledger)
    var entries: [LedgerEntry] = []
    var known: Set<LaneID> = []
    for name in [ledger.pipeline] + ledger.formerNames {
      try select.bind(text: name, at: 1)
      while try select.step() == .row {
        let lane = LaneID(name: select.text(6), identity: select.text(7))
        // What was moved since the pipeline was renamed is nearer.
        if known.insert(lane).inserted { entries.append(select.entry(of: lane)) }
      }
      select.reset()
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
      switch move.verdict(found: try statements.entry(of: move)) {
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
    let names: [String]

    init(_ connection: borrowing Connection, _ ledger: LedgerName) throws(SQLiteError) {
      let named = "pipeline = ?1 AND sink = ?2 AND target = ?3 AND lane = ?4 AND identity = ?5"
      var select = try connection.prepare(
        "SELECT message, row, check_text, tenure, since_message, since_row FROM ouzel_positions WHERE \(named)")
      var delete = try connection.prepare("DELETE FROM ouzel_positions WHERE \(named)")
      var upsert = try connection.prepare(
        """
        INSERT INTO ouzel_positions (pipeline, sink, target, lane, identity, message, row, check_text, moved_at,
          tenure, since_message, since_row)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, unixepoch(), ?9, ?10, ?11)
        ON CONFLICT DO UPDATE SET message = excluded.message, row = excluded.row, check_text = excluded.check_text,
          moved_at = excluded.moved_at, tenure = excluded.tenure, since_message = excluded.since_message,
          since_row = excluded.since_row
        """)
      try select.bind(ledger)
      try delete.bind(ledger)
      try upsert.bind(ledger)
      names = [ledger.pipeline] + ledger.formerNames
      self.select = select
      self.delete = delete
      self.upsert = upsert
    }

    mutating func entry(of move: LedgerMove) throws(SQLiteError) -> LedgerEntry? {
      if let former = move.former, let entry = try entry(of: former) { return entry }
      return try entry(of: move.lane)
    }

    private mutating func entry(of lane: LaneID) throws(SQLiteError) -> LedgerEntry? {
      try select.bind(lane)
      for name in names {
        try select.bind(text: name, at: 1)
        let found = try select.step() == .row ? select.entry(of: lane) : nil
        select.reset()
        if let found { return found }
      }
      return nil
    }

    mutating func write(_ move: LedgerMove) throws(SQLiteError) {
      if let former = move.former { try remove(former, under: names[...]) }
      // Under a former name nobody goes on: a process that still has it finds that the lane is lost.
      try remove(move.lane, under: names.dropFirst())
      try upsert.bind(move.lane)
      try upsert.bind(integer: move.to.message, at: 6)
      try upsert.bind(integer: Int64(move.to.row), at: 7)
      try upsert.bind(text: move.check, at: 8)
      try upsert.bind(text: move.tenure.id, at: 9)
      try upsert.bind(integer: move.tenure.since.message, at: 10)
      try upsert.bind(integer: Int64(move.tenure.since.row), at: 11)
      try upsert.run()
    }

    private mutating func remove(_ lane: LaneID, under names: ArraySlice<String>) throws(SQLiteError) {
      for name in names {
        try delete.bind(lane)
        try delete.bind(text: name, at: 1)
        try delete.run()
      }
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

  /// The columns that all selects begin with.
  fileprivate func entry(of lane: LaneID) -> LedgerEntry {
    LedgerEntry(
      lane: lane, position: position(0), check: text(2), tenure: Tenure(id: text(3), since: position(4)))
  }

  private func position(_ column: Int) -> Position {
    Position(message: int64(column), row: Int32(truncatingIfNeeded: int64(column + 1)))
  }
}
