import CSQLite
import Glibc
import Threads

/// An open database, used by one thread at a time and closed with its last owner.
///
/// Its calls block. Keep it in an actor that is pinned to a `BlockingThread`.
@safe package struct Connection: ~Copyable {
  // Nil only in a connection that was closed. Non-Sendable, which keeps the connection in one isolation.
  private var handle: OpaquePointer?

  /// Lets another thread end the statement that runs.
  package let interruptHandle: InterruptHandle

  /// Opens or makes the database at `path`; `:memory:` is one that lives as long as the connection.
  package init(opening path: String, options: ConnectionOptions = ConnectionOptions()) throws(SQLiteError) {
    _ = Self.library
    var handle: OpaquePointer?
    // Even a failed open leaves a handle, which knows why and must be closed.
    let code = unsafe sqlite3_open_v2(path, &handle, Self.flags(for: options.access), Hosts.current?.databaseDisk)
    unsafe self.handle = handle
    unsafe interruptHandle = InterruptHandle(handle)
    guard code == SQLITE_OK else { throw failure(code, sql: nil) }
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe sqlite3_busy_timeout(handle, options.busyMilliseconds)
    // "text" in double quotes is a misspelt column, never a string.
    unsafe csqlite_switch(handle, SQLITE_DBCONFIG_DQS_DML, 0)
    unsafe csqlite_switch(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
    for pragma in options.pragmas { try set(pragma, within: options.openingPatience) }
  }

  /// Runs a pragma, for which SQLite itself never waits: who switches the journal has to be alone for a moment.
  private borrowing func set(_ pragma: String, within patience: Duration) throws(SQLiteError) {
    let clock = SteadyClock()
    let deadline = clock.now + patience
    while true {
      do throws(SQLiteError) {
        return try execute(pragma)
      } catch {
        // In a simulation nobody else goes on while this waits.
        guard error.kind == .busy, clock.now < deadline, Hosts.current == nil else { throw error }
      }
      poll(nil, 0, 1)
    }
  }

  deinit { unsafe close(handle) }

  /// Closes the database now instead of with its last use; statements that are left stay valid until they end.
  package consuming func close() {
    unsafe close(handle)
    unsafe handle = nil
  }

  private borrowing func close(_ handle: OpaquePointer?) {
    interruptHandle.forget()
    // This variant waits for statements that still live, so their order of destruction doesn't matter.
    unsafe sqlite3_close_v2(handle)
  }

  /// Compiles one statement, to be used many times.
  package borrowing func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    var statement: OpaquePointer?
    var sql = sql
    var isWhole = false
    // SQLite reads only the buffer's bytes, and `tail` points into it.
    let code = sql.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(
          handle, text.baseAddress, Int32(clamping: text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
        if let tail = unsafe tail, let start = text.baseAddress {
          isWhole = unsafe text[(tail - start)...].allSatisfy { $0 == 0x20 || (0x09...0x0d).contains($0) }
        }
        return code
      }
    }
    guard code == SQLITE_OK else { throw failure(code, sql: sql) }
    guard let statement = unsafe statement else {
      throw SQLiteError(SQLITE_MISUSE, message: "there is no statement in this text", sql: sql)
    }
    let prepared = unsafe Statement(statement)
    guard isWhole else {
      throw SQLiteError(SQLITE_MISUSE, message: "there is more than one statement in this text", sql: sql)
    }
    return prepared
  }

  /// Runs any number of statements and passes over their rows.
  package borrowing func execute(_ sql: String) throws(SQLiteError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, sql: sql) }
  }

  /// The first column of the first row as an integer, or nil where there is no row or it is NULL.
  package borrowing func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    var statement = try prepare(sql)
    return try statement.step() == .row && !statement.isNull(0) ? statement.int64(0) : nil
  }

  /// The first column of the first row as text, or nil where there is no row or it is NULL.
  package borrowing func text(_ sql: String) throws(SQLiteError) -> String? {
    var statement = try prepare(sql)
    return try statement.step() == .row && !statement.isNull(0) ? statement.text(0) : nil
  }

  private borrowing func failure(_ code: Int32, sql: String?) -> SQLiteError {
    unsafe SQLiteError(code, of: handle, sql: sql)
  }

  private static func flags(for access: ConnectionOptions.Access) -> Int32 {
    let access =
      switch access {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readWrite: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    // One thread at a time uses a connection, so it needs no mutex of its own.
    return access | SQLITE_OPEN_NOMUTEX
  }

  /// Done once, before the first connection; it fails where SQLite is in use already, which does no harm.
  private static let library: Void = { _ = csqlite_count_no_memory() }()
}

extension Connection {
  /// Begins a transaction that holds the right to write from the start, so that no later statement finds it taken.
  package borrowing func begin() throws(SQLiteError) { try execute("BEGIN IMMEDIATE") }

  /// Begins a transaction that reads one snapshot.
  package borrowing func beginReading() throws(SQLiteError) { try execute("BEGIN DEFERRED") }

  /// Makes the transaction's changes lasting. After `.busy` it is still open and may be committed again.
  package borrowing func commit() throws(SQLiteError) { try execute("COMMIT") }

  /// Undoes the open transaction; does nothing where SQLite has undone it already, as it does when a disk is full.
  package borrowing func rollback() throws(SQLiteError) {
    if isInTransaction { try execute("ROLLBACK") }
  }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  package var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// The row id that the last INSERT was given.
  package var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// A number that differs from its last value when another connection has committed since.
  package borrowing func dataVersion() throws(SQLiteError) -> Int64 { try integer("PRAGMA data_version") ?? 0 }
}

/// The version of the SQLite library that is loaded.
package var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }
