import Columns
import Engine
import SQLiteClient

/// How much room the settled letters of each pipeline take. Triggers keep count, so that it is right whoever removes
/// letters, and costs no look at all of them.
enum LetterRoomTable {
  /// What a letter takes beside its texts, about.
  private static let overhead = 256

  /// Makes the table, and counts what is there already.
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS letter_room (pipeline TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS unsettled_letters ON dead_letters (pipeline, tenure) WHERE is_settled = 0;
      CREATE INDEX IF NOT EXISTS letters_by_age ON dead_letters (pipeline, kept_at);
      DELETE FROM letter_room;
      INSERT INTO letter_room SELECT pipeline, sum(\(size(""))) FROM dead_letters WHERE is_settled GROUP BY pipeline;
      """)
    for (event, row, sign) in [
      ("INSERT", "new", "+"), ("DELETE", "old", "-"), ("UPDATE", "old", "-"), ("UPDATE", "new", "+"),
    ] {
      let name = "letter_room_\(event.lowercased())_\(row)"
      try connection.execute(
        """
        DROP TRIGGER IF EXISTS \(name);
        CREATE TRIGGER \(name) AFTER \(event) ON dead_letters WHEN \(row).is_settled BEGIN
          INSERT INTO letter_room SELECT \(row).pipeline, 0
            WHERE NOT EXISTS (SELECT 1 FROM letter_room WHERE pipeline = \(row).pipeline);
          UPDATE letter_room SET bytes = bytes \(sign) (\(size(row + "."))) WHERE pipeline = \(row).pipeline;
        END;
        """)
    }
  }

  private static func size(_ row: String) -> String {
    // The length of a text is that of its characters.
    "length(\(row)bytes) + coalesce(length(\(row)key), 0) + length(CAST(\(row)headers AS BLOB)) "
      + "+ length(CAST(\(row)reason AS BLOB)) + \(overhead)"
  }

  static func size(of letter: DeadLetter) -> Int {
    letter.bytes.count + (letter.key?.count ?? 0) + letter.headers.utf8.count + letter.message.utf8.count + overhead
  }

  /// What a pipeline's letters take, those among them that a tenure has kept and not settled yet.
  static func taken(
    by pipeline: String, tenure: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> Int64 {
    var select = try connection.prepare(
      """
      SELECT coalesce((SELECT bytes FROM letter_room WHERE pipeline = ?1), 0) + coalesce(
        (SELECT sum(\(size(""))) FROM dead_letters WHERE pipeline = ?1 AND tenure = ?2 AND is_settled = 0), 0)
      """)
    try select.bind(text: pipeline, at: 1)
    try select.bind(text: tenure, at: 2)
    return try select.step() == .row ? select.int64(0) : 0
  }
}
