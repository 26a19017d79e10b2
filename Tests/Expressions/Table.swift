import Columns
import Expressions

/// A batch written down as text, column by column; nil is null.
func table(_ columns: (name: String, type: ColumnType, values: [String?])...) -> ColumnBatch {
  let made = columns.map { column($0.type, $0.values) }
  let fields = columns.map { Field($0.name, $0.type, isNullable: $0.values.contains(nil)) }
  return ColumnBatch(schema: Schema(fields), columns: made, count: columns.first?.values.count ?? 0)
}

/// A column of the values that texts stand for.
func column(_ type: ColumnType, _ values: [String?]) -> Column {
  var builder = TextBuilder(capacity: values.count)
  for value in values { if let value { builder.append(value) } else { builder.appendNull() } }
  let texts = builder.column()
  if type == .text { return texts }
  var failures: [RowFailure] = []
  let column = texts.parsed(as: Field("", type), failures: &failures)
  precondition(failures.isEmpty, "\(failures)")
  return column
}

/// The values of a column as text, null as `∅`.
func written(_ column: Column) -> [String] {
  let texts = column.asText(.sql)
  return (0..<column.count).map { texts.text($0) ?? "∅" }
}

/// What an expression gives for the rows of a batch: values, `∅` for null, and `✗ …` for a failure.
func results(_ text: String, _ batch: ColumnBatch) throws -> [String] {
  let evaluated = try Expression(text).checked(against: batch.schema).evaluate(batch)
  var results = written(evaluated.column)
  for failure in evaluated.failures { results[failure.row] = "✗ " + failure.message }
  return results
}

/// What an expression without columns gives.
func result(_ text: String) throws -> String {
  try results(text, table(("row", .int32, ["1"]), ("_record", .text, ["orders 0 42"])))[0]
}

/// The mistakes of an expression, each with the text that it is about.
func mistakes(_ text: String, _ schema: Schema) -> [String] {
  let problems: [ExpressionProblem]
  do throws(ExpressionProblem) {
    let expression = try Expression(text)
    do throws(ExpressionProblems) {
      _ = try expression.checked(against: schema)
      return []
    } catch { problems = error.all }
  } catch { problems = [error] }
  return problems.map { "[\(String(decoding: Array(text.utf8)[$0.range], as: UTF8.self))] \($0.sentence)" }
}
