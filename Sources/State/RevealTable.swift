import SQLiteClient

/// The table of reveals: who looked at which record that may be about a person, and when. Nothing removes its rows.
enum RevealTable {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS reveals (
        id INTEGER PRIMARY KEY AUTOINCREMENT, letter INTEGER NOT NULL, pipeline TEXT NOT NULL, user TEXT NOT NULL,
        time INTEGER NOT NULL
      )
      """)
  }

  static func keep(_ reveal: Reveal, on connection: borrowing Connection) throws(SQLiteError) {
    var insert = try connection.prepare("INSERT INTO reveals (letter, pipeline, user, time) VALUES (?1, ?2, ?3, ?4)")
    try insert.bind(integer: reveal.letter, at: 1)
    try insert.bind(text: reveal.pipeline, at: 2)
    try insert.bind(text: reveal.user, at: 3)
    try insert.bind(integer: reveal.time, at: 4)
    try insert.run()
  }

  static func all(in connection: borrowing Connection) throws(SQLiteError) -> [Reveal] {
    var select = try connection.prepare("SELECT letter, pipeline, user, time FROM reveals ORDER BY id")
    var reveals: [Reveal] = []
    while try select.step() == .row {
      reveals.append(
        Reveal(letter: select.int64(0), pipeline: select.text(1), user: select.text(2), time: select.int64(3)))
    }
    return reveals
  }
}
