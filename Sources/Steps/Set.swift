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
    return isRight ? SetStep(schema: columns.schema, calculation: calculation) : nil
  }
}

private struct SetStep: Step {
  let schema: Schema
  let calculation: Calculation

  var name: String { SetDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    let calculated = calculation.run(batch)
    let whole = batch.with(schema: schema, columns: calculated.columns)
    return StepOutcome(
      whole.dropping(calculated.failures.map { Int32(truncatingIfNeeded: $0.row) }),
      failures: calculated.failures.from(batch))
  }
}

extension [(name: ColumnName, expression: Expression)] {
  /// Parses expressions under columns' names; nil if one of them has a mistake.
  init?(_ written: [Named<ExpressionText>], _ problems: inout Problems) {
    var entries: [(name: ColumnName, expression: Expression)] = []
    for entry in written {
      if entry.name.isEmpty {
        problems.error(at: entry.place, "a column's name is empty")
      } else if let expression = Expression.parse(entry.value, &problems) {
        entries.append((ColumnName(entry), expression))
      }
    }
    guard entries.count == written.count else { return nil }
    self = entries
  }
}

/// The forms of columns while expressions change some of them.
struct Forms {
  private var fields: [Field]

  init(_ schema: Schema) { fields = schema.fields }

  /// Takes note of what an expression made: a column that keeps its type is read and written as it was.
  mutating func take(_ made: Field) {
    guard let index = Schema(fields).index(of: made.name) else {
      fields.append(made)
      return
    }
    var form = fields[index].type == made.type ? fields[index].form : FieldForm()
    form.isPersonal = made.form.isPersonal
    fields[index] = Field(made.name, made.type, isNullable: made.isNullable, form: form)
  }

  /// The columns of a schema in these forms.
  func applied(to schema: Schema) -> Schema {
    let mine = Schema(fields)
    return Schema(
      schema.fields.map { field in
        let form = mine.index(of: field.name).map { fields[$0].form } ?? field.form
        return Field(field.name, field.type, isNullable: field.isNullable, form: form)
      })
  }
}
