import Configuration
import Engine

/// `ouzel check`
enum CheckCommand: Command {
  static let name = "check"
  static let sentence = "tells all that can be told without a connection, and what each pipeline promises"
  static let operands = "[FILE…]"
  static let operandCount = 0...1000
  static let flags = [
    Flag(
      name: "against", value: "OLD",
      sentence: "shows what has changed since the file or folder OLD, and what that touches",
      isRepeatable: true)
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel check orders.yaml", "mistakes with their place and mend, or each pipeline with its guarantee"),
    ("ouzel check orders.yaml --against deployed/orders.yaml", "positions that begin anew, keys, columns, formats"),
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    let checked = CheckedConfiguration(arguments.operands, in: .ofProcess())
    if !checked.told.isEmpty { Terminal.error(String(checked.told.dropLast())) }
    guard let plan = checked.plan else { return .usage }
    let before = arguments.all("against")
    guard before.isEmpty else {
      let old = CheckedConfiguration(before, in: .ofProcess())
      guard old.plan != nil else {
        Terminal.error(String(old.told.dropLast()))
        return .usage
      }
      Terminal.out(Comparison(old: old, new: checked).text)
      return .done
    }
    for pipeline in plan.pipelines { Terminal.out(text(of: pipeline)) }
    return .done
  }

  /// What a pipeline is and promises.
  static func text(of pipeline: PipelinePlan) -> String {
    var lines = pipeline.sinks.map { sink in
      let name = pipeline.sinks.count == 1 ? pipeline.name : "\(pipeline.name) (\(sink.name))"
      return "\(name): \(pipeline.sourceTitle) → \(sink.title)\n  \(sink.guarantee.rawValue): \(sink.reason)"
    }
    if let title = pipeline.letters.title { lines.append("  dead letters go to \(title), too") }
    if let description = pipeline.description { lines.append("  \(description)") }
    if let owner = pipeline.owner { lines.append("  ask \(owner)") }
    if let schedule = pipeline.schedule {
      let now = SystemClock().now.components.seconds
      let times = schedule.next(3, after: now).map(schedule.shown)
      lines.append("  runs at `\(schedule.cron)`, next \(times.joined(separator: ", "))")
    }
    if !pipeline.after.isEmpty { lines.append("  runs after \(pipeline.after.joined(separator: ", "))") }
    if !pipeline.fedBy.isEmpty { lines.append("  filled by \(pipeline.fedBy.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }
}
