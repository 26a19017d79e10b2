import Columns
import Engine
import FileSystems
import Glibc
import SQLiteClient
import State
import Testing

@Suite("the state's database") struct StateDatabaseTests {
  let folder = TemporaryFolder()
  let lane = LaneID(name: "orders.csv", identity: "f1")

  private func letter(
    _ message: Int64, row: Int32 = 0, pipeline: String = "p", text: String = "`total` is \"12x\", no integer",
    lane: LaneID? = nil
  ) -> DeadLetter {
    DeadLetter(
      pipeline: pipeline, sink: "sink", lane: lane ?? self.lane, position: Position(message: message, row: row),
      bytes: .copying("12x,\(message)"), length: 400, sha256: "abc", key: .copying("k"), headers: #"{"a":"b"}"#,
      stage: "decode", message: text, time: 5, isPersonal: false)
  }

  /// Keeps letters and settles them, as a run does that stores their positions.
  private func keep(_ letters: [DeadLetter], in database: StateDatabase, configuration: String = "") async throws {
    try await database.keep(letters, tenure: onlyTenure.id, configuration: configuration)
    for box in Set(letters.map { LetterBox(pipeline: $0.pipeline, sink: $0.sink, lane: $0.lane) }) {
      try await database.settled(box, upTo: Position(message: 1000), by: onlyTenure)
    }
  }

  private func database() throws -> StateDatabase { try StateFolder(folder.file("state")).database() }

  @Test("keeps a letter with all that belongs to it") func keeps() async throws {
    let database = try database()
    try await keep([letter(3, row: 1)], in: database, configuration: "h1")
    let stored = try #require(try await database.letters(limit: 10).first)
    #expect(try await database.letter(stored.id) == stored)
    #expect(stored.pipeline == "p" && stored.sink == "sink" && stored.lane == lane)
    #expect(stored.position == Position(message: 3, row: 1))
    #expect(String(decoding: stored.bytes, as: UTF8.self) == "12x,3")
    #expect(stored.length == 400 && stored.sha256 == "abc" && stored.key == Array("k".utf8))
    #expect(stored.headers == #"{"a":"b"}"# && stored.stage == "decode" && stored.time == 5)
    #expect(stored.message == "`total` is \"12x\", no integer" && stored.configurationHash == "h1")
    #expect(try await database.letter(stored.id + 1) == nil)
  }

  @Test("a letter written again replaces itself and keeps its number") func replaces() async throws {
    let database = try database()
    try await keep([letter(3), letter(4)], in: database, configuration: "h1")
    let before = try await database.letters(limit: 10)
    try await keep([letter(3, text: "other")], in: database, configuration: "h2")
    let after = try await database.letters(limit: 10)
    #expect(after.map(\.id) == before.map(\.id))
    #expect(after[0].message == "other" && after[0].configurationHash == "h2" && after[1] == before[1])
  }

  @Test("withdraws the letters of a lane from a position on, and no others") func withdraws() async throws {
    let database = try database()
    let other = LaneID(name: lane.name, identity: "f2")
    try await keep(
      [letter(3), letter(4, row: 1), letter(4, row: 2), letter(5), letter(9, lane: other), letter(9, pipeline: "q")],
      in: database)
    let box = LetterBox(pipeline: "p", sink: "sink", lane: lane)
    try await database.begin(box, at: Position(message: 4, row: 2), last: onlyTenure)
    let left = try await database.letters(limit: 10)
    #expect(left.map(\.position.message) == [3, 4, 9, 9])
  }

  @Test("a letter counts once the ledger says that its tenure moved the position past it") func tenures() async throws {
    let database = try database()
    let box = LetterBox(pipeline: "p", sink: "sink", lane: lane)
    let other = Tenure(id: "other", since: Position(message: 2))
    try await database.keep([letter(1), letter(3), letter(5)], tenure: onlyTenure.id, configuration: "")
    try await database.keep([letter(3, text: "by another")], tenure: other.id, configuration: "")
    #expect(try await database.overview().total == 0)
    // The other process stored up to 4, and this one never came to store what it held.
    try await database.begin(box, at: Position(message: 4), last: other)
    #expect(try await database.letters(limit: 9).map(\.message) == ["by another"])
    try await database.settled(box, upTo: Position(message: 9), by: Tenure(id: "next", since: Position(message: 4)))
    #expect(try await database.overview().total == 1)
  }

  @Test("a position that has moved back withdraws the letters behind it, and not before it has") func back()
    async throws
  {
    let database = try database()
    let box = LetterBox(pipeline: "p", sink: "sink", lane: lane)
    try await keep([letter(1), letter(3), letter(5)], in: database)
    // A replay begins, and its process dies before it has stored anything: the ledger still stands at 6.
    try await database.begin(box, at: Position(message: 6), last: onlyTenure)
    #expect(try await database.overview().total == 3)
    let replay = Tenure(id: "replay", since: Position(message: 2))
    try await database.settled(box, upTo: Position(message: 2), by: replay)
    #expect(try await database.letters(limit: 9).map(\.position.message) == [1])
  }

  @Test("counts letters that failed in the same way together, and all of them") func counts() async throws {
    let database = try database()
    let others = [letter(9, text: "row has 3 fields, not 8"), letter(10, pipeline: "q")]
    try await keep((0..<5).map { letter($0, text: "`total` is \"\($0)y\", no integer") } + others, in: database)
    let all = try await database.overview()
    #expect(all.total == 7)
    #expect(all.groups.map(\.count) == [5, 1, 1])
    #expect(all.groups[0].shape == "`total` is \"…\", no integer")
    #expect(all.groups[0].example == "`total` is \"0y\", no integer")
    #expect(all.groups[1].shape == "row has N fields, not N")
    #expect(try await database.overview(pipeline: "q").total == 1)
    #expect(try await database.overview(pipeline: "none").groups.isEmpty)
  }

  @Test("gives letters page by page") func pages() async throws {
    let database = try database()
    try await keep((0..<5).map { letter($0) } + [letter(9, pipeline: "q")], in: database)
    var after: Int64 = 0
    var seen: [Int64] = []
    while let last = try await database.letters(LetterChoice(pipeline: "p"), after: after, limit: 2).last {
      seen += try await database.letters(LetterChoice(pipeline: "p"), after: after, limit: 2).map(\.position.message)
      after = last.id
    }
    #expect(seen == [0, 1, 2, 3, 4])
  }

  @Test("how much room letters take is known whoever removes them, and after an older state was opened")
  func room() async throws {
    let database = try database()
    try await keep([letter(1), letter(2), letter(3, pipeline: "q")], in: database)
    let one = try await database.room(takenBy: "q")
    #expect(one > 256 && one < 512)
    #expect(try await database.room(takenBy: "p") == 2 * one)
    try await database.keep([letter(7), letter(8)], tenure: "now", configuration: "")
    #expect(try await database.room(takenBy: "p", tenure: "now") == 4 * one)
    #expect(try await database.room(takenBy: "p", tenure: "another") == 2 * one)
    await database.close()
    let other = try Connection(opening: database.path)
    try other.execute("DELETE FROM dead_letters WHERE pipeline = 'p' AND message = 1")
    #expect(try await database.room(takenBy: "p") == one)
    await database.close()
    try other.execute(
      """
      DROP INDEX letters_by_prologue;
      ALTER TABLE dead_letters DROP COLUMN prologue;
      ALTER TABLE dead_letters DROP COLUMN sinks;
      DELETE FROM letter_room;
      PRAGMA user_version = 4
      """)
    #expect(try await database.room(takenBy: "p") == one)
    #expect(try await database.room(takenBy: "q") == one)
  }

  @Test("the room of letters is that of their bytes, not of their characters, after an older state was opened too")
  func roomInBytes() async throws {
    let database = try database()
    try await keep([letter(1, text: "éé"), letter(2, pipeline: "q", text: "four")], in: database)
    let one = try await database.room(takenBy: "q")
    #expect(try await database.room(takenBy: "p") == one)
    try await database.keep([letter(3, text: "éé")], tenure: "now", configuration: "")
    #expect(try await database.room(takenBy: "p", tenure: "now") == 2 * one)
    await database.close()
    try Connection(opening: database.path).execute(
      "UPDATE letter_room SET bytes = bytes - 2 WHERE pipeline = 'p'; PRAGMA user_version = 6")
    #expect(try await database.room(takenBy: "p") == one)
  }

  @Test("removes the letters of a pipeline that are older than it keeps them, and counts them")
  func old() async throws {
    let database = try database()
    try await keep([letter(1), letter(2), letter(3, pipeline: "q")], in: database)
    #expect(try await database.removeLetters(of: "p", olderThan: .seconds(60)) == 0)
    await database.close()
    try Connection(opening: database.path).execute(
      "UPDATE dead_letters SET kept_at = kept_at - 61 WHERE message IN (1, 3)")
    #expect(try await database.removeLetters(of: "p", olderThan: .seconds(60)) == 1)
    #expect(try await database.letters(limit: 9).map(\.position.message) == [2, 3])
  }

  @Test("a window of failures is there again under the same configuration, and under no other")
  func window() async throws {
    let database = try database()
    let reason = FailureReason(stage: "decode", shape: "«…» is no int64")
    let window = FailureWindow(
      reasons: [.init(reason: reason, place: "a.csv at 12, line 3")],
      runs: [.init(reason: nil, count: 7), .init(reason: 0, count: 2), .init(reason: nil, count: 1)])
    try await database.keep(window, of: "p", configuration: "h1")
    await database.close()
    #expect(try await database.window(of: "p", configuration: "h1") == window)
    #expect(try await database.window(of: "p", configuration: "h2") == FailureWindow())
    #expect(try await database.window(of: "q", configuration: "h1") == FailureWindow())
    let empty = FailureWindow(runs: [.init(reason: nil, count: 10)])
    try await database.keep(empty, of: "p", configuration: "h1")
    #expect(try await database.window(of: "p", configuration: "h1") == empty)
  }

  @Test("keeps positions of sinks that keep none, by compare-and-set") func positions() async throws {
    let database = try database()
    let ledger = LedgerName(pipeline: "p", target: "stdout")
    try await database.move([LedgerMove(lane: lane, expected: nil, to: Position(message: 8))], in: ledger)
    await database.close()
    #expect(try await database.entries(of: ledger) == [LedgerEntry.moved(lane, to: Position(message: 8))])
    do {
      try await database.move([LedgerMove(lane: lane, expected: .start, to: Position(message: 9))], in: ledger)
      Issue.record("a lane that another moved was not lost")
    } catch StoreFailure.lost(let lanes) {
      #expect(lanes == [lane])
    }
  }

  @Test("a state that a newer program made is left alone") func newer() async throws {
    let database = try database()
    try await keep([letter(1)], in: database, configuration: "")
    await database.close()
    try Connection(opening: database.path).execute("PRAGMA user_version = 99")
    let failure = await #expect(throws: Failure.self) { try await database.overview() }
    #expect(failure?.kind == .fatal)
    #expect(failure?.description.contains("newer") == true)
  }

  @Test("a file that is no database is fatal, and says what to do") func damaged() async throws {
    let path = folder.file("text.db")
    try AtomicFile.write(Array(String(repeating: "no database ", count: 99).utf8), to: path)
    let database = StateDatabase(path)
    let failure = await #expect(throws: Failure.self) { try await database.overview() }
    #expect(failure?.kind == .fatal && failure?.code == "OZ-D004" && failure?.mend.isEmpty == false)
  }

  @Test("a locked database is an outage that names the pipeline beside it or the process") func locked() async throws {
    let other = try Connection(opening: folder.file("a.db"))
    try other.execute("CREATE TABLE t (a)")
    try other.begin()
    let waiting = try Connection(opening: folder.file("a.db"))
    let error = try #require(throws: SQLiteError.self) { try waiting.begin() }
    let failure = Failure(error, database: folder.file("a.db"), purpose: "store rows")
    #expect(failure.kind == .outage)
    #expect(failure.message.contains("locked by another pipeline of this process"))
  }
}

@Suite("the state's folder") struct StateFolderTests {
  let folder = TemporaryFolder()

  @Test("is made for its owner alone") func mode() throws {
    let state = StateFolder(folder.file(".ouzel"))
    #expect(!state.hasDatabase)
    try state.make()
    var status = stat()
    #expect(unsafe stat(state.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test("lets one process alone run a pipeline, whatever the pipeline is called", arguments: ["store", "a/../b ü"])
  func soleRunner(name: String) throws {
    let state = StateFolder(folder.file(".ouzel"))
    guard case .taken(let lock) = try state.soleRunner(of: name) else {
      Issue.record("a free lock was refused")
      return
    }
    switch try state.soleRunner(of: name) {
    case .taken: Issue.record("the lock was given twice")
    case .heldElsewhere(let process): #expect(process == getpid())
    }
    if case .heldElsewhere = try state.soleRunner(of: name + "2") { Issue.record("another pipeline was locked out") }
    #expect(lock.path.hasPrefix(state.path + "/locks/"))
  }
}
