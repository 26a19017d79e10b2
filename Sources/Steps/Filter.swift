import Columns
import Expressions
package import Specifications

/// `filter`: lets go on what a condition is true of.
package struct FilterDeclaration: StepDeclaration {
  package static let name = "filter"
  static let kind = StepKind(
    Option(
      optional: name, .expression,
      "Leaves out the records of which a condition isn't true: those where it is null go too.",
      example: "total > 0 and status <> 'canceled'"), FilterDeclaration.init)

  private let condition: Expression

  /// Parses the condition; nil if it has a mistake.
  private init?(_ written: ExpressionText, _ problems: inout Problems) {
    guard let condition = Expression.parse(written, &problems) else { return nil }
    self.condition = condition
  }

  package var columnsUsed: [String] { condition.columnsUsed }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var calculation = Calculation(over: columns.schema, ignoring: columns.broken)
    do throws(ExpressionProblems) {
      try calculation.add(condition, as: "", type: .bool)
      return FilterStep(schema: columns.schema, calculation: calculation)
    } catch {
      problems.add(error, in: condition.source)
      return nil
    }
  }
}

private struct FilterStep: Step {
  let schema: Schema
  let calculation: Calculation

  var name: String { FilterDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    let calculated = calculation.run(batch)
    let kept = calculated.trueRows
    let failures = calculated.failures.from(batch)
    if kept.count == batch.count { return StepOutcome(batch) }
    return StepOutcome(
      batch.gather(kept), failures: failures, filtered: batch.count - kept.count - failures.count)
  }
}
