import Columns
import Engine
import SQLiteClient

/// The table of dead letters. One is known by pipeline, sink, lane, position and the tenure that kept it; written again
/// it replaces itself. It is shown once the ledger has told that its tenure is the one that counts.
enum DeadLetterTable {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS dead_letters (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        pipeline TEXT NOT NULL, sink TEXT NOT NULL, lane TEXT NOT NULL, identity TEXT NOT NULL,
        message INTEGER NOT NULL, row INTEGER NOT NULL,
        bytes BLOB NOT NULL, length INTEGER NOT NULL, sha256 TEXT, key BLOB, headers TEXT NOT NULL,
        stage TEXT NOT NULL, reason TEXT NOT NULL, shape TEXT NOT NULL, class TEXT NOT NULL, time INTEGER,
        configuration TEXT NOT NULL, kept_at INTEGER NOT NULL,
        tenure TEXT NOT NULL, is_settled INTEGER NOT NULL DEFAULT 0,
        is_personal INTEGER NOT NULL DEFAULT 1,
        line INTEGER,
        prologue INTEGER, sinks TEXT,
        UNIQUE (pipeline, sink, lane, identity, message, row, tenure)
      )
      """)
    // What records need before them to be decoded, which very many letters have in common. Numbers below the first are
    // forms that need nothing.
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS letter_prologues (id INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL UNIQUE);
      CREATE INDEX IF NOT EXISTS letters_by_prologue ON dead_letters (prologue) WHERE prologue > 0;
      """)
  }

  /// Adds what the tables of an older version lack. Nobody knows of their letters whether they are personal, nor on
  /// which line they stood, nor what stood before their records.
  static func extend(in connection: borrowing Connection, from version: Int64) throws(SQLiteError) {
    if version < 3 {
      try connection.execute("ALTER TABLE dead_letters ADD COLUMN is_personal INTEGER NOT NULL DEFAULT 1")
    }
    if version < 4 { try connection.execute("ALTER TABLE dead_letters ADD COLUMN line INTEGER") }
    let hasForms = try connection.integer(
      "SELECT count(*) FROM pragma_table_info('dead_letters') WHERE name = 'prologue'")
    if hasForms == 0 {
      try connection.execute("ALTER TABLE dead_letters ADD COLUMN prologue INTEGER")
      try connection.execute("ALTER TABLE dead_letters ADD COLUMN sinks TEXT")
    }
  }

  static func insert(
    _ letters: [DeadLetter], tenure: String, configuration hash: String, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var insert = try connection.prepare(
      """
      INSERT INTO dead_letters (pipeline, sink, lane, identity, message, row, bytes, length, sha256, key, headers,
        stage, reason, shape, class, time, configuration, kept_at, tenure, is_personal, line, prologue, sinks)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'record', ?15, ?16, unixepoch(), ?17, ?18, ?19,
        ?20, ?21)
      ON CONFLICT (pipeline, sink, lane, identity, message, row, tenure) DO UPDATE SET
        bytes = excluded.bytes, length = excluded.length, sha256 = excluded.sha256, key = excluded.key,
        headers = excluded.headers, stage = excluded.stage, reason = excluded.reason, shape = excluded.shape,
        class = excluded.class, time = excluded.time, configuration = excluded.configuration,
        kept_at = excluded.kept_at, is_personal = excluded.is_personal, line = excluded.line,
        prologue = excluded.prologue, sinks = excluded.sinks
      """)
    var prologues = LetterPrologues()
    for letter in letters {
      try insert.bind(text: letter.pipeline, at: 1)
      try insert.bind(text: letter.sink, at: 2)
      try insert.bind(text: letter.lane.name, at: 3)
      try insert.bind(text: letter.lane.identity, at: 4)
      try insert.bind(integer: letter.position.message, at: 5)
      try insert.bind(integer: Int64(letter.position.row), at: 6)
      // The letter, and with it the bytes bound in place, lives until the statement has run.
      try unsafe insert.bind(blob: letter.bytes.bytes, at: 7)
      try insert.bind(integer: letter.length, at: 8)
      try insert.bind(optional: letter.sha256, at: 9)
      if let key = letter.key { try unsafe insert.bind(blob: key.bytes, at: 10) } else { try insert.bindNull(at: 10) }
      try insert.bind(text: letter.headers, at: 11)
      try insert.bind(text: letter.stage, at: 12)
      try insert.bind(text: letter.message, at: 13)
      try insert.bind(text: letter.shape, at: 14)
      if let time = letter.time { try insert.bind(integer: time, at: 15) } else { try insert.bindNull(at: 15) }
      try insert.bind(text: hash, at: 16)
      try insert.bind(text: tenure, at: 17)
      try insert.bind(integer: letter.isPersonal ? 1 : 0, at: 18)
      if let line = letter.line { try insert.bind(integer: Int64(line), at: 19) } else { try insert.bindNull(at: 19) }
      try insert.bind(integer: prologues.number(of: letter.form, on: connection), at: 20)
      try insert.bind(text: SinkNames.text(of: letter.isOwn ? [letter.sink] : []), at: 21)
      try insert.run()
      withExtendedLifetime(letter) {}
    }
  }

  /// Withdraws the letters from `position` on, and settles those before it that the ledger's last tenure decides.
  static func begin(
    _ box: LetterBox, at position: Position, last: Tenure?, on connection: borrowing Connection
  ) throws(SQLiteError) {
    try withdraw(box, from: position, on: connection)
    if let last { try decide(box, upTo: position, by: last, on: connection) }
  }

  /// Lets the letters count that `tenure` kept in its range, removes those that others kept there, and withdraws what
  /// lies behind it.
  static func settle(
    _ box: LetterBox, upTo position: Position, by tenure: Tenure, on connection: borrowing Connection
  ) throws(SQLiteError) {
    try decide(box, upTo: position, by: tenure, on: connection)
    try withdraw(box, from: position, on: connection)
  }

  private static func withdraw(
    _ box: LetterBox, from position: Position, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var withdraw = try connection.prepare(
      "UPDATE dead_letters SET is_settled = 0 WHERE \(inBox) AND (message, row) >= (?5, ?6) AND is_settled")
    try withdraw.bind(box)
    try withdraw.bind(position, at: 5)
    try withdraw.run()
  }

  private static func decide(
    _ box: LetterBox, upTo position: Position, by tenure: Tenure, on connection: borrowing Connection
  ) throws(SQLiteError) {
    let range = "\(inBox) AND (message, row) >= (?5, ?6) AND (message, row) < (?7, ?8)"
    for sql in [
      // What failed again when it was sent once more, and wasn't withdrawn since, is of no tenure.
      "DELETE FROM dead_letters WHERE \(range) AND tenure <> ?9 AND NOT (tenure = '\(redriven)' AND is_settled)",
      "UPDATE dead_letters SET is_settled = 1 WHERE \(range) AND tenure = ?9 AND NOT is_settled",
    ] {
      var statement = try connection.prepare(sql)
      try statement.bind(box)
      try statement.bind(tenure.since, at: 5)
      try statement.bind(position, at: 7)
      try statement.bind(text: tenure.id, at: 9)
      try statement.run()
    }
  }

  /// Stands for the tenure of letters that a redrive made of others.
  static let redriven = "redrive"

  /// The letter of a record that counts, if there is one.
  static func settled(
    _ box: LetterBox, _ position: Position, in connection: borrowing Connection
  ) throws(SQLiteError) -> StoredLetter? {
    var select = try connection.prepare(
      "SELECT \(columns) FROM dead_letters WHERE \(inBox) AND message = ?5 AND row = ?6 AND is_settled")
    try select.bind(box)
    try select.bind(position, at: 5)
    return try select.step() == .row ? StoredLetter(select) : nil
  }

  static func remove(
    ofPipeline pipeline: String, keptBefore time: Int64, atMost limit: Int, on connection: borrowing Connection
  ) throws(SQLiteError) -> Int {
    var delete = try connection.prepare(
      """
      DELETE FROM dead_letters WHERE id IN
        (SELECT id FROM dead_letters WHERE pipeline = ?1 AND kept_at < ?2
          -- What is being sent again is neither lost meanwhile, nor is it old if it fails.
          AND id NOT IN (SELECT letter FROM redrive_letters) ORDER BY kept_at LIMIT ?3)
      """)
    try delete.bind(text: pipeline, at: 1)
    try delete.bind(integer: time, at: 2)
    try delete.bind(integer: Int64(limit), at: 3)
    try delete.run()
    return connection.changes
  }

  /// What a stored letter is read from.
  private static let columns =
    "id, pipeline, sink, lane, identity, message, row, bytes, length, sha256, key, headers, stage, reason, time, "
    + "configuration, kept_at, is_personal, line"

  private static let inBox = "pipeline = ?1 AND sink = ?2 AND lane = ?3 AND identity = ?4"

  static func overview(
    ofPipeline pipeline: String?, in connection: borrowing Connection
  ) throws(SQLiteError) -> LetterOverview {
    var select = try connection.prepare(
      """
      SELECT pipeline, sink, stage, shape, count(*), min(id), reason, line FROM dead_letters
      WHERE is_settled AND (?1 IS NULL OR pipeline = ?1)
      GROUP BY pipeline, sink, stage, shape ORDER BY count(*) DESC, min(id)
      """)
    try select.bind(optional: pipeline, at: 1)
    var overview = LetterOverview(groups: [])
    while try select.step() == .row {
      overview.groups.append(
        LetterGroup(
          pipeline: select.text(0), sink: select.text(1), stage: select.text(2), shape: select.text(3),
          count: Int(select.int64(4)), first: select.int64(5), example: select.text(6),
          line: select.isNull(7) ? nil : Int(select.int64(7))))
    }
    return overview
  }

  static func letters(
    _ choice: LetterChoice, after id: Int64, limit: Int, in connection: borrowing Connection
  ) throws(SQLiteError) -> [StoredLetter] {
    var select = try connection.prepare(
      """
      SELECT \(columns)
      FROM dead_letters WHERE id > ?1 AND \(chosen(from: 2)) ORDER BY id LIMIT ?5
      """)
    try select.bind(integer: id, at: 1)
    try select.bind(choice, from: 2)
    try select.bind(integer: Int64(limit), at: 5)
    var letters: [StoredLetter] = []
    while try select.step() == .row { letters.append(StoredLetter(select)) }
    return letters
  }

  static func count(_ choice: LetterChoice, in connection: borrowing Connection) throws(SQLiteError) -> Int {
    var select = try connection.prepare("SELECT count(*) FROM dead_letters WHERE \(chosen(from: 1))")
    try select.bind(choice, from: 1)
    _ = try select.step()
    return Int(select.int64(0))
  }

  /// The condition for letters that a choice means; `bind` fills in its three values.
  static func chosen(from index: Int) -> String {
    """
    is_settled AND (?\(index) IS NULL OR pipeline = ?\(index))
      AND (?\(index + 1) IS NULL OR (pipeline, sink, stage, shape)
        = (SELECT pipeline, sink, stage, shape FROM dead_letters WHERE is_settled AND id = ?\(index + 1)))
      AND (?\(index + 2) IS NULL OR id IN (SELECT value FROM json_each(?\(index + 2))))
    """
  }
}

extension StoredLetter {
  fileprivate init(_ row: borrowing Statement) {
    self.init(
      id: row.int64(0), pipeline: row.text(1), sink: row.text(2),
      lane: LaneID(name: row.text(3), identity: row.text(4)),
      position: Position(message: row.int64(5), row: Int32(truncatingIfNeeded: row.int64(6))),
      bytes: row.blob(7), length: row.int64(8), sha256: row.isNull(9) ? nil : row.text(9),
      key: row.isNull(10) ? nil : row.blob(10), headers: row.text(11), stage: row.text(12), message: row.text(13),
      time: row.isNull(14) ? nil : row.int64(14), configurationHash: row.text(15), keptAt: row.int64(16),
      isPersonal: row.int64(17) != 0, line: row.isNull(18) ? nil : Int(row.int64(18)))
  }
}

extension Statement {
  fileprivate mutating func bind(_ box: LetterBox) throws(SQLiteError) {
    try bind(text: box.pipeline, at: 1)
    try bind(text: box.sink, at: 2)
    try bind(text: box.lane.name, at: 3)
    try bind(text: box.lane.identity, at: 4)
  }

  fileprivate mutating func bind(_ position: Position, at index: Int) throws(SQLiteError) {
    try bind(integer: position.message, at: index)
    try bind(integer: Int64(position.row), at: index + 1)
  }

  mutating func bind(_ choice: LetterChoice, from index: Int) throws(SQLiteError) {
    try bind(optional: choice.pipeline, at: index)
    if let group = choice.group { try bind(integer: group, at: index + 1) } else { try bindNull(at: index + 1) }
    try bind(optional: choice.numbers.map { "\($0)" }, at: index + 2)
  }

  mutating func bind(optional text: String?, at index: Int) throws(SQLiteError) {
    if let text { try bind(text: text, at: index) } else { try bindNull(at: index) }
  }
}
