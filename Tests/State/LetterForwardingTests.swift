import Columns
import Engine
import SQLiteClient
import State
import Synchronization
import Testing

/// An outlet that keeps what it was sent, and may be away.
private final class MemoryOutlet: LetterOutlet {
  private let sent = Mutex<[LetterMessage]>([])
  let isAway = Atomic(false)
  let target: String
  let place: String? = nil

  init(_ target: String = "there") { self.target = target }

  var messages: [LetterMessage] { sent.withLock { $0 } }
  /// What counts: the last message of each identity, where it is a letter.
  var letters: [String: LetterMessage] {
    messages.reduce(into: [:]) { $0[$1.identity] = $1.value == nil ? nil : $1 }
  }

  func send(_ messages: [LetterMessage]) async throws(Failure) {
    if isAway.load(ordering: .relaxed) { throw Failure(.outage, "OZ-T001", "the topic is away") }
    sent.withLock { $0 += messages }
  }

  func close() async {}
}

@Suite("letters that are sent on") struct LetterForwardingTests {
  let folder = TemporaryFolder()
  let lane = LaneID(name: "a/b.csv", identity: "f1")
  private var box: LetterBox { LetterBox(pipeline: "p", sink: "sink", lane: lane) }

  private func letter(_ message: Int64, text: String = "`n` is \"x\"") -> DeadLetter {
    DeadLetter(
      pipeline: "p", sink: "sink", lane: lane, position: Position(message: message), line: 4, bytes: .copying("12x"),
      length: 3, key: .copying("k"), headers: #"{"a":"b"}"#, stage: "decode", message: text, isPersonal: false)
  }

  private func letters(of pipeline: String = "p", to outlet: MemoryOutlet?) throws -> PipelineLetters {
    PipelineLetters(
      of: pipeline, in: try StateFolder(folder.file("state")).database(), room: 1 << 20, outlet: outlet)
  }

  @Test("are sent once their position is stored, with the record's bytes, key and headers, and why it failed")
  func sent() async throws {
    let outlet = MemoryOutlet()
    let letters = try letters(to: outlet)
    try await letters.prepare()
    try await letters.keep([letter(1)], tenure: "now", configuration: "h")
    try await letters.prepare()
    #expect(outlet.messages.isEmpty)
    try await letters.settled(box, upTo: Position(message: 2), by: Tenure(id: "now", since: .start))
    try await letters.prepare()
    let message = try #require(outlet.messages.first)
    #expect(outlet.messages.count == 1 && message.identity == "p/sink/a%2Fb.csv/f1/1.0")
    #expect(message.key == Array("k".utf8) && message.value == Array("12x".utf8))
    #expect(message.headers.hasPrefix(#"{"a":"b","ouzel-letter":"p/sink/a%2Fb.csv/f1/1.0","ouzel-pipeline":"p","#))
    #expect(
      message.headers.contains(#""ouzel-reason":"`n` is \"x\"""#) && message.headers.contains(#""ouzel-line":"4""#))
    try await letters.finish()
    #expect(outlet.messages.count == 1)
  }

  @Test("are withdrawn by a message without a value where their records are read again, and the last message counts")
  func withdrawn() async throws {
    let outlet = MemoryOutlet()
    let letters = try letters(to: outlet)
    try await letters.prepare()
    try await letters.keep([letter(1), letter(2), letter(3)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 9), by: Tenure(id: "now", since: .start))
    try await letters.begin(box, at: Position(message: 2), last: Tenure(id: "now", since: .start))
    try await letters.prepare()
    #expect(outlet.letters.keys.map { $0.suffix(3) } == ["1.0"])
    // Under a mended contract one of them fails still.
    let next = Tenure(id: "next", since: Position(message: 2))
    try await letters.keep([letter(3, text: "other")], tenure: next.id, configuration: "h2")
    try await letters.settled(box, upTo: Position(message: 9), by: next)
    try await letters.prepare()
    #expect(outlet.letters.keys.map { $0.suffix(3) }.sorted() == ["1.0", "3.0"])
    let last = outlet.messages.last { $0.identity.hasSuffix("/2.0") }
    #expect(last?.value == nil && last?.headers == #"{"ouzel-letter":"p/sink/a%2Fb.csv/f1/2.0"}"#)
    #expect(outlet.letters["p/sink/a%2Fb.csv/f1/3.0"]?.headers.contains(#""ouzel-reason":"other""#) == true)
  }

  @Test("are an outage while their outlet is away: no more are kept, and all arrive in the end")
  func away() async throws {
    let outlet = MemoryOutlet()
    let letters = try letters(to: outlet)
    try await letters.prepare()
    try await letters.keep([letter(1)], tenure: "now", configuration: "h")
    outlet.isAway.store(true, ordering: .relaxed)
    try await letters.settled(box, upTo: Position(message: 2), by: Tenure(id: "now", since: .start))
    await #expect(throws: Failure.self) { try await letters.prepare() }
    let failure = await #expect(throws: Failure.self) {
      try await letters.keep([letter(2)], tenure: "now", configuration: "h")
    }
    #expect(failure?.kind == .outage && failure?.code == "OZ-T001")
    outlet.isAway.store(false, ordering: .relaxed)
    try await letters.prepare()
    try await letters.keep([letter(2)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 3), by: Tenure(id: "now", since: .start))
    try await letters.finish()
    #expect(outlet.letters.count == 2)
  }

  @Test("go to a new outlet all of them, to the same one none twice, and to none no more")
  func other() async throws {
    let (first, second) = (MemoryOutlet("first"), MemoryOutlet("second"))
    var letters = try letters(to: nil)
    try await letters.prepare()
    try await letters.keep([letter(1), letter(2)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 3), by: Tenure(id: "now", since: .start))
    for _ in 0..<2 {
      letters = try self.letters(to: first)
      try await letters.prepare()
      #expect(first.messages.count == 2)
    }
    try await self.letters(to: second).prepare()
    #expect(second.messages.count == 2 && first.messages.count == 2)
    try await self.letters(to: nil).prepare()
    let database = try StateFolder(folder.file("state")).database()
    #expect(try await database.removeLetters(of: "p", olderThan: .seconds(-10)) == 2)
  }

  @Test(
    "of a pipeline that has another name now are withdrawn under its former one and sent once, none left over",
    arguments: [false, true])
  func renamed(isOlderState: Bool) async throws {
    let outlet = MemoryOutlet()
    var letters = try letters(to: outlet)
    try await letters.prepare()
    try await letters.keep([letter(1), letter(2)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 3), by: Tenure(id: "now", since: .start))
    try await letters.prepare()
    // This one waits to be sent when the name changes.
    try await letters.keep([letter(3)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 4), by: Tenure(id: "now", since: .start))
    #expect(outlet.letters.count == 2)
    let database = try StateFolder(folder.file("state")).database()
    if isOlderState {
      try Connection(opening: database.path).execute(
        """
        DROP TRIGGER letter_outbox_delete; DROP TRIGGER letter_outbox_update; DROP INDEX letters_to_send_by;
        ALTER TABLE letters_to_send DROP COLUMN sender;
        PRAGMA user_version = 6
        """)
    }
    for _ in 0..<2 {
      try await database.adopt(["p"], as: "q")
      letters = try self.letters(of: "q", to: outlet)
      try await letters.prepare()
      #expect(outlet.letters.keys.sorted() == (1...3).map { "q/sink/a%2Fb.csv/f1/\($0).0" })
    }
    #expect(outlet.messages.count { $0.identity.hasPrefix("q/") } == 3)
    let connection = try Connection(opening: database.path)
    #expect(try connection.integer("SELECT count(*) FROM letters_to_send") == 0)
    #expect(try connection.integer("SELECT count(*) FROM letter_outlets WHERE pipeline = 'p'") == 0)
  }

  @Test("that found no room are waited for with the next start, until there is as much as they need")
  func room() async throws {
    let database = try StateFolder(folder.file("state")).database()
    let letters = PipelineLetters(of: "p", in: database, room: 600)
    try await letters.prepare()
    try await letters.keep([letter(1), letter(2)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 3), by: Tenure(id: "now", since: .start))
    let failure = await #expect(throws: Failure.self) {
      try await letters.keep([letter(3)], tenure: "now", configuration: "h")
    }
    #expect(failure?.kind == .outage && failure?.code == "OZ-L002")
    await #expect(throws: Failure.self) { try await letters.prepare() }
    #expect(try await database.removeLetters(of: "p", olderThan: .seconds(-10)) == 2)
    try await letters.prepare()
    try await letters.keep([letter(3)], tenure: "now", configuration: "h")
  }

  @Test("of one batch that are larger than all their room stop the pipeline, since no redrive would make so much")
  func larger() async throws {
    let database = try StateFolder(folder.file("state")).database()
    let letters = PipelineLetters(of: "p", in: database, room: 600)
    try await letters.prepare()
    let batch = [letter(1), letter(2), letter(3)]
    let failure = await #expect(throws: Failure.self) {
      try await letters.keep(batch, tenure: "now", configuration: "h")
    }
    #expect(failure?.kind == .fatal && failure?.code == "OZ-L003")
    #expect(failure?.mend.contains("raise `max_bytes` above 1KiB") == true)
    // It isn't waited for either, and what does fit goes on.
    try await letters.prepare()
    try await letters.keep(Array(batch.prefix(2)), tenure: "now", configuration: "h")
  }

  @Test("aren't withdrawn elsewhere because they have grown old here")
  func old() async throws {
    let outlet = MemoryOutlet()
    let letters = try letters(to: outlet)
    try await letters.prepare()
    try await letters.keep([letter(1)], tenure: "now", configuration: "h")
    try await letters.settled(box, upTo: Position(message: 2), by: Tenure(id: "now", since: .start))
    try await letters.prepare()
    let database = try StateFolder(folder.file("state")).database()
    #expect(try await database.removeLetters(of: "p", olderThan: .seconds(-10)) == 1)
    try await letters.prepare()
    #expect(outlet.messages.count == 1)
  }
}
