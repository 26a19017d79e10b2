import Columns
import Engine
import Expressions
import FileSystems
import SQLiteClient
import Specifications
import State
import Synchronization
import Threads

/// Fills a table, and keeps the positions of its rows in the same database: exactly once.
actor TableSink: Sink {
  private let thread = BlockingThread(name: "sqlite sink")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let tables: TableTargets
  private let ledger: LedgerName
  private let access: WriteAccess
  /// The tables as they were found last; batches are prepared for them outside of the actor.
  private nonisolated let layouts = Mutex<[TableTargets.Place: TableLayout]>([:])
  private var writer: TableWriter?
  /// How many openings of tables are known to those who prepare.
  private var openings = 0
  /// Whether a transaction is open, and with it the turn to write is ours.
  private var isWriting = false
  /// Whether a table turned out to have more rules than it showed.
  private var isDistrusted = false

  init(_ tables: TableTargets, for request: SinkRequest) {
    self.tables = tables
    // The positions lie in the tables' own database, whatever that is called.
    ledger = LedgerName(
      pipeline: request.pipeline, sink: request.name, target: tables.names.source.written,
      formerNames: request.formerNames)
    access = WriteAccess(to: tables.databasePath)
  }

  nonisolated var target: String { ledger.target }
  nonisolated var turn: String? { tables.databasePath }
  nonisolated var ownMemory: Int { tables.cacheBytes }
  nonisolated var creation: String? { tables.creation }
  nonisolated var guarantee: Guarantee { .exactlyOnce }
  nonisolated var reason: String { "rows and positions share a transaction of the database" }

  func open() async throws(Failure) {
    await abandon()
    writer = nil
    do {
      try makeFolder(Path.folder(of: tables.databasePath))
      let connection = try tables.connect()
      if try !tables.isMade(in: connection) { try await make(in: connection) }
      let made = try TableWriter(tables, in: connection, distrusting: isDistrusted)
      layouts.withLock { $0 = made.layouts }
      openings = made.openings
      writer = consume made
      // Who may not write is to hear of it now, and not with every try to go on.
      try await begin()
      await abandon()
    } catch let error as Failure {
      throw error
    } catch let error as FileFailure {
      throw Failure(error, purpose: "make the database's folder", mend: "name another `path`")
    } catch let error as SQLiteError {
      throw Failure(error, database: tables.databasePath, purpose: "open table \(quoted(ledger.target))")
    } catch let error as TableRefusal {
      throw Failure(error, database: tables.databasePath, purpose: "open table \(quoted(ledger.target))")
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  private func make(in connection: borrowing Connection) async throws {
    if let refusal = try tables.refusal(in: connection) { throw refusal }
    try await access.enter(to: "make table \(quoted(ledger.target))") { () throws(SQLiteError) in try connection.begin()
    }
    do {
      try tables.make(in: connection)
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
    guard writer != nil else { throw isClosed }
    do throws(SQLiteError) {
      return try writer!.entries(of: ledger)
    } catch {
      throw Failure(error, database: tables.databasePath, purpose: "read positions")
    }
  }

  nonisolated func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    let layouts = layouts.withLock { $0 }
    return PreparedTables(batch, form: form, for: tables) { layouts[$0] ?? TableLayout(made: tables.target($0)) }
  }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    guard let rows = rows as? PreparedTables else { preconditionFailure("these rows were prepared for another sink") }
    guard rows.count > 0 else { return }
    guard rows.failures.isEmpty else { throw .rows(rows.refused) }
    let written: TableWriter.Written
    do throws(Failure) {
      written = try await write(to: "write rows") { (writer) throws(SQLiteError) in try writer.write(rows) }
      learn()
    } catch {
      throw .failure(error)
    }
    switch written {
    case .all: return
    case .refused(let refused): throw .rows(refused)
    case .misfit(let refusal):
      await abandon()
      throw .failure(Failure(refusal, database: tables.databasePath, purpose: "write rows"))
    case .undone(let table, let why):
      await abandon()
      throw .failure(
        Failure(
          .fatal, "OZ-T004",
          "table \(quoted(table)) of \(tables.databasePath) undoes the whole transaction when it refuses a row "
            + "(\(why))", mend: "let its trigger or constraint ABORT, not ROLLBACK: then the row alone is refused"))
    case .changed(let table):
      isDistrusted = true
      await abandon()
      throw .failure(
        Failure(
          .outage, "OZ-T002", "table \(quoted(table)) of \(tables.databasePath) was changed while it was written",
          mend: "it is opened anew"))
    }
  }

  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    let lost: [LaneID]
    do throws(Failure) {
      let ledger = ledger
      lost = try await write(to: "store rows") { (writer) throws(SQLiteError) in try writer.store(moves, in: ledger) }
    } catch {
      throw .failure(error)
    }
    isWriting = false
    await access.leave()
    if !lost.isEmpty { throw .lost(lost) }
  }

  /// Writes in the transaction, which begins with the first write. After a throw nothing of it is left.
  private func write<Result>(
    to purpose: String, _ body: (inout TableWriter) throws(SQLiteError) -> Result
  ) async throws(Failure) -> Result {
    guard writer != nil else { throw isClosed }
    try await begin()
    do throws(SQLiteError) {
      return try body(&writer!)
    } catch {
      await abandon()
      throw Failure(error, database: tables.databasePath, purpose: purpose)
    }
  }

  func abandon() async {
    guard isWriting else { return }
    writer?.rollback()
    isWriting = false
    await access.leave()
  }

  func close() async {
    await abandon()
    writer = nil
  }

  private func begin() async throws(Failure) {
    if isWriting { return }
    try await access.enter(to: "write rows") { () throws(SQLiteError) in try writer?.begin() }
    isWriting = true
  }

  /// Lets batches be prepared for the tables that were met since.
  private func learn() {
    guard let count = writer?.openings, count != openings else { return }
    openings = count
    if let found = writer?.layouts { layouts.withLock { $0 = found } }
  }

  private var isClosed: Failure {
    Failure(.outage, "OZ-T003", "the database \(tables.databasePath) isn't open", mend: "it is opened anew")
  }
}
