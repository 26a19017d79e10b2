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
        identity TEXT NOT NULL, message INTEGER NOT NULL, row INTEGER NOT NULL, sender TEXT NOT NULL
      );
      """)
    // Whoever sends it isn't the pipeline it is known by, where that was given another name.
    let hasSender = try connection.integer(
      "SELECT count(*) FROM pragma_table_info('letters_to_send') WHERE name = 'sender'")
    if hasSender == 0 {
      try connection.execute(
        """
        ALTER TABLE letters_to_send ADD COLUMN sender TEXT NOT NULL DEFAULT '';
        UPDATE letters_to_send SET sender = pipeline;
        DROP INDEX IF EXISTS letters_to_send_of;
        """)
    }
    try connection.execute("CREATE INDEX IF NOT EXISTS letters_to_send_by ON letters_to_send (sender, number)")
    for (event, row) in [("DELETE", "old"), ("UPDATE", "old")] {
      let name = "letter_outbox_\(event.lowercased())"
      let isSettled = event == "UPDATE" ? "(old.is_settled OR new.is_settled)" : "old.is_settled"
      try connection.execute(
        """
        DROP TRIGGER IF EXISTS \(name);
        CREATE TRIGGER \(name) AFTER \(event) ON dead_letters
          WHEN \(isSettled) AND EXISTS (SELECT 1 FROM letter_outlets WHERE pipeline = \(row).pipeline)
        BEGIN
          INSERT INTO letters_to_send (pipeline, sink, lane, identity, message, row, sender) VALUES (
            \(row).pipeline, \(row).sink, \(row).lane, \(row).identity, \(row).message, \(row).row, \(row).pipeline);
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
    for rows in ["letters_to_send WHERE sender", "letter_outlets WHERE pipeline"] {
      var delete = try connection.prepare("DELETE FROM \(rows) = ?1")
      try delete.bind(text: pipeline, at: 1)
      try delete.run()
    }
    guard let target else { return }
    var insert = try connection.prepare("INSERT INTO letter_outlets VALUES (?1, ?2)")
    try insert.bind(text: pipeline, at: 1)
    try insert.bind(text: target, at: 2)
    try insert.run()
    try noteAll(of: pipeline, as: pipeline, on: connection)
  }

  /// Lets a pipeline send what it would have sent under a former name, before `rename` gives it the letters: what was
  /// sent under that name is withdrawn, and sent under the new one.
  static func adopt(
    _ former: String, as pipeline: String, on connection: borrowing Connection,
    rename: () throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    var outlet = try connection.prepare(
      "INSERT OR IGNORE INTO letter_outlets SELECT ?1, target FROM letter_outlets WHERE pipeline = ?2")
    try outlet.bind(text: pipeline, at: 1)
    try outlet.bind(text: former, at: 2)
    try outlet.run()
    try noteAll(of: former, as: pipeline, on: connection)
    // The former name's outlet is still there, so the triggers note what is to be withdrawn.
    try rename()
    var forget = try connection.prepare("DELETE FROM letter_outlets WHERE pipeline = ?1")
    try forget.bind(text: former, at: 1)
    try forget.run()
    var update = try connection.prepare("UPDATE letters_to_send SET sender = ?1 WHERE sender = ?2")
    try update.bind(text: pipeline, at: 1)
    try update.bind(text: former, at: 2)
    try update.run()
  }

  /// Notes all letters that a pipeline has now as ones to be sent under a name, if that has an outlet.
  private static func noteAll(
    of pipeline: String, as name: String, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var all = try connection.prepare(
      """
      INSERT INTO letters_to_send (pipeline, sink, lane, identity, message, row, sender)
        SELECT ?2, sink, lane, identity, message, row, ?2 FROM dead_letters
        WHERE pipeline = ?1 AND is_settled AND EXISTS (SELECT 1 FROM letter_outlets WHERE pipeline = ?2) ORDER BY id
      """)
    try all.bind(text: pipeline, at: 1)
    try all.bind(text: name, at: 2)
    try all.run()
  }

  /// The next ones that a pipeline sends, each as it stands now.
  static func next(
    of pipeline: String, limit: Int, in connection: borrowing Connection
  ) throws(SQLiteError) -> [OutboxEntry] {
    var select = try connection.prepare(
      """
      SELECT number, sink, lane, identity, message, row, pipeline FROM letters_to_send WHERE sender = ?1
      ORDER BY number LIMIT ?2
      """)
    try select.bind(text: pipeline, at: 1)
    try select.bind(integer: Int64(limit), at: 2)
    var entries: [OutboxEntry] = []
    while try select.step() == .row {
      let position = Position(message: select.int64(4), row: Int32(truncatingIfNeeded: select.int64(5)))
      let box = LetterBox(
        pipeline: select.text(6), sink: select.text(1), lane: LaneID(name: select.text(2), identity: select.text(3)))
      entries.append(OutboxEntry(number: select.int64(0), sender: pipeline, box: box, position: position))
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
      INSERT INTO letters_to_send (pipeline, sink, lane, identity, message, row, sender)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
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
      try again.bind(text: entry.sender, at: 7)
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
  /// The pipeline whose outlet it goes to.
  let sender: String
  let box: LetterBox
  let position: Position
  var letter: StoredLetter?
}
