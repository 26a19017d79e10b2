import Columns
import Digests
import EmbeddedConnector
import Engine
import SQLiteClient
import State
import TestSupport
import Testing

@Suite("a topic that is filled", .timeLimit(.minutes(1))) struct TopicSinkTests {
  let bench = TopicBench()

  @Test("is made with as many partitions as asked, and keeps its number afterwards")
  func made() async throws {
    try await bench.fill([("a", "1")], partitions: 3)
    try await bench.fill([("b", "2")], partitions: 7)
    #expect(try bench.integer("SELECT count(*) FROM partitions") == 3)
  }

  @Test("is made in a database that holds positions already, of tables that are filled there")
  func besideTables() async throws {
    bench.folder.write("", to: "data/events.db")
    do { try PositionTable.create(in: Connection(opening: bench.path)) }
    try await bench.fill([("a", "1")])
    #expect(try bench.integer("SELECT count(*) FROM blocks") == 1)
  }

  @Test("gives each message the partition of its key's murmur2, and numbers those of a partition in order")
  func keys() async throws {
    let rows = (0..<300).map { ("key \($0)", "value \($0)") as (String?, String) }
    try await bench.fill(rows, size: 40)
    let source = try bench.source()
    var seen: [String?: String] = [:]
    for lane in try await source.lanes(3) {
      let messages = try await source.messages(of: lane)
      #expect(messages.map(\.offset) == Array(0..<Int64(messages.count)))
      #expect(!messages.isEmpty)
      for message in messages {
        let key = Buffer.copying(try #require(message.key))
        // The buffer outlives the call.
        let partition = unsafe Murmur2.partition(of: key.bytes, among: 3)
        withExtendedLifetime(key) {}
        #expect(lane.id.name == "orders/\(partition)")
        seen[message.key] = message.value
      }
      // In the order in which they came.
      let numbers = messages.compactMap { $0.value.split(separator: " ").last.flatMap { Int($0) } }
      #expect(numbers == numbers.sorted())
    }
    await source.close()
    #expect(seen.count == 300 && seen["key 7"] == "value 7")
  }

  @Test("spreads batches without keys evenly, and messages with a null key among them")
  func nullKeys() async throws {
    try await bench.fill((0..<90).map { (nil, "\($0)") }, size: 10)
    let source = try bench.source()
    var counts: [Int] = []
    for lane in try await source.lanes(3) {
      let messages = try await source.messages(of: lane)
      #expect(messages.allSatisfy { $0.key == nil })
      counts.append(messages.count)
    }
    await source.close()
    #expect(counts.reduce(0, +) == 90 && counts.allSatisfy { $0 % 10 == 0 && $0 >= 10 })
  }

  @Test("dates each message with when it was written")
  func times() async throws {
    try await bench.fill([("a", "1")], partitions: 1)
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    let time = try #require(try await source.messages(of: lane).first?.time)
    #expect(time > 1_700_000_000_000_000)
    await source.close()
  }

  @Test("holds nothing of what was taken and not stored")
  func unstored() async throws {
    let sink = try bench.sink()
    try await sink.open()
    try await sink.take(sink.prepare(batch([("a", "1")])), of: TopicBench.input)
    await sink.abandon()
    try await sink.take(sink.prepare(batch([("a", "2")])), of: TopicBench.input)
    await sink.close()
    #expect(try bench.integer("SELECT count(*) FROM blocks") == 0)
    #expect(try bench.integer("SELECT sum(next_offset) FROM partitions") == 0)
    #expect(
      await Answer.of { try await sink.take(sink.prepare(batch([("a", "1")])), of: TopicBench.input) }.kind
        == .outage)
  }

  @Test("moves the positions of its source in the transaction of the messages")
  func positions() async throws {
    let sink = try bench.sink()
    try await sink.open()
    #expect(try await sink.entries().isEmpty)
    try await sink.take(sink.prepare(batch([("a", "1")])), of: TopicBench.input)
    #expect(try bench.integer("SELECT count(*) FROM blocks") == 0)
    try await sink.store([move(from: nil, to: 1)])
    #expect(try bench.integer("SELECT count(*) FROM blocks") == 1)
    let entry = LedgerEntry(
      lane: TopicBench.input, position: Position(message: 1), tenure: Tenure(id: "t", since: .start))
    #expect(try await sink.entries() == [entry])
    // Nothing to write moves it too.
    try await sink.store([move(from: 1, to: 9)])
    #expect(try await sink.entries().map(\.position) == [Position(message: 9)])
    await sink.close()
    let other = try bench.sink(pipeline: "another")
    try await other.open()
    #expect(try await other.entries().isEmpty)
    await other.close()
  }

  @Test("writes nothing for who finds another position than it knows, and nothing twice after a lost answer")
  func exactlyOnce() async throws {
    let (first, second) = (try bench.sink(), try bench.sink())
    try await first.open()
    try await second.open()
    try await first.take(first.prepare(batch([("a", "1")])), of: TopicBench.input)
    try await first.store([move(from: nil, to: 1)])
    // The other was paused, and doesn't know.
    try await second.take(second.prepare(batch([("a", "1 again")])), of: TopicBench.input)
    let lost = await Answer.of { () throws(StoreFailure) in
      try await second.store([move(from: nil, to: 1, tenure: "u")])
    }
    #expect(lost == .lost([TopicBench.input]))
    // The first never heard that it was stored.
    try await first.take(first.prepare(batch([("a", "1")])), of: TopicBench.input)
    try await first.store([move(from: nil, to: 1)])
    #expect(try bench.integer("SELECT sum(count) FROM blocks") == 1)
    #expect(try bench.integer("SELECT sum(next_offset) FROM partitions") == 1)
    await first.close()
    await second.close()
  }

  @Test("two processes that fill one topic by turns number its messages without a gap")
  func twoWriters() async throws {
    let (first, second) = (try bench.sink(partitions: 1, pipeline: "one"), try bench.sink(pipeline: "two"))
    try await first.open()
    try await second.open()
    var at: Int64?
    for turn in 0..<10 {
      for (sink, name) in [(first, "one"), (second, "two")] {
        try await sink.take(sink.prepare(batch([("a", "\(name) \(turn)")])), of: TopicBench.input)
        try await sink.store([move(from: at, to: Int64(turn) + 1)])
      }
      at = Int64(turn) + 1
    }
    await first.close()
    await second.close()
    let source = try bench.source()
    let messages = try await source.messages(of: try await source.lanes(1)[0])
    #expect(messages.map(\.offset) == Array(0..<20))
    await source.close()
  }

  @Test("refuses the rows whose key can't be computed, by their numbers")
  func badKeys() async throws {
    let sink = try bench.sink(key: "cast(cast(k as integer) as text)")
    let prepared = sink.prepare(batch([("1", "a"), ("x", "b"), ("3", "c")]))
    #expect(prepared.failures.map(\.row) == [1])
    #expect(prepared.failures.first?.sentence.hasPrefix("the key: ") == true)
    #expect(sink.prepare(batch([("1", "a"), ("3", "c")])).failures.isEmpty)
  }

  @Test("another's lock that stays is an outage that names the process, told already when the topic is opened")
  func locked() async throws {
    try await bench.fill([("a", "1")])
    let sink = try bench.sink()
    let reader = try bench.open()
    #expect(try reader.integer("SELECT count(*) FROM blocks") == 1)
    let holder = try #require(DatabaseHolder(of: bench.path))
    let failure = await Answer.of { () throws(Failure) in try await sink.open() }.failure
    #expect(failure?.kind == .outage && failure?.code == "OZ-D001")
    #expect(failure?.message.contains("locked by process \(holder.process)") == true, "\(failure?.message ?? "")")
    holder.end()
    try await sink.open()
    try await sink.take(sink.prepare(batch([("a", "2")])), of: TopicBench.input)
    try await sink.store([move(from: 1, to: 2)])
    await sink.close()
    #expect(try bench.integer("SELECT sum(count) FROM blocks") == 2)
  }

  @Test("a file that is no database is fatal")
  func noDatabase() async throws {
    bench.folder.write(String(repeating: "no database ", count: 200), to: "data/events.db")
    let sink = try bench.sink()
    #expect(await Answer.of { () throws(Failure) in try await sink.open() }.kind == .fatal)
    let source = try bench.source()
    #expect(await Answer.of { () throws(Failure) in try await source.open() }.kind == .fatal)
  }
}
