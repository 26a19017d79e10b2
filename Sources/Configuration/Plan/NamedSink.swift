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

  /// A named sink's block: its kind, and which records it takes.
  static func specification(_ kinds: [Specification]) -> Specification {
    Specification(
      "sinks", "One sink of several: its kind, and which records it takes.",
      options: kinds.map { kind in
        Option(optional: kind.name, .block(kind), kind.sentence, example: "{ … }")
      } + [when, steps])
  }

  private static let extras = specification([])

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
      let rest = Node(.mapping(entries.filter { !isExtra($0) }), at: entry.value.place, end: entry.value.end)
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
