import Engine
import Testing

@Suite("Several sinks, simulated") struct FanOutTests {
  private static let faults = FanOutWorld.Faults(crash: 0.004, outage: 0.03, lostAnswer: 0.5)

  /// Runs processes on the same lanes and sinks through faults and crashes until all have ended; what is wrong then.
  private func run(
    seed: UInt64, processes count: Int, faults: FanOutWorld.Faults, sabotage: FanOutWorld.Sabotage? = nil,
    first: Int64? = 0
  ) async -> [String] {
    let world = FanOutWorld(faults: faults, seed: seed, sabotage: sabotage, first: first)
    var now = Duration.zero
    var number = count
    var processes = (0..<count).map { FanOutProcess($0, in: world, at: now) }
    for step in 0..<30_000 {
      let index = world.pick(0...count - 1)
      // Faults end some time, so that all schedules do.
      if step == 10_000 { world.calm() }
      if processes[index].outcome == nil {
        if world.chance(world.now.crash) {
          await processes[index].crash()
          processes[index] = FanOutProcess(number, in: world, at: now)
          number += 1
        } else if processes[index].isWaiting || world.chance(0.1) {
          now += .milliseconds(world.pick(1...40))
          processes[index].tick(at: now)
        } else {
          await processes[index].step(at: now)
        }
      }
      if processes.allSatisfy({ $0.outcome != nil }) {
        let failed = processes.compactMap { $0.outcome == .done ? nil : "ended as \(String(describing: $0.outcome))" }
        return failed + world.verdict()
      }
    }
    return ["stalled"] + world.verdict()
  }

  @Test(
    "through any order of answers, outages, lost answers and crashes, each of several sinks has its records once",
    arguments: 1...3)
  func exactlyOnce(processes: Int) async {
    for seed in 0..<UInt64(60) {
      let wrong = await run(
        seed: seed &* 7919 &+ UInt64(processes), processes: processes, faults: Self.faults)
      #expect(wrong.isEmpty, "seed \(seed) with \(processes) processes: \(wrong.prefix(3))")
      if !wrong.isEmpty { return }
    }
  }

  @Test("where `from` has several sinks begin is one place, though the source names a later one each time")
  func latest() async {
    for seed in 0..<UInt64(60) {
      let wrong = await run(
        seed: seed &* 104_729, processes: Int(seed % 3) + 1, faults: Self.faults, first: nil)
      #expect(wrong.isEmpty, "seed \(seed): \(wrong.prefix(3))")
      if !wrong.isEmpty { return }
    }
  }

  @Test(
    "what is done wrong to several sinks on purpose is found within 40 seeds", arguments: FanOutWorld.Sabotage.allCases)
  func sabotaged(_ sabotage: FanOutWorld.Sabotage) async {
    for seed in 0..<UInt64(40) {
      let wrong = await run(
        seed: seed &* 7919, processes: Int(seed % 3) + 1, faults: Self.faults, sabotage: sabotage)
      if !wrong.isEmpty { return }
    }
    Issue.record("40 seeds did not find it")
  }

  @Test("without faults each record is stored once, by one process", arguments: 0..<UInt64(20))
  func calm(seed: UInt64) async { #expect(await run(seed: seed, processes: 1, faults: .init()) == []) }
}
