import Columns
import Engine
import FileSystems
import SQLiteConnector
import Specifications
import Testing

@Suite("a table that is there") struct ExistingTableTests {
  let bench = Bench()
  let fields = [Field("id", .int32, isNullable: false), Field("name", .text), Field("at", .timestamp)]
  let options: Node = ["connection": "store", "name": "orders", "key": ["id"]]

  private func make(_ sql: String) throws {
    try makeFolder(bench.folder.file("data"))
    try bench.execute(sql)
  }

  private func refusal(_ options: Node) async throws -> Failure? {
    let sink = try bench.sink(Schema(fields), options)
    return await #expect(throws: Failure.self) { try await sink.open() }
  }

  @Test("is met without regard to case, and written in the types that it has") func meets() async throws {
    try make("CREATE TABLE Orders (extra TEXT DEFAULT 'x', NAME TEXT, ID TEXT PRIMARY KEY, At DATETIME)")
    let sink = try bench.sink(Schema(fields), options)
    try await sink.open()
    try await sink.take(batch(fields, [["7", "a", "2018-06-08T16:26:00.25Z"], ["8", "b", nil]]))
    try await sink.store(from: nil, to: 1)
    #expect(
      try bench.query("SELECT extra, name, typeof(id), id, at FROM orders ORDER BY id") == [
        ["x", "a", "text", "7", "2018-06-08 16:26:00.25"], ["x", "b", "text", "8", nil],
      ])
    await sink.close()
  }

  @Test("obeys its own rules") func rules() async throws {
    try make("CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT UNIQUE CHECK (name <> 'bad'), at)")
    let sink = try bench.sink(Schema(fields), options)
    try await sink.open()
    let answer = await sink.answer(
      toTaking: batch(fields, [["1", "a", nil], ["2", "bad", nil], ["3", "a", nil], ["1", "b", nil]]))
    #expect(answer.rows == [1, 2])
    #expect(answer.messages.first?.contains("CHECK") == true)
    await sink.close()
  }

  @Test("without a column that arrives is fatal, and the mend can be run") func missingColumn() async throws {
    try make("CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT)")
    let failure = try await refusal(options)
    #expect(failure?.kind == .fatal)
    #expect(failure?.message.contains("has no column `at`") == true)
    #expect(failure?.mend == #"add it: ALTER TABLE "orders" ADD COLUMN "at" TEXT"#)
    try bench.execute(#"ALTER TABLE "orders" ADD COLUMN "at" TEXT"#)
    let sink = try bench.sink(Schema(fields), options)
    try await sink.open()
    await sink.close()
  }

  @Test("with a column that nothing fills is fatal") func unfilled() async throws {
    try make("CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT, at TEXT, more TEXT NOT NULL)")
    #expect(try await refusal(options)?.message.contains("`more`") == true)
  }

  @Test("without the key is fatal, and the mend can be run") func missingKey() async throws {
    try make("CREATE TABLE orders (id INTEGER, name TEXT, at TEXT)")
    let failure = try await refusal(options)
    #expect(failure?.message.contains(#"has no key ("id")"#) == true)
    try bench.execute(String(try #require(failure?.mend).split(separator: ": ")[1]))
    let sink = try bench.sink(Schema(fields), options)
    try await sink.open()
    await sink.close()
  }

  @Test("is needed under `create: never`, else the mend can be run") func never() async throws {
    let options: Node = ["connection": "store", "name": "orders", "key": ["id"], "create": "never"]
    let failure = try await refusal(options)
    #expect(failure?.kind == .fatal)
    #expect(failure?.message.contains("is missing") == true)
    try bench.execute(String(try #require(failure?.mend).dropFirst("run: ".count)))
    let sink = try bench.sink(Schema(fields), options)
    try await sink.open()
    await sink.close()
  }
}

@Suite("a configuration of a table") struct TableTargetTests {
  let bench = Bench()
  let schema = Schema([Field("id", .int32), Field("name", .text), Field("NAME", .text)])

  static let cases: [(Node, String)] = [
    (["connection": "s", "name": "t", "key": ["nme"]], "did you mean `name`?"),
    (["connection": "s", "name": "t", "mode": "upsert"], "`mode: upsert` needs a `key`"),
    (["connection": "s", "name": "sqlite_t"], "is reserved"),
    (["connection": "s", "name": "x.ouzel_positions"], "is reserved"),
    (["connection": "s", "name": "t"], "differs in case alone"),
    (["connection": "s", "name": "t", "mode": "replace"], "`mode`"),
    (["connection": "s", "name": "t", "create": "maybe"], "`create`"),
  ]

  @Test("that can't be is told before anything is opened", arguments: cases)
  func refused(options: Node, sentence: String) {
    var problems = Problems()
    #expect(bench.make(schema, options, &problems) == nil)
    #expect(problems.all.map(\.sentence).contains { $0.contains(sentence) })
  }
}
