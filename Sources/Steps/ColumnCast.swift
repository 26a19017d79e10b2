import Columns
import Expressions

/// The way from a column of one type to one of another, as `cast` goes it.
struct ColumnCast: Sendable {
  private enum Way: Sendable {
    case none
    /// Texts are read as decoders read them.
    case reading
    case cast(Calculation)
  }

  private let from: Field
  private let to: Field
  private let way: Way

  /// A way to the type and form of a field. With `isRead`, text becomes what records hold, empty text null.
  init(from: Field, to: Field, isRead: Bool) throws(ExpressionProblems) {
    var form = to.form
    form.isPersonal = form.isPersonal || from.form.isPersonal
    self.from = from
    self.to = Field(to.name, to.type, isNullable: to.isNullable, form: form)
    if from.type == to.type {
      way = .none
    } else if from.type == .text || from.type == .json, isRead || to.type.isNested || to.type == .json {
      way = .reading
    } else {
      var calculation = Calculation(over: Schema([from]))
      try calculation.add(Self.expression(from.name, to.type), as: from.name)
      way = .cast(calculation)
    }
  }

  private static func expression(_ name: String, _ type: ColumnType) -> Expression {
    do throws(ExpressionProblem) {
      return try Expression("cast(\(ColumnName.quoted(name)) as \(type))")
    } catch {
      preconditionFailure("a type is spelled in an expression as in a contract: \(error.message)")
    }
  }

  /// The column in the other type; what doesn't come to be is null there, and a failure of its row.
  func run(_ column: Column, _ failures: inout [RowFailure]) -> Column {
    switch way {
    case .none: return column
    case .reading:
      return column.asText(.iso).parsed(as: to, emptyIsNull: true, failures: &failures)
    case .cast(let calculation):
      let batch = ColumnBatch(schema: Schema([from]), columns: [column], count: column.count)
      let calculated = calculation.run(batch)
      failures += calculated.failures.map { RowFailure(row: $0.row, message: $0.message, field: to.name) }
      return calculated.results[0]
    }
  }
}
