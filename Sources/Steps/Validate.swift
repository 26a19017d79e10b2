import Columns
import Expressions
package import Specifications

/// `validate`: fails the records that break a rule.
package struct ValidateDeclaration: StepDeclaration {
  package static let name = "validate"
  static let kind = StepKind(
    Option(
      optional: name, .map(of: .expression),
      "Fails the records for which a named rule is false. Null breaks no rule, as in a CHECK of SQL.",
      example: "{ delivered_later: \"delivered >= placed\" }"), ValidateDeclaration.init)

  private let rules: [(name: ColumnName, expression: Expression)]

  /// Parses the rules; nil if one of them has a mistake.
  private init?(_ written: [Named<ExpressionText>], _ problems: inout Problems) {
    guard let rules = [(name: ColumnName, expression: Expression)](written, &problems) else { return nil }
    self.rules = rules
  }

  package var columnsUsed: [String] { rules.flatMap { $0.expression.columnsUsed } }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var checked: [(name: String, condition: Calculation)] = []
    for (name, expression) in rules {
      var calculation = Calculation(over: columns.schema, ignoring: columns.broken)
      do throws(ExpressionProblems) {
        try calculation.add(expression, as: "", type: .bool)
        checked.append((name.text, calculation))
      } catch {
        problems.add(error, in: expression.source)
      }
    }
    return checked.count == rules.count ? ValidateStep(schema: columns.schema, rules: checked) : nil
  }
}

private struct ValidateStep: Step {
  let schema: Schema
  let rules: [(name: String, condition: Calculation)]

  var name: String { ValidateDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    var failures: [RowFailure] = []
    for (name, condition) in rules {
      let calculated = condition.run(batch)
      failures += calculated.failures.map { RowFailure(row: $0.row, message: "in the rule `\(name)`: \($0.message)") }
      guard let holds = calculated.results.last else { continue }
      for row in 0..<holds.count where holds.isValid(row) && !holds.bit(row) {
        failures.append(RowFailure(row: row, message: "breaks the rule `\(name)`"))
      }
    }
    if failures.isEmpty { return StepOutcome(batch) }
    let first = failures.firstOfEachRow()
    return StepOutcome(
      batch.dropping(first.map { Int32(truncatingIfNeeded: $0.row) }), failures: first.from(batch))
  }
}
