import Glibc
import SQLiteClient
import TestSupport
import Testing

/// Kills a pipeline of three sinks, whose records are of two contracts, again and again.
@Suite("Several sinks, killed at any moment") struct BranchingTests {
  @Test("however often it is killed, each of three sinks has its records once, and as letters those that failed for it")
  func killed() async throws {
    let seed = surroundings("OUZEL_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    let wanted = surroundings("OUZEL_KILLS").flatMap { Int($0) } ?? 40
    try await alone { try Branching(seed: seed, kills: wanted).run() }
  }
}

/// Purchases and refunds in a topic: the dear ones go to a table, those of an even total to a topic with the share that
/// they have of 1,000, which one of nothing hasn't, and those that neither takes to another table of the first one's file.
private struct Branching {
  private let folder = TemporaryFolder()
  private let seed: UInt64
  private let wanted: Int
  private let count: Int64
  private var dice: Dice
  private var killed: [Trace.Phase: Int] = [:]
  private var kills = 0
  private var vain = 0
  private var last: Int64 = -1

  init(seed: UInt64, kills: Int) {
    self.seed = seed
    wanted = kills
    count = Int64(kills * 1500)
    dice = Dice(seed: seed)
  }

  // MARK: The records

  private enum Record: Equatable {
    case good, ofNoKind, withoutTotal, withoutShare
  }

  private func record(_ id: Int64) -> Record {
    if id % 97 == 5 { return .ofNoKind }
    if id % 101 == 7 { return .withoutTotal }
    return id % 103 == 9 ? .withoutShare : .good
  }

  private func total(_ id: Int64) -> Int64 { record(id) == .withoutShare ? 0 : id * 7 % 199 + 1 }

  private func line(_ id: Int64) -> String {
    let kind = record(id) == .ofNoKind ? "gift" : id % 3 == 0 ? "refund" : "purchase"
    let total = record(id) == .withoutTotal ? "\"none\"" : "\(total(id))"
    let rest = id % 3 == 0 ? "\"reason\":\"too late\"" : "\"customer\":\"c\(id % 50)\""
    return "{\"kind\":\"\(kind)\",\"id\":\(id),\"total\":\(total),\(rest)}\n"
  }

  private func ids(_ isWanted: (Int64) -> Bool) -> [Int64] { (0..<count).filter(isWanted) }

  // MARK: The program

  private var sinks: String { folder.file("sinks.db") }
  private var topics: String { folder.file("topics.db") }

  private func configure(pace: String) {
    folder.write(
      """
      connections:
        events: { type: embedded, path: events.db }
        store: { type: sqlite, path: sinks.db }
        out: { type: embedded, path: topics.db }
        judge: { type: sqlite, path: judge.db }
      contracts:
        purchase: { fields: { id: { type: int64, required: true }, total: { type: int32, required: true }, customer: text } }
        refund: { fields: { id: { type: int64, required: true }, reason: text, total: { type: int32, required: true } } }
      pipelines:
        fill:
          source: { files: { path: records.json, format: json } }
          contract: { fields: { kind: text, id: int64, total: json, customer: text, reason: text } }
          sink: { topic: { connection: events, name: mixed, partitions: 3, key: "cast(id as text)", format: json } }
        part:
          source: { topic: { connection: events, name: mixed, format: json } }
          contract: { by: "json_extract_string(_value, '$.kind')", map: { purchase: purchase, refund: refund }, otherwise: dead_letter }
          batch: { records: 200 }
          sinks:
            dear: { table: { connection: store, name: dear }, when: total >= 150, steps: [ { select: [id, total] } ] }
            even:
              topic: { connection: out, name: shares, partitions: 2, key: "cast(id as text)", format: json }
              steps: [ { select: [id, total] }, { set: { share: 1000 // total } } ]
              when: total % 2 = 0
            cheap: { table: { connection: store, name: cheap }, when: otherwise, steps: [ { select: [id, total] } ] }
          \(pace)

      """, to: "sinks.yaml")
    folder.write(
      """
      connections:
        out: { type: embedded, path: topics.db }
        judge: { type: sqlite, path: judge.db }
      contracts:
        share: { fields: { id: int64, total: int32, share: int32 } }
      pipelines:
        judge:
          source: { topic: { connection: out, name: shares, format: json } }
          contract: share
          sink: { table: { connection: judge, name: shares } }

      """, to: "judge.yaml")
  }

  private func program(_ name: String, only: String? = nil, isTracing: Bool = false) throws -> Program {
    try Program(
      ["run", folder.file(name), "--until", "end"] + (only.map { ["--only", $0] } ?? []), isTracing: isTracing)
  }

  private func finish(_ name: String, only: String? = nil) throws {
    let program = try program(name, only: only)
    try program.wait(within: .seconds(120))
    #expect(program.end == .exited(0), "\(program.said)")
  }

  // MARK: The kills

  func run() throws {
    var branching = self
    try branching.kill()
  }

  private mutating func kill() throws {
    print("killing with OUZEL_SEED=\(seed)")
    folder.write(Array((0..<count).map(line).joined().utf8), to: "records.json")
    configure(pace: "rate: 4000/s")
    try finish("sinks.yaml", only: "fill")
    while kills < wanted {
      guard vain < 2 * wanted + 10 else { throw Unmet(what: "\(wanted) kills", why: report, said: "") }
      try killOnce()
    }
    print(report)
    configure(pace: "")
    for _ in 0..<2 { try finish("sinks.yaml", only: "part") }
    try finish("judge.yaml")
    try judge()
  }

  private var report: String {
    let phases = Trace.Phase.allCases.map { "\($0.rawValue) \(killed[$0, default: 0])" }.joined(separator: ", ")
    return "\(kills) kills (\(phases)), and \(vain) in vain, seed \(seed)"
  }

  private mutating func killOnce() throws {
    let aim = Trace.Phase.allCases.randomElement(using: &dice)!
    // Lanes are taken when a run begins: something has to be settled before that.
    if aim == .takingLane {
      let program = try program("sinks.yaml", only: "part", isTracing: true)
      try program.until("something is stored") { program.trace.stored > 0 }
      program.signal(SIGKILL)
      try program.wait()
    }
    let program = try program("sinks.yaml", only: "part", isTracing: true)
    try program.reach(aim, within: .milliseconds(200), pipelines: 1, &dice)
    program.signal(SIGKILL)
    try program.wait()
    guard program.end == .killed(by: SIGKILL) else {
      throw Unmet(what: "kill \(kills + 1)", why: "the program ended first; \(report)", said: program.said)
    }
    let settled = try settled()
    if settled > last {
      kills += 1
      last = settled
      killed[program.trace.phase, default: 0] += 1
    } else {
      vain += 1
    }
  }

  /// How far the sinks are, all together.
  private func settled() throws -> Int64 {
    try [sinks, topics].reduce(0) { sum, path in
      try sum
        + (Workplace.reading(path, of: "ouzel_positions") { connection in
          try connection.integer("SELECT sum(message) FROM ouzel_positions")
        } ?? 0)
    }
  }

  // MARK: The judgement

  private func judge() throws {
    let arrives = { record($0) != .ofNoKind && record($0) != .withoutTotal }
    try expect("dear", of: sinks, ids { arrives($0) && total($0) >= 150 })
    try expect("cheap", of: sinks, ids { arrives($0) && total($0) < 150 && total($0) % 2 == 1 })
    try expect("shares", of: folder.file("judge.db"), ids { record($0) == .good && total($0) % 2 == 0 })
    try expectLetters("dear", ids { !arrives($0) })
    try expectLetters("even", ids { record($0) == .withoutShare })
    try expectLetters("cheap", [])
    let strays = try Workplace.reading(folder.file(".ouzel/state.db"), of: "dead_letters") { connection in
      try connection.integer("SELECT count(*) FROM dead_letters WHERE NOT is_settled")
    }
    #expect(strays == 0, "letters that don't count are left, seed \(seed)")
    for sink in ["dear", "cheap"] {
      let stands = try Connection(opening: sinks).integer(
        "SELECT sum(message) FROM ouzel_positions WHERE sink = '\(sink)'")
      #expect(stands == count, "\(sink) stands at \(stands ?? 0), seed \(seed)")
    }
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

  private func expectLetters(_ sink: String, _ wanted: [Int64]) throws {
    let found = try numbers(
      """
      SELECT json_extract(CAST(bytes AS TEXT), '$.id') FROM dead_letters
      WHERE is_settled AND pipeline = 'part' AND sink = '\(sink)' ORDER BY 1
      """, of: folder.file(".ouzel/state.db"))
    #expect(found == wanted, "letters of \(sink): \(found.count) for \(wanted.count), seed \(seed)")
  }

  private func numbers(_ query: String, of path: String) throws -> [Int64] {
    var select = try Connection(opening: path).prepare(query)
    var numbers: [Int64] = []
    while try select.step() == .row { numbers.append(select.int64(0)) }
    return numbers
  }
}
