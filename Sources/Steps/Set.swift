import Columns
import Expressions
package import Specifications

/// `set`: computes columns; entries see those before them.
package struct SetDeclaration: StepDeclaration {
  package static let name = "set"
  static let kind = StepKind(
    Option(
      optional: name, .map(of: .expression),
      "Computes columns, each from an expression: a new one, or another value for one that is there.",
      example: "{ order_hour: hour(placed) }"), SetDeclaration.init)

  private let entries: [(name: ColumnName, expression: Expression)]

  /// Parses the entries; nil if one of them has a mistake.
  private init?(_ written: [Named<ExpressionText>], _ problems: inout Problems) {
    guard let entries = [(name: ColumnName, expression: Expression)](written, &problems) else { return nil }
    self.entries = entries
  }

  package var columnsUsed: [String] {
    var made: Set<String> = []
    return entries.flatMap { entry in
      defer { made.insert(entry.name.text.lowercased()) }
      return entry.expression.columnsUsed.filter { !made.contains($0.lowercased()) }
    }
  }
  package var columnsMade: [String] { entries.map(\.name.text) }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var calculation = Calculation(over: columns.schema, ignoring: columns.broken)
    var forms = Forms(columns.schema)
    var isRight = true
    for (name, expression) in entries {
      if columns.refuses(metadata: name, "set", &problems) {
        isRight = false
        continue
      }
      do throws(ExpressionProblems) {
        forms.take(try calculation.add(expression, as: name.text))
        columns.broken.remove(name.text.lowercased())
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
}
