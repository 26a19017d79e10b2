import Columns
import Engine
import SQLiteClient
import SQLiteConnector
import Specifications
import Testing

@Suite("a table") struct TableSinkTests {
  let bench = Bench()
  let fields = [Field("id", .int32, isNullable: false), Field("name", .text), Field("Placed", .timestamp)]
  var schema: Schema { Schema(fields) }
  let keyed: Node = ["connection": "store", "name": "shop.orders", "key": ["id"]]

  @Test("is made from the contract, and filled with the lane's position in one transaction") func fills() async throws {
    let sink = try bench.sink(schema, keyed)
    try await sink.open()
    #expect(try await sink.entries().isEmpty)
    try await sink.take(batch(fields, [["1", "a", "2018-06-08T16:26:00Z"], ["2", nil, nil]]))
    #expect(try bench.query("SELECT count(*) FROM orders") == [["0"]])
    try await sink.store(from: nil, to: 2)
    #expect(try bench.query("SELECT * FROM orders") == [["1", "a", "2018-06-08 16:26:00"], ["2", nil, nil]])
    #expect(
      try await sink.entries() == [LedgerEntry(lane: Bench.lane, position: Position(message: 2), tenure: Bench.tenure)])
    #expect(
      try bench.query("SELECT sql FROM sqlite_schema WHERE name = 'orders'") == [
        [#"CREATE TABLE "orders" ("id" INTEGER NOT NULL, "name" TEXT, "Placed" TEXT, PRIMARY KEY ("id"))"#]
      ])
    #expect(try bench.query("PRAGMA journal_mode") == [["wal"]])
    await sink.close()
  }

  @Test("with a key: the last row of a key wins, within a batch and over batches") func upserts() async throws {
    let sink = try bench.sink(schema, keyed)
    try await sink.open()
    try await sink.take(batch(fields, [["1", "a", nil], ["2", "b", nil], ["1", "c", nil]]))
    try await sink.take(batch(fields, [["2", "d", nil]]))
    try await sink.store(from: nil, to: 4)
    #expect(try bench.query("SELECT id, name FROM orders ORDER BY id") == [["1", "c"], ["2", "d"]])
    await sink.close()
  }

  @Test("takes the contract's key where it has none of its own, in the order that the options say")
  func keys() async throws {
    let sink = try bench.sink(schema, ["connection": "store", "name": "a"], contractKey: ["ID"])
    try await sink.open()
    await sink.close()
    let key: Node = ["partition": ["name"], "clustering": ["Placed desc", "id"]]
    let other = try bench.sink(schema, ["connection": "store", "name": "b", "key": key])
    try await other.open()
    await other.close()
    #expect(
      try bench.query("SELECT sql FROM sqlite_schema WHERE name IN ('a', 'b') AND type = 'table' ORDER BY name") == [
        [#"CREATE TABLE "a" ("id" INTEGER NOT NULL, "name" TEXT, "Placed" TEXT, PRIMARY KEY ("id"))"#],
        [
          #"CREATE TABLE "b" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, "Placed" TEXT NOT NULL, "#
            + #"PRIMARY KEY ("name", "Placed" DESC, "id"))"#
        ],
      ])
  }

  @Test("without a key appends, and what is abandoned was never there") func appends() async throws {
    let sink = try bench.sink(schema, ["connection": "store", "name": "orders"])
    try await sink.open()
    try await sink.take(batch(fields, [["1", "a", nil], ["1", "a", nil]]))
    try await sink.store(from: nil, to: 2)
    try await sink.take(batch(fields, [["9", "z", nil]]))
    await sink.abandon()
    try await sink.take(batch(fields, [["1", "a", nil]]))
    try await sink.store(from: 2, to: 3)
    #expect(try bench.query("SELECT id FROM orders") == [["1"], ["1"], ["1"]])
    await sink.close()
  }

  @Test("moves a position though there is no row") func emptyMove() async throws {
    let sink = try bench.sink(schema, keyed)
    try await sink.open()
    try await sink.take(batch(fields, []))
    try await sink.store(from: nil, to: 8)
    #expect(try await sink.entries().map(\.position) == [Position(message: 8)])
    await sink.close()
  }

  @Test("names rows with a null where the table has none, before they are taken") func nulls() async throws {
    let sink = try bench.sink(schema, ["connection": "store", "name": "t", "key": ["name"]])
    try await sink.open()
    let rows = sink.prepare(batch(fields, [["1", "a", nil], ["2", nil, nil], ["3", "b", nil]]))
    #expect(rows.failures.map(\.row) == [1])
    #expect(rows.failures.first?.field == "name")
    await sink.close()
  }

  @Test("names rows with a NaN where the table has no null, which is what SQLite makes of it") func notNumbers()
    async throws
  {
    let bench = Bench()
    let reals = [
      Field("id", .int32), Field("a", .float64, isNullable: false), Field("b", .float32, isNullable: false),
      Field("c", .float64),
    ]
    let sink = try bench.sink(Schema(reals), ["connection": "store", "name": "t"])
    try await sink.open()
    let rows = sink.prepare(
      batch(
        reals, [["1", "NaN", "1", "1"], ["2", "1", "2.5", "NaN"], ["3", "1", "nan", "1"], ["4", "inf", "0", nil]]))
    #expect(rows.failures.map(\.row) == [0, 2])
    #expect(rows.failures.map(\.field) == ["a", "b"])
    #expect(
      rows.failures.first?.sentence == "a: is NaN, which SQLite keeps as null, and the table doesn't allow that")
    await sink.close()
  }

  @Test("names all rows that it refuses, keeps none of that part, and all of the parts before") func refuses()
    async throws
  {
    let sink = try bench.sink(schema, ["connection": "store", "name": "orders", "key": ["id"], "mode": "append"])
    try await sink.open()
    try await sink.take(batch(fields, [["1", "a", nil]]))
    let answer = await sink.answer(
      toTaking: batch(fields, [["2", "b", nil], ["1", "c", nil], ["3", "d", nil], ["2", "e", nil]]))
    #expect(answer.rows == [1, 3])
    #expect(answer.messages.first == "the table refuses it: UNIQUE constraint failed: orders.id")
    try await sink.take(batch(fields, [["3", "d", nil]]))
    try await sink.store(from: nil, to: 5)
    #expect(try bench.query("SELECT id FROM orders") == [["1"], ["3"]])
    await sink.close()
  }

  @Test("whose trigger undoes the whole transaction stops the pipeline, and no row behind the refused one is in")
  func undone() async throws {
    let sink = try bench.sink(schema, ["connection": "store", "name": "orders", "key": ["id"], "mode": "append"])
    try await sink.open()
    await sink.close()
    try Connection(opening: bench.path).execute(
      "CREATE TRIGGER no BEFORE INSERT ON orders WHEN new.id IN (2, '2') BEGIN SELECT raise(ROLLBACK, 'no'); END")
    try await sink.open()
    try await sink.take(batch(fields, [["1", "a", nil]]))
    let answer = await sink.answer(toTaking: batch(fields, [["2", "b", nil], ["3", "c", nil]]))
    #expect(answer.failure?.kind == .fatal && answer.failure?.code == "OZ-T004")
    #expect(try bench.query("SELECT id FROM orders") == [])
    await sink.close()
  }

  @Test("drops all that it took when another process moved the lane") func lost() async throws {
    let sink = try bench.sink(schema, keyed)
    let other = try bench.sink(schema, keyed)
    try await sink.open()
    try await other.open()
    try await other.take(batch(fields, [["1", "other", nil]]))
    try await other.store(from: nil, to: 1)
    try await sink.take(batch(fields, [["1", "paused", nil]]))
    #expect(await sink.answer(toStoringFrom: nil, to: 2) == .lost([Bench.lane]))
    #expect(try bench.query("SELECT name FROM orders") == [["other"]])
    // Storing again what is in already stores nothing twice.
    try await sink.take(batch(fields, [["7", "again", nil]]))
    try await sink.store(from: nil, to: 1)
    #expect(try bench.query("SELECT name FROM orders") == [["other"]])
    await sink.close()
    await other.close()
  }

  @Test("two pipelines fill one database by turns") func shared() async throws {
    let first = try bench.sink(schema, keyed)
    let second = try bench.sink(schema, keyed, pipeline: "q")
    try await first.open()
    try await second.open()
    try await first.take(batch(fields, [["1", "a", nil]]))
    let rows = second.prepare(batch(fields, [["2", "b", nil]]))
    async let later: Void = second.take(rows, of: Bench.lane)
    try await first.store(from: nil, to: 1)
    try await later
    try await second.store(from: nil, to: 1)
    #expect(try bench.query("SELECT id FROM orders") == [["1"], ["2"]])
    await first.close()
    await second.close()
  }

  @Test("dropped and made anew, knows no positions") func dropped() async throws {
    let sink = try bench.sink(schema, keyed)
    try await sink.open()
    try await sink.take(batch(fields, [["1", "a", nil]]))
    try await sink.store(from: nil, to: 1)
    await sink.close()
    try bench.execute("DROP TABLE orders")
    try await sink.open()
    #expect(try await sink.entries().isEmpty)
    await sink.close()
  }

  @Test("that gets new rules while it is written is an outage, and then obeys them") func changed() async throws {
    let sink = try bench.sink(schema, keyed)
    try await sink.open()
    try bench.execute(
      "CREATE TRIGGER no BEFORE INSERT ON orders WHEN new.id IN (2, '2') BEGIN SELECT raise(ABORT, 'no'); END")
    let rows = batch(fields, [["1", "a", nil], ["2", "b", nil]])
    #expect(await sink.answer(toTaking: rows).failure?.kind == .outage)
    try await sink.open()
    #expect(await sink.answer(toTaking: rows).rows == [1])
    await sink.close()
  }

  static let keyTypes: [ColumnType] = [.text, .int32, .float64, .uuid, .timestamp]

  @Test("keeps the last row of each key, whatever the key is made of", arguments: keyTypes, ["asc", "desc"])
  func lastWins(type: ColumnType, direction: String) async throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SplitMix(seed: seed)
    let fields = [Field("a", type), Field("b", .text), Field("n", .int64)]
    let key: Node = ["partition": ["b"], "clustering": [Node("a \(direction)")]]
    for key in [key, ["clustering": [Node("a \(direction)"), "b"]], ["clustering": [Node("a \(direction)")]]] as [Node]
    {
      let table = "t\(UInt64.random(in: 0...UInt64.max))"
      let sink = try bench.sink(Schema(fields), ["connection": "store", "name": Node(table), "key": key])
      try await sink.open()
      var last: [String: String] = [:]
      for number in 0..<3 {
        let rows = (0..<200).map { row in
          [Self.value(type, Int(random.next() % 40)), "common prefix \(random.next() % 3)", "\(number * 200 + row)"]
        }
        let isWhole = key["partition"] != nil || key["clustering"]?.items?.count == 2
        for row in rows { last[isWhole ? row[0] + "|" + row[1] : row[0]] = row[2] }
        try await sink.take(batch(fields, rows))
      }
      try await sink.store(from: nil, to: 600)
      await sink.close()
      let found = try bench.query("SELECT n FROM \(table) ORDER BY n").map { $0[0] }
      #expect(found == last.values.map { Int($0)! }.sorted().map { "\($0)" }, "seed \(seed)")
    }
  }

  private static func value(_ type: ColumnType, _ number: Int) -> String {
    switch type {
    case .uuid: "9253f6b7-3fe6-e7be-9ba0-57171ed400\(number + 10)"
    case .timestamp: "2018-06-08 16:00:\(number + 10)"
    case .float64: "\(Double(number - 20) / 3)"
    case .int32: "\(number - 20)"
    default: "\(number)"
    }
  }
}
