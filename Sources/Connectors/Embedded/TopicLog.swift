import Engine
import SQLiteClient
import State

/// The tables of topics, and the statements that read and write them.
enum TopicLog {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS topics (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL,
        made_at INTEGER NOT NULL
      );
      CREATE TABLE IF NOT EXISTS partitions (
        topic INTEGER NOT NULL, partition INTEGER NOT NULL, first_offset INTEGER NOT NULL, next_offset INTEGER NOT NULL,
        PRIMARY KEY (topic, partition)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS blocks (
        topic INTEGER NOT NULL, partition INTEGER NOT NULL, base_offset INTEGER NOT NULL, count INTEGER NOT NULL,
        time INTEGER NOT NULL, payload BLOB NOT NULL,
        UNIQUE (topic, partition, base_offset)
      );
      """)
    try GroupTable.create(in: connection)
    try PositionTable.create(in: connection)
  }

  /// Whether the tables are there already.
  static func isMade(in connection: borrowing Connection) throws(SQLiteError) -> Bool {
    // All are made in one transaction; that of positions may be there without them, where tables are filled, too.
    try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'blocks'") == 1
  }

  static func topic(_ name: String, in connection: borrowing Connection) throws(SQLiteError) -> Topic? {
    var select = try connection.prepare("SELECT number, id, partitions FROM topics WHERE name = ?1")
    try select.bind(text: name, at: 1)
    guard try select.step() == .row else { return nil }
    return Topic(number: select.int64(0), id: select.text(1), name: name, partitions: Int(select.int64(2)))
  }

  /// Makes a topic, inside the caller's transaction.
  static func make(
    _ name: String, id: String, partitions: Int, in connection: borrowing Connection
  ) throws(SQLiteError) {
    var insert = try connection.prepare(
      "INSERT INTO topics (id, name, partitions, made_at) VALUES (?1, ?2, ?3, unixepoch())")
    try insert.bind(text: id, at: 1)
    try insert.bind(text: name, at: 2)
    try insert.bind(integer: Int64(partitions), at: 3)
    try insert.run()
    let number = connection.lastInsertedRow
    for partition in 0..<partitions {
      try connection.execute("INSERT INTO partitions VALUES (\(number), \(partition), 0, 0)")
    }
  }

  /// Where the partitions of a topic begin and end.
  static func bounds(of topic: Topic, in connection: borrowing Connection) throws(SQLiteError) -> [Range<Int64>] {
    var select = try connection.prepare(
      "SELECT first_offset, next_offset FROM partitions WHERE topic = ?1 ORDER BY partition")
    try select.bind(integer: topic.number, at: 1)
    var bounds: [Range<Int64>] = []
    while try select.step() == .row { bounds.append(select.int64(0)..<max(select.int64(0), select.int64(1))) }
    return bounds
  }

  /// How many bytes of the database each connection keeps in memory: blocks are read and written once.
  static let cacheBytes = 4 << 20

  /// Options under which all connections to such a database are opened.
  static var options: ConnectionOptions {
    var options = ConnectionOptions()
    options.busyTimeout = .milliseconds(0)
    options.cacheBytes = cacheBytes
    return options
  }
}

/// A topic of an embedded database.
struct Topic: Sendable, Equatable {
  let number: Int64
  /// Given when the topic was made: one of that name made anew has another.
  let id: String
  let name: String
  let partitions: Int

  func lane(_ partition: Int) -> LaneID { LaneID(name: "\(name)/\(partition)", identity: id) }

  /// The partition of a lane.
  static func partition(of lane: LaneID) -> Int {
    guard let slash = lane.name.lastIndex(of: "/") else { return 0 }
    return Int(lane.name[lane.name.index(after: slash)...]) ?? 0
  }
}
