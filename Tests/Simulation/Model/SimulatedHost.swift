import CSimulatedDisk
import Engine
import Threads

/// What a simulated process runs on.
///
/// `@unchecked Sendable` holds because the thread that runs the simulation alone touches it.
final class SimulatedHost: Host, TaskExecutor, @unchecked Sendable {
  let number: Int
  private let scheduler: Scheduler
  private var chance: SplitMix
  /// Whether, and until when, the process is stopped, as by SIGSTOP.
  var stoppedUntil = Duration.zero
  /// How far the clock on the wall is off.
  var wallError = Duration.zero
  let databaseDisk: String

  init(_ number: Int, on scheduler: Scheduler, seed: UInt64, disk: String) {
    self.number = number
    self.scheduler = scheduler
    chance = SplitMix(seed: seed)
    databaseDisk = disk
  }

  func isStopped(at time: Duration) -> Bool { stoppedUntil > time }

  var steadyTime: Duration { scheduler.now }
  func sleep(until time: Duration) async { await scheduler.sleep(until: time, host: self) }
  // From the beginning of 2026 on.
  var wallMicroseconds: Int64 { (.seconds(1_767_225_600) + scheduler.now + wallError).inMicroseconds }
  func random() -> UInt64 { chance.next() }
  func run(_ job: UnownedJob, of thread: BlockingThread) { scheduler.add(job, of: thread, host: self) }
  func enqueue(_ job: consuming ExecutorJob) { scheduler.add(UnownedJob(job), of: nil, host: self) }
}

extension Duration {
  var inMicroseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
  var inSeconds: Double { Double(inMicroseconds) / 1_000_000 }
}
