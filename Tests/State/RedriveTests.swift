import Columns
import Engine
import SQLiteClient
import State
import Testing
import Threads

@Suite("dead letters that are sent again") struct RedriveTests {
  let folder = TemporaryFolder()
  let lane = LaneID(name: "orders.csv", identity: "f1")
  private let first = Tenure(id: "first", since: .start)

  private func letter(
    _ message: Int64, sink: String = "x", lane: LaneID? = nil, stage: String = "decode", isOwn: Bool = false,
    form: LetterForm = .record(behind: .copying("a,b\n"))
  ) -> DeadLetter {
    DeadLetter(
      pipeline: "p", sink: sink, lane: lane ?? self.lane, position: Position(message: message),
      bytes: .copying("record \(message)"), form: form, length: 8, stage: stage, message: "`n` is \"\(message)\"",
      isOwn: isOwn, isPersonal: false)
  }

  private func box(_ sink: String = "x") -> LetterBox { LetterBox(pipeline: "p", sink: sink, lane: lane) }

  private func state(_ letters: [DeadLetter]) async throws -> StateDatabase {
    let state = try StateFolder(folder.file("state")).database()
    try await state.keep(letters, tenure: first.id, configuration: "h1")
    for sink in Set(letters.map(\.sink)) {
      try await state.settled(box(sink), upTo: Position(message: 100), by: first)
    }
    return state
  }

  private func freeze(_ state: StateDatabase) async throws -> Redrive {
    try #require(
      try await state.freeze(LetterChoice(), of: "p", otherwise: nil, fate: { .sent(to: $0.sinks ?? []) }).redrive)
  }

  /// Reads a lane of a redrive, as a run does.
  private func read(_ redrive: Redrive, _ lane: Int = 0, from: Int64 = 0, of state: StateDatabase) async throws
    -> RawBatch?
  {
    let source = RedriveSource(redrive, of: state, readBy: NoSource(), sinks: ["x", "y"])
    let result = try await source.read(
      Lane(id: redrive.lanes[lane].id), from: Position(message: from), limit: ReadLimit(records: 10, bytes: 1 << 20))
    if case .batch(let batch) = result { return batch }
    return nil
  }

  @Test("are frozen in the order of their lane, by the sinks that they are for, and read with what they need")
  func frozen() async throws {
    let other = LaneID(name: "b.csv", identity: "f2")
    let state = try await state([
      letter(9), letter(3), letter(4, form: .record(behind: .copying("c\n"))), letter(5, sink: "y", isOwn: true),
      letter(1, form: .message), letter(2, form: .record(behind: nil)), letter(6, form: .header),
    ])
    try await state.keep([letter(7, lane: other)], tenure: first.id, configuration: "h1")
    try await state.settled(LetterBox(pipeline: "p", sink: "x", lane: other), upTo: Position(message: 9), by: first)
    let redrive = try await freeze(state)
    #expect(redrive.lanes.map(\.sinks) == [[], ["y"]] && redrive.lanes.map(\.count) == [7, 1])
    #expect(try await state.redrives() == [redrive])
    // One batch is of one lane and one form.
    var read: [String] = []
    var at: Int64 = 0
    while let batch = try await self.read(redrive, from: at, of: state) {
      let redriven = try #require(batch.redriven)
      let before = batch.frames.prologue.map { unsafe String(decoding: $0.bytes, as: UTF8.self) } ?? "-"
      let places = redriven.positions.map(\.description).joined(separator: ",")
      read.append("\(redriven.lane) \(places) \(before.split(separator: "\n")[0]) \(batch.frames.areRecords)")
      #expect(batch.isHeader == (places == "6") && batch.from.message == at)
      at = batch.to.message
    }
    #expect(
      read == [
        "b.csv 7 a,b true", "orders.csv 1 - false", "orders.csv 2 - true", "orders.csv 3 a,b true",
        "orders.csv 4 c true", "orders.csv 6 record 6 true", "orders.csv 9 a,b true",
      ])
    #expect(at == 7)
  }

  @Test("go when they went through, and stay with a new reason when they failed again, once it is known which did")
  func ends() async throws {
    let state = try await state([letter(1), letter(2), letter(3), letter(4)])
    let redrive = try await freeze(state)
    let failures = RedriveFailures(in: state)
    let lane = redrive.lanes[0].id
    // A holding of the lane that never stored anything kept a letter too.
    try await failures.keep([letter(0, lane: lane)], tenure: "lost", configuration: "h2")
    let box = LetterBox(pipeline: "p", sink: "x", lane: lane)
    try await failures.begin(box, at: .start, last: nil)
    try await failures.keep(
      [letter(1, lane: lane, stage: "contract"), letter(2, sink: "y", lane: lane, stage: "sink", isOwn: true)],
      tenure: "t", configuration: "h2")
    #expect(try await state.end(redrive) == nil)
    #expect(try await state.overview().total == 4)
    for sink in ["x", "y"] {
      try await failures.settled(
        LetterBox(pipeline: "p", sink: sink, lane: lane), upTo: Position(message: 4), by: Tenure(id: "t", since: .start)
      )
    }
    let result = try #require(try await state.end(redrive))
    #expect(result.sent == 2 && result.failed.map(\.stage) == ["contract", "sink"])
    let left = try await state.letters(limit: 10)
    #expect(left.map(\.sink) == ["x", "y"] && left.map(\.stage) == ["contract", "sink"])
    #expect(left.map(\.position.message) == [2, 3] && left.map(\.configurationHash) == ["h2", "h2"])
    #expect(left.map { String(decoding: $0.bytes, as: UTF8.self) } == ["record 2", "record 3"])
    #expect(try await state.redrives() == [])
    // Ended once more, as by a process that was killed before it could say so, it changes nothing.
    #expect(try await state.end(redrive) == RedriveResult())
    #expect(try await state.letters(limit: 10) == left)
    // That of the other sink outlasts what its sink stores, until it is withdrawn and read again.
    try await state.settled(self.box("y"), upTo: Position(message: 100), by: first)
    #expect(try await state.letters(limit: 10) == left)
    try await state.begin(self.box("y"), at: .start, last: nil)
    try await state.settled(self.box("y"), upTo: Position(message: 100), by: Tenure(id: "new", since: .start))
    #expect(try await state.letters(limit: 10).map(\.sink) == ["x"])
  }

  @Test("aren't sent where they were withdrawn meanwhile, since a run reads their records again")
  func withdrawn() async throws {
    let state = try await state([letter(1), letter(2), letter(3)])
    let redrive = try await freeze(state)
    try await state.begin(box(), at: Position(message: 2), last: nil)
    let batch = try #require(try await read(redrive, of: state))
    #expect(batch.redriven?.positions == [Position(message: 1)] && batch.to == Position(message: 3))
    #expect(try await state.end(redrive)?.sent == 1)
    try await state.settled(box(), upTo: Position(message: 100), by: first)
    #expect(try await state.letters(limit: 10).map(\.position.message) == [2, 3])
  }

  @Test("leave what stood before them no longer than one of them is kept")
  func prologues() async throws {
    let shared = LetterForm.record(behind: .copying("a,b\n"))
    let state = try await state([
      letter(1, form: shared), letter(2, form: shared), letter(3, form: .record(behind: .copying("c\n"))),
      letter(4, form: .record(behind: .copying("d\n"))), letter(5, form: .record(behind: nil)),
    ])
    let connection = try Connection(opening: state.path)
    try connection.execute("UPDATE dead_letters SET kept_at = kept_at - 61 WHERE message IN (1, 3)")
    #expect(try await state.removeLetters(of: "p", olderThan: .seconds(60)) == 2)
    var kept = try connection.prepare("SELECT CAST(bytes AS TEXT) FROM letter_prologues ORDER BY id")
    var texts: [String] = []
    while try kept.step() == .row { texts.append(kept.text(0)) }
    #expect(texts == ["a,b\n", "d\n"])
  }

  @Test("have lanes that are named by the chance that their host gives")
  func chance() async throws {
    let state = try await state([letter(1)])
    let redrive = try await Hosts.$current.withValue(ChanceHost()) { try await freeze(state) }
    #expect(redrive.lanes.first?.id.identity.hasPrefix("redrive-abcdef0123-") == true)
  }

  @Test("are known of a version that told less of them") func olderVersion() async throws {
    let folder = StateFolder(folder.file("state"))
    try folder.make()
    do {
      let connection = try Connection(opening: folder.databasePath)
      try connection.execute(
        """
        CREATE TABLE dead_letters (
          id INTEGER PRIMARY KEY AUTOINCREMENT, pipeline TEXT NOT NULL, sink TEXT NOT NULL, lane TEXT NOT NULL,
          identity TEXT NOT NULL, message INTEGER NOT NULL, row INTEGER NOT NULL, bytes BLOB NOT NULL,
          length INTEGER NOT NULL, sha256 TEXT, key BLOB, headers TEXT NOT NULL, stage TEXT NOT NULL,
          reason TEXT NOT NULL, shape TEXT NOT NULL, class TEXT NOT NULL, time INTEGER, configuration TEXT NOT NULL,
          kept_at INTEGER NOT NULL, tenure TEXT NOT NULL, is_settled INTEGER NOT NULL DEFAULT 0,
          is_personal INTEGER NOT NULL DEFAULT 1, line INTEGER,
          UNIQUE (pipeline, sink, lane, identity, message, row, tenure));
        INSERT INTO dead_letters VALUES (1, 'p', 'x', 'a', 'f', 3, 0, x'31', 1, NULL, NULL, '', 'decode', 'r', 'r',
          'record', NULL, 'h', 0, 't', 1, 0, 2);
        PRAGMA user_version = 4
        """)
    }
    let state = try folder.database()
    #expect(try await state.overview().total == 1)
    let freezing = try await state.freeze(
      LetterChoice(), of: "p", otherwise: nil,
      fate: { $0.sinks == nil && !$0.hasPrologue ? .sent(to: []) : .leftOut("it tells more") })
    let redrive = try #require(freezing.redrive)
    let batch = try #require(try await read(redrive, of: state))
    #expect(batch.frames.prologue?.count == 0 && batch.frames.areRecords && batch.redriven?.lines == [2])
  }
}

/// What read the records first; it knows nothing of its lanes.
private struct NoSource: Source {
  func open() async throws(Failure) {}
  func change() async throws(Failure) -> LaneChange { LaneChange(isFinal: true) }
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] { [] }
  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult { .ended }
  func close() async {}
}

/// A host that is asked for nothing but chance.
private final class ChanceHost: Host {
  var steadyTime: Duration { fatalError("asked for a time") }
  var wallMicroseconds: Int64 { fatalError("asked for the time on the wall") }
  var databaseDisk: String { fatalError("asked for a disk") }
  func sleep(until time: Duration) async { fatalError("asked to wait") }
  func random() -> UInt64 { 0xab_cdef_0123 }
  func run(_ job: UnownedJob, of thread: BlockingThread) { fatalError("asked for a thread") }
}
