import Columns
import Engine
import SQLiteConnector
import Specifications
import Testing

@Suite("Tables that records name") struct ManyTablesTests {
  let bench = Bench()
  static let contract = Metadata.contract.field
  static let labs = [Field("id", .int32, isNullable: false), Field("result", .float64), contract]
  static let meds = [Field("id", .int32, isNullable: false), Field("dose", .text), contract]
  static let forms = [
    SinkForm(contract: "labs", schema: Schema(labs), key: ["id"]),
    SinkForm(contract: "meds", schema: Schema(meds), key: ["id"]),
  ]

  private func sink(_ options: Node, _ forms: [SinkForm] = forms) throws -> any Sink {
    var problems = Problems()
    let sink = bench.sink(forms, options, &problems)
    #expect(problems.all.map(\.sentence) == [])
    return try #require(sink)
  }

  private func refusals(_ forms: [SinkForm], _ options: Node) -> [String] {
    var problems = Problems()
    #expect(bench.sink(forms, options, &problems) == nil)
    return problems.all.map(\.sentence)
  }

  private func rows(_ table: String) throws -> [[String?]] { try bench.query("SELECT * FROM \(table) ORDER BY 1") }

  private var tables: [String?] {
    get throws {
      try bench.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").map { $0[0] }
        .filter { $0 != "ouzel_positions" }
    }
  }

  let byContract: Node = ["connection": "store", "name": "{_contract}"]

  @Test("are made with the columns and key of their form, when the first row comes, without metadata")
  func made() async throws {
    let sink = try sink(byContract)
    #expect(sink.target == "{_contract}")
    #expect(sink.creation?.contains("\"meds\"") == true)
    try await sink.open()
    #expect(try tables == [])
    let labs = batch(Self.labs, [["1", "2.5", "labs"], ["1", "3.5", "labs"], ["2", nil, "labs"]])
    try await sink.take(sink.prepare(labs, form: 0), of: Bench.lane)
    // Made in the transaction that isn't stored yet.
    #expect(try tables == [])
    try await sink.store(from: nil, to: 3)
    #expect(try tables == ["labs"])
    try await sink.take(sink.prepare(batch(Self.meds, [["1", "2/d", "meds"]]), form: 1), of: Bench.lane)
    try await sink.take(sink.prepare(batch(Self.labs, [["2", "7", "labs"]]), form: 0), of: Bench.lane)
    try await sink.store(from: 3, to: 5)
    #expect(try rows("labs") == [["1", "3.5"], ["2", "7.0"]])
    #expect(try rows("meds") == [["1", "2/d"]])
    #expect(
      try bench.query("SELECT sql FROM sqlite_schema WHERE name = 'meds'") == [
        [#"CREATE TABLE "meds" ("id" INTEGER NOT NULL, "dose" TEXT, PRIMARY KEY ("id"))"#]
      ])
    #expect(try bench.query("SELECT DISTINCT target FROM ouzel_positions") == [["{_contract}"]])
    await sink.close()
  }

  @Test("that the transaction made are gone with it, and made anew by the next")
  func abandoned() async throws {
    let sink = try sink(byContract)
    try await sink.open()
    let labs = batch(Self.labs, [["1", "2.5", "labs"]])
    try await sink.take(sink.prepare(labs, form: 0), of: Bench.lane)
    await sink.abandon()
    #expect(try tables == [])
    try await sink.take(sink.prepare(labs, form: 0), of: Bench.lane)
    try await sink.store(from: nil, to: 1)
    #expect(try rows("labs") == [["1", "2.5"]])
    // Another process has moved the lane: what was made for rows that are lost isn't there either.
    try await sink.take(sink.prepare(batch(Self.meds, [["1", "x", "meds"]]), form: 1), of: Bench.lane)
    #expect(await sink.answer(toStoringFrom: 7, to: 8) == .lost([Bench.lane]))
    #expect(try tables == ["labs"])
    try await sink.take(sink.prepare(batch(Self.meds, [["1", "x", "meds"]]), form: 1), of: Bench.lane)
    try await sink.store(from: 1, to: 2)
    #expect(try rows("meds") == [["1", "x"]])
    await sink.close()
  }

  @Test("take their share of one batch each, and refused rows of any of them undo all of the part")
  func shares() async throws {
    let fields = [Field("id", .int32), Field("region", .text)]
    let form = SinkForm(contract: "c", schema: Schema(fields), key: ["id"])
    let sink = try sink(["connection": "store", "name": "r_{region}", "mode": "append"], [form])
    try await sink.open()
    let mixed = batch(fields, [["1", "a"], ["2", "b"], ["1", "b"], ["2", "b"], ["3", "a"], ["1", "a"]])
    #expect(await sink.answer(toTaking: mixed).rows == [3, 5])
    try await sink.take(batch(fields, [["1", "a"], ["2", "b"]]))
    try await sink.store(from: nil, to: 6)
    #expect(try rows("r_a") == [["1", "a"]])
    #expect(try rows("r_b") == [["2", "b"]])
    // A null that the key forbids is told of the row in the batch, before anything is taken.
    let prepared = sink.prepare(batch(fields, [["1", "c"], [nil, "d"], ["5", nil]]))
    #expect(prepared.failures.map(\.row) == [1, 2])
    await sink.close()
  }

  @Test("that are there already are met as they are, though batches were prepared for others")
  func found() async throws {
    bench.makeFolder()
    try bench.execute("CREATE TABLE labs (result TEXT, ID TEXT NOT NULL PRIMARY KEY, more TEXT DEFAULT 'm')")
    let sink = try sink(byContract)
    try await sink.open()
    try await sink.take(sink.prepare(batch(Self.labs, [["1", "2.5", "labs"]]), form: 0), of: Bench.lane)
    try await sink.store(from: nil, to: 1)
    #expect(try bench.query("SELECT typeof(ID), typeof(result), more FROM labs") == [["text", "text", "m"]])
    await sink.close()
  }

  @Test("that lack a column stop the pipeline with the statement that adds it")
  func misfit() async throws {
    bench.makeFolder()
    try bench.execute("CREATE TABLE labs (id INTEGER PRIMARY KEY)")
    let sink = try sink(byContract)
    try await sink.open()
    let rows = sink.prepare(batch(Self.labs, [["1", "2.5", "labs"]]), form: 0)
    do throws(TakeFailure) {
      try await sink.take(rows, of: Bench.lane)
      Issue.record("they were taken")
    } catch {
      guard case .failure(let failure) = error else { return }
      #expect(failure.kind == .fatal && failure.mend.contains("ADD COLUMN"))
    }
    await sink.close()
  }

  @Test("aren't made where `create: never` forbids it: the rows are refused")
  func never() async throws {
    bench.makeFolder()
    try bench.execute("CREATE TABLE r_a (id INTEGER, region TEXT)")
    let fields = [Field("id", .int32), Field("region", .text)]
    let form = SinkForm(contract: "c", schema: Schema(fields), key: [])
    let sink = try sink(["connection": "store", "name": "r_{region}", "create": "never"], [form])
    try await sink.open()
    let answer = await sink.answer(toTaking: batch(fields, [["1", "b"], ["2", "a"], ["3", "b"]]))
    #expect(answer.rows == [0, 2])
    #expect(answer.messages.first == "there is no table \"r_b\", and `create: never` forbids to make it")
    await sink.close()
  }

  @Test("whose names are chance are bounded too, and no row beyond the bound is lost: it is refused")
  func chance() async throws {
    let fields = [Field("id", .int32)]
    let form = SinkForm(contract: "c", schema: Schema(fields), key: [])
    let sink = try sink(["connection": "store", "name": "t{uuid()}", "max_targets": 2], [form])
    try await sink.open()
    let rows = batch(fields, [["1"], ["2"], ["3"], ["4"]])
    #expect(sink.prepare(rows).failures.map(\.row) == [2, 3])
    #expect(await sink.answer(toTaking: rows.slice(0..<2)).rows == [0, 1])
    await sink.close()
  }

  @Test("more of them than are kept ready are filled all the same")
  func many() async throws {
    let fields = [Field("id", .int32), Field("region", .text)]
    let sink = try sink(
      ["connection": "store", "name": "r{region}"], [SinkForm(contract: "c", schema: Schema(fields), key: [])])
    try await sink.open()
    for from in [0, 300] {
      try await sink.take(batch(fields, (0..<600).map { ["\($0)", "\(($0 + from) % 300)"] }))
    }
    try await sink.store(from: nil, to: 1200)
    #expect(try tables.count == 300)
    #expect(try rows("r7").map { $0[0] } == ["7", "7", "307", "307"])
    await sink.close()
  }

  @Test("that several contracts fill have the columns of all of them")
  func union() async throws {
    for name in ["all", "{'all' || substr(_contract, 1, 0)}"] {
      let sink = try sink(["connection": "store", "name": Node(name)])
      try await sink.open()
      let at = try await sink.entries().first?.position.message
      try await sink.take(sink.prepare(batch(Self.labs, [["1", "2.5", "labs"]]), form: 0), of: Bench.lane)
      try await sink.take(sink.prepare(batch(Self.meds, [["2", "x", "meds"]]), form: 1), of: Bench.lane)
      try await sink.store(from: at, to: 2)
      await sink.close()
      #expect(
        try bench.query("SELECT id, result, dose FROM \"all\" ORDER BY 1") == [["1", "2.5", nil], ["2", nil, "x"]])
    }
  }

  @Test("that several contracts may fill are refused where the contracts don't agree")
  func disagreement() {
    let other = SinkForm(
      contract: "meds", schema: Schema([Field("id", .text), Field("dose", .text)]), key: ["dose"])
    for name in ["all", "{cast(id as text)}"] {
      #expect(
        refusals([Self.forms[0], other], ["connection": "store", "name": Node(name)]) == [
          "records of the contracts `labs` and `meds` may come into one table, and their keys differ; name the table by "
            + "the contract, with `name: \"{_contract}\"`, or give the sink a `key`",
          "records of the contracts `labs` and `meds` may come into one table, and `id` is int32 in the one and text in "
            + "the other; name the table by the contract, with `name: \"{_contract}\"`, or `cast` it in a step",
        ])
    }
    #expect(
      refusals(Self.forms, ["connection": "store", "name": "{_contract}", "key": ["dose"]]) == [
        "the key's column `dose` is none of those of contract `labs` that arrive; there are id, result"
      ])
  }
}
