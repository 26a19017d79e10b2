import Columns
import Engine
import SQLiteClient
import State
import Threads

/// A topics' database, open for writing.
struct OpenLog: ~Copyable {
  private let connection: Connection
  private var insert: Statement
  private var advance: Statement
  private var topics: [String: Topic] = [:]
  /// The offsets that messages of a topic get next; read anew with each transaction, since others write too.
  private var next: [String: [Int64]] = [:]
  /// The topics that the open transaction made: they go with it.
  private var made: [String] = []

  init(_ connection: consuming Connection) throws(SQLiteError) {
    let insert = try connection.prepare(
      "INSERT INTO blocks (topic, partition, base_offset, count, time, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    let advance = try connection.prepare("UPDATE partitions SET next_offset = ?3 WHERE topic = ?1 AND partition = ?2")
    self.insert = insert
    self.advance = advance
    self.connection = connection
  }

  mutating func entries(of ledger: LedgerName) throws(SQLiteError) -> [LedgerEntry] {
    try PositionTable.entries(of: ledger, in: connection)
  }

  mutating func begin() throws(SQLiteError) {
    try connection.begin()
    next = [:]
  }

  /// How many partitions a topic has; nil if it isn't there.
  mutating func find(_ name: String) throws(SQLiteError) -> Int? {
    if let topic = topics[name] { return topic.partitions }
    guard let topic = try TopicLog.topic(name, in: connection) else { return nil }
    topics[name] = topic
    return topic.partitions
  }

  /// How many partitions a topic has, which is made inside the open transaction if it is missing.
  mutating func partitions(of name: String, orMake wanted: Int) throws(SQLiteError) -> Int {
    if let count = try find(name) { return count }
    try TopicLog.make(name, id: randomID(), partitions: wanted, in: connection)
    made.append(name)
    return try find(name) ?? wanted
  }

  /// Appends to a topic that was found.
  mutating func append(_ blocks: [TopicShare.Block], to name: String) throws(SQLiteError) {
    guard let topic = topics[name] else { preconditionFailure("the topic was looked for before") }
    let time = WallTime.microseconds
    if next[name] == nil { next[name] = try TopicLog.bounds(of: topic, in: connection).map(\.upperBound) }
    var offsets = next[name] ?? []
    for block in blocks {
      try insert.bind(integer: topic.number, at: 1)
      try insert.bind(integer: Int64(block.partition), at: 2)
      try insert.bind(integer: offsets[block.partition], at: 3)
      try insert.bind(integer: Int64(block.count), at: 4)
      try insert.bind(integer: time, at: 5)
      // The block, and with it the bytes bound in place, lives until the statement has run.
      try unsafe insert.bind(blob: block.bytes.bytes, at: 6)
      try insert.run()
      withExtendedLifetime(block) {}
      offsets[block.partition] += Int64(block.count)
      try advance.bind(integer: topic.number, at: 1)
      try advance.bind(integer: Int64(block.partition), at: 2)
      try advance.bind(integer: offsets[block.partition], at: 3)
      try advance.run()
    }
    next[name] = offsets
  }

  mutating func commit() throws(SQLiteError) {
    try connection.commit()
    forgetMade()
  }

  mutating func store(_ moves: [LedgerMove], in ledger: LedgerName) throws(SQLiteError) -> [LaneID] {
    // Whether the transaction was committed or undone, what it made is looked for anew.
    defer { forgetMade() }
    return try PositionTable.store(moves, in: ledger, on: connection)
  }

  /// Undoes what was written. That it fails changes nothing: what isn't committed is gone with the connection.
  mutating func rollback() {
    try? connection.rollback()
    forgetMade()
  }

  private mutating func forgetMade() {
    for name in made { topics[name] = nil }
    made = []
  }
}
