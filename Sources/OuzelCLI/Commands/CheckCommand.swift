import Configuration
import Engine

/// `ouzel check`
enum CheckCommand: Command {
  static let name = "check"
  static let sentence = "tells all that can be told without a connection, and what each pipeline promises"
  static let operands = "[FILE…]"
  static let operandCount = 0...1000
  static let flags: [Flag] = []
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel check orders.yaml", "mistakes with their place and mend, or each pipeline with its guarantee")
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    guard let loaded = LoadedPlan(arguments.operands) else { return .usage }
    for pipeline in loaded.plan.pipelines {
      for sink in pipeline.sinks {
        let name = pipeline.sinks.count == 1 ? pipeline.name : "\(pipeline.name) (\(sink.name))"
        Terminal.out(
          """
          \(name): \(pipeline.sourceTitle) → \(sink.title)
            \(sink.guarantee.rawValue): \(sink.reason)
          """)
      }
      if let description = pipeline.description { Terminal.out("  \(description)") }
      if let owner = pipeline.owner { Terminal.out("  ask \(owner)") }
      if let schedule = pipeline.schedule {
        let now = SystemClock().now.components.seconds
        let times = schedule.next(3, after: now).map(schedule.shown)
        Terminal.out("  runs at `\(schedule.cron)`, next \(times.joined(separator: ", "))")
      }
      if !pipeline.after.isEmpty {
        Terminal.out("  runs after \(pipeline.after.joined(separator: ", "))")
      }
      if !pipeline.fedBy.isEmpty { Terminal.out("  filled by \(pipeline.fedBy.joined(separator: ", "))") }
    }
    return .done
  }
}
