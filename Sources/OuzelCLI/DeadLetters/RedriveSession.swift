import Configuration
import Engine
import Specifications
import State
import Synchronization
import Telemetry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs redrives of a plan's pipelines, one after the other, by the pipelines' own ways.
final class RedriveSession: Sendable {
  private let memory: Int
  private let state: StateDatabase
  private let signals = Signals()
  /// The commands of the pipeline that runs.
  private let commands = Mutex<AsyncStream<PipelineEvent>.Continuation?>(nil)

  init(_ plan: Plan, _ state: StateDatabase) {
    memory = plan.memory.bytes
    self.state = state
  }

  /// The signal that asked for draining.
  var signal: Int32? { signals.received }

  /// Runs `body`, within which redrives are run, minding signals.
  func run(_ body: () async throws(Failure) -> ExitCode) async throws(Failure) -> ExitCode {
    try await withDiscardingTaskGroup(returning: Result<ExitCode, Failure>.self) { group in
      group.addTask { [self] in
        for await _ in signals.drains { commands.withLock { _ = $0?.yield(.drain) } }
      }
      defer { group.cancelAll() }
      do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
    }.get()
  }

  /// Sends the letters of a redrive again; nil where it was ended before it was through.
  func send(
    _ redrive: Redrive, by pipeline: PipelinePlan
  ) async throws(Failure) -> (outcome: Outcome, result: RedriveResult?) {
    let display = LiveDisplay([pipeline.name], isLive: Terminal.isLive)
    let driver = driver(redrive, pipeline, display)
    let (stream, continuation) = AsyncStream.makeStream(of: PipelineEvent.self)
    commands.withLock { $0 = continuation }
    defer { commands.withLock { $0 = nil } }
    if signal != nil { return (.drained, nil) }
    let outcome = await withTaskGroup(of: Outcome?.self) { group in
      group.addTask {
        await display.watch()
        return nil
      }
      group.addTask { await driver.run(isFed: false, commands: stream) }
      var outcome = Outcome.drained
      for await one in group {
        guard let one else { continue }
        outcome = one
        group.cancelAll()
        continuation.finish()
      }
      return outcome
    }
    guard outcome == .done else { return (outcome, nil) }
    let result = try await state.end(redrive)
    let letters = PipelineLetters(
      of: pipeline.name, in: state, room: pipeline.letters.room.bytes, outlet: pipeline.letters.outlet)
    do throws(Failure) {
      try await letters.prepare()
      try await letters.finish()
    } catch {
      Logger(name: pipeline.name).say(Saying.unsent(error))
    }
    return (outcome, result)
  }

  /// What each sink's ledger knows of what the pipeline reads; nothing where that has no positions which a later run
  /// would go by.
  func ledgers(of pipeline: PipelinePlan) async throws(Failure) -> [String: LedgerEntries] {
    guard pipeline.source.keepsPositions else { return [:] }
    var ledgers: [String: LedgerEntries] = [:]
    for plan in pipeline.sinks {
      let sink = positioned(plan, of: pipeline)
      try await sink.open()
      ledgers[plan.name] = LedgerEntries(try await sink.entries())
      await sink.close()
    }
    return ledgers
  }

  /// A sink with its positions, wherever they are kept.
  private func positioned(_ plan: SinkPlan, of pipeline: PipelinePlan) -> any Sink {
    if plan.sink.keepsPositions { return plan.sink }
    let ledger = LedgerName(
      pipeline: pipeline.name, sink: plan.name, target: plan.sink.target, formerNames: pipeline.formerNames)
    return LocallyPositioned(plan.sink, in: state, as: ledger)
  }

  private func driver(_ redrive: Redrive, _ pipeline: PipelinePlan, _ display: LiveDisplay) -> PipelineDriver {
    var settings = pipeline.settings
    settings.seed = UInt64.random(in: .min ... .max)
    settings.run = String(settings.seed, radix: 16)
    settings.until = []
    settings.stopAbove = nil
    let own = pipeline.sinks.reduce(0) { $0 + $1.sink.ownMemory }
    let sinks = pipeline.sinks.map { plan in
      let sink = positioned(plan, of: pipeline)
      let others = redrive.lanes.filter { !$0.sinks.isEmpty && !$0.sinks.contains(plan.name) }
      let ends = Dictionary(uniqueKeysWithValues: others.map { ($0.id, Position(message: $0.count)) })
      return SinkGroup.Member(name: plan.name, sink: ends.isEmpty ? sink : ScopedSink(sink, passingOver: ends))
    }
    let source = RedriveSource(
      redrive, of: state, readBy: pipeline.source, sinks: pipeline.sinks.map(\.name))
    return PipelineDriver(
      settings: settings, source: source, sinks: sinks, processing: pipeline.processing,
      letters: RedriveFailures(in: state), configurationHash: pipeline.hash,
      budget: BudgetDesk(total: max(memory / 3 * 2 - own, memory / 6)), observer: observer(pipeline.name, display))
  }

  private func observer(_ name: String, _ display: LiveDisplay) -> PipelineObserver {
    let isTracing = unsafe getenv("OUZEL_TRACE") != nil
    let trace: @Sendable (String) -> Void = { line in
      Terminal.error("trace \(Int(display.elapsed.inSeconds * 1000)) \(name) \(line)")
    }
    return PipelineObserver(
      say: { saying in
        // That letters aren't for every sink is no news.
        if case .note = saying { return }
        Logger(name: name).say(saying)
      },
      show: { counts, activity in display.show(name, counts, activity.rawValue) },
      trace: isTracing ? trace : nil)
  }
}
