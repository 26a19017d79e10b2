import Configuration
import Engine
import Specifications
import State

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `ouzel run`
enum RunCommand: Command {
  static let name = "run"
  static let sentence = "runs every pipeline of the configuration until all have ended"
  static let operands = "[FILE…]"
  static let operandCount = 0...1000
  static let flags = [
    Flag(
      name: "only", value: "NAME", sentence: "run this pipeline alone, and now; may be given again", isRepeatable: true),
    Flag(
      name: "until", value: "WHEN",
      sentence:
        "end at `end`, `idle:10s`, `records:1000`, `time:2024-06-01`, `for:10m` or `offsets:0=5555,1=20`, whichever comes "
        + "first; replaces the configuration's", isRepeatable: true),
    Flag(
      name: "from", value: "WHERE",
      sentence:
        "read topics again from `earliest`, `latest`, `time:2024-06-01`, `last:100` or `offsets:0=5555`, once, wherever "
        + "they stand"),
    Flag(name: "yes", value: nil, sentence: "do without asking what would be asked"),
    Flag(name: "fail-on-dead-letters", value: nil, sentence: "exit with 1 if a record was dead-lettered"),
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel run orders.yaml --until end", "all pipelines, until each has read its source to the end"),
    ("ouzel run orders.yaml --only store-orders", "one pipeline, until Ctrl-C, which drains and commits"),
    (
      "ouzel run orders.yaml --only store-orders --from time:2024-06-01 --yes",
      "what a topic holds since then once more"
    ),
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    do throws(UsageProblem) {
      let until = try arguments.all("until").map { (text) throws(UsageProblem) in try Self.until(text) }
      let from = try arguments.value("from").map { (text) throws(UsageProblem) in try Self.from(text) }
      guard let loaded = LoadedPlan(arguments.operands) else { return .usage }
      let plan = try chosen(loaded.plan, arguments.all("only"))
      try check(plan, until, from)
      if from != nil { try confirmReplay(plan, arguments.has("yes")) }
      return await run(plan, loaded, until, from, arguments)
    } catch {
      Terminal.error("ouzel run: \(error.message)")
      return .usage
    }
  }

  private static func run(
    _ plan: Plan, _ loaded: LoadedPlan, _ until: [Until], _ from: From?, _ arguments: Arguments
  ) async -> ExitCode {
    do throws(Failure) {
      let state = try StateFolder(plan.state).database()
      if arguments.has("only") {
        let now = SystemClock().now.components.seconds
        for pipeline in loaded.plan.pipelines where pipeline.schedule != nil {
          guard plan.pipelines.contains(where: { $0.name == pipeline.name }) else { continue }
          try await state.keep(pipeline.name, due: now)
        }
      }
      let session = RunSession(
        plan: plan, remake: loaded.remake, files: arguments.operands, until: until, from: from, state: state)
      let code = try await session.run(failOnDeadLetters: arguments.has("fail-on-dead-letters"))
      await state.close()
      return code
    } catch {
      Terminal.error("ouzel run: \(error)")
      return .unconnected
    }
  }

  private static func until(_ text: String) throws(UsageProblem) -> Until {
    if let until = Until(parsing: text) { return until }
    throw UsageProblem(
      message:
        "--until wants `end`, `idle:10s`, `records:1000`, `time:2024-06-01T00:00:00Z`, `for:10m` or "
        + "`offsets:0=5555,1=20`, but is `\(text)`")
  }

  private static func from(_ text: String) throws(UsageProblem) -> From {
    if let from = From(parsing: text) { return from }
    throw UsageProblem(
      message:
        "--from wants `earliest`, `latest`, `time:2024-06-01T00:00:00Z`, `last:100` or `offsets:0=5555,1=20`, but is "
        + "`\(text)`")
  }

  /// The pipelines that are named, which then run at once; all, if none is.
  private static func chosen(_ plan: Plan, _ only: [String]) throws(UsageProblem) -> Plan {
    let pipelines = try plan.pipelines(named: only)
    if only.isEmpty { return plan }
    var plan = plan
    plan.pipelines = pipelines
    for index in plan.pipelines.indices {
      plan.pipelines[index].schedule = nil
      plan.pipelines[index].repeats = false
    }
    return plan
  }

  /// Whether the sources can do what the command line asks of them.
  private static func check(_ plan: Plan, _ until: [Until], _ from: From?) throws(UsageProblem) {
    let forms = until.map(\.form).filter { !$0.fitsAnySource }.map { "--until \($0.rawValue)" }
    guard let asked = from.map({ _ in "--from" }) ?? forms.first else { return }
    guard let unfit = plan.pipelines.first(where: { !$0.source.isSearchable }) else { return }
    throw UsageProblem(
      message: "pipeline `\(unfit.name)` reads \(unfit.sourceTitle), which `\(asked)` doesn't fit: only topics do; "
        + "name those with `--only NAME`")
  }

  /// Asks whether records may be written again, where somebody can answer.
  private static func confirmReplay(_ plan: Plan, _ isGranted: Bool) throws(UsageProblem) {
    if isGranted { return }
    for pipeline in plan.pipelines {
      let sinks = enumeration(of: pipeline.sinks.map(\.title), joinedBy: "and")
      let what = "--from writes records of `\(pipeline.name)` to \(sinks) again"
      guard Terminal.canAsk else {
        throw UsageProblem(message: "\(what), beside or over what is there; `--yes` says that this is meant")
      }
      guard Terminal.asks("\(what), beside or over what is there. Go on?") else {
        throw UsageProblem(message: "nothing was run")
      }
    }
  }
}
