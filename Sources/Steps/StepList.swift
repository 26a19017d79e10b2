package import Columns
package import Specifications

/// The steps of a pipeline, one after the other, held against the columns that reach the first.
package struct StepList: Sendable {
  package let steps: [any Step]
  /// The columns that leave the last step.
  package let schema: Schema

  /// Holds steps against columns; nil if there are mistakes, all of which are recorded.
  package init?(_ declarations: [any StepDeclaration], over schema: Schema, _ problems: inout Problems) {
    var columns = KnownColumns(schema)
    var steps: [any Step] = []
    for declaration in declarations {
      if let step = declaration.step(over: &columns, &problems) { steps.append(step) }
    }
    guard steps.count == declarations.count else { return nil }
    self.steps = steps
    self.schema = columns.schema
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

/// How steps are written.
package enum StepSpecification {
  /// A step: a block of one option, which is the step's name.
  package static let step = Specification(
    "step", "What is done to records between source and sink.",
    options: [SetDeclaration.option, FilterDeclaration.option],
    later: [
      "select", "drop", "rename", "cast", "fill", "mask", "explode", "validate", "dedupe", "lookup", "count", "alert",
      "exec",
    ])

  static func read(_ node: Node, _ reading: inout Reading) -> (any StepDeclaration)? {
    if let entries = node.entries, entries.count != 1 {
      reading.problems.error(
        at: entries.dropFirst().first?.key ?? node, "a step is one thing, and here are \(entries.count)",
        mend: "begin each step with `- ` on a line of its own")
      return nil
    }
    if let name = node.text {
      let known = step.options.first { $0.name == name }
      reading.problems.error(
        at: node, "`\(name)` is no step",
        mend: "a step is written `\(known?.example ?? FilterDeclaration.option.example)`")
      return nil
    }
    if let entry = node.entries?.first, !step.options.contains(where: { $0.name == entry.name }) {
      reading.refuseName(
        entry.name, at: entry.key, isNo: "step", known: step.options.map(\.name), later: step.later)
      return nil
    }
    guard let values = step.read(node, &reading) else { return nil }
    if let entries = values[SetDeclaration.option] { return SetDeclaration(entries, &reading.problems) }
    if let condition = values[FilterDeclaration.option] { return FilterDeclaration(condition, &reading.problems) }
    reading.problems.error(at: node, "a step is missing", mend: "for instance `\(FilterDeclaration.option.example)`")
    return nil
  }
}

extension [RowFailure] {
  /// The failures by the decoded rows from which the rows of `batch` came.
  func from(_ batch: ColumnBatch) -> [RowFailure] {
    map { RowFailure(row: batch.origins[$0.row], message: $0.message, field: $0.field) }
  }
}
