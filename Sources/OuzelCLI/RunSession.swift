import Configuration
import Engine
import Specifications
import State
import Synchronization
import Telemetry
import Threads

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a plan: its drivers, what people see of it, and how it ends.
final class RunSession: Sendable {
  private let plan: Plan
  /// Makes the plan anew, for pipelines that run again.
  private let remake: @Sendable () -> Plan?
  /// The files that the command line named, for commands that people are shown.
  private let files: [String]
  private let until: [Until]
  private let from: From?
  private let state: StateDatabase
  private let display: LiveDisplay
  private let outcomes = Mutex<[String: Outcome]>([:])
  /// The pipelines that have begun.
  private let begun = Mutex<Set<String>>([])
  private let leftOut = LeftOutCounts()
  private let isTracing: Bool

  init(
    plan: Plan, remake: @escaping @Sendable () -> Plan?, files: [String], until: [Until], from: From?,
    state: StateDatabase
  ) {
    self.plan = plan
    self.remake = remake
    self.from = from
    self.files = files
    self.until = until
    self.state = state
    display = LiveDisplay(plan.pipelines.map(\.name), isLive: Terminal.isLive)
    isTracing = unsafe getenv("OUZEL_TRACE") != nil
  }

  func run(failOnDeadLetters: Bool) async throws(Failure) -> ExitCode {
    let signals = Signals()
    // A third is the program's own; of the rest, batches get what sources and sinks don't hold themselves.
    let own = plan.pipelines.reduce(0) { $0 + $1.source.ownMemory + $1.sinks.reduce(0) { $0 + $1.sink.ownMemory } }
    let budget = BudgetDesk(total: max(plan.memory.bytes / 3 * 2 - own, plan.memory.bytes / 6))
    for pipeline in plan.pipelines where !pipeline.formerNames.isEmpty {
      try await state.adopt(pipeline.formerNames, as: pipeline.name)
    }
    var pipelines: [PlannedPipeline] = []
    for pipeline in plan.pipelines { pipelines.append(try await planned(pipeline, budget)) }
    if let from { for pipeline in plan.pipelines { await pipeline.source.replay(from: from) } }
    for pipeline in plan.pipelines { tellOfEndless(pipeline) }
    let run = Run(
      pipelines: pipelines, soleRunners: SoleRunnerLocks(in: StateFolder(plan.state)), history: state,
      clock: SystemClock(), observer: runObserver)
    let oldLetters = OldLetters(of: plan.pipelines, in: state)
    await oldLetters.remove()
    await withDiscardingTaskGroup { group in
      group.addTask { [display] in await display.watch() }
      group.addTask { await FreedMemory.giveBack() }
      group.addTask { await oldLetters.removeEachHour() }
      await run.run(drains: signals.drains)
      group.cancelAll()
    }
    summarise()
    return exitCode(signals, failOnDeadLetters)
  }

  private func isRunning(_ name: String) -> Bool { plan.pipelines.contains { $0.name == name } }

  private func planned(_ pipeline: PipelinePlan, _ budget: BudgetDesk) async throws(Failure) -> PlannedPipeline {
    let isScheduled = pipeline.schedule != nil
    let member = RunMachine.Member(
      pipeline.name, fedBy: pipeline.fedBy.filter { name in isRunning(name) },
      after: pipeline.after.filter { name in isRunning(name) }, schedule: pipeline.schedule,
      stopsAll: pipeline.stopsAll, lastDue: isScheduled ? try await state.lastDue(of: pipeline.name) : nil)
    return PlannedPipeline(member) { [self] (isDrained) async throws(Failure) in
      let isFirst = begun.withLock { $0.insert(pipeline.name).inserted }
      if isFirst { return try await driver(pipeline, budget, isDrained) }
      // A source or a sink is used for one run.
      guard let again = remake()?.pipelines.first(where: { $0.name == pipeline.name }) else {
        throw Failure(
          .fatal, "OZ-C001", "the configuration no longer fits what it refers to",
          mend: "`ouzel check` tells what is wrong")
      }
      display.countAnew(pipeline.name)
      return try await driver(again, budget, isDrained)
    }
  }

  private var runObserver: RunObserver {
    RunObserver(
      began: { _ in },
      ended: { [self] name, outcome in
        outcomes.withLock { $0[name] = outcome }
        display.state(name, Self.word(for: outcome))
        if case .passedOver(let other) = outcome {
          Logger(name: name).warning("doesn't run: `\(other)` did not end well")
        }
        let counts = display.lastCounts(of: name)
        if plan.pipelines.contains(where: { $0.name == name && $0.repeats }) {
          Logger(name: name).info(
            "\(Self.word(for: outcome)) · \(counts.read.grouped) in · \(counts.written.grouped) out · "
              + "\(counts.deadLettered.grouped) dead-lettered")
        }
      },
      say: { [self] name, notice in say(name, notice) },
      failed: { name, failure in Logger(name: name).log(.error, as: "FAILED ·", "\(failure)") })
  }

  private func say(_ name: String, _ notice: RunMachine.Notice) {
    if let state = notice.resting { display.rest(name, state) }
    Logger(name: name).say(notice.sentence)
  }

  private func driver(
    _ pipeline: PipelinePlan, _ budget: BudgetDesk, _ isDrained: @Sendable () -> Bool
  ) async throws(Failure) -> PipelineDriver {
    var settings = pipeline.settings
    settings.seed = UInt64.random(in: .min ... .max)
    settings.run = String(settings.seed, radix: 16)
    if !until.isEmpty { settings.until = until }
    settings.lagEvery = .seconds(10)
    settings.sendsLetters = pipeline.letters.outlet != nil
    settings.window = try await window(of: pipeline, isDrained)
    let sinks = pipeline.sinks.map { plan in
      let sink = plan.sink
      guard !sink.keepsPositions && pipeline.source.keepsPositions else {
        return SinkGroup.Member(name: plan.name, sink: sink)
      }
      let ledger = LedgerName(
        pipeline: pipeline.name, sink: plan.name, target: sink.target, formerNames: pipeline.formerNames)
      return SinkGroup.Member(name: plan.name, sink: LocallyPositioned(sink, in: state, as: ledger))
    }
    return PipelineDriver(
      settings: settings, source: pipeline.source, sinks: sinks, processing: pipeline.processing,
      letters: PipelineLetters(
        of: pipeline.name, in: state, room: pipeline.letters.room.bytes, outlet: pipeline.letters.outlet),
      configurationHash: pipeline.hash, budget: budget, observer: observer(of: pipeline.name))
  }

  /// Which of the pipeline's last records failed; redrives that have no end yet are told. That the state is away is an outage, before anything is read too.
  private func window(
    of pipeline: PipelinePlan, _ isDrained: @Sendable () -> Bool
  ) async throws(Failure) -> FailureWindow {
    let clock = SteadyClock()
    let began = clock.now
    var isTold = false
    while true {
      do throws(Failure) {
        let window = try await state.window(of: pipeline.name, configuration: pipeline.hash)
        try await tellOfRedrives(of: pipeline.name)
        if isTold { say(pipeline.name, .resumed(after: clock.now - began)) }
        return window
      } catch {
        guard error.kind != .fatal, !isDrained(), !Task.isCancelled else { throw error }
        let pause = Duration.seconds(1)
        if !isTold { say(pipeline.name, .paused(Pause(error, lasting: clock.now - began, next: pause))) }
        isTold = true
        await clock.sleep(for: pause)
      }
    }
  }

  private func observer(of name: String) -> PipelineObserver {
    let display = display
    let trace: @Sendable (String) -> Void = { line in
      Terminal.error("trace \(Int(display.elapsed.inSeconds * 1000)) \(name) \(line)")
    }
    return PipelineObserver(
      say: { [self] saying in say(name, saying) },
      show: { counts, activity in display.show(name, counts, activity.rawValue) },
      leaveOut: { [leftOut] more in leftOut.add(more, of: name) }, lag: { lag in display.show(name, lag) },
      trace: isTracing ? trace : nil)
  }

  /// Says once how to stop what doesn't end by itself.
  private func tellOfEndless(_ pipeline: PipelinePlan) {
    let ends = until.isEmpty ? pipeline.settings.until : until
    guard Terminal.isLive, pipeline.source.isEndless, ends.isEmpty else { return }
    Logger(name: pipeline.name).info("runs until Ctrl-C; `--until end` would end it")
  }

  /// Says which redrives were begun and have no end yet.
  private func tellOfRedrives(of pipeline: String) async throws(Failure) {
    for redrive in try await state.redrives() where redrive.pipeline == pipeline {
      let command = (["ouzel dead-letters redrive"] + files).joined(separator: " ")
      let count = "\(redrive.count.grouped) dead \(redrive.count == 1 ? "letter" : "letters")"
      Logger(name: redrive.pipeline).warning("a redrive of \(count) is unfinished; `\(command)` finishes it")
    }
  }

  private func say(_ name: String, _ saying: Saying) {
    if case .standingBy = saying { display.state(name, "standing by") }
    if let sentence = saying.sentence { Logger(name: name).say(sentence) }
  }

  private static func word(for outcome: Outcome) -> String {
    switch outcome {
    case .done: "done"
    case .drained: "drained"
    case .unconnected: "not connected"
    case .failed: "failed"
    case .passedOver: "not run"
    }
  }

  private func summarise() {
    let seconds = display.elapsed.inSeconds
    for pipeline in plan.pipelines {
      let counts = display.counts(of: pipeline.name)
      let word = outcomes.withLock { $0[pipeline.name] }.map(Self.word) ?? "not run"
      var line = "\(pipeline.name): \(word) · \(counts.read.grouped) in · \(counts.written.grouped) out"
      if counts.filtered > 0 { line += " · \(counts.filtered.grouped) filtered" }
      line += " · \(counts.deadLettered.grouped) dead-lettered"
      if counts.read > 0 && seconds > 0 { line += " · \(Int(Double(counts.read) / seconds).grouped)/s" }
      Terminal.error(line + " · \(display.elapsed.forPeople)")
      for sentence in leftOut.sentences(of: pipeline.name, showsNames: !pipeline.isAboutPeople) {
        Terminal.error("  \(sentence)")
      }
      if counts.deadLettered > 0 {
        let command = (["ouzel dead-letters list"] + files).joined(separator: " ")
        Terminal.error("  `\(command)` shows what could not be processed")
      }
    }
  }

  private func exitCode(_ signals: Signals, _ failOnDeadLetters: Bool) -> ExitCode {
    let codes = plan.pipelines.map { pipeline in
      ExitCode(
        outcomes.withLock { $0[pipeline.name] }, signal: signals.received,
        isBlamed: failOnDeadLetters && display.counts(of: pipeline.name).deadLettered > 0)
    }
    return codes.max() ?? .done
  }
}
