import Glibc
import SQLiteClient
import Synchronization
import Testing
import Threads

@Suite("a failure of SQLite") struct FailureTests {
  let folder = TemporaryFolder()

  static let constraints: [(String, SQLiteError.Constraint)] = [
    ("INSERT INTO t (id) VALUES (1)", .primaryKey),
    ("INSERT INTO t (id, u) VALUES (2, 'once')", .unique),
    ("INSERT INTO t (id, n) VALUES (2, NULL)", .notNull),
    ("INSERT INTO t (id, c) VALUES (2, -1)", .check),
    ("INSERT INTO t (id, f) VALUES (2, 99)", .foreignKey),
    ("INSERT INTO s VALUES ('abc')", .dataType),
    ("INSERT INTO w VALUES ('k')", .primaryKey),
    ("INSERT INTO g VALUES (1)", .trigger),
  ]

  @Test("says which constraint a row broke", arguments: constraints)
  func constraint(sql: String, expected: SQLiteError.Constraint) throws {
    let connection = try Connection(opening: ":memory:")
    try connection.execute(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, u TEXT UNIQUE, n INTEGER NOT NULL DEFAULT 0, c INTEGER CHECK (c > 0),
        f INTEGER REFERENCES t (id));
      INSERT INTO t (id, u) VALUES (1, 'once');
      CREATE TABLE s (a INTEGER) STRICT;
      CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT ROWID;
      INSERT INTO w VALUES ('k');
      CREATE TABLE g (a);
      CREATE TRIGGER no BEFORE INSERT ON g BEGIN SELECT raise(ABORT, 'not here'); END;
      """)
    #expect(kind { try connection.execute(sql) } == .constraint(expected))
  }

  @Test("names column and statement, but no value") func tellsNoValue() throws {
    let connection = try Connection(opening: ":memory:")
    try connection.execute("CREATE TABLE t (email TEXT PRIMARY KEY)")
    var insert = try connection.prepare("INSERT INTO t VALUES (?)")
    try insert.bind(text: "ada@example.org", at: 1)
    try insert.run()
    let error = #expect(throws: SQLiteError.self) { try insert.run() }
    let text = try #require(error?.description)
    #expect(text == "UNIQUE constraint failed: t.email, SQLite code 1555, in: INSERT INTO t VALUES (?)")
  }

  @Test("of bad SQL says what is wrong with it") func badSQL() throws {
    let connection = try Connection(opening: ":memory:")
    let error = #expect(throws: SQLiteError.self) { try connection.execute("SELECT a FROM nowhere") }
    #expect(error?.kind == .sql)
    #expect(error?.message == "no such table: nowhere")
    #expect(kind { _ = try connection.prepare("SELEKT 1") } == .sql)
    #expect(kind { _ = try connection.prepare("SELECT \"misspelt\"") } == .sql)
  }

  @Test("while another connection writes is busy, and passes") func busy() throws {
    let path = folder.file("a.db")
    let writer = try Connection(opening: path)
    try writer.execute("CREATE TABLE t (a)")
    let other = try Connection(opening: path)
    try writer.begin()
    try writer.execute("INSERT INTO t VALUES (1)")
    #expect(kind { try other.begin() } == .busy)
    #expect(other.isInTransaction == false)
    #expect(try other.integer("SELECT count(*) FROM t") == 0)
    try writer.commit()
    try other.begin()
    try other.execute("INSERT INTO t VALUES (2)")
    try other.commit()
    #expect(try writer.integer("SELECT count(*) FROM t") == 2)
  }

  @Test("is none of opening while others write: their locks pass") func opensBesideWriters() async throws {
    for number in 0..<20 {
      let path = folder.file("\(number).db")
      var options = ConnectionOptions()
      // Only who is alone may switch such a file to another journal.
      options.journal = .delete
      let writer = try Connection(opening: path, options: options)
      try writer.execute("CREATE TABLE s (a)")
      let ended = Flag()
      let opening = Task {
        defer { ended.raise() }
        _ = try await Endless().open(path)
      }
      while !ended.isRaised {
        if kind({ try writer.execute("BEGIN EXCLUSIVE") }) == nil { try writer.commit() }
        await Task.yield()
      }
      try await opening.value
      #expect(try writer.integer("SELECT count(*) FROM s") == 0)
      #expect(try writer.text("PRAGMA journal_mode") == "wal")
    }
  }

  private final class Flag: Sendable {
    private let flag = Atomic(false)
    var isRaised: Bool { flag.load(ordering: .relaxed) }
    func raise() { flag.store(true, ordering: .relaxed) }
  }

  @Test("of a snapshot that is no longer the last is busy") func staleSnapshot() throws {
    let path = folder.file("a.db")
    let one = try Connection(opening: path)
    try one.execute("CREATE TABLE t (a)")
    let other = try Connection(opening: path)
    try one.beginReading()
    #expect(try one.integer("SELECT count(*) FROM t") == 0)
    try other.execute("INSERT INTO t VALUES (1)")
    let error = #expect(throws: SQLiteError.self) { try one.execute("INSERT INTO t VALUES (2)") }
    #expect(error?.kind == .busy)
    #expect(error?.code == 517)
  }

  @Test("to open says why") func cantOpen() throws {
    let error = #expect(throws: SQLiteError.self) { _ = try Connection(opening: "/nowhere/at/all.db").changes }
    #expect(error?.kind == .cantOpen)
    #expect(error?.systemError == ENOENT)
    #expect(error?.description.contains("No such file or directory") == true)
  }

  @Test("on a file that is no database is corruption") func corrupt() throws {
    let path = folder.file("a.db")
    let file = unsafe open(path, O_WRONLY | O_CREAT, 0o600)
    let text = String(repeating: "not a database ", count: 100)
    unsafe #expect(write(file, text, text.utf8.count) == text.utf8.count)
    close(file)
    #expect(kind { try Connection(opening: path).execute("SELECT 1") } == .corrupt)
  }

  @Test("of a value that is too large says so") func tooBig() throws {
    let connection = try Connection(opening: ":memory:")
    #expect(kind { try connection.execute("SELECT length(zeroblob(2000000000))") } == .tooBig)
  }

  @Test("of an interrupted statement says so, and the connection lives on") func interrupted() async throws {
    let endless = Endless()
    let handle = try await endless.open(folder.file("a.db"))
    let interrupter = Task {
      while !Task.isCancelled {
        handle.interrupt()
        await Task.yield()
      }
    }
    #expect(try await endless.run() == .interrupted)
    interrupter.cancel()
    await interrupter.value
    #expect(try await endless.isAlive())
    await endless.close()
    handle.interrupt()
  }

  /// Counts without end, on a thread of its own so that the test's other task can run on a machine with one core.
  private actor Endless {
    private let thread = BlockingThread(name: "endless")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
    private var connection: Connection?

    func open(_ path: String) throws -> InterruptHandle {
      let connection = try Connection(opening: path)
      let handle = connection.interruptHandle
      self.connection = consume connection
      return handle
    }

    func run() throws -> SQLiteError.Kind? {
      kind {
        try connection?.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
      }
    }

    func isAlive() throws -> Bool { try connection?.integer("SELECT 1") == 1 }
    func close() { connection = nil }
  }
}
