import Glibc
import SQLiteClient
import TestSupport
import Testing

/// Kills redrives of a pipeline of two sinks at whatever they do.
@Suite("Sent again, and killed") struct RedriveKillTests {
  @Test("however often a redrive is killed, each record arrives once at each sink that lacks it, or is a letter still")
  func killed() async throws {
    let seed = surroundings("OUZEL_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    let wanted = surroundings("OUZEL_KILLS").flatMap { Int($0) } ?? 30
    try await alone { try Redriven(seed: seed, kills: wanted).run() }
  }
}

/// Records of which most break a contract in their file, go to a table, and to a topic, which wants a share that some
/// don't have. Then the contract is mended, but for some; a third of the records failed for the topic alone.
private struct Redriven {
  private let folder = TemporaryFolder()
  private let seed: UInt64
  private let wanted: Int
  private let count: Int64
  private var dice: Dice
  private var kills: [String: Int] = [:]

  init(seed: UInt64, kills: Int) {
    self.seed = seed
    wanted = kills
    count = 3000
    dice = Dice(seed: seed)
  }

  // MARK: The records

  private func isGood(_ id: Int64) -> Bool { id % 4 == 1 }
  private func failsAlways(_ id: Int64) -> Bool { id % 50 == 7 }
  /// What fails for the topic, by the mended configuration too, and by the first one.
  private func hasNoShare(_ id: Int64) -> Bool { id % 40 == 1 }
  private func hadNoShare(_ id: Int64) -> Bool { hasNoShare(id) || id % 12 == 5 }

  private func ids(_ isWanted: (Int64) -> Bool) -> [Int64] { (0..<count).filter(isWanted) }

  private var configuration: String { folder.file("c.yaml") }

  private func configure(type: String, zero: String, pace: String = "") {
    folder.write(
      """
      connections:
        store: { type: sqlite, path: store.db }
        out: { type: embedded, path: topics.db }
      pipelines:
        load:
          source: { files: { path: records.csv, format: { csv: { encoding: utf-16 } } } }
          contract: { fields: { id: { type: int64, required: true }, v: { type: \(type), required: true } } }
          steps: [ { validate: { known: id % 50 <> 7 } }, { select: [id] } ]
          batch: { records: 25 }
          dead_letters: { stop_above: none }
          sinks:
            rows: { table: { connection: store, name: rows } }
            shares:
              topic: { connection: out, name: shares, partitions: 2, key: "cast(id as text)", format: json }
              steps: [ { set: { share: "1000 // (case when \(zero) then 0 else 1 end)" } } ]
          \(pace)

      """, to: "c.yaml")
    folder.write(
      """
      connections:
        out: { type: embedded, path: topics.db }
        judge: { type: sqlite, path: judge.db }
      pipelines:
        judge:
          source: { topic: { connection: out, name: shares, format: json } }
          contract: { fields: { id: int64, share: int64 } }
          sink: { table: { connection: judge, name: shares } }

      """, to: "judge.yaml")
  }

  private func finish(_ words: String...) throws {
    let program = try Program(words)
    try program.wait(within: .seconds(120))
    #expect(program.end == .exited(0), "\(words): \(program.said), seed \(seed)")
  }

  // MARK: The kills

  func run() throws {
    var redriven = self
    try redriven.runAll()
  }

  private mutating func runAll() throws {
    print("killing with OUZEL_SEED=\(seed)")
    let text = "id,v\n" + (0..<count).map { "\($0),\(isGood($0) ? "5" : "x\($0)")\n" }.joined()
    folder.write([0xfe, 0xff] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }, to: "records.csv")
    configure(type: "int32", zero: "id % 40 = 1 or id % 12 = 5")
    try finish("run", configuration)
    #expect(try letters("rows") == ids { !isGood($0) || failsAlways($0) }, "seed \(seed)")
    #expect(try letters("shares") == ids { isGood($0) && !failsAlways($0) && hadNoShare($0) }, "seed \(seed)")
    configure(type: "text", zero: "id % 40 = 1", pace: "rate: 2000/s")
    var rounds = 0
    while kills.values.reduce(0, +) < wanted, rounds < 3 * wanted {
      rounds += 1
      try killOnce()
    }
    print("kills \(kills), seed \(seed)")
    configure(type: "text", zero: "id % 40 = 1")
    try finish("dead-letters", "redrive", "--all", "--yes", configuration)
    try finish("run", configuration)
    try finish("run", folder.file("judge.yaml"), "--until", "end")
    try judge()
  }

  private mutating func killOnce() throws {
    let program = try Program(["dead-letters", "redrive", "--all", "--yes", configuration], isTracing: true)
    // First while there is much to be sent, then around the end.
    let isEarly = 3 * kills.values.reduce(0, +) < 2 * wanted
    let aims = isEarly ? ["start", "take", "process", "store", "begin", "stored"] : ["stored", "finish"]
    let aim = aims.randomElement(using: &dice)!
    let times = Int.random(in: 1...4, using: &dice)
    try program.until("it is at \(aim)") {
      if program.end != nil || aim == "start" { return true }
      if aim == "stored" { return program.trace.stored >= times }
      return program.trace.begun[aim, default: 0] >= (["begin", "finish"].contains(aim) ? 1 : times)
    }
    let span = aim == "start" ? 60_000 : 3_000
    let clock = ContinuousClock()
    let until = clock.now + .microseconds(Int.random(in: 0...span, using: &dice))
    while clock.now < until {}
    program.signal(SIGKILL)
    try program.wait()
    if program.end == .killed(by: SIGKILL) { kills[aim, default: 0] += 1 }
  }

  // MARK: The judgement

  private func judge() throws {
    let arrives = { !failsAlways($0) }
    try expect("rows", of: folder.file("store.db"), ids(arrives))
    try expect("shares", of: folder.file("judge.db"), ids { arrives($0) && !hasNoShare($0) })
    #expect(try letters("rows") == ids { failsAlways($0) }, "letters of all, seed \(seed)")
    #expect(try letters("shares") == ids { arrives($0) && hasNoShare($0) }, "letters of the topic, seed \(seed)")
    let state = try Connection(opening: folder.file(".ouzel/state.db"))
    for table in ["redrives", "redrive_lanes", "redrive_letters", "redrive_failures"] {
      #expect(try state.integer("SELECT count(*) FROM \(table)") == 0, "\(table), seed \(seed)")
    }
    #expect(try state.integer("SELECT count(*) FROM dead_letters WHERE NOT is_settled") == 0)
  }

  private func expect(_ table: String, of path: String, _ wanted: [Int64]) throws {
    let found = try numbers("SELECT id FROM \(table) ORDER BY id", of: path)
    let lost = Set(wanted).subtracting(found)
    let doubled = found.count - Set(found).count
    let strange = Set(found).subtracting(wanted)
    #expect(
      found == wanted,
      "\(table): \(lost.count) lost (\(lost.prefix(3))), \(doubled) doubled, \(strange.count) strange, seed \(seed)")
  }

  /// The records of which there are letters, as their bytes in UTF-16 tell.
  private func letters(_ sink: String) throws -> [Int64] {
    var select = try Connection(opening: folder.file(".ouzel/state.db")).prepare(
      "SELECT bytes FROM dead_letters WHERE is_settled AND sink = '\(sink)'")
    var ids: [Int64] = []
    while try select.step() == .row {
      let text = String(decoding: select.blob(0).filter { $0 != 0 }, as: UTF8.self)
      ids.append(Int64(text.prefix { $0 != "," }) ?? -1)
    }
    return ids.sorted()
  }

  private func numbers(_ query: String, of path: String) throws -> [Int64] {
    var select = try Connection(opening: path).prepare(query)
    var numbers: [Int64] = []
    while try select.step() == .row { numbers.append(select.int64(0)) }
    return numbers
  }
}
