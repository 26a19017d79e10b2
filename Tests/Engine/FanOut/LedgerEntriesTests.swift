import Testing

@testable import Engine

@Suite("What a ledger knows") struct LedgerEntriesTests {
  private func entry(_ name: String, _ identity: String, at message: Int64) -> LedgerEntry {
    LedgerEntry(lane: LaneID(name: name, identity: identity), position: Position(message: message))
  }

  private func move(_ name: String, to message: Int64, former: LaneID? = nil) -> LedgerMove {
    LedgerMove(
      lane: LaneID(name: name, identity: "1"), expected: nil, to: Position(message: message), former: former,
      tenure: Tenure(id: "now", since: .start))
  }

  @Test("is found by lane and by name; of two entries of a lane the first counts")
  func found() {
    let entries = LedgerEntries([entry("a", "1", at: 5), entry("a", "2", at: 6), entry("a", "1", at: 7)])
    #expect(entries[LaneID(name: "a", identity: "1")]?.position.message == 5)
    #expect(entries.named("a").map(\.position.message).sorted() == [5, 6])
    #expect(entries.named("b").isEmpty && entries.reading.lanes.count == 2)
  }

  @Test("moves as the ledger does, from a former name too")
  func moved() {
    var entries = LedgerEntries([entry("a", "1", at: 5), entry("b", "1", at: 6)])
    entries.apply([move("a", to: 9), move("c", to: 7, former: LaneID(name: "b", identity: "1"))])
    #expect(entries[LaneID(name: "a", identity: "1")]?.position.message == 9)
    #expect(entries[LaneID(name: "a", identity: "1")]?.tenure?.id == "now")
    #expect(entries.named("b").isEmpty && entries.named("c").map(\.position.message) == [7])
  }

  @Test("is read again after whatever may have changed it, and followed otherwise")
  func followed() {
    var ledgers = FollowedLedgers(of: 2)
    let before = ledgers.revision
    ledgers.moved([move("a", to: 3)], by: 0)
    // It was read while something was stored.
    ledgers.take([entry("a", "1", at: 1)], of: 0, since: before)
    #expect(ledgers[0, []] == nil)
    ledgers.take([entry("a", "1", at: 3)], of: 0, since: ledgers.revision)
    ledgers.moved([move("a", to: 4)], by: 0)
    let other = LaneID(name: "a", identity: "2")
    #expect(ledgers[0, [other]]?.named("a").map(\.position.message) == [4] && ledgers[1, []] == nil)
    ledgers.forget()
    #expect(ledgers[0, []] == nil)
  }

  @Test(
    "is read once where a process runs alone, and each time where several share the lanes", arguments: [true, false])
  func readOnce(isSole: Bool) async throws {
    let world = MemoryWorld()
    let sink = MemorySink("sink", turn: nil, in: world)
    let group = SinkGroup([SinkGroup.Member(name: "sink", sink: sink)], pipeline: "p", letters: MemoryLetters())
    let source = Shared(isSole: isSole)
    _ = try await group.begin([lane("a")], from: source)
    // Another process moves the second lane.
    world.stand("sink", "b", at: 30)
    let start = try await group.begin([lane("b")], from: source).starts[0]
    #expect(start.position.message == (isSole ? 0 : 30))
    await group.abandon()
    #expect(try await group.begin([lane("b")], from: source).starts[0].position.message == 30)
  }
}

private struct Shared: Source {
  let isSole: Bool
  var needsSoleRunner: Bool { isSole }
  func open() async throws(Failure) {}
  func change() async throws(Failure) -> LaneChange { LaneChange() }
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { LaneStart(lane: $0, position: ledger[$0.id]?.position ?? .start, entry: ledger[$0.id]) }
  }
  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult { .caughtUp }
  func close() async {}
}
