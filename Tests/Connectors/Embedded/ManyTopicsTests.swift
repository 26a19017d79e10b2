import Columns
import EmbeddedConnector
import Engine
import SQLiteClient
import Specifications
import Testing

@Suite("Topics that records name", .timeLimit(.minutes(1))) struct ManyTopicsTests {
  let bench = TopicBench()

  private var topics: [String] {
    get throws {
      let connection = try bench.open()
      var select = try connection.prepare("SELECT name, partitions FROM topics ORDER BY name")
      var found: [String] = []
      while try select.step() == .row { found.append("\(select.text(0))/\(select.int64(1))") }
      return found
    }
  }

  private func values(of topic: String, lanes: Int) async throws -> [String] {
    let source = try bench.source(topic, group: "look at \(topic)")
    var values: [String] = []
    for lane in try await source.lanes(lanes) { values += try await source.messages(of: lane).map(\.value) }
    await source.close()
    return values.sorted()
  }

  @Test("rows that fail only when they are laid out anew, for the partitions found, are refused and don't vanish")
  func failedAnew() async throws {
    for number in 0..<40 { try await bench.fill([("a", "0")], "t_x\(number)", partitions: 1) }
    let before = try bench.integer("SELECT sum(count) FROM blocks")
    // Of each row the key fails by chance, each time that it is computed.
    let key = "case when cast(uuid() as text) < '8' then k else cast(cast(k as integer) as text) end"
    let sink = try bench.sink("t_{k}", key: key, partitions: 3)
    try await sink.open()
    var (taken, refused): (Int64, Int64) = (0, 0)
    for number in 0..<40 {
      let rows = batch([("x\(number)", "1")])
      var prepared = sink.prepare(rows)
      while !prepared.failures.isEmpty { prepared = sink.prepare(rows) }
      do throws(TakeFailure) {
        try await sink.take(prepared, of: TopicBench.input)
        taken += 1
      } catch {
        guard case .rows(let found) = error else { throw error }
        #expect(found.map(\.row) == [0] && found[0].message.hasPrefix("the key: "))
        refused += 1
      }
    }
    try await sink.store([move(from: nil, to: 40)])
    await sink.close()
    #expect(refused > 0 && taken + refused == 40)
    #expect(try bench.integer("SELECT sum(count) FROM blocks") == (before ?? 0) + taken)
  }

  @Test("are made in the transaction of their first message, and share one ledger")
  func made() async throws {
    // A topic of other partitions is there already.
    try await bench.fill([("a", "0")], "t_a", partitions: 2)
    let sink = try bench.sink("t_{k}", partitions: 3)
    #expect(sink.target == "t_{k}" && sink.places == [])
    try await sink.open()
    let rows = batch([("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"), ("b", "5")])
    try await sink.take(sink.prepare(rows), of: TopicBench.input)
    #expect(try topics == ["t_a/2"])
    await sink.abandon()
    try await sink.take(sink.prepare(rows), of: TopicBench.input)
    try await sink.store([move(from: nil, to: 5)])
    #expect(try topics == ["t_a/2", "t_b/3", "t_c/3"])
    try await sink.take(sink.prepare(batch([("b", "6")])), of: TopicBench.input)
    try await sink.store([move(from: 5, to: 6)])
    #expect(try await sink.entries().map(\.position) == [Position(message: 6)])
    await sink.close()
    #expect(try await values(of: "t_a", lanes: 2) == ["0", "1", "3"])
    #expect(try await values(of: "t_b", lanes: 3) == ["2", "5", "6"])
    #expect(try bench.integer("SELECT count(*) FROM ouzel_positions WHERE target = 't_{k}'") == 1)
  }

  @Test("are told by their row where no topic can be called that")
  func refused() async throws {
    let sink = try bench.sink("t{k}")
    try await sink.open()
    let prepared = sink.prepare(batch([("a", "1"), (nil, "2"), ("../x", "3")]))
    #expect(prepared.failures.map(\.row) == [1, 2])
    #expect(prepared.failures.map(\.message).last == "«../x» has a `/`, and becomes a part of the topic's name")
    await sink.close()
  }

  @Test("take headers that are filled in for each message; those that are null are left out")
  func headers() async throws {
    let sink = try bench.sink(partitions: 1, headers: ["kind": "order \"{v}\"", "k\"ey": "{k}"])
    try await sink.open()
    try await sink.take(sink.prepare(batch([("a\n", "1"), (nil, "2")])), of: TopicBench.input)
    try await sink.store([move(from: nil, to: 2)])
    await sink.close()
    let empty = try bench.sink("other", partitions: 1, headers: ["k": "{k}"])
    try await empty.open()
    try await empty.take(empty.prepare(batch([(nil, "1")])), of: TopicBench.input)
    try await empty.store([move(from: nil, to: 1)])
    await empty.close()
    var found: [String] = []
    for topic in ["orders", "other"] {
      let source = try bench.source(topic)
      for lane in try await source.lanes(1) { found += try await source.messages(of: lane).map(\.headers) }
      await source.close()
    }
    #expect(found == [#"{"kind":"order \"1\"","k\"ey":"a\n"}"#, #"{"kind":"order \"2\""}"#, ""])
  }
}
