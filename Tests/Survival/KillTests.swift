import Glibc
import Testing

/// Kills the program again and again while it works.
@Suite("Killed at any moment")
struct KillTests {
  @Test("however often the program is killed, every order arrives once, and every broken one is a dead letter")
  func killed() async throws {
    let seed = surroundings("OUZEL_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    let wanted = surroundings("OUZEL_KILLS").flatMap { Int($0) } ?? 200
    try await alone { try Killing(seed: seed, kills: wanted).run() }
  }
}

/// A file of orders on its way, with its killer.
private struct Killing {
  private let place = Workplace()
  private let file: OrdersFile
  private let seed: UInt64
  private let wanted: Int
  private var dice: Dice
  private var killed: [Trace.Phase: Int] = [:]
  private var count = 0
  /// Kills that hit nothing new: nothing was settled since the last one.
  private var vain = 0
  private var last: Int64 = -1

  init(seed: UInt64, kills: Int) {
    self.seed = seed
    wanted = kills
    dice = Dice(seed: seed)
    // A run that is killed moves about 500 orders at the pace below.
    file = OrdersFile(0..<Int64(kills * 1000), seed: seed, isBroken: true)
  }

  func run() throws {
    var killing = self
    try killing.kill()
  }

  private mutating func kill() throws {
    print("killing with OUZEL_SEED=\(seed)")
    place.put(file.bytes)
    place.configure(pace: "1000/s")
    while count < wanted {
      guard vain < 2 * wanted + 10 else { throw Unmet(what: "\(wanted) kills", why: report, said: "") }
      try killOnce()
    }
    print(report)
    // What is left goes without a pace.
    place.configure()
    let program = try place.finish()
    #expect(program.end == .exited(0), "\(program.said)")
    try place.expectEachOnce(of: [file])
    #expect(try place.messages() == Int64(file.good.count + file.broken.count { $0.poison.passesFirst }))
  }

  private var report: String {
    let phases = Trace.Phase.allCases.map { "\($0.rawValue) \(killed[$0, default: 0])" }.joined(separator: ", ")
    return "\(count) kills (\(phases)), and \(vain) in vain, seed \(seed)"
  }

  private mutating func killOnce() throws {
    let aim = Trace.Phase.allCases.randomElement(using: &dice)!
    // Lanes are taken when a run begins: something has to be settled before that, by a run that ends well.
    if aim == .takingLane { try settleSome() }
    let program = try place.run(isTracing: true)
    try program.reach(aim, within: .milliseconds(600), &dice)
    program.signal(SIGKILL)
    try program.wait()
    guard program.end == .killed(by: SIGKILL) else {
      throw Unmet(what: "kill \(count + 1)", why: "the program ended first; \(report)", said: program.said)
    }
    let settled = try place.settled()
    let left = Int64(file.good.count) - settled.messages
    if settled.bytes + settled.messages > last && left > 0 {
      count += 1
      last = settled.bytes + settled.messages
      killed[program.trace.phase, default: 0] += 1
    } else {
      vain += 1
    }
  }

  private func settleSome() throws {
    let program = try place.run(isTracing: true)
    try program.until("something is stored") { program.trace.stored > 0 }
    program.signal(SIGTERM)
    try program.wait()
    #expect(program.end == .exited(0), "\(program.said)")
  }
}

/// A variable of the tests' surroundings.
func surroundings(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
