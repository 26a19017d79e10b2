import Configuration
import Engine
import FileSystems
import Specifications
import State

/// `ouzel dead-letters redrive`: freezes the chosen letters and sends them again.
struct Redriving {
  private let loaded: LoadedPlan
  private let plan: Plan
  private let state: StateDatabase
  private let session: RedriveSession
  /// The letters that are meant; nil where only what was begun before is to be finished.
  private let choice: LetterChoice?
  /// The pipeline that is meant alone; nil for all.
  private let wanted: String?
  private let isGranted: Bool
  private let failsOnLetters: Bool
  /// The files of the command line, for commands that people are shown.
  private let files: String
  private let locks: SoleRunnerLocks

  init(
    _ loaded: LoadedPlan, _ state: StateDatabase, _ choice: LetterChoice?, of wanted: String?, isGranted: Bool,
    failsOnLetters: Bool,
    files: String
  ) {
    self.loaded = loaded
    plan = loaded.plan
    self.state = state
    self.choice = choice
    self.wanted = wanted
    self.isGranted = isGranted
    self.failsOnLetters = failsOnLetters
    self.files = files
    session = RedriveSession(loaded.plan, state)
    locks = SoleRunnerLocks(in: StateFolder(loaded.plan.state))
  }

  /// Finishes what was begun before, then sends the chosen letters.
  func run() async throws(Failure) -> ExitCode {
    for pipeline in plan.pipelines where !pipeline.formerNames.isEmpty {
      try await state.adopt(pipeline.formerNames, as: pipeline.name)
    }
    return try await session.run { () throws(Failure) in try await runAll() }
  }

  private func runAll() async throws(Failure) -> ExitCode {
    var code = ExitCode.done
    var hasBegun = false
    for redrive in try await state.redrives() where wanted == nil || redrive.pipeline == wanted {
      guard let pipeline = plan.pipelines.first(where: { $0.name == redrive.pipeline }) else { continue }
      guard try await enter(pipeline) else { return .failed }
      // Another process may have ended it before the lock was ours.
      guard try await state.redrives().contains(redrive) else { continue }
      hasBegun = true
      Terminal.error(
        "\(pipeline.name): finishes the redrive of \(Self.letters(redrive.count)) that was begun before")
      if let missing = redrive.lanes.flatMap(\.sinks).first(where: { name in
        !pipeline.sinks.contains { $0.name == name }
      }) {
        Terminal.error(
          "ouzel dead-letters: it is for the sink `\(missing)`, which `\(pipeline.name)` has to have until then")
        return .usage
      }
      code = max(code, try await send(redrive, by: pipeline))
      if code > .differs || session.signal != nil { return code }
    }
    guard let choice else {
      if hasBegun { return code }
      Terminal.error(
        "ouzel dead-letters: `redrive` wants numbers of letters, `--group NUMBER` or `--all`; no redrive is unfinished")
      return .usage
    }
    var count = 0
    for pipeline in plan.pipelines where wanted == nil || wanted == pipeline.name {
      let chosen = try await state.count(choice, of: pipeline.name)
      guard chosen > 0 else { continue }
      count += chosen
      guard confirm(pipeline, chosen) else { return .usage }
      guard try await enter(pipeline) else { return .failed }
      code = max(code, try await freeze(choice, pipeline))
      if code > .differs || session.signal != nil { return code }
    }
    if count == 0 { Terminal.error("there is no such letter; `ouzel dead-letters list\(files)` tells which there are") }
    return code
  }

  /// Asks whether records may be written again, where somebody can answer.
  private func confirm(_ pipeline: PipelinePlan, _ count: Int) -> Bool {
    if isGranted { return true }
    let sinks = enumeration(of: pipeline.sinks.map(\.title), joinedBy: "and")
    let what =
      "redriving writes \(Self.letters(count)) of `\(pipeline.name)` to \(sinks), beside or over what is there "
      + "(in a table with a key, over newer rows too)"
    guard Terminal.canAsk else {
      Terminal.error("ouzel dead-letters: \(what); `--yes` says that this is meant")
      return false
    }
    if Terminal.asks("\(what). Go on?") { return true }
    Terminal.error("nothing was sent")
    return false
  }

  /// Takes the right to be the one process that redrives a pipeline's letters.
  private func enter(_ pipeline: PipelinePlan) async throws(Failure) -> Bool {
    if try await locks.enter("redrive/\(pipeline.name)") { return true }
    Terminal.error("ouzel dead-letters: another process redrives letters of `\(pipeline.name)`; wait for its end")
    return false
  }

  private func freeze(_ choice: LetterChoice, _ pipeline: PipelinePlan) async throws(Failure) -> ExitCode {
    let scope = LetterScope(of: pipeline, ledgers: try await session.ledgers(of: again(pipeline)))
    let freezing = try await state.freeze(
      choice, of: pipeline.name, otherwise: scope.otherwise, fate: { scope.fate($0) })
    for (reason, letters) in freezing.leftOut.sorted(by: { $0.value[0].id < $1.value[0].id }) {
      let places =
        letters.prefix(5).map { "\($0.id) in \($0.lane.name) at \($0.position)" } + (letters.count > 5 ? ["…"] : [])
      Terminal.error(
        Terminal.printable(
          "\(pipeline.name): \(Self.letters(letters.count)) left out (\(places.joined(separator: ", "))): \(reason)"))
    }
    guard let redrive = freezing.redrive else { return .done }
    return try await send(redrive, by: pipeline)
  }

  /// The pipeline with source and sinks of its own: they are used for one run.
  private func again(_ plan: PipelinePlan) throws(Failure) -> PipelinePlan {
    if let pipeline = loaded.remake()?.pipelines.first(where: { $0.name == plan.name }) { return pipeline }
    throw Failure(
      .fatal, "OZ-C001", "the configuration no longer fits what it refers to", mend: "`ouzel check` tells what is wrong"
    )
  }

  private func send(_ redrive: Redrive, by plan: PipelinePlan) async throws(Failure) -> ExitCode {
    let pipeline = try again(plan)
    let (outcome, result) = try await session.send(redrive, by: pipeline)
    guard let result else {
      Terminal.error(
        "\(pipeline.name): the redrive is unfinished; `ouzel dead-letters redrive\(files)` finishes it, and sends none "
          + "twice")
      let code = ExitCode(outcome, signal: session.signal, isBlamed: false)
      return code == .done ? .failed : code
    }
    let failed = result.failed.reduce(0) { $0 + $1.count }
    let left = try await state.count(LetterChoice(), of: pipeline.name)
    Terminal.error(
      "\(pipeline.name): \(result.sent.grouped) went through · \(failed.grouped) failed again · "
        + "\(Self.letters(left)) left")
    for group in result.failed {
      Terminal.error(
        Terminal.printable(
          """
          \(group.count.grouped.paddedLeft(to: 9))  \(DeadLettersCommand.owner(group.pipeline, group.sink, group.stage, self.plan)) · \(group.stage) · \(group.shape)
                     first: `ouzel dead-letters show \(group.first)\(files)` · \(group.example)
          """))
    }
    return failsOnLetters && failed > 0 ? .differs : .done
  }

  private static func letters(_ count: Int) -> String { "\(count.grouped) dead \(count == 1 ? "letter" : "letters")" }
}
