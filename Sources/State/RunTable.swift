import SQLiteClient

/// The table of schedules: which time of each was run last.
enum RunTable {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      "CREATE TABLE IF NOT EXISTS scheduled_runs (pipeline TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID")
  }

  static func lastDue(of pipeline: String, in connection: borrowing Connection) throws(SQLiteError) -> Int64? {
    var select = try connection.prepare("SELECT due FROM scheduled_runs WHERE pipeline = ?1")
    try select.bind(text: pipeline, at: 1)
    return try select.step() == .row ? select.int64(0) : nil
  }

  static func keep(
    _ pipeline: String, due: Int64, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var upsert = try connection.prepare(
      "INSERT INTO scheduled_runs VALUES (?1, ?2) ON CONFLICT DO UPDATE SET due = excluded.due")
    try upsert.bind(text: pipeline, at: 1)
    try upsert.bind(integer: due, at: 2)
    try upsert.run()
  }
}
