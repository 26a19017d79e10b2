import CSimulatedDisk
import Engine
import Glibc
import SQLiteClient
import Threads

/// Runs a schedule: the program's own pipelines, state, sources and sinks, on simulated processes and a simulated disk.
@safe package final class Simulation {
  /// What came of a schedule.
  package struct Verdict: Sendable {
    /// What is wrong; nothing, if all is well.
    package var wrong: [String] = []
    /// What happened, step by step, where it was asked for.
    package var trace: [String] = []
    package var steps = 0
    package var lives = 0
    /// Faults that came.
    package var faults = 0
    /// How long it took in the simulation.
    package var time = Duration.zero
  }

  private let path: String

  /// A simulation, with a folder of that name for what processes read and lock: in memory, where there is such a place.
  package init(_ name: String) {
    let memory = "/dev/shm"
    path = (unsafe access(memory, W_OK) == 0 ? memory : "/tmp") + "/ouzel-simulation-\(getpid())-\(name)"
  }

  /// Runs a schedule to its end, and counts what is there then.
  package func run(_ schedule: Schedule, isTraced: Bool = false) -> Verdict {
    var verdict = Verdict()
    let workplace = Workplace("\(path)-\(schedule.seed)")
    let scenario = Scenario(schedule: schedule)
    let folder = workplace.path
    for lane in 0..<schedule.lanes { workplace.write(scenario.text(ofLane: lane), to: "in/lane\(lane).json") }
    for number in 0...3 {
      workplace.write(scenario.configuration(process: number, in: folder), to: "move\(number).yaml")
    }
    let scheduler = Scheduler(order: schedule.order)
    let trace = Trace(isTraced ? scheduler : nil)
    // It is freed below, once every process has left it.
    let disk = unsafe disk_make()!
    if schedule.hasBadRecords {
      unsafe Observer(disk, folder).use(scenario.tableFile) { (connection) throws(SQLiteError) in
        try connection.execute(Scenario.table)
      }
    }
    var random = SplitMix(seed: schedule.seed ^ 0xd15c)
    let processes = (0..<schedule.processes).map { number in
      let process = unsafe SimulatedProcess(number, of: schedule, in: folder, on: disk, scheduler) { trace.add($0) }
      process.batch = schedule.batch
      process.isTraced = isTraced
      return process
    }
    verdict.wrong = unsafe run(processes, scheduler, disk, &random)
    if verdict.wrong.isEmpty { verdict.wrong = unsafe Observer(disk, folder).judge(scenario) }
    if verdict.wrong.isEmpty && schedule.faults.isEmpty {
      let counted = processes.reduce(into: [:]) { $0.merge($1.counted) { $0 + $1 } }
      verdict.wrong = scenario.differences(from: counted)
    }
    // A process that couldn't be ended still has files open: then the memory is left to it.
    if processes.allSatisfy({ !$0.isAlive && !$0.clings }) { unsafe disk_free(disk) }
    verdict.trace = trace.lines
    verdict.steps = scheduler.steps
    verdict.lives = processes.reduce(0) { $0 + $1.lives }
    verdict.time = scheduler.now
    verdict.faults = processes.reduce(0) { $0 + $1.faultsMet }
    return verdict
  }

  /// The most steps of a schedule, and how long it may go on once nothing disturbs it any more.
  private static let mostSteps = 3_000_000
  private static let patience: Duration = .seconds(3600)

  private func run(
    _ processes: [SimulatedProcess], _ scheduler: Scheduler, _ disk: OpaquePointer, _ random: inout SplitMix
  ) -> [String] {
    var lastDisturbed = Duration.zero
    while true {
      for process in processes {
        if let time = process.beginsAgain, time <= scheduler.now { process.begin() }
        if process.meet(step: scheduler.steps), let wrong = unsafe losePower(processes, scheduler, disk, &random) {
          return [wrong]
        }
        if process.isDead || process.end != nil {
          if let wrong = leave(process, scheduler) { return [wrong] }
        }
        if process.isToBeDisturbed || process.wasDisturbed && process.isAlive { lastDisturbed = scheduler.now }
      }
      if processes.allSatisfy({ !$0.isAlive && $0.beginsAgain == nil }) { return [] }
      if scheduler.steps > Self.mostSteps { return ["it goes on and on"] }
      if !scheduler.step() {
        guard let next = processes.compactMap(\.beginsAgain).min() else { return ["it stands still"] }
        scheduler.wait(until: next)
      } else if let next = processes.compactMap(\.beginsAgain).min(), next <= scheduler.now {
        continue
      }
      if scheduler.now - lastDisturbed > Self.patience { return ["it comes to no end"] }
    }
  }

  private func leave(_ process: SimulatedProcess, _ scheduler: Scheduler) -> String? {
    let (wasKilled, wasDisturbed, end) = (process.isDead, process.wasDisturbed, process.end)
    let given = process.budget?.given ?? 0
    if let wrong = process.leave(at: scheduler.now) { return wrong }
    if wasKilled { return nil }
    guard given == 0 else { return "process \(process.number) ends with \(given) bytes of the budget given out" }
    switch end {
    case .outcomes(let outcomes):
      if outcomes.values.allSatisfy({ $0 == .done }) {
        process.beginsAgain = nil
        process.forgetFaults()
      } else if !wasDisturbed {
        let ends = outcomes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return "process \(process.number), undisturbed, ends with \(ends)"
      }
    case .refused(let why): if !wasDisturbed { return "process \(process.number), undisturbed, says \(why)" }
    case nil: break
    }
    return nil
  }

  private func losePower(
    _ processes: [SimulatedProcess], _ scheduler: Scheduler, _ disk: OpaquePointer, _ random: inout SplitMix
  ) -> String? {
    for process in processes where process.isAlive { process.kill() }
    for process in processes where process.isAlive {
      if let wrong = process.leave(at: scheduler.now) { return wrong }
    }
    let coin = Coin(random.next())
    // The coin lives until the call has returned.
    unsafe disk_lose_power(
      disk, { context in unsafe Unmanaged<Coin>.fromOpaque(context!).takeUnretainedValue().toss() },
      Unmanaged.passUnretained(coin).toOpaque())
    withExtendedLifetime(coin) {}
    return nil
  }
}

/// Heads or tails.
private final class Coin {
  private var random: SplitMix
  init(_ seed: UInt64) { random = SplitMix(seed: seed) }
  func toss() -> Int32 { Bool.random(using: &random) ? 1 : 0 }
}

/// What happened, line by line.
private final class Trace {
  private let scheduler: Scheduler?
  private(set) var lines: [String] = []

  init(_ scheduler: Scheduler?) { self.scheduler = scheduler }

  func add(_ line: String) {
    guard let scheduler else { return }
    let seconds = String(scheduler.now.inMicroseconds / 1000)
    lines.append("\(String(repeating: " ", count: max(0, 7 - seconds.count)))\(seconds) ms  \(line)")
  }
}
