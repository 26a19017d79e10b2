import Columns
import Contracts
import Expressions
package import Specifications

/// `cast`: gives columns other types.
package struct CastDeclaration: StepDeclaration {
  package static let name = "cast"
  static let kind = StepKind(
    Option(
      optional: name, .map(of: ColumnType.kind), "Gives columns other types; what can't become that fails its record.",
      example: "{ total: int32 }"), { entries, _ in CastDeclaration(entries: entries) })

  private let entries: [Named<ColumnType>]

  private init(entries: [Named<ColumnType>]) { self.entries = entries }

  package var columnsUsed: [String] { entries.map(\.name) }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var casts: [(place: Int, cast: ColumnCast)] = []
    var isRight = true
    for entry in entries {
      guard case .column(let index) = columns.meaning(of: ColumnName(entry), "cast", &problems) else {
        isRight = isRight && (columns.elsewhere.contains(entry.name.lowercased()) && !Metadata.isName(entry.name))
        continue
      }
      let field = columns.schema.fields[index]
      var form = FieldForm(isPersonal: field.form.isPersonal)
      if field.type == entry.value { form = field.form }
      // What is written in a way of its own type goes on so, if the other type can be.
      if let write = field.form.write, entry.value.isWritten(as: write) { form.write = write }
      let to = Field(field.name, entry.value, isNullable: field.isNullable, form: form)
      do throws(ExpressionProblems) {
        casts.append((index, try ColumnCast(from: field, to: to, isRead: false)))
      } catch {
        problems.error(
          at: entry.place, "`\(field.name)` is \(field.type), which can't become \(entry.value)",
          mend: error.all.first?.mend)
        isRight = false
      }
      columns.schema = columns.schema.replacing(index, with: to)
    }
    return isRight ? CastStep(schema: columns.schema, casts: casts) : nil
  }
}

private struct CastStep: Step {
  let schema: Schema
  let casts: [(place: Int, cast: ColumnCast)]

  var name: String { CastDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    var columns = batch.columns
    var failures: [RowFailure] = []
    for (place, cast) in casts { columns[place] = cast.run(columns[place], &failures) }
    let first = failures.firstOfEachRow()
    return StepOutcome(
      batch.with(schema: schema, columns: columns).dropping(first.map { Int32(truncatingIfNeeded: $0.row) }),
      failures: first.from(batch))
  }
}
