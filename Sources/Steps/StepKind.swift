package import Specifications

/// A kind of step: how it is written, and how a declaration is made of that.
struct StepKind: Sendable {
  let option: any AnyOption
  /// The declaration that a step's block holds; nil where it holds none of this kind, or one with mistakes.
  let declaration: @Sendable (OptionValues, inout Problems) -> (any StepDeclaration)?

  init<Value>(
    _ option: Option<Value?>, _ make: @escaping @Sendable (Value, inout Problems) -> (any StepDeclaration)?
  ) {
    self.init(option) { value, _, problems in make(value, &problems) }
  }

  /// A kind whose declaration wants to know where its value stands.
  init<Value>(
    _ option: Option<Value?>, _ make: @escaping @Sendable (Value, Place, inout Problems) -> (any StepDeclaration)?
  ) {
    self.option = option
    declaration = { values, problems in values[option].flatMap { make($0, values.place(of: option), &problems) } }
  }

  /// Every step of this build, in the order of the documentation.
  static let all: [StepKind] = [
    SetDeclaration.kind, FilterDeclaration.kind, SelectDeclaration.kind, DropDeclaration.kind, RenameDeclaration.kind,
    CastDeclaration.kind, FillDeclaration.kind, MaskDeclaration.kind, ExplodeDeclaration.kind,
    ValidateDeclaration.kind,
  ]
}

/// How steps are written.
package enum StepSpecification {
  /// A step: a block of one option, which is the step's name.
  package static let step = Specification(
    "step", "What is done to records between source and sink.", options: StepKind.all.map(\.option),
    later: ["dedupe", "lookup", "count", "alert", "exec"])

  static func read(_ node: Node, _ reading: inout Reading) -> (any StepDeclaration)? {
    if let entries = node.entries, entries.count > 1 {
      reading.problems.error(
        at: entries.dropFirst().first?.key ?? node, "a step is one thing, and here are \(entries.count)",
        mend: "begin each step with `- ` on a line of its own")
      return nil
    }
    if let name = node.text {
      let known = step.options.first { $0.name == name }
      reading.problems.error(
        at: node, "`\(name)` is no step",
        mend: "a step is written `\(known?.example ?? FilterDeclaration.kind.option.example)`")
      return nil
    }
    guard let entry = node.entries?.first else {
      reading.problems.error(
        at: node, "a step is missing", mend: "for instance `\(FilterDeclaration.kind.option.example)`")
      return nil
    }
    guard let kind = StepKind.all.first(where: { $0.option.name == entry.name }) else {
      reading.refuseName(entry.name, at: entry.key, isNo: "step", known: step.options.map(\.name), later: step.later)
      return nil
    }
    guard let values = step.read(node, &reading) else { return nil }
    return kind.declaration(values, &reading.problems)
  }
}

extension ValueKind where Value == [any StepDeclaration] {
  /// A list of steps.
  package static var steps: Self {
    ValueKind(
      wanted: "a list of steps", blocks: [StepSpecification.step], shape: .list(.oneOption(StepSpecification.step)),
      written: { _ in "[]" }
    ) { node, reading in
      guard let items = node.items else {
        reading.misfit(node, wanted: "a list of steps", mend: node.entries == nil ? nil : "begin each step with `- `")
        return nil
      }
      let steps = items.map { StepSpecification.read($0, &reading) }
      return steps.contains { $0 == nil } ? nil : steps.compactMap { $0 }
    }
  }
}
