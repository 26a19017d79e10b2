import Columns
import Engine
import Testing

/// A source of one lane that replays from a place, and else goes on where the ledger stands.
private struct Replayed: Source {
  let from: Position?
  func open() async throws(Failure) {}
  func change() async throws(Failure) -> LaneChange { LaneChange(gained: [lane("a")]) }
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { lane in
      let entry = ledger[lane.id]
      return LaneStart(lane: lane, position: entry?.position ?? .start, entry: entry)
    }
  }
  func replayed(_ lane: Lane) async throws(Failure) -> Position? { from }
  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult { .caughtUp }
  func close() async {}
}

/// Replays two lanes, the first of which it begins only when it has been asked for the second.
private actor Crossed: Source {
  private var waiting: CheckedContinuation<Void, Never>?
  private var isAsked = false

  func open() async throws(Failure) {}
  func change() async throws(Failure) -> LaneChange { LaneChange() }
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { lane in
      let entry = ledger[lane.id]
      return LaneStart(lane: lane, position: entry?.position ?? .start, entry: entry)
    }
  }
  func replayed(_ lane: Lane) async throws(Failure) -> Position? {
    if lane.id.name == "a", !isAsked { await withCheckedContinuation { waiting = $0 } }
    return Position(message: 10)
  }
  /// Waits until the first lane is being begun.
  func untilAsked() async { while waiting == nil { await Task.yield() } }
  /// Lets the first lane be begun.
  func goOn() {
    isAsked = true
    waiting?.resume()
    waiting = nil
  }
  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult { .caughtUp }
  func close() async {}
}

/// A ledger that keeps what it is told.
private actor Ledger: Sink {
  private(set) var known: [LedgerEntry]
  private(set) var moves: [LedgerMove] = []

  init(at message: Int64?) {
    known = message.map { [LedgerEntry(lane: id("a"), position: Position(message: $0))] } ?? []
  }

  nonisolated var target: String { "t" }
  nonisolated var guarantee: Guarantee { .exactlyOnce }
  nonisolated var reason: String { "" }
  func open() async throws(Failure) {}
  func entries() async throws(Failure) -> [LedgerEntry] { known }
  nonisolated func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    preconditionFailure("nothing is taken here")
  }
  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {}
  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    self.moves += moves
    known = moves.map { LedgerEntry(lane: $0.lane, position: $0.to, tenure: $0.tenure) }
  }
  func abandon() async {}
  func close() async {}
}

private struct NoLetters: DeadLetterStore {
  func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure) {}
  func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure) {}
  func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure) {}

  func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure) {}
}

@Suite struct ReplayTests {
  private func move(to message: Int64) -> LedgerMove {
    LedgerMove(
      lane: id("a"), expected: nil, to: Position(message: message), tenure: Tenure(id: "now", since: .start))
  }

  @Test("a replay moves every sink's position back in its first transaction, expecting what each ledger knows")
  func movesBack() async throws {
    let (first, second) = (Ledger(at: 30), Ledger(at: 40))
    let sinks = [first, second].enumerated().map { SinkGroup.Member(name: "\($0.offset)", sink: $0.element) }
    let group = SinkGroup(sinks, pipeline: "p", letters: NoLetters())
    let begun = try await group.begin([lane("a")], from: Replayed(from: Position(message: 10)))
    #expect(begun.starts.map(\.position) == [Position(message: 10)])
    #expect(begun.starts[0].note?.contains("begins at 10") == true)
    // Nothing of it is stored: it would begin there again.
    let again = try await group.begin([lane("a")], from: Replayed(from: Position(message: 10)))
    #expect(again.starts.map(\.position) == [Position(message: 10)])
    // Although the first batch ends just where a sink stood.
    try await group.store([move(to: 30)])
    #expect(await first.moves.map(\.expected?.message) == [30, 10])
    #expect(await second.moves.map(\.expected?.message) == [40, 10])
    #expect(await first.moves.map(\.to.message) == [10, 30])
    #expect(await second.known.map(\.position) == [Position(message: 30)])
  }

  @Test("a replay that ends before anything of it is stored withdraws no letter") func withdrawsNoneYet() async throws {
    let letters = MemoryLetters()
    let own = MemoryRow(lane: "a", message: 20)
    letters.keep("0", own, tenure: "former")
    let former = Tenure(id: "former", since: .start)
    let box = LetterBox(pipeline: "p", sink: "0", lane: id("a"))
    try await letters.settled(box, upTo: Position(message: 30), by: former)
    let group = SinkGroup([SinkGroup.Member(name: "0", sink: Ledger(at: 30))], pipeline: "p", letters: letters)
    _ = try await group.begin([lane("a")], from: Replayed(from: Position(message: 10)))
    #expect(letters.settled.map(\.row) == [own])
    try await group.store([move(to: 15)])
    #expect(letters.settled.isEmpty)
  }

  @Test("what the last run stored last counts as letters under the name that its lane had then") func formerName()
    async throws
  {
    let letters = MemoryLetters()
    let own = MemoryRow(lane: "a", message: 20)
    letters.keep("0", own, tenure: "former")
    let ledger = Ledger(at: nil)
    // Its process died before it told the letters so.
    try await ledger.store([
      LedgerMove(
        lane: id("a"), expected: nil, to: Position(message: 30), tenure: Tenure(id: "former", since: .start))
    ])
    let group = SinkGroup([SinkGroup.Member(name: "0", sink: ledger)], pipeline: "p", letters: letters)
    _ = try await group.begin([lane("b")], from: MemorySource(renamed: [id("b"): id("a")]))
    #expect(letters.settled.map(\.row) == [own])
  }

  @Test("a replay moves every lane back, also those that no batch of it reaches")
  func everyLane() async throws {
    let world = MemoryWorld()
    for name in ["a", "b"] { world.stand("sink", name, at: 30) }
    let sink = MemorySink("sink", turn: nil, in: world)
    let group = SinkGroup([SinkGroup.Member(name: "sink", sink: sink)], pipeline: "p", letters: NoLetters())
    _ = try await group.begin([lane("a"), lane("b")], from: Replayed(from: Position(message: 10)))
    try await group.store([move(to: 15)])
    let known = try await sink.entries().map { "\($0.lane) \($0.position)" }.sorted()
    #expect(known == ["a 15", "b 10"])
  }

  @Test("once something of a replay is stored, the lane goes on from there, however often it is begun again")
  func once() async throws {
    let ledger = Ledger(at: 30)
    let group = SinkGroup([SinkGroup.Member(name: "sink", sink: ledger)], pipeline: "p", letters: NoLetters())
    let source = Replayed(from: Position(message: 10))
    _ = try await group.begin([lane("a")], from: source)
    try await group.store([move(to: 15)])
    let again = try await group.begin([lane("a")], from: source)
    #expect(again.starts.map(\.position) == [Position(message: 15)] && again.starts[0].note == nil)
  }

  @Test("lanes that are begun at the same time are replayed once each")
  func crossed() async throws {
    let world = MemoryWorld()
    for name in ["a", "b"] { world.stand("sink", name, at: 30) }
    let sink = MemorySink("sink", turn: nil, in: world)
    let group = SinkGroup([SinkGroup.Member(name: "sink", sink: sink)], pipeline: "p", letters: NoLetters())
    let source = Crossed()
    async let first = group.begin([lane("a")], from: source)
    await source.untilAsked()
    let second = try await group.begin([lane("b")], from: source)
    await source.goOn()
    #expect(try await first.starts.map(\.position.message) == [10] && second.starts.map(\.position.message) == [10])
    try await group.store(
      ["a", "b"].map {
        LedgerMove(lane: id($0), expected: nil, to: Position(message: 15), tenure: Tenure(id: "now", since: .start))
      })
    let again = try await group.begin([lane("a"), lane("b")], from: source)
    #expect(again.starts.map(\.position.message) == [15, 15])
  }

  @Test("a replay into a sink that knows nothing keeps where it began, and without a replay nothing changes")
  func fresh() async throws {
    let ledger = Ledger(at: nil)
    let group = SinkGroup([SinkGroup.Member(name: "sink", sink: ledger)], pipeline: "p", letters: NoLetters())
    let begun = try await group.begin([lane("a")], from: Replayed(from: Position(message: 10)))
    #expect(begun.starts[0].isKept)
    let other = SinkGroup(
      [SinkGroup.Member(name: "sink", sink: Ledger(at: 5))], pipeline: "p", letters: NoLetters())
    let plain = try await other.begin([lane("a")], from: Replayed(from: nil))
    #expect(plain.starts.map(\.position) == [Position(message: 5)] && !plain.starts[0].isKept)
  }
}
