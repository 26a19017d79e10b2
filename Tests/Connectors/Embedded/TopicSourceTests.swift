import EmbeddedConnector
import Engine
import SQLiteClient
import TestSupport
import Testing

@Suite("a topic that is read", .timeLimit(.minutes(1))) struct TopicSourceTests {
  let bench = TopicBench()

  private func entry(_ lane: Lane, _ message: Int64) -> LedgerEntry {
    LedgerEntry(lane: lane.id, position: Position(message: message))
  }

  private func numbers(_ range: Range<Int>) -> [(String?, String)] { range.map { ("k", "\($0)") } }

  @Test("has a lane for each partition, known by the topic's own id")
  func lanes() async throws {
    try await bench.fill(numbers(0..<5))
    let source = try bench.source()
    let lanes = try await source.lanes(3)
    #expect(lanes.map(\.id.name) == ["orders/0", "orders/1", "orders/2"])
    let id = try bench.open().text("SELECT id FROM topics")
    #expect(Set(lanes.map(\.id.identity)) == [id])
    #expect(lanes.allSatisfy { $0.epoch == 1 })
    #expect(source.place == (try bench.sink().places.first) && source.isEndless && !source.needsSoleRunner)
    await source.close()
  }

  @Test("is read from any offset, in the middle of a block too, and on to its end as it is then")
  func middle() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1, size: 7)
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    for from in 0...20 {
      let messages = try await source.messages(of: lane, from: Position(message: Int64(from)))
      #expect(messages.map(\.value) == (from..<20).map(String.init))
    }
    #expect(try await source.end(of: lane) == Position(message: 20))
    try await bench.fill(numbers(20..<22))
    #expect(try await source.messages(of: lane, from: Position(message: 20)).map(\.value) == ["20", "21"])
    await source.close()
  }

  @Test(
    "is read within the limits, with no message left out or told twice",
    arguments: [(1, 10_000), (3, 10_000), (7, 10_000), (100, 1), (100, 12), (100, 40), (5, 40), (100, 10_000)])
  func limits(records: Int, bytes: Int) async throws {
    // Messages of many sizes, so that a small one follows where a large one doesn't fit.
    let rows = (0..<60).map { ("k", String(repeating: "x", count: $0 * 7 % 23) + "|\($0)") as (String?, String) }
    try await bench.fill(rows, partitions: 1, size: 4)
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    let messages = try await source.messages(of: lane, limit: ReadLimit(records: records, bytes: bytes))
    #expect(messages.map(\.value) == rows.map(\.1))
    #expect(messages.map(\.offset) == Array(0..<60))
    await source.close()
  }

  @Test("begins where the sink stands, else at the group's offset whoever put it there, else at the first message")
  func begins() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1)
    let source = try bench.source()
    let lanes = try await source.lanes(1)
    let lane = lanes[0]
    #expect(try await source.starts(lanes).map(\.position) == [.start])
    #expect(try await source.starts(lanes, [entry(lane, 5)]).map(\.position) == [Position(message: 5)])
    // A script that is replaced has left an offset without this pipeline's mark.
    try bench.execute("UPDATE holdings SET message = 7, row = 0, mark = NULL")
    #expect(try await source.starts(lanes).map(\.position) == [Position(message: 7)])
    let start = try await source.starts(lanes, [entry(lane, 5)])[0]
    #expect(start.position == Position(message: 5) && start.entry == entry(lane, 5))
    #expect(start.note == "the sink stands at 5, the group at 7: the sink's holds")
    // A position made against another topic of that name tells nothing.
    let other = LedgerEntry(lane: LaneID(name: "orders/0", identity: "another"), position: Position(message: 9))
    #expect(try await source.starts(lanes, [other]).map(\.position) == [Position(message: 7)])
    await source.close()
  }

  @Test("is refused where the group bears this pipeline's mark but the sink knows nothing: its rows were lost")
  func lostTable() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1)
    let source = try bench.source()
    let lanes = try await source.lanes(1)
    try await source.commit(lanes[0], Position(message: 12))
    let failure = await Answer.of { _ = try await source.starts(lanes) }.failure
    #expect(failure?.kind == .fatal && failure?.code == "OZ-E005")
    #expect(failure?.message.contains("stands at 12") == true && failure?.mend.isEmpty == false)
    #expect(try await source.starts(lanes, [entry(lanes[0], 12)]).map(\.note) == [nil])
    await source.close()
    // Another pipeline of the same group isn't this one.
    let other = try bench.source(pipeline: "another")
    #expect(try await other.starts(try await other.lanes(1)).map(\.position) == [Position(message: 12)])
    await other.close()
  }

  @Test("is refused at a position before the first message held or behind the last", arguments: [3, 21] as [Int64])
  func impossible(message: Int64) async throws {
    try await bench.fill(numbers(0..<20), partitions: 1, size: 5)
    try bench.execute("UPDATE partitions SET first_offset = 5; DELETE FROM blocks WHERE base_offset < 5")
    let source = try bench.source()
    let lanes = try await source.lanes(1)
    #expect(try await source.starts(lanes).map(\.position) == [Position(message: 5)])
    let failure = await Answer.of { _ = try await source.starts(lanes, [entry(lanes[0], message)]) }.failure
    #expect(failure?.kind == .fatal && failure?.code == "OZ-E006" && failure?.mend.isEmpty == false)
    #expect(failure?.message.contains("holds 5 to 20") == true)
    await source.close()
  }

  @Test("a commit that names an old epoch changes nothing, and says why")
  func epochs() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1)
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    try await source.commit(lane, Position(message: 3, row: 2))
    let old = Lane(id: lane.id, epoch: lane.epoch - 1)
    let failure = await Answer.of { try await source.commit(old, Position(message: 9)) }.failure
    #expect(failure?.kind == .busy && failure?.code == "OZ-E008")
    let standing = try bench.open().text("SELECT message || '/' || row || ' ' || mark FROM holdings")
    #expect(standing == "3/2 drain")
    await source.close()
  }

  @Test("two members of a group share the lanes out, and one takes over what the other leaves")
  func sharing() async throws {
    try await bench.fill(numbers(0..<20), partitions: 4)
    let (first, second) = (try bench.source(), try bench.source())
    let all = try await first.lanes(4)
    try await second.open()
    async let half = second.follow([], until: { $0.count == 2 })
    let mine = try await first.follow(all, until: { $0.count == 2 })
    let yours = try await half
    #expect(Set(mine.map(\.id)).isDisjoint(with: yours.map(\.id)))
    #expect(yours.allSatisfy { $0.epoch == 2 } && mine.allSatisfy { $0.epoch == 1 })
    // Who gave a lane up commits nothing in it any more.
    let stale = Lane(id: yours[0].id, epoch: 1)
    #expect(await Answer.of { try await first.commit(stale, Position(message: 1)) }.kind == .busy)
    await first.close()
    _ = try await second.follow(yours, until: { $0.count == 4 })
    await second.close()
    #expect(try bench.integer("SELECT count(*) FROM members") == 0)
    #expect(try bench.integer("SELECT count(*) FROM holdings WHERE owner IS NOT NULL") == 0)
  }

  @Test("a lane goes over only when it was released")
  func released() async throws {
    try await bench.fill(numbers(0..<20), partitions: 2)
    let (first, second) = (try bench.source(), try bench.source())
    let mine = try await first.lanes(2)
    try await second.open()
    #expect(try await second.change() == LaneChange())
    let held = try await first.follow(mine, until: { $0.count == 1 }, releasing: false)
    let revoked = try #require(mine.first { !held.contains($0) })
    // What is under way may still be committed.
    try await first.commit(revoked, Position(message: 2))
    await first.release(revoked)
    #expect(try await second.change().gained.map(\.id) == [revoked.id])
    #expect(await Answer.of { try await first.commit(revoked, Position(message: 3)) }.kind == .busy)
    await first.close()
    await second.close()
  }

  @Test("the lanes of a member whose process has died are taken at once, under a higher epoch, and it is buried")
  func dead() async throws {
    try await bench.fill(numbers(0..<20), partitions: 2)
    // It was killed while it held both lanes: nobody has its lock.
    try bench.execute(
      """
      INSERT INTO members (id, group_name, topic, process) VALUES ('killed', 'readers', 1, 1);
      INSERT INTO holdings (group_name, topic, partition, epoch, owner, message, row)
        VALUES ('readers', 1, 0, 5, 'killed', 3, 0), ('readers', 1, 1, 6, 'killed', NULL, NULL);
      """)
    let source = try bench.source()
    let lanes = try await source.lanes(2)
    #expect(lanes.map(\.epoch) == [6, 7])
    #expect(try await source.starts(lanes).map(\.position) == [Position(message: 3), .start])
    #expect(try bench.integer("SELECT count(*) FROM members WHERE id = 'killed'") == 0)
    await source.close()
  }

  @Test("a member that was taken for dead since its lock was removed joins the group again")
  func buried() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1)
    let source = try bench.source()
    let lanes = try await source.lanes(1)
    try bench.execute("UPDATE holdings SET owner = NULL; DELETE FROM members")
    #expect(try await source.follow(lanes, until: { $0.isEmpty }) == [])
    let held = try await source.follow([], until: { $0.count == 1 })
    #expect(held[0].epoch == 2)
    await source.close()
  }

  @Test("groups don't share a position, nor do topics")
  func apart() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1)
    try await bench.fill(numbers(0..<3), "others", partitions: 1)
    let source = try bench.source()
    try await source.commit(try await source.lanes(1)[0], Position(message: 12))
    for other in [try bench.source(group: "more", pipeline: "p"), try bench.source("others", pipeline: "p")] {
      let lanes = try await other.lanes(1)
      #expect(try await other.starts(lanes).map(\.position) == [.start])
      await other.close()
    }
    await source.close()
  }

  @Test("is settled elsewhere once what others hold is committed to its end")
  func settledElsewhere() async throws {
    try await bench.fill((0..<40).map { ("\($0)", "\($0)") }, partitions: 2)
    let (first, second) = (try bench.source(), try bench.source())
    let all = try await first.lanes(2)
    try await second.open()
    async let half = second.follow([], until: { $0.count == 1 })
    let mine = try await first.follow(all, until: { $0.count == 1 })
    let yours = try await half
    #expect(try await first.isSettledElsewhere(beside: mine) == false)
    let end = try #require(try await second.end(of: yours[0]))
    try await second.commit(yours[0], Position(message: end.message - 1))
    #expect(try await first.isSettledElsewhere(beside: mine) == false)
    try await second.commit(yours[0], end)
    #expect(try await first.isSettledElsewhere(beside: mine))
    await first.close()
    await second.close()
  }

  @Test("that isn't there is an outage that says so, until it is made")
  func missing() async throws {
    try await bench.fill(numbers(0..<3), "others", partitions: 1)
    let source = try bench.source()
    try await source.open()
    let failure = await Answer.of { _ = try await source.change() }.failure
    #expect(failure?.kind == .outage && failure?.code == "OZ-E004")
    #expect(failure?.message.contains("no topic 'orders'") == true)
    // It is still away: who opens it again hears so.
    #expect(await Answer.of { try await source.open() }.failure == failure)
    try await bench.fill(numbers(0..<3), partitions: 1)
    let lanes = try await source.lanes(1)
    #expect(try await source.messages(of: lanes[0]).count == 3)
    await source.close()
  }

  @Test("with a damaged block stops there, and doesn't pass over it")
  func damaged() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1, size: 5)
    try bench.execute("UPDATE blocks SET payload = substr(payload, 1, length(payload) - 1) WHERE base_offset = 5")
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    let limit = ReadLimit(records: 100, bytes: 10_000)
    let failure = await Answer.of { _ = try await source.read(lane, from: Position(message: 7), limit: limit) }.failure
    #expect(failure?.kind == .fatal && failure?.code == "OZ-E007" && failure?.mend.isEmpty == false)
    let small = ReadLimit(records: 5, bytes: 10_000)
    guard case .batch(let batch) = try await source.read(lane, from: .start, limit: small) else {
      Issue.record("what lies before the damage wasn't read")
      return
    }
    #expect(batch.to == Position(message: 5))
    await source.close()
  }

  @Test("whose database another process has locked is an outage that names it, and goes on when the lock is gone")
  func locked() async throws {
    try await bench.fill(numbers(0..<20), partitions: 1)
    let source = try bench.source()
    let lane = try await source.lanes(1)[0]
    let holder = try #require(DatabaseHolder(of: bench.path))
    let failure = await Answer.of { try await source.open() }.failure
    #expect(failure?.kind == .outage && failure?.code == "OZ-D001")
    #expect(failure?.message.contains("process \(holder.process)") == true, "\(failure?.message ?? "")")
    // Who only reads is let in.
    #expect(try await source.messages(of: lane).count == 20)
    holder.end()
    try await source.open()
    try await source.commit(lane, Position(message: 20))
    await source.close()
  }
}
