import Columns
import Expressions
package import Specifications

/// `fill`: gives a value to what is null or absent.
package struct FillDeclaration: StepDeclaration {
  package static let name = "fill"
  static let kind = StepKind(
    Option(
      optional: name, .map(of: .expression),
      "Computes a value where a column is null, and the whole column where there is none.",
      example: "{ status: \"'new'\" }"), FillDeclaration.init)

  private let entries: [(name: ColumnName, expression: Expression)]

  /// Parses the entries; nil if one of them has a mistake.
  private init?(_ written: [Named<ExpressionText>], _ problems: inout Problems) {
    guard let entries = [(name: ColumnName, expression: Expression)](written, &problems) else { return nil }
    self.entries = entries
  }

  package var columnsUsed: [String] { entries.flatMap { [$0.name.text] + $0.expression.columnsUsed } }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var calculation = Calculation(over: columns.schema, ignoring: columns.broken)
    var forms = Forms(columns.schema)
    var isRight = true
    for (name, expression) in entries {
      if columns.refuses(metadata: name, "filled", &problems) {
        isRight = false
        continue
      }
      let index = calculation.schema.index(of: name.text)
      // Another contract has the column; here there is nothing to fill.
      if index == nil, columns.elsewhere.contains(name.text.lowercased()) { continue }
      do throws(ExpressionProblems) {
        guard let index else {
          forms.take(try calculation.add(expression, as: name.text))
          continue
        }
        let field = calculation.schema.fields[index]
        let filled = try Self.filling(field, with: expression, in: calculation)
        forms.take(try calculation.add(filled, as: field.name, type: field.type))
      } catch {
        problems.add(error, in: expression.source)
        calculation.ignore(name.text)
        columns.lose(name.text)
        isRight = false
      }
    }
    columns.schema = forms.applied(to: calculation.schema)
    return isRight ? CalculatedColumns(name: Self.name, schema: columns.schema, calculation: calculation) : nil
  }

  /// The expression that keeps a column's values, and takes the other's where there are none.
  private static func filling(
    _ field: Field, with expression: Expression, in calculation: Calculation
  ) throws(ExpressionProblems) -> Expression {
    // Mistakes are looked for in the expression as it was written, so that their places are right.
    var probe = calculation
    var text = "(\(expression.source.text))"
    do throws(ExpressionProblems) {
      try probe.add(expression, as: "", type: field.type)
    } catch {
      // Everything has a text: a UUID may fill a column of texts.
      guard field.type == .text, (try? probe.add(expression, as: "")) != nil else { throw error }
      text = "cast(\(text) as text)"
    }
    do throws(ExpressionProblem) {
      return try Expression("coalesce(\(ColumnName.quoted(field.name)), \(text))")
    } catch {
      preconditionFailure("an expression stays one between parentheses: \(error.message)")
    }
  }
}
