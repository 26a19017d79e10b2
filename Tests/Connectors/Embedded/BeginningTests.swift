import EmbeddedConnector
import Engine
import SQLiteClient
import Specifications
import TestSupport
import Testing

@Suite("a topic begins", .timeLimit(.minutes(1))) struct BeginningTests {
  let bench = TopicBench()

  private func entry(_ lane: Lane, _ message: Int64) -> LedgerEntry {
    LedgerEntry(lane: lane.id, position: Position(message: message), tenure: Tenure(id: "old", since: .start))
  }

  /// Twenty messages in one partition, in blocks of five, of the times 100, 200, 300 and 400 seconds.
  private func fill() async throws {
    try await bench.fill((0..<20).map { ("k", "\($0)") }, partitions: 1, size: 5)
    try bench.execute("UPDATE blocks SET time = (base_offset / 5 + 1) * 100000000")
  }

  @Test(
    "without a position where `from` says",
    arguments: [
      ("earliest", 0), ("latest", 20), ("last:3", 17), ("last:50", 0), ("last:0", 20),
      ("time:1970-01-01T00:03:20Z", 10),
      ("time:1970-01-01T00:03:21Z", 10), ("time:1970-01-01T00:00:00Z", 0), ("time:2999-01-01", 20),
      ("offsets:0=7", 7),
    ] as [(String, Int64)])
  func from(text: String, message: Int64) async throws {
    try await fill()
    // A time between two blocks finds the later one.
    let wanted = text == "time:1970-01-01T00:03:20Z" ? 5 : message
    let source = try bench.source("orders", ("from", Node(text)))
    let lanes = try await source.lanes(1)
    let start = try await source.starts(lanes)[0]
    #expect(start.position == Position(message: wanted))
    // What a later look would find elsewhere is kept at once.
    #expect(start.isKept == (text != "earliest"))
    #expect(try await source.starts(lanes, [entry(lanes[0], 4)])[0].position == Position(message: 4))
    await source.close()
  }

  @Test("by the same place however often it is asked, though the topic grows meanwhile")
  func onceALane() async throws {
    try await fill()
    let source = try bench.source("orders", ("from", "latest"))
    let lanes = try await source.lanes(1)
    #expect(try await source.starts(lanes)[0].position == Position(message: 20))
    try await bench.fill([("k", "20")])
    #expect(try await source.starts(lanes)[0].position == Position(message: 20))
    await source.close()
  }

  @Test("is refused at an offset that isn't held")
  func impossible() async throws {
    try await fill()
    let source = try bench.source("orders", ("from", "offsets:0=21"))
    let lanes = try await source.lanes(1)
    let failure = await Answer.of { _ = try await source.starts(lanes) }.failure
    #expect(failure?.code == "OZ-E011" && failure?.message.contains("holds 0 to 20") == true)
    await source.close()
  }

  @Test("anew on every run with `resume: false`, and on one run if that is asked for; else never")
  func replays() async throws {
    try await fill()
    let source = try bench.source("orders", ("from", "last:2"), ("resume", "false"))
    let lanes = try await source.lanes(1)
    #expect(try await source.replayed(lanes[0]) == Position(message: 18))
    await source.close()
    let plain = try bench.source("orders", ("from", "last:2"))
    let lane = try await plain.lanes(1)[0]
    #expect(try await plain.replayed(lane) == nil)
    await plain.replay(from: .offsets(PartitionOffsets([0: 3])))
    #expect(try await plain.replayed(lane) == Position(message: 3))
    await plain.close()
  }

  @Test("where another member stands that held the lane first: a rebalance replays nothing")
  func othersAreNotReplayed() async throws {
    try await bench.fill((0..<20).map { ("k", "\($0)") }, partitions: 2)
    let first = try bench.source("orders", ("resume", "false"))
    let all = try await first.lanes(2)
    let second = try bench.source("orders", ("resume", "false"))
    try await second.open()
    async let half = second.follow([], until: { $0.count == 1 })
    _ = try await first.follow(all, until: { $0.count == 1 })
    let gained = try await half[0]
    #expect(try await second.replayed(gained) == nil)
    await first.close()
    await second.close()
  }

  @Test("with the partitions of `only`, alone and without joining the group")
  func only() async throws {
    try await bench.fill((0..<60).map { ("\($0)", "\($0)") }, partitions: 3)
    let other = try bench.source()
    let held = try await other.lanes(3)
    let source = try bench.source("orders", ("only", [2, 0, 2]))
    let lanes = try await source.lanes(2)
    #expect(lanes.map(\.id.name) == ["orders/0", "orders/2"])
    #expect(try bench.integer("SELECT count(*) FROM members") == 1)
    // The group's offset is another's business, and stays as it is.
    try await other.commit(held[0], Position(message: 5))
    #expect(try await source.starts(lanes).map(\.position) == [.start, .start])
    try await source.commit(lanes[0], Position(message: 9))
    #expect(try bench.integer("SELECT message FROM holdings WHERE partition = 0") == 5)
    #expect(try await source.isSettledElsewhere(beside: lanes))
    await source.close()
    await other.close()
    let missing = try bench.source("orders", ("only", [3]))
    try await missing.open()
    let failure = await Answer.of { _ = try await missing.change() }.failure
    #expect(failure?.code == "OZ-E010" && failure?.message.contains("it has 3") == true)
    await missing.close()
  }

  @Test("and stops before the offset and the time that a read names, exactly")
  func stops() async throws {
    try await fill()
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    func read(_ from: Int64, offset: Int64? = nil, time: Int64? = nil) async throws -> String {
      var limit = ReadLimit(records: 100, bytes: 10_000)
      limit.offset = offset
      limit.time = time
      switch try await source.read(lane, from: Position(message: from), limit: limit) {
      case .batch(let batch): return "\(batch.from)→\(batch.to)\(batch.isLast ? " last" : "")"
      case .caughtUp: return "caught up"
      case .stopped: return "stopped"
      case .ended: return "ended"
      }
    }
    #expect(try await read(0) == "0→20 last")
    #expect(try await read(0, offset: 7) == "0→7")
    #expect(try await read(7, offset: 7) == "stopped")
    #expect(try await read(20, offset: 30) == "caught up")
    #expect(try await read(0, time: 300_000_000) == "0→10")
    #expect(try await read(10, time: 300_000_000) == "stopped")
    // No record of a time that is over can come any more.
    #expect(try await read(20, time: 500_000_000) == "stopped")
    #expect(try await read(20, time: .max) == "caught up")
    await source.close()
  }
}
