import Configuration
import Engine
import Specifications
import State
import Synchronization

/// `ouzel run`
enum RunCommand: Command {
  static let name = "run"
  static let sentence = "runs every pipeline of the configuration until all have ended"
  static let operands = "[FILE…]"
  static let operandCount = 0...1000
  static let flags = [
    Flag(name: "only", value: "NAME", sentence: "run this pipeline alone; may be given again", isRepeatable: true),
    Flag(
      name: "until", value: "WHEN",
      sentence: "end at `end`, `idle:10s` or `for:10m`, whichever comes first; replaces the configuration's",
      isRepeatable: true),
    Flag(name: "fail-on-dead-letters", value: nil, sentence: "exit with 1 if a record was dead-lettered"),
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel run orders.yaml --until end", "all pipelines, until each has read its source to the end"),
    ("ouzel run orders.yaml --only store-orders", "one pipeline, until Ctrl-C, which drains and commits"),
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    var until: [Until] = []
    for text in arguments.all("until") {
      guard let form = Until(parsing: text) else {
        let isLater = Until.later.contains { text.hasPrefix($0) }
        Terminal.error(
          isLater
            ? "ouzel run: --until `\(text)` is not in this build yet"
            : "ouzel run: --until wants `end`, `idle:10s` or `for:10m`, but is `\(text)`")
        return .usage
      }
      until.append(form)
    }
    guard let loaded = LoadedPlan(arguments.operands) else { return .usage }
    var plan = loaded.plan
    let only = arguments.all("only")
    for name in only where !plan.pipelines.contains(where: { $0.name == name }) {
      let near = nearestName(to: name, among: plan.pipelines.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
      Terminal.error("ouzel run: there is no pipeline `\(name)`\(near)")
      return .usage
    }
    if !only.isEmpty { plan.pipelines = plan.pipelines.filter { only.contains($0.name) } }
    let state: StateDatabase
    do throws(Failure) {
      state = try StateFolder(plan.state).database()
    } catch {
      Terminal.error("ouzel run: \(error)")
      return .unconnected
    }
    let session = RunSession(plan: plan, files: arguments.operands, until: until, state: state)
    let code = await session.run(failOnDeadLetters: arguments.has("fail-on-dead-letters"))
    await state.close()
    return code
  }
}
