import Glibc
import SQLiteClient
import TestSupport
import Testing

/// What `dead_letters` bounds: how many records may fail, how much room their letters take, and how long they stay.
@Suite("Limits of dead letters") struct LetterLimitTests {
  /// A file of numbers, of which `isBad` are none, and its way into a table.
  private struct Numbers {
    let folder = TemporaryFolder()

    func put(_ count: Int, isBad: (Int) -> Bool) {
      let lines = (0..<count).map { isBad($0) ? "x\($0)" : "\($0)" }
      folder.write(Array(("n\n" + lines.joined(separator: "\n") + "\n").utf8), to: "numbers.csv")
    }

    func configure(_ more: String = "", field: String = "n: int64", connections: String = "") {
      folder.write(
        Array(
          """
          connections: { store: { type: sqlite, path: numbers.db }\(connections) }
          contracts: { number: { fields: { \(field) } } }
          pipelines:
            load:
              source: { files: { path: numbers.csv, format: csv } }
              contract: number
              batch: { records: 500 }
              retry: { base: 100ms, cap: 200ms }
              sink: { table: { connection: store, name: numbers } }
              \(more)

          """.utf8), to: "numbers.yaml")
    }

    var configuration: String { folder.file("numbers.yaml") }
    var state: String { folder.file(".ouzel/state.db") }

    func run(isTracing: Bool = false) throws -> Program { try Program(["run", configuration], isTracing: isTracing) }

    func finish() throws -> Program {
      let program = try run()
      try program.wait()
      return program
    }

    func rows() throws -> Int64 {
      try Workplace.reading(folder.file("numbers.db"), of: "numbers") {
        try $0.integer("SELECT count(*) FROM numbers")
      } ?? 0
    }

    /// The letters that count.
    func letters() throws -> Int64 {
      try Workplace.reading(state, of: "dead_letters") {
        try $0.integer("SELECT count(*) FROM dead_letters WHERE is_settled")
      } ?? 0
    }

    /// Sends letters to a topic as well.
    func configureTopic() {
      configure(
        "dead_letters: { topic: { connection: events, name: dead, partitions: 3 } }\n    rate: 20000/s",
        connections: ", events: { type: embedded, path: events.db }")
    }

    /// What a pipeline that reads the topic finds of each record: how often it has a letter there, by its last message.
    func lettersInTopic() throws -> [String] {
      folder.write(
        Array(
          """
          connections: { events: { type: embedded, path: events.db } }
          pipelines:
            look:
              source: { topic: { connection: events, name: dead, format: raw, resume: false, until: end } }
              steps: [ { set: { id: "_headers['ouzel-letter']", at: "_headers['ouzel-position']" } } ]
              sink: { stdout: { format: { csv: { header: false } } } }

          """.utf8), to: "look.yaml")
      let program = try Program(["run", folder.file("look.yaml")])
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
      var last: [Substring: Substring] = [:]
      for line in program.printed.split(separator: "\n") {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        last[fields[1]] = fields[0]
      }
      return last.values.filter { !$0.isEmpty }.map(String.init)
    }

    func change(_ sql: String) throws {
      var options = ConnectionOptions()
      options.busyTimeout = .seconds(10)
      try Connection(opening: state, options: options).execute(sql)
    }
  }

  @Test("most records fail for one reason: it stops, and again, and settles none of them; mended, it goes on")
  func changedProducer() async throws {
    try await alone {
      let numbers = Numbers()
      numbers.put(6_000) { $0 >= 3_000 }
      numbers.configure()
      let first = try numbers.finish()
      #expect(first.end == .exited(4), "\(first.said)")
      #expect(first.said.contains("failed for the same reason, at decode"), "\(first.said)")
      #expect(first.said.contains("numbers.csv at") && first.said.contains("line 3002"), "\(first.said)")
      #expect(first.said.contains("stop_above: none") && first.said.contains("OZ-L001"), "\(first.said)")
      let (rows, letters) = (try numbers.rows(), try numbers.letters())
      #expect(rows == 3_000 && letters < 600, "\(rows) rows, \(letters) letters")
      for _ in 0..<3 {
        let again = try numbers.finish()
        #expect(again.end == .exited(4), "\(again.said)")
      }
      #expect(try numbers.rows() == rows && numbers.letters() == letters)

      numbers.configure(field: "n: text")
      let mended = try numbers.finish()
      #expect(mended.end == .exited(0), "\(mended.said)")
      #expect(try numbers.rows() + letters == 6_000)
    }
  }

  @Test("killed on its way to the limit, it drains no more into letters than it would have")
  func killed() async throws {
    let seed = surroundings("OUZEL_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    try await alone {
      print("killing with OUZEL_SEED=\(seed)")
      var dice = Dice(seed: seed)
      let numbers = Numbers()
      // Two in five fail, and then all.
      numbers.put(40_000) { $0 % 5 < 2 || $0 >= 20_000 }
      numbers.configure("rate: 20000/s")
      var kills = 0
      for _ in 0..<30 {
        let program = try numbers.run(isTracing: true)
        let stores = Int.random(in: 1...2, using: &dice)
        try program.until("something is stored or it ends") { program.trace.stored >= stores || program.end != nil }
        program.signal(SIGKILL)
        try program.wait()
        if program.end == .killed(by: SIGKILL) { kills += 1 } else { break }
      }
      let end = try numbers.finish()
      #expect(end.end == .exited(4), "seed \(seed), \(kills) kills: \(end.said)")
      let letters = try numbers.letters()
      // Up to record 20,000 they are 8,000; of the 1,000 behind it fewer than half can pass.
      #expect(letters <= 8_500, "seed \(seed), \(kills) kills: \(letters) letters")
      #expect(try numbers.finish().end == .exited(4))
      #expect(try numbers.letters() == letters)
    }
  }

  @Test("`stop_above: none` dead-letters them all")
  func never() async throws {
    try await alone {
      let numbers = Numbers()
      numbers.put(3_000) { $0 >= 10 }
      numbers.configure("dead_letters: { stop_above: none }")
      let program = try numbers.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(try numbers.letters() == 2_990)
    }
  }

  @Test("letters without room left pause the pipeline, none is dropped, and it goes on once some were removed")
  func full() async throws {
    try await alone {
      let numbers = Numbers()
      numbers.put(4_000) { $0 % 8 == 0 }
      numbers.configure("dead_letters: { max_bytes: 64KiB }")
      let program = try numbers.run()
      try program.until("it says that there is no room") { program.pauses.contains { $0.contains("OZ-L002") } }
      let pause = program.pauses.last ?? ""
      #expect(pause.contains("`max_bytes`") && pause.contains("none is dropped"), "\(pause)")
      #expect(program.end == nil)
      let before = try numbers.letters()
      #expect(before > 0 && before < 500)
      // What `keep` or a redrive would do, in two goes, since there are more than fit at once.
      var removed: Int64 = 0
      while program.end == nil {
        removed += try numbers.letters()
        try numbers.change("DELETE FROM dead_letters WHERE is_settled")
        try program.until("letters come or it ends") { try program.end != nil || numbers.letters() > 0 }
      }
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(try removed + numbers.letters() == 500)
      #expect(try numbers.rows() == 3_500)
    }
  }

  @Test("letters that go to a topic too are each there once, however often the program is killed")
  func topic() async throws {
    let seed = surroundings("OUZEL_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    try await alone {
      print("killing with OUZEL_SEED=\(seed)")
      var dice = Dice(seed: seed)
      let numbers = Numbers()
      numbers.put(20_000) { $0 % 10 == 0 }
      numbers.configureTopic()
      var kills = 0
      for _ in 0..<30 {
        let program = try numbers.run(isTracing: true)
        let stores = Int.random(in: 1...2, using: &dice)
        try program.until("something is stored or it ends") { program.trace.stored >= stores || program.end != nil }
        program.signal(SIGKILL)
        try program.wait()
        if program.end == .killed(by: SIGKILL) { kills += 1 } else { break }
      }
      let end = try numbers.finish()
      #expect(end.end == .exited(0), "seed \(seed), \(kills) kills: \(end.said)")
      #expect(try numbers.letters() == 2_000 && numbers.rows() == 18_000, "seed \(seed)")
      let found = try numbers.lettersInTopic()
      #expect(found.count == 2_000 && Set(found).count == 2_000, "seed \(seed), \(kills) kills")
    }
  }

  @Test("the topic that letters go to is locked: it pauses and names it, and goes on when it is free")
  func topicAway() async throws {
    try await alone {
      let numbers = Numbers()
      numbers.configureTopic()
      numbers.put(2) { _ in true }
      #expect(try numbers.finish().end == .exited(0))
      numbers.put(2_002) { $0 < 2 || $0 % 10 == 0 }
      let lock = try Workplace.Lock(numbers.folder.file("events.db"))
      #expect(lock.attempt())
      let program = try numbers.run()
      try program.until("it says who holds the topic") {
        program.pauses.contains { $0.contains("events.db") && $0.contains("dead letters") }
      }
      #expect(program.end == nil)
      try lock.rollback()
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
      let letters = try numbers.letters()
      #expect(try numbers.lettersInTopic().count == letters && letters > 190)
    }
  }

  @Test("letters that are older than `keep` are removed when a run begins, and counted")
  func old() async throws {
    try await alone {
      let numbers = Numbers()
      numbers.put(100) { $0 % 10 == 0 }
      numbers.configure("dead_letters: { keep: 7d }")
      #expect(try numbers.finish().end == .exited(0))
      try numbers.change("UPDATE dead_letters SET kept_at = kept_at - 8 * 86400 WHERE id <= 4")
      let program = try numbers.finish()
      #expect(program.said.contains("removed 4 dead letters older than 7d"), "\(program.said)")
      #expect(try numbers.letters() == 6)
    }
  }
}
