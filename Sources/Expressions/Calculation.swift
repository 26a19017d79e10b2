package import Columns
import Specifications

/// Expressions that run together over a batch: each may use the columns of the batch and what those before it gave,
/// and what two of them have in common is computed once.
package struct Calculation: Sendable {
  private var program = Program()
  private var scope: Scope
  private var results: [(field: Field, node: Int)] = []

  /// A calculation, of nothing yet, over batches of a schema.
  ///
  /// Columns that are `ignored` may be named, but not run: a mistake stands where they are made, and is told there.
  package init(over schema: Schema, ignoring ignored: Set<String> = []) {
    scope = Scope(schema)
    for name in ignored { scope.ignore(name) }
  }

  /// Lets expressions that follow name a column of which nothing is known.
  package mutating func ignore(_ name: String) { scope.ignore(name) }

  /// The columns of the batch with what the expressions add and replace.
  package var schema: Schema { scope.schema }

  /// Whether the results follow from the columns alone, and neither from the time nor from chance.
  var isDetermined: Bool {
    program.nodes.allSatisfy { node in
      guard case .kernel(let kernel) = node.operation else { return true }
      // What is made of nothing at all, as `now()` is, isn't to be relied upon.
      return !kernel.isVolatile && !node.operands.isEmpty
    }
  }

  /// Adds an expression, whose result is the column `name` for those that follow.
  ///
  /// With `type`, the result has to be of that type, or become it without a cast.
  @discardableResult
  package mutating func add(
    _ expression: Expression, as name: String, type: ColumnType? = nil
  ) throws(ExpressionProblems) -> Field {
    var checker = Checker(expression.source, scope: scope, program: program)
    checker.filledIn = expression.source.filledIn
    guard let operand = checker.result(of: expression, type) else { throw ExpressionProblems(checker.problems) }
    if operand.type.holdsInterval {
      checker.problem(
        at: operand.syntax.range, "an interval can't be a column",
        mend: operand.type == .interval
          ? "write `epoch(…)` for its seconds, or `cast(… as text)`" : "cast its parts to text")
      throw ExpressionProblems(checker.problems)
    }
    program = checker.program
    program.keep(operand.node)
    let form = FieldForm(isPersonal: program.isPersonal[operand.node])
    let field = Field(name, operand.type, isNullable: program.nodes[operand.node].isNullable, form: form)
    results.append((field, operand.node))
    scope.define(field)
    return field
  }

  /// Runs the expressions over a batch of the schema, as of one moment for all of its rows.
  package func run(_ batch: ColumnBatch, at moment: EvaluationMoment = .now()) -> Calculated {
    var evaluation = Evaluation(program, columns: batch.columns, count: batch.count, at: moment)
    for (field, node) in results {
      evaluation.field = field.name
      let vector = evaluation.vector(node)
      let isTooLarge = vector.isTooLarge(for: batch.count)
      if isTooLarge { for row in 0..<batch.count { evaluation.fail(row, TextWriter.refusal) } }
      var column = isTooLarge ? .nulls(field.type, count: batch.count) : vector.expanded(to: batch.count)
      // `1 // 0 is null` would be true where it failed.
      let failed = evaluation.failed.rows.map(Int.init)
      if !failed.isEmpty { column = Vector(column).without(failed, count: batch.count).column }
      evaluation.columns.append(column)
    }
    return Calculated(
      all: evaluation.columns, places: scope.places, given: batch.columns.count,
      failures: evaluation.failures.sorted { $0.row < $1.row })
  }
}

/// What a calculation gave for a batch. A row that failed is null where it did.
package struct Calculated: Sendable {
  /// The columns of the batch, and the results.
  fileprivate let all: [Column]
  fileprivate let places: [Int]
  /// How many columns the batch has.
  fileprivate let given: Int
  /// The rows that failed, ascending, each with its first failure.
  package let failures: [RowFailure]

  /// The columns of the calculation's schema.
  package var columns: [Column] { places.map { all[$0] } }
  /// The result of each expression.
  package var results: [Column] { Array(all.dropFirst(given)) }

  /// The rows in which the last result, a condition, is true, ascending: neither false nor null.
  package var trueRows: [Int32] {
    guard all.count > given, let last = all.last else { return [] }
    return RowSet(trueIn: Vector(last), count: last.count).rows
  }
}

/// One expression held against a schema.
package struct CheckedExpression: Sendable {
  private let calculation: Calculation
  /// The type of its values.
  package let type: ColumnType
  /// Whether it can be null.
  package let isNullable: Bool
  /// Whether its values may be shown in no message.
  package let isPersonal: Bool

  /// Runs the expression over a batch.
  package func evaluate(_ batch: ColumnBatch, at moment: EvaluationMoment = .now()) -> Evaluated {
    let calculated = calculation.run(batch, at: moment)
    return Evaluated(column: calculated.results[0], failures: calculated.failures)
  }

  fileprivate init(_ calculation: Calculation, _ field: Field) {
    self.calculation = calculation
    type = field.type
    isNullable = field.isNullable
    isPersonal = field.form.isPersonal
  }
}

/// The values of an expression for the rows of a batch.
package struct Evaluated: Sendable {
  package let column: Column
  /// The rows that failed, ascending; they are null in the column.
  package let failures: [RowFailure]
}

extension Expression {
  /// Holds the expression against columns. With `type`, it has to be of that type, or become it without a cast.
  package func checked(against schema: Schema, as type: ColumnType? = nil) throws(ExpressionProblems)
    -> CheckedExpression
  {
    var calculation = Calculation(over: schema)
    // The result's name is one that no column of a schema has, and shows nowhere.
    let field = try calculation.add(self, as: "", type: type)
    return CheckedExpression(calculation, field)
  }
}

extension Checker {
  /// The result of a whole expression.
  mutating func result(of expression: Expression, _ type: ColumnType?) -> Operand? {
    isBareName = expression.source.wasQuoted && expression.isBareName
    guard let type else { return operand(expression.syntax) }
    if type == .bool { return condition(expression.syntax, of: nil) }
    return operand(expression.syntax).flatMap { convert($0, to: type) }
  }
}
