/// What the program runs on: threads for calls that block, clocks, chance, a disk for databases. It is the machine,
/// unless a simulation puts its own in its place.
package protocol Host: AnyObject, Sendable {
  /// Time that goes on evenly, since a moment of the host's own.
  var steadyTime: Duration { get }
  /// Waits until then, or until the task is cancelled.
  func sleep(until time: Duration) async
  /// What clocks on the wall show: microseconds since 1970, UTC.
  var wallMicroseconds: Int64 { get }
  /// A number by chance.
  func random() -> UInt64
  /// Runs a job of an actor that would have a thread of its own, behind those that came before it.
  func run(_ job: UnownedJob, of thread: BlockingThread)
  /// The file system, as SQLite knows it by name.
  var databaseDisk: String { get }
}

/// The host of the running task, which its children inherit.
package enum Hosts {
  /// Nil where it is the machine.
  @TaskLocal package static var current: (any Host)?
}

/// Time that goes on evenly, whatever the clocks on the wall are set to.
package struct SteadyClock: Sendable {
  /// Whether it stands still while the machine sleeps.
  private let sleepsWithMachine: Bool
  private static let beginning = ContinuousClock.now
  private static let wakingBeginning = SuspendingClock.now

  /// A clock that goes on while the machine sleeps, or doesn't.
  package init(sleepsWithMachine: Bool = false) { self.sleepsWithMachine = sleepsWithMachine }

  /// The time since some moment before, the same one for all of a process.
  package var now: Duration {
    if let host = Hosts.current { return host.steadyTime }
    return sleepsWithMachine
      ? Self.wakingBeginning.duration(to: .now) : Self.beginning.duration(to: .now)
  }

  /// Waits until then, or until the task is cancelled.
  package func sleep(until time: Duration) async {
    if let host = Hosts.current { return await host.sleep(until: time) }
    if sleepsWithMachine {
      try? await SuspendingClock().sleep(until: Self.wakingBeginning.advanced(by: time))
    } else {
      try? await ContinuousClock().sleep(until: Self.beginning.advanced(by: time))
    }
  }

  /// Waits so long, or until the task is cancelled.
  package func sleep(for span: Duration) async { await sleep(until: now + span) }
}

/// Numbers by chance, as the host gives them.
package struct HostRandom: RandomNumberGenerator {
  private var machine = SystemRandomNumberGenerator()
  package init() {}
  package mutating func next() -> UInt64 { Hosts.current?.random() ?? machine.next() }
}
