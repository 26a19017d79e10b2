import Glibc
import Simulation
import Testing

@Suite struct SimulationTests {
  /// How many schedules are run, and the seed of the first: the same ones, unless told otherwise.
  private static let count = UInt64(environment("OUZEL_SCHEDULES") ?? "") ?? 1000
  private static let first = UInt64(environment("OUZEL_SEED") ?? "") ?? 1
  private static let parts: UInt64 = 20

  private static func environment(_ name: String) -> String? {
    // The text is copied before anything else can change the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  @Test("however steps, faults and deaths come, each record arrives once and in its order", arguments: 0..<parts)
  func schedules(part: UInt64) {
    let simulation = Simulation("\(part)")
    let share = (Self.count + Self.parts - 1) / Self.parts
    let end = min(Self.count, (part + 1) * share)
    var faults = 0
    for number in min(part * share, end)..<end {
      let schedule = Schedule(seed: Self.first + number)
      let verdict = simulation.run(schedule)
      #expect(verdict.wrong == [], "\(schedule)")
      if !verdict.wrong.isEmpty { return }
      faults += verdict.faults
    }
    #expect(faults > 0 || end <= part * share + 20, "nothing was disturbed")
  }

  @Test("the same seed is the same to the last step", arguments: [3, 5, 9, 12] as [UInt64])
  func repeats(seed: UInt64) {
    let simulation = Simulation("again")
    let schedule = Schedule(seed: seed)
    let first = simulation.run(schedule, isTraced: true)
    let second = simulation.run(schedule, isTraced: true)
    #expect(first.trace == second.trace && !first.trace.isEmpty)
  }
}
