import Columns
import Engine
import Expressions
import FileSystems
import SQLiteClient
import Specifications
import State
import Synchronization
import Threads

/// Fills a topic, and keeps the positions of its messages in the same database: exactly once.
actor TopicSink: Sink {
  private let thread = BlockingThread(name: "topic sink")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let path: String
  private let name: String
  private let wanted: Int
  private let writer: MessageWriter
  private let ledger: LedgerName
  private let access: WriteAccess
  /// How many partitions the topic has; messages are prepared for it outside of the actor.
  private let partitions: Atomic<Int>
  private var log: OpenLog?
  private var isWriting = false

  static func make(_ request: SinkRequest, _ problems: inout Problems) -> TopicSink? {
    guard let connection = request.connection, let encoder = request.encoder else { return nil }
    var key: CheckedExpression?
    if let text = request.options[TopicKind.key] {
      guard let expression = Expression.parse(text, &problems) else { return nil }
      do throws(ExpressionProblems) {
        key = try expression.checked(against: request.schema, as: .text)
      } catch {
        problems.add(error, in: text)
        return nil
      }
    }
    return TopicSink(
      path: connection.values[EmbeddedOptions.path].absolute, name: request.options[TopicKind.name],
      partitions: request.options[TopicKind.partitions], writer: MessageWriter(encoder: encoder, key: key),
      ledger: LedgerName(
        pipeline: request.pipeline, sink: request.name, target: request.options[TopicKind.name],
        formerNames: request.formerNames))
  }

  init(path: String, name: String, partitions: Int, writer: MessageWriter, ledger: LedgerName) {
    self.path = path
    self.name = name
    wanted = partitions
    self.writer = writer
    self.partitions = Atomic(partitions)
    self.ledger = ledger
    access = WriteAccess(to: path)
  }

  nonisolated var ownMemory: Int { TopicLog.cacheBytes }
  nonisolated var place: String? { "embedded:\(path)#\(name)" }
  nonisolated var turn: String? { path }
  nonisolated var target: String { name }
  nonisolated var guarantee: Guarantee { .exactlyOnce }
  nonisolated var reason: String { "messages and positions share a transaction of the topic's database" }

  func open() async throws(Failure) {
    await abandon()
    log = nil
    do {
      try makeFolder(Path.folder(of: path))
      let connection = try Connection(opening: path, options: TopicLog.options)
      var isThere = try TopicLog.isMade(in: connection)
      if isThere { isThere = try TopicLog.topic(name, in: connection) != nil }
      if !isThere { try await make(in: connection) }
      guard let topic = try TopicLog.topic(name, in: connection) else {
        throw Failure(.outage, "OZ-E001", "topic '\(name)' vanished from \(path) while it was opened")
      }
      partitions.store(topic.partitions, ordering: .relaxed)
      log = try OpenLog(connection, topic)
      // Who may not write is to hear of it now, and not with every try to go on.
      try await begin()
      await abandon()
    } catch let error as Failure {
      throw error
    } catch let error as FileFailure {
      throw Failure(error, purpose: "make the database's folder", mend: "name another `path`")
    } catch let error as SQLiteError {
      throw Failure(error, database: path, purpose: "open topic '\(name)'")
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  private func make(in connection: borrowing Connection) async throws {
    try await access.enter(to: "make topic '\(name)'") { () throws(SQLiteError) in try connection.begin() }
    do {
      try TopicLog.create(in: connection)
      // Another process may have made it since.
      if try TopicLog.topic(name, in: connection) == nil {
        try TopicLog.make(name, id: randomID(), partitions: wanted, in: connection)
        // What was told of one of that name that is gone isn't true of this one.
        try PositionTable.forget(target: name, in: connection)
      }
      try connection.commit()
    } catch {
      // The first failure is the one to be told.
      try? connection.rollback()
      await access.leave()
      throw error
    }
    await access.leave()
  }

  func entries() throws(Failure) -> [LedgerEntry] {
    guard log != nil else { throw isClosed }
    do throws(SQLiteError) {
      return try log!.entries(of: ledger)
    } catch {
      throw Failure(error, database: path, purpose: "read positions")
    }
  }

  nonisolated func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    writer.blocks(batch, partitions: partitions.load(ordering: .relaxed))
  }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    guard let rows = rows as? TopicBlocks else { preconditionFailure("these rows were prepared for another sink") }
    guard !rows.blocks.isEmpty else { return }
    do throws(Failure) { try await begin() } catch { throw .failure(error) }
    do throws(SQLiteError) {
      // `begin` has found the log.
      try log!.append(rows.blocks)
    } catch {
      await abandon()
      throw .failure(Failure(error, database: path, purpose: "write messages"))
    }
  }

  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    do throws(Failure) { try await begin() } catch { throw .failure(error) }
    let lost: [LaneID]
    do throws(SQLiteError) {
      // `begin` has found the log.
      lost = try log!.store(moves, in: ledger)
    } catch {
      await abandon()
      throw .failure(Failure(error, database: path, purpose: "store messages"))
    }
    isWriting = false
    await access.leave()
    if !lost.isEmpty { throw .lost(lost) }
  }

  func abandon() async {
    guard isWriting else { return }
    log?.rollback()
    isWriting = false
    await access.leave()
  }

  func close() async {
    await abandon()
    log = nil
  }

  private func begin() async throws(Failure) {
    if isWriting { return }
    guard log != nil else { throw isClosed }
    try await access.enter(to: "write messages") { () throws(SQLiteError) in try log?.begin() }
    isWriting = true
  }

  private var isClosed: Failure {
    Failure(.outage, "OZ-E002", "the database \(path) isn't open", mend: "it is opened anew")
  }
}

/// An identity that no other topic or member has.
func randomID() -> String {
  let number = UInt128(UInt64.random(in: .min ... .max)) << 64 | UInt128(UInt64.random(in: .min ... .max))
  return String(number, radix: 16)
}

/// A topic's database, open for writing.
private struct OpenLog: ~Copyable {
  private let connection: Connection
  private let topic: Topic
  private var insert: Statement
  private var advance: Statement
  /// The offsets that messages get next; read anew with each transaction, since others write too.
  private var next: [Int64] = []

  init(_ connection: consuming Connection, _ topic: Topic) throws(SQLiteError) {
    let insert = try connection.prepare(
      "INSERT INTO blocks (topic, partition, base_offset, count, time, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    let advance = try connection.prepare("UPDATE partitions SET next_offset = ?3 WHERE topic = ?1 AND partition = ?2")
    self.insert = insert
    self.advance = advance
    self.topic = topic
    self.connection = connection
  }

  mutating func entries(of ledger: LedgerName) throws(SQLiteError) -> [LedgerEntry] {
    try PositionTable.entries(of: ledger, in: connection)
  }

  mutating func begin() throws(SQLiteError) {
    try connection.begin()
    next = try TopicLog.bounds(of: topic, in: connection).map(\.upperBound)
  }

  mutating func append(_ blocks: [TopicBlocks.Block]) throws(SQLiteError) {
    let time = WallTime.microseconds
    for block in blocks {
      try insert.bind(integer: topic.number, at: 1)
      try insert.bind(integer: Int64(block.partition), at: 2)
      try insert.bind(integer: next[block.partition], at: 3)
      try insert.bind(integer: Int64(block.count), at: 4)
      try insert.bind(integer: time, at: 5)
      // The block, and with it the bytes bound in place, lives until the statement has run.
      try unsafe insert.bind(blob: block.bytes.bytes, at: 6)
      try insert.run()
      withExtendedLifetime(block) {}
      next[block.partition] += Int64(block.count)
      try advance.bind(integer: topic.number, at: 1)
      try advance.bind(integer: Int64(block.partition), at: 2)
      try advance.bind(integer: next[block.partition], at: 3)
      try advance.run()
    }
  }

  mutating func store(_ moves: [LedgerMove], in ledger: LedgerName) throws(SQLiteError) -> [LaneID] {
    try PositionTable.store(moves, in: ledger, on: connection)
  }

  /// Undoes what was written. That it fails changes nothing: what isn't committed is gone with the connection.
  mutating func rollback() { try? connection.rollback() }
}
