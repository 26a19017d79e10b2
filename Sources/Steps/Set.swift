import Columns
import Expressions
package import Specifications

/// `set`: computes columns; entries see those before them.
package struct SetDeclaration: StepDeclaration {
  package static let name = "set"
  static let option = Option(
    optional: name, .map(of: .expression),
    "Computes columns, each from an expression: a new one, or another value for one that is there.",
    example: "{ order_hour: hour(placed) }")

  private let entries: [(name: String, expression: Expression)]

  /// Parses the entries; nil if one of them has a mistake.
  init?(_ written: [Named<ExpressionText>], _ problems: inout Problems) {
    var entries: [(String, Expression)] = []
    for entry in written {
      if entry.name.isEmpty {
        problems.error(at: entry.place, "a column's name is empty")
      } else if let expression = Expression.parse(entry.value, &problems) {
        entries.append((entry.name, expression))
      }
    }
    guard entries.count == written.count else { return nil }
    self.entries = entries
  }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var calculation = Calculation(over: columns.schema, ignoring: columns.broken)
    var isRight = true
    for (name, expression) in entries {
      do throws(ExpressionProblems) {
        try calculation.add(expression, as: name)
        columns.broken.remove(name.lowercased())
      } catch {
        problems.add(error, in: expression.source)
        calculation.ignore(name)
        columns.broken.insert(name.lowercased())
        isRight = false
      }
    }
    columns.schema = calculation.schema
    return isRight ? SetStep(calculation: calculation) : nil
  }
}

private struct SetStep: Step {
  let calculation: Calculation

  var name: String { SetDeclaration.name }
  var schema: Schema { calculation.schema }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    let calculated = calculation.run(batch)
    let whole = batch.with(schema: schema, columns: calculated.columns)
    return StepOutcome(
      whole.dropping(calculated.failures.map { Int32(truncatingIfNeeded: $0.row) }),
      failures: calculated.failures.from(batch))
  }
}
