import Engine
import Threads

/// Runs the jobs of all simulated processes on one thread, in an order that a seed chooses. When nothing is left to be
/// done at a moment, time goes on to the next one for which somebody waits.
///
/// `@unchecked Sendable` holds because the thread that runs the simulation alone touches it: every job that could is run
/// by it, inside `step`.
final class Scheduler: @unchecked Sendable {
  private struct Job {
    let job: UnownedJob
    /// The thread that the job would run on; nil for one of the pool's.
    let thread: BlockingThread?
    let host: SimulatedHost
  }

  private struct Sleeper {
    let number: Int
    let time: Duration
    let host: SimulatedHost
    let continuation: CheckedContinuation<Void, Never>
  }

  private(set) var now = Duration.zero
  /// A thread that is held up, and until when.
  private var stalled: (thread: BlockingThread, until: Duration)?
  /// How many jobs have run.
  private(set) var steps = 0
  private var jobs: [Job] = []
  /// In the order in which they came.
  private var sleepers: [Sleeper] = []
  private var lastSleeper = 0
  /// Nil lets jobs run in the order in which they came.
  private var order: SplitMix?

  init(order seed: UInt64?) { order = seed.map(SplitMix.init) }

  func add(_ job: UnownedJob, of thread: BlockingThread?, host: SimulatedHost) {
    jobs.append(Job(job: job, thread: thread, host: host))
  }

  func sleep(until time: Duration, host: SimulatedHost) async {
    lastSleeper += 1
    let number = lastSleeper
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if Task.isCancelled || time <= now { return continuation.resume() }
        sleepers.append(Sleeper(number: number, time: time, host: host, continuation: continuation))
      }
    } onCancel: {
      wake { $0.number == number }
    }
  }

  private func wake(where isToWake: (Sleeper) -> Bool) {
    while let index = sleepers.firstIndex(where: isToWake) { sleepers.remove(at: index).continuation.resume() }
  }

  /// Runs one job, or lets time go on. False if there is nothing to run, now or later.
  func step() -> Bool {
    wake { $0.time <= now && !$0.host.isStopped(at: now) }
    if let until = stalled?.until, until <= now { stalled = nil }
    let ready = jobs.indices.filter { !jobs[$0].host.isStopped(at: now) && !isStalled(jobs[$0]) }
    if ready.isEmpty { return goOn() }
    run(order == nil ? ready[0] : ready.randomElement(using: &order!)!)
    steps += 1
    // Work takes time: what waits for a moment may find itself beside what is ready.
    now += .microseconds(10)
    return true
  }

  private func isStalled(_ job: Job) -> Bool {
    if let thread = job.thread { thread === stalled?.thread } else { false }
  }

  /// Holds up the thread of the process for which a job waits; false if there is none.
  func stall(_ host: SimulatedHost, until time: Duration) -> Bool {
    guard let thread = jobs.first(where: { $0.host === host && $0.thread != nil })?.thread else { return false }
    stalled = (thread, time)
    return true
  }

  /// Lets time go on where nobody waits for it.
  func wait(until time: Duration) { now = max(now, time) }

  private func goOn() -> Bool {
    let held = stalled.map { [$0.until] } ?? []
    let waits = jobs.filter { !isStalled($0) }.map(\.host.stoppedUntil)
    let moments = sleepers.map { max($0.time, $0.host.stoppedUntil) } + waits + held
    guard let next = moments.min() else { return false }
    now = max(now, next)
    return true
  }

  /// Runs what is left of one process, alone, until it is over. False if it waits for something that never comes.
  func runOut(_ host: SimulatedHost, until isOver: () -> Bool) -> Bool {
    while !isOver() {
      if let index = jobs.firstIndex(where: { $0.host === host }) {
        run(index)
      } else if sleepers.contains(where: { $0.host === host }) {
        wake { $0.host === host }
      } else {
        return false
      }
    }
    // What is left does nothing any more but end.
    while let index = jobs.firstIndex(where: { $0.host === host }) { run(index) }
    return true
  }

  private func run(_ index: Int) {
    var index = index
    // The jobs of a thread keep their order.
    if let thread = jobs[index].thread { index = jobs.firstIndex { $0.thread === thread } ?? index }
    let job = jobs.remove(at: index)
    if let thread = job.thread {
      // The thread and the host live until the job has run, since `job` holds them.
      unsafe job.job.runSynchronously(on: thread.asUnownedSerialExecutor())
    } else {
      unsafe job.job.runSynchronously(on: job.host.asUnownedTaskExecutor())
    }
  }
}
