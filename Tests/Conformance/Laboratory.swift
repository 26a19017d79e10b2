import Configuration
import Engine
import OuzelCLI
import Specifications
import State
import Synchronization
import TestSupport

/// How one run goes.
struct Trial: Sendable {
  enum Stop: Sendable, Equatable {
    case atEnd
    /// The process is killed when it is about to store for the n-th time.
    case killed(beforeStore: Int)
    /// The process is killed when it has just stored for the n-th time.
    case cutOff(afterStore: Int)
    case drained(afterStore: Int)
  }

  /// How many batches the memory of a slow trial has room for, at most: each takes more than the 8 KiB that are read.
  static let aheadAtMost = 16

  var load = Load.small
  var stop = Stop.atEnd
  var sabotage: Sabotage?
  /// Whether the sink is taken away after its first store, or the source at its third read.
  var sinkAway = false
  var sourceAway = false
  /// Whether the sink takes its time.
  var isSlow = false
  var memory = 64 << 20
}

/// What a run came to.
struct Report: Sendable {
  /// Nil if it didn't end.
  var outcome: Outcome?
  var counts = Counts()
  var sayings: [Saying] = []
  /// Records that the source brought, and by how many batches it was ahead of the sink.
  var read = 0
  var furthestAhead = 0
  /// Memory that nobody gave back.
  var memoryLeft = 0
  var complaints: [String] = []
}

/// A configuration with its source, sink and state in a folder, run by the real engine as often as a case wants.
struct Laboratory {
  let folder = TemporaryFolder()
  let source: any SourceRig
  let sink: any SinkRig
  private static let runs = Atomic(0)

  init(_ subject: Subject) {
    source = subject.source(folder)
    sink = subject.sink(folder)
  }

  /// The configuration as YAML.
  func configuration(_ load: Load, source sourceBlock: String? = nil, sink sinkBlock: String? = nil) -> String {
    let connections = (source.connections + sink.connections).map { "  \($0)\n" }.joined()
    let contracts = source.contracts.map { "  \($0)\n" }.joined()
    let several = sinkBlock == nil ? sink.blocks(key: source.key) : nil
    return (connections.isEmpty ? "" : "connections:\n\(connections)")
      + (contracts.isEmpty ? "" : "contracts:\n\(contracts)") + """
        state: \(folder.file("state"))
        pipelines:
          move:
            source: \(sourceBlock ?? source.block(load))
            contract: \(source.contract(load))
            \(several.map { "sinks: \($0)" } ?? "sink: \(sinkBlock ?? sink.block(key: source.key))")
            batch: { records: 5, bytes: 8KiB }

        """
  }

  /// The plan of a configuration, and what is wrong with it as people are shown it.
  func plan(_ text: String) -> (plan: Plan?, problems: Problems, shown: String) {
    folder.write(text, to: "move.yaml")
    let surroundings = Surroundings(environment: [:], workingDirectory: folder.path)
    let tree = ConfigurationTree.load([folder.file("move.yaml")], in: surroundings)
    var problems = tree.problems
    var plan: Plan?
    if !problems.hasErrors {
      plan = Plan.assemble(
        tree.root, home: tree.home, registry: .all, context: surroundings.context, problems: &problems)
    }
    return (plan, problems, problems.rendered(with: tree.texts))
  }

  struct NoPlan: Error {
    let problems: String
  }

  /// Runs the pipeline once.
  func run(_ trial: Trial) async throws -> Report {
    let (plan, _, shown) = plan(configuration(trial.load))
    guard let pipeline = plan?.pipelines.first else { throw NoPlan(problems: shown) }
    let state = try StateFolder(folder.file("state")).database()
    let (commands, command) = AsyncStream.makeStream(of: PipelineEvent.self)
    let (kills, kill) = AsyncStream.makeStream(of: Void.self)
    let interposer = Interposer(trial, sink, command) { kill.yield() }
    let report = Mutex(Report())
    let desk = BudgetDesk(total: trial.sabotage == .budgetIgnored ? 1 << 30 : trial.memory)
    let made = try interposed(pipeline, state, interposer)
    let rig = sink
    let driver = PipelineDriver(
      settings: settings(pipeline, trial), source: made.source,
      sinks: made.sinks, processing: pipeline.processing,
      letters: InterposedLetters(letters: state, sabotage: trial.sabotage), configurationHash: pipeline.hash,
      budget: desk,
      observer: PipelineObserver(
        say: { saying in
          report.withLock { $0.sayings.append(saying) }
          if case .paused = saying { rig.bringBack() }
        },
        show: { counts, _ in report.withLock { $0.counts = counts } }))
    let outcome = await withTaskGroup(of: Outcome??.self) { group in
      group.addTask { .some(await driver.run(isFed: false, commands: commands)) }
      group.addTask {
        for await _ in kills { break }
        return nil
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(40))
        return .some(nil)
      }
      var outcome: Outcome?
      for await result in group {
        // Killed: the run is called off, and its end awaited.
        guard let result else {
          group.cancelAll()
          continue
        }
        if let result, outcome == nil { outcome = result }
        group.cancelAll()
      }
      return outcome
    }
    await state.close()
    sink.bringBack()
    var result = report.withLock { $0 }
    result.outcome = outcome
    result.read = interposer.rowsRead
    result.furthestAhead = interposer.furthestAhead
    result.memoryLeft = desk.given
    result.complaints = interposer.complaints
    return result
  }

  private func settings(_ pipeline: PipelinePlan, _ trial: Trial) -> PipelineSettings {
    var settings = pipeline.settings
    settings.run = "run \(Self.runs.wrappingAdd(1, ordering: .relaxed).newValue)"
    settings.seed = 1
    settings.transactionBatches = 2
    settings.retry = RetryPolicy(attempts: 3, base: .milliseconds(50), cap: .milliseconds(200))
    if trial.isSlow {
      // Memory alone is to hold the reader back.
      settings.transactionBatches = 16
      settings.depth = 1000
      settings.laneDepth = 1000
      settings.batch = ReadLimit(records: 1000, bytes: 8 << 10)
    }
    return settings
  }

  private func interposed(
    _ pipeline: PipelinePlan, _ state: StateDatabase, _ interposer: Interposer
  ) throws -> (source: any Source, sinks: [SinkGroup.Member]) {
    let source = try source.source(pipeline)
    var members: [SinkGroup.Member] = []
    for (plan, sink) in zip(pipeline.sinks, try sink.sinks(pipeline)) {
      var sink = sink
      if !sink.keepsPositions && source.keepsPositions {
        sink = LocallyPositioned(
          sink, in: state, as: LedgerName(pipeline: pipeline.name, sink: plan.name, target: sink.target))
      }
      let interposed = InterposedSink(sink: sink, interposer: interposer, isFirst: members.isEmpty)
      members.append(SinkGroup.Member(name: plan.name, sink: interposed))
    }
    return (InterposedSource(source: source, interposer: interposer), members)
  }

  /// The dead letters that count.
  func letters() async throws -> [StoredLetter] {
    let state = try StateFolder(folder.file("state")).database()
    let letters = try await state.letters(limit: 10_000)
    await state.close()
    return letters
  }
}
