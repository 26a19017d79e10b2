import SQLiteClient
import Testing

@Suite("a connection") struct ConnectionTests {
  let folder = TemporaryFolder()

  @Test("what was committed is there after the file is opened again") func reopens() throws {
    let path = folder.file("a.db")
    let first = try Connection(opening: path)
    try first.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, 'eins'), (2, 'zwei')")
    #expect(first.changes == 2)
    #expect(first.lastInsertedRow == 2)
    first.close()
    let second = try Connection(opening: path)
    #expect(try second.text("SELECT group_concat(b, ' ') FROM t") == "eins zwei")
  }

  @Test("it opens as its options say") func options() throws {
    var options = ConnectionOptions()
    options.cacheBytes = 8 << 20
    options.pageBytes = 8192
    options.checkpointPages = 500
    options.busyTimeout = .milliseconds(1500)
    let connection = try Connection(opening: folder.file("a.db"), options: options)
    #expect(try connection.text("PRAGMA journal_mode") == "wal")
    #expect(try connection.integer("PRAGMA synchronous") == 2)
    #expect(try connection.integer("PRAGMA cache_size") == -8192)
    #expect(try connection.integer("PRAGMA page_size") == 8192)
    #expect(try connection.integer("PRAGMA wal_autocheckpoint") == 500)
    #expect(try connection.integer("PRAGMA busy_timeout") == 1500)
    #expect(try connection.integer("PRAGMA foreign_keys") == 1)
  }

  @Test("a connection that reads only changes nothing, and makes no file") func readsOnly() throws {
    let path = folder.file("a.db")
    var options = ConnectionOptions()
    options.access = .readOnly
    #expect(
      kind { try Connection(opening: path, options: options).execute("SELECT 1 FROM sqlite_schema") } == .cantOpen)
    try Connection(opening: path).execute("CREATE TABLE t (a)")
    let reader = try Connection(opening: path, options: options)
    #expect(kind { try reader.execute("INSERT INTO t VALUES (1)") } == .readOnly)
    #expect(try reader.integer("SELECT count(*) FROM t") == 0)
  }

  @Test("a value is nil where there is no row, or NULL in it") func noValue() throws {
    let connection = try Connection(opening: ":memory:")
    #expect(try connection.integer("SELECT 1 WHERE 0") == nil)
    #expect(try connection.integer("SELECT NULL") == nil)
    #expect(try connection.text("SELECT NULL") == nil)
    #expect(try connection.text("SELECT ''") == "")
  }

  @Test("a transaction that is rolled back leaves nothing") func rollsBack() throws {
    let connection = try Connection(opening: folder.file("a.db"))
    try connection.execute("CREATE TABLE t (a)")
    #expect(connection.isInTransaction == false)
    try connection.begin()
    #expect(connection.isInTransaction == true)
    try connection.execute("INSERT INTO t VALUES (1), (2)")
    try connection.rollback()
    #expect(connection.isInTransaction == false)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    try connection.rollback()
  }

  @Test("a transaction that nobody committed is gone with its connection") func abandoned() throws {
    let path = folder.file("a.db")
    let first = try Connection(opening: path)
    try first.execute("CREATE TABLE t (a)")
    try first.begin()
    try first.execute("INSERT INTO t VALUES (1)")
    first.close()
    #expect(try Connection(opening: path).integer("SELECT count(*) FROM t") == 0)
  }

  @Test("the data version moves when another connection commits, and only then") func dataVersion() throws {
    let path = folder.file("a.db")
    let one = try Connection(opening: path)
    let other = try Connection(opening: path)
    try one.execute("CREATE TABLE t (a)")
    let before = try one.dataVersion()
    try one.execute("INSERT INTO t VALUES (1)")
    #expect(try one.dataVersion() == before)
    try other.execute("INSERT INTO t VALUES (2)")
    #expect(try one.dataVersion() != before)
  }

  @Test("a statement outlives its connection") func outlives() throws {
    let connection = try Connection(opening: folder.file("a.db"))
    var statement = try connection.prepare("SELECT 7")
    connection.close()
    #expect(try statement.step() == .row)
    #expect(statement.int64(0) == 7)
  }

  @Test("its size can be kept in bounds, and what doesn't fit is taken back") func fills() throws {
    let connection = try Connection(opening: folder.file("a.db"))
    try connection.execute("CREATE TABLE t (a BLOB); PRAGMA max_page_count = 20")
    try connection.begin()
    var insert = try connection.prepare("INSERT INTO t VALUES (zeroblob(4000))")
    let error = #expect(throws: SQLiteError.self) { for _ in 0..<100 { try insert.run() } }
    #expect(error?.kind == .full)
    try connection.rollback()
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    try connection.execute("PRAGMA max_page_count = 2000")
    try insert.run()
    #expect(try connection.integer("SELECT count(*) FROM t") == 1)
  }

  @Test("it runs on a thread of its own when its actor is pinned there") func pinned() async throws {
    let ledger = Ledger(folder.file("a.db"))
    #expect(try await ledger.add("größer") == 1)
    #expect(try await ledger.add("kleiner") == 2)
  }
}
