import Columns
import Engine
import FileSystems
import SQLiteClient
import State
import Synchronization
import Threads

/// Fills a table, and keeps the positions of its rows in the same database: exactly once.
actor TableSink: Sink {
  private let thread = BlockingThread(name: "sqlite sink")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let table: TableTarget
  private let ledger: LedgerName
  private let access: WriteAccess
  /// The table as it was found when it was opened last; batches are prepared for it outside of the actor.
  private nonisolated let layout: Mutex<TableLayout>
  private var writer: TableWriter?
  /// Whether a transaction is open, and with it the turn to write is ours.
  private var isWriting = false
  /// Whether the table turned out to have more rules than it showed.
  private var isDistrusted = false

  init(_ table: TableTarget, for request: SinkRequest) {
    self.table = table
    // The positions lie in the table's own database, whatever that is called.
    ledger = LedgerName(
      pipeline: request.pipeline, sink: request.name, target: table.name, formerNames: request.formerNames)
    access = WriteAccess(to: table.databasePath)
    layout = Mutex(TableLayout(made: table))
  }

  nonisolated var target: String { ledger.target }
  nonisolated var turn: String? { table.databasePath }
  nonisolated var ownMemory: Int { table.cacheBytes }
  nonisolated var creation: String? { table.create == .never ? nil : table.creation }
  nonisolated var guarantee: Guarantee { .exactlyOnce }
  nonisolated var reason: String { "rows and positions share a transaction of the database" }

  func open() async throws(Failure) {
    await abandon()
    writer = nil
    do {
      try makeFolder(Path.folder(of: table.databasePath))
      let connection = try table.connect()
      if try !table.isMade(in: connection) { try await make(in: connection) }
      let made = try TableWriter(table, in: connection, distrusting: isDistrusted)
      layout.withLock { $0 = made.layout }
      writer = consume made
      // Who may not write is to hear of it now, and not with every try to go on.
      try await begin()
      await abandon()
    } catch let error as Failure {
      throw error
    } catch let error as FileFailure {
      throw Failure(error, purpose: "make the database's folder", mend: "name another `path`")
    } catch let error as SQLiteError {
      throw Failure(error, database: table.databasePath, purpose: "open table \(quoted(table.name))")
    } catch let error as TableRefusal {
      throw Failure(error, table, purpose: "open table \(quoted(table.name))")
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  private func make(in connection: borrowing Connection) async throws {
    if table.create == .never, try !table.has(table.name, in: connection) {
      throw TableRefusal.misfit("is missing, and `create: never` forbids to make it", mend: "run: \(table.creation);")
    }
    try await access.enter(to: "make table \(quoted(table.name))") { () throws(SQLiteError) in try connection.begin() }
    do {
      try table.make(in: connection)
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
      throw Failure(error, database: table.databasePath, purpose: "read positions")
    }
  }

  nonisolated func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    PreparedTable(batch, for: layout.withLock { $0 })
  }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    guard let rows = rows as? PreparedTable else { preconditionFailure("these rows were prepared for another sink") }
    guard rows.count > 0 else { return }
    let written: TableWriter.Written
    do throws(Failure) {
      written = try await write(to: "write rows") { (writer) throws(SQLiteError) in try writer.write(rows) }
    } catch {
      throw .failure(error)
    }
    switch written {
    case .all: return
    case .refused(let refused): throw .rows(refused)
    case .undone(let why):
      await abandon()
      throw .failure(
        Failure(
          .fatal, "OZ-T004",
          "table \(quoted(table.name)) of \(table.databasePath) undoes the whole transaction when it refuses a row "
            + "(\(why))", mend: "let its trigger or constraint ABORT, not ROLLBACK: then the row alone is refused"))
    case .changed:
      isDistrusted = true
      await abandon()
      throw .failure(
        Failure(
          .outage, "OZ-T002", "table \(quoted(table.name)) of \(table.databasePath) was changed while it was written",
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
      throw Failure(error, database: table.databasePath, purpose: purpose)
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

  private var isClosed: Failure {
    Failure(.outage, "OZ-T003", "the database \(table.databasePath) isn't open", mend: "it is opened anew")
  }
}
