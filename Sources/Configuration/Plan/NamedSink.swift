import Engine
import Expressions
import Specifications
import Steps

/// One of a pipeline's sinks, as it is written.
struct NamedSink {
  let name: String
  let place: Place
  let selection: Selection
  /// Which records it takes; nil for all.
  let when: ExpressionText?
  let steps: [any StepDeclaration]

  static let when = Option(
    optional: "when", .expression,
    "Which records the sink takes: those for which this holds, or, as `otherwise`, those that no other took.",
    example: "total > 100")
  static let steps = Option(
    "steps", .steps, default: [], "What is done to records on the way to this sink alone.",
    example: "[ { drop: [email] } ]")

  /// What stands in a named sink's block beside its kind.
  static let extras = Specification(
    "sinks", "One sink of several: its kind, and which records it takes.", options: [when, steps])

  /// Reads the sinks of a pipeline; those with mistakes are left out, and told.
  static func read(
    _ node: Node, _ kind: ValueKind<Selection>, in context: ReadingContext, problems: inout Problems
  ) -> [NamedSink] {
    var sinks: [NamedSink] = []
    for entry in node.entries ?? [] {
      guard let entries = entry.value.entries else {
        problems.error(
          at: entry.value, "`\(entry.name)` of `sinks` takes a block", mend: "for instance `\(example)`")
        continue
      }
      let isExtra = { (one: Node.Entry) in extras.options.contains { $0.name == one.name } }
      let nearExtra = { (one: Node.Entry) in
        kind.blocks.contains { $0.name == one.name }
          ? nil : nearestName(to: one.name, among: extras.options.map(\.name))
      }
      for one in entries where !isExtra(one) {
        guard let near = nearExtra(one) else { continue }
        problems.error(at: one.key, "`\(one.name)` is no option of a sink", mend: "did you mean `\(near)`?")
      }
      let rest = Node(
        .mapping(entries.filter { !isExtra($0) && nearExtra($0) == nil }), at: entry.value.place, end: entry.value.end)
      let beside = Node(.mapping(entries.filter(isExtra)), at: entry.value.place, end: entry.value.end)
      let values = extras.read(beside, named: entry.key.place, in: context, problems: &problems)
      var reading = Reading(in: context, problems: problems)
      let one = Node(.mapping([Node.Entry(key: entry.key, value: rest)]), at: entry.key.place)
      let selection = ValueKind<[Named<Selection>]>.map(of: kind).read(one, &reading)?.first?.value
      problems = reading.problems
      guard let values, let selection else { continue }
      sinks.append(
        NamedSink(
          name: entry.name, place: entry.key.place, selection: selection, when: values[when], steps: values[steps]))
    }
    return sinks
  }

  private static let example = "{ table: { connection: store, name: orders }, when: total > 100 }"

  /// Whether it takes what no other sink took.
  var isOtherwise: Bool { when?.text.lowercased() == "otherwise" }
}

extension PlanAssembly {
  /// The pipeline's sinks, one or several; none if there are mistakes.
  mutating func namedSinks(_ values: OptionValues, _ node: Node) -> [NamedSink] {
    if let several = values[Language.sinks] {
      if values[Language.sink] != nil {
        problems.error(
          at: node.entry("sinks")?.key ?? node, "the pipeline has `sink` and `sinks`",
          mend: "move the one under `sinks`, with a name of its own")
      }
      let sinks = NamedSink.read(several, language.sinkKind, in: context, problems: &problems)
      if several.entries?.isEmpty ?? true {
        problems.error(at: several, "`sinks` names no sink", mend: "for instance `\(Language.sinks.example)`")
      }
      let others = sinks.filter(\.isOtherwise)
      if others.count > 1 {
        problems.error(
          at: others[1].place, "two sinks take what no other takes", mend: "write a condition as the `when` of one")
      }
      if let place = others.first?.place, sinks.count == 1 {
        problems.error(at: place, "there is no other sink", mend: "leave `when: otherwise` out")
      }
      return sinks.count == several.entries?.count ? sinks : []
    }
    guard let sink = values[Language.sink] else {
      problems.error(
        at: values.place, "the pipeline has no `sink`", mend: "for instance `\(Language.sink.example)`")
      return []
    }
    return [NamedSink(name: "sink", place: sink.place, selection: sink, when: nil, steps: [])]
  }
}
