import SQLiteClient
import Testing

@Suite("a statement") struct StatementTests {
  @Test("every kind of value comes back as it was bound") func roundTrips() throws {
    let connection = try Connection(opening: ":memory:")
    var statement = try connection.prepare("SELECT ?, ?, ?, ?, ?, ?, ?")
    #expect(statement.parameterCount == 7)
    #expect(statement.columnCount == 7)
    let text = Array("in place: ÄÖ 🦦".utf8)
    let blob: [UInt8] = [0, 1, 0, 255]
    try statement.bind(integer: Int64.min, at: 1)
    try statement.bind(real: -0.1, at: 2)
    try statement.bind(text: "naïve 日本 \u{0} 🦜", at: 3)
    try statement.bind(blob: blob, at: 4)
    try statement.bindNull(at: 5)
    // Both arrays outlive the step.
    try unsafe text.withUnsafeBytes { text in
      try unsafe blob.withUnsafeBytes { blob in
        try unsafe statement.bind(text: text, at: 6)
        try unsafe statement.bind(blob: blob, at: 7)
        #expect(try statement.step() == .row)
      }
    }
    #expect((0..<7).map { statement.storageClass($0) } == [.integer, .real, .text, .blob, .null, .text, .blob])
    #expect(statement.int64(0) == .min)
    #expect(statement.double(1) == -0.1)
    #expect(statement.text(2) == "naïve 日本 \u{0} 🦜")
    #expect(statement.blob(3) == blob)
    #expect(statement.isNull(4) == true)
    #expect(statement.text(5) == "in place: ÄÖ 🦦")
    #expect(unsafe statement.withBytes(ofColumn: 6) { unsafe Array($0) } == blob)
    #expect(try statement.step() == .done)
  }

  @Test("empty text and empty bytes aren't NULL") func empty() throws {
    let connection = try Connection(opening: ":memory:")
    var statement = try connection.prepare("SELECT ?, ?, ?, ?")
    let nothing = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    try unsafe statement.bind(text: nothing, at: 1)
    try unsafe statement.bind(blob: nothing, at: 2)
    try statement.bind(text: "", at: 3)
    try statement.bind(blob: [], at: 4)
    #expect(try statement.step() == .row)
    #expect((0..<4).map { statement.storageClass($0) } == [.text, .blob, .text, .blob])
    #expect(statement.blob(1) == [])
  }

  @Test("it is bound and run again and again") func repeats() throws {
    let connection = try Connection(opening: ":memory:")
    try connection.execute("CREATE TABLE t (a INTEGER, b TEXT)")
    var insert = try connection.prepare("INSERT INTO t VALUES (?1, ?2)")
    for number in 0..<1000 {
      try insert.bind(integer: Int64(number), at: 1)
      try insert.bind(text: "row \(number)", at: 2)
      #expect(try insert.step() == .done)
    }
    var select = try connection.prepare("SELECT a, b FROM t ORDER BY a")
    #expect(select.name(ofColumn: 1) == "b")
    #expect(select.declaredType(ofColumn: 0) == "INTEGER")
    var seen = 0
    while try select.step() == .row {
      #expect(select.int64(0) == Int64(seen))
      #expect(select.text(1) == "row \(seen)")
      seen += 1
    }
    #expect(seen == 1000)
    #expect(try select.step() == .row)
    select.reset()
    #expect(try select.step() == .row)
    #expect(select.int64(0) == 0)
  }

  @Test("cleared bindings are NULL") func clears() throws {
    let connection = try Connection(opening: ":memory:")
    var statement = try connection.prepare("SELECT ?")
    try statement.bind(integer: 5, at: 1)
    #expect(try statement.step() == .row)
    statement.reset()
    statement.clearBindings()
    #expect(try statement.step() == .row)
    #expect(statement.isNull(0) == true)
  }

  @Test("after a row was refused the next one gets in") func refused() throws {
    let connection = try Connection(opening: ":memory:")
    try connection.execute("CREATE TABLE t (a INTEGER NOT NULL)")
    var insert = try connection.prepare("INSERT INTO t VALUES (?)")
    try insert.bindNull(at: 1)
    #expect(throws: SQLiteError.self) { try insert.run() }
    try insert.bind(integer: 1, at: 1)
    try insert.run()
    #expect(try connection.integer("SELECT count(*) FROM t") == 1)
  }

  @Test(
    "what isn't one statement is refused",
    arguments: ["", "  -- nothing", "SELECT 1; SELECT 2", "SELECT 1; x"])
  func notOne(sql: String) throws {
    let connection = try Connection(opening: ":memory:")
    #expect(kind { _ = try connection.prepare(sql) } == .misuse)
  }

  @Test("white space and a semicolon may follow") func trailing() throws {
    let connection = try Connection(opening: ":memory:")
    _ = try connection.prepare("SELECT 1 ;\n\t ")
  }

  @Test("a parameter that isn't there is refused") func noParameter() throws {
    let connection = try Connection(opening: ":memory:")
    var statement = try connection.prepare("SELECT ?")
    #expect(kind { try statement.bind(integer: 1, at: 2) } == .misuse)
    #expect(kind { try statement.bind(integer: 1, at: 0) } == .misuse)
  }
}
