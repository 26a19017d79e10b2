import CSimulatedDisk
import Configuration
import Engine
import OuzelCLI
import State
import Specifications
import Threads

/// A process of the program in the simulation: it is begun, dies, and is begun again.
///
/// `@unchecked Sendable` holds because the thread that runs the simulation alone touches it.
@safe final class SimulatedProcess: @unchecked Sendable {
  /// How a life ended.
  enum End: Sendable {
    case outcomes([String: Outcome])
    /// It couldn't begin.
    case refused(String)
  }

  let number: Int
  private let folder: String
  private let scheduler: Scheduler
  private let disk: OpaquePointer
  private var faults: [PlannedFault]
  private var random: SplitMix
  private let say: (String) -> Void

  private(set) var host: SimulatedHost?
  private var handles: OpaquePointer?
  private var root: Task<Void, Never>?
  private var drain: AsyncStream<Void>.Continuation?
  private(set) var end: End?
  private(set) var lives = 0
  /// Whether it has left files open, so that the disk has to stay.
  private(set) var clings = false
  /// How many faults have come.
  private(set) var faultsMet = 0
  /// Changes of the disk, in all lives.
  private var changes = 0
  /// How many of the next changes fail, and how.
  private var failing = (count: 0, answer: DiskFail)
  private var losesAnswer = false
  /// What went wrong in this life, so that it may end badly.
  private(set) var wasDisturbed = false
  /// When it begins again; nil while it lives, and where it is over.
  var beginsAgain: Duration?
  var budget: BudgetDesk?
  private var counts = Ended()
  /// What was counted by lives that have ended, by pipeline.
  private(set) var counted: [String: Counts] = [:]

  init(
    _ number: Int, of schedule: Schedule, in folder: String, on disk: OpaquePointer, _ scheduler: Scheduler,
    say: @escaping (String) -> Void
  ) {
    self.number = number
    self.folder = folder
    self.scheduler = scheduler
    unsafe self.disk = disk
    self.say = say
    faults = schedule.faults.filter { $0.process == number }
    random = SplitMix(seed: schedule.seed &+ UInt64(number) &* 7919)
    beginsAgain = .zero
  }

  var isAlive: Bool { host != nil }
  var isDead: Bool {
    guard let handles = unsafe handles else { return false }
    return unsafe disk_is_dead(handles) != 0
  }

  // MARK: Life

  func begin() {
    lives += 1
    beginsAgain = nil
    end = nil
    wasDisturbed = false
    let name = "\(folder)/p\(number)/life\(lives)"
    // The process outlives its part of the disk, which ends in `leave`.
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe handles = disk_join(disk, name, { unsafe judge($0, $1, $2, $3) }, context)
    let host = SimulatedHost(number, on: scheduler, seed: random.next(), disk: name)
    self.host = host
    say("process \(number) begins")
    let (drains, drain) = AsyncStream.makeStream(of: Void.self)
    self.drain = drain
    root = Hosts.$current.withValue(host) {
      Task(executorPreference: host) { [self] in end = await live(drains) }
    }
  }

  private func live(_ drains: AsyncStream<Void>) async -> End {
    let tree = ConfigurationTree.load(
      ["\(folder)/move\(number).yaml"], in: Surroundings(environment: [:], workingDirectory: folder))
    var problems = tree.problems
    guard !problems.hasErrors,
      let plan = Plan.assemble(
        tree.root, home: tree.home, registry: .all,
        context: Surroundings(environment: [:], workingDirectory: folder).context, problems: &problems)
    else { preconditionFailure(problems.rendered(with: tree.texts)) }
    let stateFolder = StateFolder(plan.state)
    let state: StateDatabase
    do { state = try stateFolder.database() } catch { return .refused("\(error)") }
    let budget = BudgetDesk(total: 300_000)
    self.budget = budget
    let ended = Ended()
    counts = ended
    let run = Run(
      pipelines: plan.pipelines.map { planned($0, state, budget) }, soleRunners: SoleRunnerLocks(in: stateFolder),
      history: state, clock: SystemClock(),
      observer: RunObserver(
        began: { _ in }, ended: { ended.outcomes[$0] = $1 }, say: { _, _ in },
        failed: { [self] in say("process \(number) · \($0) failed: \($1)") }))
    await run.run(drains: drains)
    await state.close()
    return .outcomes(ended.outcomes)
  }

  private func planned(_ pipeline: PipelinePlan, _ state: StateDatabase, _ budget: BudgetDesk) -> PlannedPipeline {
    let member = RunMachine.Member(pipeline.name, fedBy: pipeline.fedBy)
    return PlannedPipeline(member) { [self] (_) throws(Failure) -> PipelineDriver in
      PipelineDriver(
        settings: settings(pipeline), source: pipeline.source,
        sinks: pipeline.sinks.map { SinkGroup.Member(name: $0.name, sink: $0.sink) }, processing: pipeline.processing,
        letters: state, configurationHash: pipeline.hash, budget: budget, observer: observer(of: pipeline.name))
    }
  }

  private func settings(_ pipeline: PipelinePlan) -> PipelineSettings {
    var settings = pipeline.settings
    settings.seed = host?.random() ?? 0
    settings.run = String(settings.seed, radix: 16)
    settings.until = [.end]
    settings.batch = ReadLimit(records: batch, bytes: 4096)
    settings.transactionBatches = 2
    settings.poll = .milliseconds(300)
    settings.retry = RetryPolicy(attempts: 2, base: .milliseconds(200), cap: .seconds(2))
    return settings
  }

  private func observer(of pipeline: String) -> PipelineObserver {
    let note: @Sendable (String) -> Void = { [self] line in say("process \(number) · \(pipeline) \(line)") }
    return PipelineObserver(
      say: { note("says \($0)") },
      show: { [counts] in
        _ = $1; counts.counts[pipeline] = $0
      }, trace: isTraced ? note : nil)
  }

  var batch = 7
  var isTraced = false

  /// How the pipelines of a life ended.
  private final class Ended: @unchecked Sendable {
    // Touched by the thread of the simulation alone.
    var outcomes: [String: Outcome] = [:]
    var counts: [String: Counts] = [:]
  }

  /// Lets what is left of a life end; says what is wrong with that.
  func leave(at now: Duration) -> String? {
    guard let host else { return nil }
    defer { end = nil }
    var wrong: String?
    if isDead { root?.cancel() }
    if !scheduler.runOut(host, until: { end != nil }) { wrong = "process \(number) doesn't end when it is cancelled" }
    counted.merge(counts.counts) { $0 + $1 }
    root = nil
    drain = nil
    budget = nil
    self.host = nil
    if let handles = unsafe handles {
      let open = unsafe disk_open_count(handles)
      if open > 0 {
        wrong = wrong ?? "process \(number) leaves \(open) files open"
        clings = true
        // What still has them open may ask for an answer.
        _ = unsafe Unmanaged.passRetained(self)
      } else {
        unsafe disk_leave(handles)
      }
    }
    unsafe handles = nil
    for database in ["topics.db", "tables.db", "others.db"]
    where WriteTurn.at("\(folder)/p\(number)/\(database)").isTaken {
      wrong = wrong ?? "process \(number) keeps its turn at \(database)"
    }
    if wrong == nil { beginsAgain = now + .milliseconds(Int.random(in: 0...3000, using: &random)) }
    return wrong
  }

  // MARK: Faults

  /// Lets the faults come whose step has; says whether the power fails.
  func meet(step: Int) -> Bool {
    guard isAlive else { return false }
    var losesPower = false
    for fault in faults.filter({ !$0.isOfDisk && $0.at <= step }) {
      if case .stall(let seconds) = fault.fault {
        // It comes with the next call that waits.
        guard let host, scheduler.stall(host, until: scheduler.now + .seconds(seconds)) else { continue }
      }
      faults.removeAll { $0 == fault }
      faultsMet += 1
      say("\(fault)")
      wasDisturbed = true
      switch fault.fault {
      case .killAtStep: kill()
      case .stop(let seconds): host?.stoppedUntil = scheduler.now + .seconds(seconds)
      case .clockSet(let seconds): host?.wallError += .seconds(seconds)
      case .drain: drain?.yield()
      case .powerLoss: losesPower = true
      case .stall, .kill, .diskFails, .diskFull, .lostAnswer: break
      }
    }
    return losesPower
  }

  func kill() {
    wasDisturbed = true
    if let handles = unsafe handles { unsafe disk_kill(handles) }
  }

  /// What comes of a change of the disk.
  fileprivate func judged(_ operation: DiskOperation, _ file: String) -> DiskAnswer {
    guard operation != DiskRead else { return DiskGo }
    changes += 1
    if failing.count > 0 {
      failing.count -= 1
      say("process \(number): \(operation.name) of \(file) fails")
      return failing.answer
    }
    if losesAnswer && operation == DiskSync {
      losesAnswer = false
      return DiskFailAfter
    }
    guard let index = faults.firstIndex(where: { $0.isOfDisk && $0.at <= changes }) else { return DiskGo }
    let fault = faults.remove(at: index)
    faultsMet += 1
    say("\(fault): \(operation.name) of \(file)")
    wasDisturbed = true
    switch fault.fault {
    case .kill(.before): return DiskDieBefore
    case .kill(.after): return DiskDieAfter
    case .kill(.halfway): return DiskDieHalfway
    case .diskFails(let count):
      failing = (count - 1, DiskFail)
      return DiskFail
    case .diskFull(let count):
      failing = (count - 1, DiskFull)
      return DiskFull
    case .lostAnswer:
      losesAnswer = operation != DiskSync
      return losesAnswer ? DiskGo : DiskFailAfter
    case .killAtStep, .stop, .stall, .powerLoss, .clockSet, .drain: return DiskGo
    }
  }

  /// Whether faults are still to come.
  var isToBeDisturbed: Bool { !faults.isEmpty || failing.count > 0 || losesAnswer }
  func forgetFaults() {
    faults = []
    failing.count = 0
    losesAnswer = false
  }
}

private func judge(
  _ context: UnsafeMutableRawPointer?, _ operation: DiskOperation, _ file: UnsafePointer<CChar>?, _ amount: Int64
) -> DiskAnswer {
  guard let context = unsafe context, let file = unsafe file else { return DiskGo }
  // The process lives as long as its part of the disk.
  let process = unsafe Unmanaged<SimulatedProcess>.fromOpaque(context).takeUnretainedValue()
  return unsafe process.judged(operation, String(cString: file))
}

extension DiskOperation {
  fileprivate var name: String {
    switch self {
    case DiskOpen: "opening"
    case DiskRead: "reading"
    case DiskWrite: "writing"
    case DiskTruncate: "cutting"
    case DiskSync: "syncing"
    case DiskDelete: "removing"
    default: "locking"
    }
  }
}
