import Engine
import SQLiteClient

/// The letters that are still to be told to a pipeline's outlet. Triggers note whatever becomes of a letter that
/// counts; what is sent is how it stands then, so that it may be sent twice and is right in the end.
enum LetterOutbox {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS letter_outlets (pipeline TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS letters_to_send (
        number INTEGER PRIMARY KEY AUTOINCREMENT, pipeline TEXT NOT NULL, sink TEXT NOT NULL, lane TEXT NOT NULL,
        identity TEXT NOT NULL, message INTEGER NOT NULL, row INTEGER NOT NULL
      );
      CREATE INDEX IF NOT EXISTS letters_to_send_of ON letters_to_send (pipeline, number);
      """)
    for (event, row) in [("DELETE", "old"), ("UPDATE", "old")] {
      let name = "letter_outbox_\(event.lowercased())"
      let isSettled = event == "UPDATE" ? "(old.is_settled OR new.is_settled)" : "old.is_settled"
      try connection.execute(
        """
        DROP TRIGGER IF EXISTS \(name);
        CREATE TRIGGER \(name) AFTER \(event) ON dead_letters
          WHEN \(isSettled) AND EXISTS (SELECT 1 FROM letter_outlets WHERE pipeline = \(row).pipeline)
        BEGIN
          INSERT INTO letters_to_send (pipeline, sink, lane, identity, message, row)
            VALUES (\(row).pipeline, \(row).sink, \(row).lane, \(row).identity, \(row).message, \(row).row);
        END;
        """)
    }
  }

  /// Notes where a pipeline's letters are sent from now on; nil for nowhere. A new place gets all that count.
  static func set(
    _ target: String?, of pipeline: String, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var select = try connection.prepare("SELECT target FROM letter_outlets WHERE pipeline = ?1")
    try select.bind(text: pipeline, at: 1)
    let before = try select.step() == .row ? select.text(0) : nil
    guard before != target else { return }
    for table in ["letters_to_send", "letter_outlets"] {
      var delete = try connection.prepare("DELETE FROM \(table) WHERE pipeline = ?1")
      try delete.bind(text: pipeline, at: 1)
      try delete.run()
    }
    guard let target else { return }
    var insert = try connection.prepare("INSERT INTO letter_outlets VALUES (?1, ?2)")
    try insert.bind(text: pipeline, at: 1)
    try insert.bind(text: target, at: 2)
    try insert.run()
    var all = try connection.prepare(
      """
      INSERT INTO letters_to_send (pipeline, sink, lane, identity, message, row)
        SELECT pipeline, sink, lane, identity, message, row FROM dead_letters WHERE pipeline = ?1 AND is_settled
        ORDER BY id
      """)
    try all.bind(text: pipeline, at: 1)
    try all.run()
  }

  /// The next ones of a pipeline, each as it stands now.
  static func next(
    of pipeline: String, limit: Int, in connection: borrowing Connection
  ) throws(SQLiteError) -> [OutboxEntry] {
    var select = try connection.prepare(
      """
      SELECT number, sink, lane, identity, message, row FROM letters_to_send WHERE pipeline = ?1
      ORDER BY number LIMIT ?2
      """)
    try select.bind(text: pipeline, at: 1)
    try select.bind(integer: Int64(limit), at: 2)
    var entries: [OutboxEntry] = []
    while try select.step() == .row {
      let position = Position(message: select.int64(4), row: Int32(truncatingIfNeeded: select.int64(5)))
      let box = LetterBox(
        pipeline: pipeline, sink: select.text(1), lane: LaneID(name: select.text(2), identity: select.text(3)))
      entries.append(OutboxEntry(number: select.int64(0), box: box, position: position))
    }
    for index in entries.indices {
      entries[index].letter = try DeadLetterTable.settled(entries[index].box, entries[index].position, in: connection)
    }
    return entries
  }

  /// Strikes out what was sent. What has changed since is noted anew, lest another's older word be the last one.
  static func strike(_ entries: [OutboxEntry], on connection: borrowing Connection) throws(SQLiteError) {
    var delete = try connection.prepare("DELETE FROM letters_to_send WHERE number = ?1")
    var again = try connection.prepare(
      """
      INSERT INTO letters_to_send (pipeline, sink, lane, identity, message, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """)
    for entry in entries {
      try delete.bind(integer: entry.number, at: 1)
      try delete.run()
      guard try DeadLetterTable.settled(entry.box, entry.position, in: connection) != entry.letter else { continue }
      try again.bind(text: entry.box.pipeline, at: 1)
      try again.bind(text: entry.box.sink, at: 2)
      try again.bind(text: entry.box.lane.name, at: 3)
      try again.bind(text: entry.box.lane.identity, at: 4)
      try again.bind(integer: entry.position.message, at: 5)
      try again.bind(integer: Int64(entry.position.row), at: 6)
      try again.run()
    }
  }

  /// The last number that was given.
  static func last(in connection: borrowing Connection) throws(SQLiteError) -> Int64 {
    try connection.integer("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'letters_to_send'") ?? 0
  }

  /// Strikes out what was noted behind a number, by the transaction that is open.
  static func strike(behind number: Int64, on connection: borrowing Connection) throws(SQLiteError) {
    var delete = try connection.prepare("DELETE FROM letters_to_send WHERE number > ?1")
    try delete.bind(integer: number, at: 1)
    try delete.run()
  }
}

/// A letter that is to be sent, or to be withdrawn where there is none any more.
package struct OutboxEntry: Sendable {
  let number: Int64
  let box: LetterBox
  let position: Position
  var letter: StoredLetter?
}
