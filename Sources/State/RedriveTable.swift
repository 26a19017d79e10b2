import Columns
import Engine
import Glibc
import SQLiteClient
import Threads

/// The tables of redrives: which letters are frozen in which order, and what failed again.
enum RedriveTable {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    for sql in [
      "CREATE TABLE IF NOT EXISTS redrives (id INTEGER PRIMARY KEY AUTOINCREMENT, pipeline TEXT NOT NULL)",
      """
      CREATE TABLE IF NOT EXISTS redrive_lanes (
        identity TEXT PRIMARY KEY, redrive INTEGER NOT NULL, sinks TEXT NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID
      """,
      """
      CREATE TABLE IF NOT EXISTS redrive_letters (
        identity TEXT NOT NULL, number INTEGER NOT NULL, letter INTEGER NOT NULL,
        PRIMARY KEY (identity, number)) WITHOUT ROWID
      """,
      """
      CREATE TABLE IF NOT EXISTS redrive_failures (
        identity TEXT NOT NULL, number INTEGER NOT NULL, sink TEXT NOT NULL, row INTEGER NOT NULL, tenure TEXT NOT NULL,
        is_settled INTEGER NOT NULL DEFAULT 0, is_own INTEGER NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
        shape TEXT NOT NULL, configuration TEXT NOT NULL,
        PRIMARY KEY (identity, number, sink, row, tenure)) WITHOUT ROWID
      """,
    ] { try connection.execute(sql) }
  }

  // MARK: Freezing

  /// Freezes the chosen letters of a pipeline, each in the lane that its fate says.
  static func freeze(
    _ choice: LetterChoice, of pipeline: String, otherwise: String?, on connection: borrowing Connection,
    _ fate: (LetterFacts) -> LetterFate
  ) throws(SQLiteError) -> Freezing {
    var choice = choice
    choice.pipeline = pipeline
    try connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen_letters (id INTEGER PRIMARY KEY)")
    try connection.execute("DELETE FROM chosen_letters")
    var choose = try connection.prepare(
      "INSERT INTO chosen_letters SELECT id FROM dead_letters WHERE \(DeadLetterTable.chosen(from: 1))")
    try choose.bind(choice, from: 1)
    try choose.run()
    // By its sinks, the letters of one record are found without looking at all others.
    try connection.execute("CREATE TEMP TABLE IF NOT EXISTS letter_sinks (name TEXT PRIMARY KEY)")
    try connection.execute("DELETE FROM letter_sinks")
    var sinks = try connection.prepare(
      "INSERT INTO letter_sinks SELECT DISTINCT sink FROM dead_letters WHERE pipeline = ?1")
    try sinks.bind(text: pipeline, at: 1)
    try sinks.run()
    var freezing = Freezing()
    var lanes: [[String]: RedriveLane] = [:]
    var select = try connection.prepare(
      """
      SELECT id, sink, stage, lane, identity, message, row, sinks, sha256 IS NULL, prologue IS NOT NULL,
        CASE WHEN stage = 'when' THEN NOT EXISTS (\(siblings)) ELSE 0 END
      FROM dead_letters l WHERE id IN (SELECT id FROM chosen_letters) ORDER BY lane, identity, message, row, id
      """)
    try select.bind(optional: otherwise, at: 1)
    var insert = try connection.prepare("INSERT INTO redrive_letters VALUES (?1, ?2, ?3)")
    while try select.step() == .row {
      let facts = LetterFacts(select)
      switch fate(facts) {
      case .leftOut(let reason): freezing.leftOut[reason, default: []].append(facts)
      case .sent(let sinks):
        var lane = lanes[sinks] ?? RedriveLane(id: newLane(), sinks: sinks, count: 0)
        try insert.bind(text: lane.id.identity, at: 1)
        try insert.bind(integer: lane.count, at: 2)
        try insert.bind(integer: facts.id, at: 3)
        try insert.run()
        lane.count += 1
        lanes[sinks] = lane
      }
    }
    guard !lanes.isEmpty else { return freezing }
    let sorted = lanes.values.sorted { $0.sinks.lexicographicallyPrecedes($1.sinks) }
    freezing.redrive = Redrive(id: try add(sorted, of: pipeline, on: connection), pipeline: pipeline, lanes: sorted)
    return freezing
  }

  /// The other letters of a record of which one has to bear what no sink takes: those that do already, those behind it
  /// that could, and those that are sent another time.
  private static let siblings = """
    SELECT 1 FROM dead_letters o
    WHERE o.is_settled AND o.pipeline = l.pipeline AND o.sink IN (SELECT name FROM letter_sinks) AND o.lane = l.lane AND o.identity = l.identity
      AND o.message = l.message AND o.row = l.row AND o.id <> l.id
      AND (instr(o.sinks, char(10) || ?1 || char(10)) > 0
        OR (o.stage = 'when' AND (o.id > l.id OR o.id NOT IN (SELECT id FROM chosen_letters))))
    """

  private static func add(
    _ lanes: [RedriveLane], of pipeline: String, on connection: borrowing Connection
  ) throws(SQLiteError) -> Int64 {
    var insert = try connection.prepare("INSERT INTO redrives (pipeline) VALUES (?1)")
    try insert.bind(text: pipeline, at: 1)
    try insert.run()
    let id = try connection.integer("SELECT last_insert_rowid()") ?? 0
    var insertLane = try connection.prepare("INSERT INTO redrive_lanes VALUES (?1, ?2, ?3, ?4)")
    for lane in lanes {
      try insertLane.bind(text: lane.id.identity, at: 1)
      try insertLane.bind(integer: id, at: 2)
      try insertLane.bind(text: SinkNames.text(of: lane.sinks), at: 3)
      try insertLane.bind(integer: lane.count, at: 4)
      try insertLane.run()
    }
    return id
  }

  /// A lane that no other redrive has, in whatever state folder.
  private static func newLane() -> LaneID {
    var random = HostRandom()
    let number = random.next()
    return LaneID(name: "redrive", identity: "redrive-\(String(number, radix: 16))-\(getpid())")
  }

  static func all(in connection: borrowing Connection) throws(SQLiteError) -> [Redrive] {
    var redrives: [Redrive] = []
    var select = try connection.prepare("SELECT id, pipeline FROM redrives ORDER BY id")
    while try select.step() == .row {
      redrives.append(Redrive(id: select.int64(0), pipeline: select.text(1), lanes: []))
    }
    var lanes = try connection.prepare(
      "SELECT identity, sinks, count FROM redrive_lanes WHERE redrive = ?1 ORDER BY sinks, identity")
    for index in redrives.indices {
      try lanes.bind(integer: redrives[index].id, at: 1)
      while try lanes.step() == .row {
        redrives[index].lanes.append(
          RedriveLane(
            id: LaneID(name: "redrive", identity: lanes.text(0)), sinks: SinkNames.names(in: lanes.text(1)),
            count: lanes.int64(2)))
      }
      lanes.reset()
    }
    return redrives
  }

  // MARK: What fails again

  static func begin(
    _ box: LetterBox, at position: Position, last: Tenure?, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var withdraw = try connection.prepare(
      "DELETE FROM redrive_failures WHERE identity = ?1 AND sink = ?2 AND (number, row) >= (?3, ?4)")
    try withdraw.bind(box)
    try withdraw.bind(position, from: 3)
    try withdraw.run()
    if let last { try settle(box, upTo: position, by: last, on: connection) }
  }

  static func settle(
    _ box: LetterBox, upTo position: Position, by tenure: Tenure, on connection: borrowing Connection
  ) throws(SQLiteError) {
    let range = "identity = ?1 AND sink = ?2 AND (number, row) >= (?3, ?4) AND (number, row) < (?5, ?6)"
    for sql in [
      "DELETE FROM redrive_failures WHERE \(range) AND tenure <> ?7",
      "UPDATE redrive_failures SET is_settled = 1 WHERE \(range) AND tenure = ?7",
    ] {
      var statement = try connection.prepare(sql)
      try statement.bind(box)
      try statement.bind(tenure.since, from: 3)
      try statement.bind(position, from: 5)
      try statement.bind(text: tenure.id, at: 7)
      try statement.run()
    }
  }

  static func insert(
    _ letters: [DeadLetter], tenure: String, configuration hash: String, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var insert = try connection.prepare(
      "INSERT OR REPLACE INTO redrive_failures VALUES (?1, ?3, ?2, ?4, ?5, 0, ?6, ?7, ?8, ?9, ?10)")
    for letter in letters {
      try insert.bind(LetterBox(pipeline: letter.pipeline, sink: letter.sink, lane: letter.lane))
      try insert.bind(letter.position, from: 3)
      try insert.bind(text: tenure, at: 5)
      try insert.bind(integer: letter.isOwn ? 1 : 0, at: 6)
      try insert.bind(text: letter.stage, at: 7)
      try insert.bind(text: letter.message, at: 8)
      try insert.bind(text: MessageShape(of: letter.message).description, at: 9)
      try insert.bind(text: hash, at: 10)
      try insert.run()
    }
  }
}

extension Statement {
  fileprivate mutating func bind(_ box: LetterBox) throws(SQLiteError) {
    try bind(text: box.lane.identity, at: 1)
    try bind(text: box.sink, at: 2)
  }

  fileprivate mutating func bind(_ position: Position, from index: Int) throws(SQLiteError) {
    try bind(integer: position.message, at: index)
    try bind(integer: Int64(position.row), at: index + 1)
  }
}

extension LetterFacts {
  fileprivate init(_ row: borrowing Statement) {
    self.init(
      id: row.int64(0), sink: row.text(1), stage: row.text(2), lane: LaneID(name: row.text(3), identity: row.text(4)),
      position: Position(message: row.int64(5), row: Int32(truncatingIfNeeded: row.int64(6))),
      sinks: row.isNull(7) ? nil : SinkNames.names(in: row.text(7)), isWhole: row.int64(8) != 0,
      hasPrologue: row.int64(9) != 0, isLastOfRecord: row.int64(10) != 0)
  }
}
