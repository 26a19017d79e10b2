import Engine
import SQLiteClient

/// What becomes of letters once a redrive has come to its end.
extension RedriveTable {
  /// That a letter's record failed again on its way to one sink, or on the way to all.
  private struct Again {
    let letter: Int64
    /// The sink that has the letter.
    let owner: String
    let sink: String
    let isOwn: Bool
    let stage: String
    let reason: String
    let shape: String
    let configuration: String
  }

  /// Removes the letters that went through, and lets those that failed again say why. Nil, with nothing done, where it
  /// isn't known yet what failed.
  static func end(_ redrive: Redrive, on connection: borrowing Connection) throws(SQLiteError) -> RedriveResult? {
    var result = RedriveResult()
    var groups: [String: LetterGroup] = [:]
    for lane in redrive.lanes where try hasUnsettled(lane.id, in: connection) { return nil }
    for lane in redrive.lanes {
      let failed = try failures(of: lane.id, in: connection)
      result.sent += try removeSent(of: lane.id, on: connection)
      for again in failed {
        try fold(again, of: lane, on: connection)
        let first = again[0]
        let key = "\(first.sink)\n\(first.stage)\n\(first.shape)"
        var group =
          groups[key]
          ?? LetterGroup(
            pipeline: redrive.pipeline, sink: first.sink, stage: first.stage, shape: first.shape, count: 0,
            first: first.letter, example: first.reason)
        group.count += 1
        groups[key] = group
      }
    }
    try forget(redrive, on: connection)
    result.failed = groups.values.sorted { ($1.count, $0.first) < ($0.count, $1.first) }
    return result
  }

  private static func forget(_ redrive: Redrive, on connection: borrowing Connection) throws(SQLiteError) {
    for sql in [
      "DELETE FROM redrive_letters WHERE identity IN (SELECT identity FROM redrive_lanes WHERE redrive = ?1)",
      "DELETE FROM redrive_failures WHERE identity IN (SELECT identity FROM redrive_lanes WHERE redrive = ?1)",
      "DELETE FROM redrive_lanes WHERE redrive = ?1", "DELETE FROM redrives WHERE id = ?1",
    ] {
      var delete = try connection.prepare(sql)
      try delete.bind(integer: redrive.id, at: 1)
      try delete.run()
    }
    try LetterPrologues.removeUnused(on: connection)
  }

  private static func hasUnsettled(_ lane: LaneID, in connection: borrowing Connection) throws(SQLiteError) -> Bool {
    var select = try connection.prepare("SELECT 1 FROM redrive_failures WHERE identity = ?1 AND NOT is_settled")
    try select.bind(text: lane.identity, at: 1)
    return try select.step() == .row
  }

  /// Removes the letters of which nothing failed; returns how many these are.
  private static func removeSent(of lane: LaneID, on connection: borrowing Connection) throws(SQLiteError) -> Int {
    var delete = try connection.prepare(
      """
      DELETE FROM dead_letters WHERE is_settled AND id IN (
        SELECT letter FROM redrive_letters r WHERE r.identity = ?1 AND NOT EXISTS (
          SELECT 1 FROM redrive_failures f WHERE f.identity = r.identity AND f.number = r.number))
      """)
    try delete.bind(text: lane.identity, at: 1)
    try delete.run()
    return Int(try connection.integer("SELECT changes()") ?? 0)
  }

  /// The letters that failed again, each with all sinks for which it did. Those that were withdrawn meanwhile, since
  /// their records are read anew, are left out.
  private static func failures(of lane: LaneID, in connection: borrowing Connection) throws(SQLiteError) -> [[Again]] {
    var select = try connection.prepare(
      """
      SELECT r.letter, l.sink, f.sink, f.is_own, f.stage, f.reason, f.shape, f.configuration
      FROM redrive_failures f JOIN redrive_letters r USING (identity, number)
        JOIN dead_letters l ON l.id = r.letter AND l.is_settled
      WHERE f.identity = ?1 ORDER BY f.number, f.is_own, f.sink <> l.sink, f.sink, f.row
      """)
    try select.bind(text: lane.identity, at: 1)
    var failures: [[Again]] = []
    while try select.step() == .row {
      let again = Again(
        letter: select.int64(0), owner: select.text(1), sink: select.text(2), isOwn: select.int64(3) != 0,
        stage: select.text(4), reason: select.text(5), shape: select.text(6), configuration: select.text(7))
      let isSame = failures.last?[0].letter == again.letter
      if !isSame { failures.append([again]) }
      // Of several rows of one sink, the first says why.
      if isSame, failures[failures.count - 1].allSatisfy({ $0.sink != again.sink }) {
        failures[failures.count - 1].append(again)
      }
    }
    return failures
  }

  /// Lets a letter say why its record failed again: for all sinks that it was for, or a letter for each sink that lacks
  /// it still.
  private static func fold(
    _ failures: [Again], of lane: RedriveLane, on connection: borrowing Connection
  ) throws(SQLiteError) {
    let first = failures[0]
    if !first.isOwn { return try update(first, sinks: lane.sinks, on: connection) }
    for again in failures where again.sink != first.owner {
      var replace = try connection.prepare(
        """
        DELETE FROM dead_letters WHERE tenure = '\(DeadLetterTable.redriven)'
          AND (pipeline, sink, lane, identity, message, row)
            = (SELECT pipeline, ?2, lane, identity, message, row FROM dead_letters WHERE id = ?1)
        """)
      try replace.bind(integer: again.letter, at: 1)
      try replace.bind(text: again.sink, at: 2)
      try replace.run()
      var insert = try connection.prepare(
        """
        INSERT INTO dead_letters (pipeline, sink, lane, identity, message, row, bytes, length, sha256, key,
          headers, stage, reason, shape, class, time, configuration, kept_at, tenure, is_settled, is_personal, line,
          prologue, sinks)
        SELECT pipeline, ?2, lane, identity, message, row, bytes, length, sha256, key, headers, ?3, ?4, ?5, class, time,
          ?6, unixepoch(), '\(DeadLetterTable.redriven)', 0, is_personal, line, prologue, ?7
        FROM dead_letters WHERE id = ?1
        """)
      try bind(again, sinks: [again.sink], to: &insert)
      try insert.bind(text: again.sink, at: 2)
      try insert.run()
      // What counts is sent on to the pipeline's outlet where it comes to count, and not where it is made.
      try connection.execute("UPDATE dead_letters SET is_settled = 1 WHERE id = last_insert_rowid()")
    }
    if first.sink == first.owner { return try update(first, sinks: [first.sink], on: connection) }
    var delete = try connection.prepare("DELETE FROM dead_letters WHERE id = ?1")
    try delete.bind(integer: first.letter, at: 1)
    try delete.run()
  }

  private static func update(
    _ again: Again, sinks: [String], on connection: borrowing Connection
  ) throws(SQLiteError) {
    var update = try connection.prepare(
      """
      UPDATE dead_letters SET stage = ?3, reason = ?4, shape = ?5, configuration = ?6, kept_at = unixepoch(), sinks = ?7
      WHERE id = ?1
      """)
    try bind(again, sinks: sinks, to: &update)
    try update.run()
  }

  private static func bind(
    _ again: Again, sinks: [String], to statement: inout Statement
  ) throws(SQLiteError) {
    try statement.bind(integer: again.letter, at: 1)
    try statement.bind(text: again.stage, at: 3)
    try statement.bind(text: again.reason, at: 4)
    try statement.bind(text: again.shape, at: 5)
    try statement.bind(text: again.configuration, at: 6)
    try statement.bind(text: SinkNames.text(of: sinks), at: 7)
  }
}
