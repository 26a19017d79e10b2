import Glibc
import Simulation

/// Runs one schedule a seed; what fails is made as simple as it gets, and told step by step.
@main struct Simulate {
  private var first: UInt64 = 1
  private var count: UInt64 = 1000
  private var showsTrace = false
  private var stopsAtFirst = false
  private var simulation = Simulation("alone")

  static func main() {
    guard let simulate = Simulate(CommandLine.arguments.dropFirst()) else {
      print("simulate [--from SEED] [--count N] [--trace] [--stop]")
      exit(2)
    }
    exit(simulate.run() ? 0 : 1)
  }

  private init?(_ arguments: ArraySlice<String>) {
    var arguments = arguments
    while let word = arguments.popFirst() {
      switch (word, arguments.first.flatMap { UInt64($0) }) {
      case ("--trace", _): showsTrace = true
      case ("--stop", _): stopsAtFirst = true
      case ("--from", let number?): first = number
      case ("--count", let number?): count = number
      default: return nil
      }
      if ["--from", "--count"].contains(word) { arguments.removeFirst() }
    }
  }

  private func run() -> Bool {
    var summary = Summary()
    for seed in first..<first + count {
      let schedule = Schedule(seed: seed)
      let verdict = simulation.run(schedule, isTraced: showsTrace)
      for line in verdict.trace { print(line) }
      if showsTrace { print(schedule) }
      summary.add(verdict)
      if verdict.wrong.isEmpty { continue }
      tell(schedule, verdict)
      if stopsAtFirst { break }
    }
    print(summary)
    return summary.failed == 0
  }

  private func tell(_ schedule: Schedule, _ verdict: Simulation.Verdict) {
    print("FAILED · \(schedule)")
    for sentence in verdict.wrong { print("  → \(sentence)") }
    // Who stops at the first wants to know which it is.
    if stopsAtFirst { return }
    let simplest = simulation.shrunk(schedule, failing: verdict.wrong)
    let again = simulation.run(simplest, isTraced: true)
    print("the same, as simple as it gets · \(simplest)")
    for line in again.trace { print(line) }
    for sentence in again.wrong { print("  → \(sentence)") }
  }
}

/// What all schedules came to.
struct Summary: CustomStringConvertible {
  private var schedules = 0
  private(set) var failed = 0
  private var steps = 0
  private var lives = 0
  private var faults = 0
  private var time = Duration.zero

  mutating func add(_ verdict: Simulation.Verdict) {
    schedules += 1
    failed += verdict.wrong.isEmpty ? 0 : 1
    steps += verdict.steps
    lives += verdict.lives
    faults += verdict.faults
    time += verdict.time
  }

  var description: String {
    "\(schedules) schedules: \(failed) failed · \(lives) lives of processes, \(faults) faults, \(steps) steps, "
      + "\(time.components.seconds) s of their time"
  }
}
