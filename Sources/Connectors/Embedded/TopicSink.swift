import Columns
import Engine
import Expressions
import FileSystems
import SQLiteClient
import Specifications
import State
import Synchronization
import Threads

/// Fills topics, and keeps the positions of their messages in the same database: exactly once.
actor TopicSink: Sink {
  private let thread = BlockingThread(name: "topic sink")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let path: String
  private let names: TargetNames
  /// How many partitions a topic gets when it is made.
  private let wanted: Int
  private let writer: MessageWriter
  private let ledger: LedgerName
  private let access: WriteAccess
  /// How many partitions the topics that were met have; messages are prepared for them outside of the actor.
  private nonisolated let partitions = Mutex<[String: Int]>([:])
  private var log: OpenLog?
  private var isWriting = false

  static func make(_ request: SinkRequest, _ problems: inout Problems) -> TopicSink? {
    guard let connection = request.connection, let encoder = request.encoder else { return nil }
    let names = TargetNames(
      request.options[TopicKind.target], forms: request.forms.map { ($0.contract, $0.schema) },
      // As long as Kafka lets them be.
      rule: TargetRule("topic", longest: 249), atMost: request.options[Targets.most], &problems)
    guard let names, let writer = MessageWriter(request, encoder: encoder, &problems) else { return nil }
    return TopicSink(
      path: connection.values[EmbeddedOptions.path].absolute, names: names,
      partitions: request.options[TopicKind.partitions], writer: writer,
      ledger: LedgerName(
        pipeline: request.pipeline, sink: request.name, target: names.source.written,
        formerNames: request.formerNames))
  }

  private init(path: String, names: TargetNames, partitions: Int, writer: MessageWriter, ledger: LedgerName) {
    self.path = path
    self.names = names
    wanted = partitions
    self.writer = writer
    self.ledger = ledger
    access = WriteAccess(to: path)
  }

  nonisolated var ownMemory: Int { TopicLog.cacheBytes }
  nonisolated var places: [String] { names.known.map { "embedded:\(path)#\($0)" } }
  nonisolated var turn: String? { path }
  nonisolated var target: String { ledger.target }
  nonisolated var guarantee: Guarantee { .exactlyOnce }
  nonisolated var reason: String { "messages and positions share a transaction of the topic's database" }

  func open() async throws(Failure) {
    await abandon()
    log = nil
    do {
      try makeFolder(Path.folder(of: path))
      let connection = try Connection(opening: path, options: TopicLog.options)
      var isThere = try TopicLog.isMade(in: connection)
      if isThere, let name = names.constant { isThere = try TopicLog.topic(name, in: connection) != nil }
      if !isThere { try await make(in: connection) }
      var opened = try OpenLog(connection)
      if let name = names.constant {
        guard let topic = try opened.find(name) else {
          throw Failure(.outage, "OZ-E001", "topic '\(name)' vanished from \(path) while it was opened")
        }
        partitions.withLock { $0 = [name: topic] }
      }
      log = consume opened
      // Who may not write is to hear of it now, and not with every try to go on.
      try await begin()
      await abandon()
    } catch let error as Failure {
      throw error
    } catch let error as FileFailure {
      throw Failure(error, purpose: "make the database's folder", mend: "name another `path`")
    } catch let error as SQLiteError {
      throw Failure(error, database: path, purpose: "open topic '\(ledger.target)'")
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  private func make(in connection: borrowing Connection) async throws {
    try await access.enter(to: "make topic '\(ledger.target)'") { () throws(SQLiteError) in try connection.begin() }
    do {
      try TopicLog.create(in: connection)
      // Topics that records name are made when the first one comes. Another process may have made this one since.
      if let name = names.constant, try TopicLog.topic(name, in: connection) == nil {
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
    let (found, refused) = names.shares(of: batch, form: form)
    let known = partitions.withLock { $0 }
    let shares = found.map { share in
      TopicShare(
        share.name, batch, share.rows, form: form, by: writer, partitions: known[share.name] ?? wanted)
    }
    let failures = (refused + shares.flatMap(\.failures)).sorted { $0.row < $1.row }
    return TopicShares(count: batch.count, failures: failures, shares: shares)
  }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    guard let rows = rows as? TopicShares else { preconditionFailure("these rows were prepared for another sink") }
    guard rows.count > 0 else { return }
    guard rows.failures.isEmpty else { throw .rows(rows.refused) }
    do throws(Failure) { try await begin() } catch { throw .failure(error) }
    let refused: [RefusedRow]
    do throws(SQLiteError) {
      let fitting = try fitting(rows)
      // Keys and headers that are computed anew may fail this time; then nothing of the batch is written.
      refused = fitting.refused
      if refused.isEmpty {
        // `begin` has found the log.
        for share in fitting.shares { try log!.append(share.blocks, to: share.topic) }
      }
    } catch {
      await abandon()
      throw .failure(Failure(error, database: path, purpose: "write messages"))
    }
    guard refused.isEmpty else { throw .rows(refused) }
  }

  /// The rows laid out for the partitions that their topics turn out to have.
  private func fitting(_ rows: TopicShares) throws(SQLiteError) -> TopicShares {
    var shares: [TopicShare] = []
    for share in rows.shares {
      // `begin` has found the log.
      let count = try log!.partitions(of: share.topic, orMake: wanted)
      partitions.withLock { $0[share.topic] = count }
      shares.append(share.partitions == count ? share : share.laidOut(by: writer, for: count))
    }
    return TopicShares(count: rows.count, failures: shares.flatMap(\.failures), shares: shares)
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
  var random = HostRandom()
  let number = UInt128(random.next()) << 64 | UInt128(random.next())
  return String(number, radix: 16)
}
