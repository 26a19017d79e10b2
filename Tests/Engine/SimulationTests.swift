import Engine
import Testing

@Suite struct SimulationTests {
  /// Runs `processes` machines on the same lanes through faults and crashes until all have ended.
  private func run(
    seed: UInt64, processes count: Int, faults: SimulatedWorld.Faults, sabotage: SimulatedWorld.Sabotage? = nil
  ) -> [String] {
    var world = SimulatedWorld(lanes: 3, messages: 60, faults: faults, seed: seed, sabotage: sabotage)
    var now = Duration.zero
    var processes = (0..<count).map { SimulatedProcess(seed: seed &+ UInt64($0), at: now) }
    for step in 0..<60_000 {
      let index = Int.random(in: processes.indices, using: &world.random)
      // Faults end some time, so that all schedules do.
      if step == 20_000 { world.faults = SimulatedWorld.Faults() }
      if processes[index].outcome == nil {
        if world.chance(world.faults.crash) {
          processes[index] = SimulatedProcess(seed: world.random.next(), at: now)
        } else if processes[index].pending.isEmpty || world.chance(0.2) {
          now += .milliseconds(Int.random(in: 1...40, using: &world.random))
          processes[index].tick(at: now)
        } else {
          processes[index].step(&world, at: now)
        }
      }
      if processes.allSatisfy({ $0.outcome != nil }) {
        let failed = processes.filter { $0.outcome != .done }.map {
          "ended as \($0.outcome.map(String.init(describing:)) ?? "")"
        }
        return failed + (processes.contains { $0.spins } ? ["spins"] : []) + world.verdict()
      }
    }
    return ["stalled"] + world.verdict()
  }

  @Test("through any order of answers, outages, lost answers and crashes, every record arrives once", arguments: 1...3)
  func exactlyOnce(processes: Int) {
    let faults = SimulatedWorld.Faults(crash: 0.005, outage: 0.03, lostAnswer: 0.5)
    for seed in 0..<UInt64(150) {
      let wrong = run(seed: seed &* 7919 &+ UInt64(processes), processes: processes, faults: faults)
      #expect(wrong.isEmpty, "seed \(seed) with \(processes) processes: \(wrong.prefix(3))")
      if !wrong.isEmpty { return }
    }
  }

  @Test("what is done wrong on purpose is found within 40 seeds", arguments: SimulatedWorld.Sabotage.allCases)
  func sabotaged(_ sabotage: SimulatedWorld.Sabotage) {
    let faults = SimulatedWorld.Faults(crash: 0.005, outage: 0.03, lostAnswer: 0.5)
    let found = (0..<UInt64(40)).first { seed in
      !run(seed: seed &* 7919, processes: Int(seed % 3) + 1, faults: faults, sabotage: sabotage).isEmpty
    }
    #expect(found != nil, "40 seeds did not find it")
  }

  @Test("without faults nothing is read twice", arguments: 0..<UInt64(20))
  func calm(seed: UInt64) { #expect(run(seed: seed, processes: 1, faults: .init()) == []) }
}
