import Columns
import Expressions
import Specifications

/// Columns that expressions compute, beside those that are there or in their place.
struct CalculatedColumns: Step {
  let name: String
  let schema: Schema
  let calculation: Calculation

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
