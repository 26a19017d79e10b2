import Columns
import Specifications
import Steps
import Testing

/// Five orders, which stood in rows 100 to 104.
let orders = ColumnBatch(
  schema: Schema([Field("order_id", .text), Field("status", .text), Field("total", .int32)]),
  columns: [
    column(.text, ["a", "b", "c", "d", nil]), column(.text, ["new", "canceled", "paid", nil, "new"]),
    column(.int32, ["10", "20", "0", "40", "50"]),
  ], count: 5, origins: .consecutive(from: 100))

/// Steps as a configuration has them, over columns.
func steps(_ node: Node, over schema: Schema = orders.schema) -> StepList? {
  var problems = Problems()
  let list = steps(node, over: schema, &problems)
  #expect(problems.isEmpty, "\(problems.all.map(\.sentence))")
  return list
}

func steps(_ node: Node, over schema: Schema = orders.schema, _ problems: inout Problems) -> StepList? {
  declarations(node, &problems).flatMap { StepList($0, over: schema, &problems) }
}

/// Steps as a configuration has them, over nothing yet.
func declarations(_ node: Node, _ problems: inout Problems) -> [any StepDeclaration]? {
  let option = Option("steps", ValueKind<[any StepDeclaration]>.steps, default: [], "Steps.", example: "[]")
  let pipeline = Specification("pipeline", "A pipeline.", options: [option])
  return pipeline.read(["steps": node], in: ReadingContext(workingDirectory: "/"), problems: &problems)?[option]
}

/// What is told of steps that can't be right.
func told(_ node: Node, over schema: Schema = orders.schema) -> [String] {
  var problems = Problems()
  let list = steps(node, over: schema, &problems)
  #expect((list == nil) == problems.hasErrors)
  return problems.all.map(\.sentence)
}

extension StepList {
  /// What all steps make of a batch.
  func run(_ batch: ColumnBatch) -> StepOutcome {
    var outcome = StepOutcome(batch)
    for step in steps {
      let next = step.run(outcome.batch)
      outcome = StepOutcome(
        next.batch, failures: outcome.failures + next.failures, filtered: outcome.filtered + next.filtered)
    }
    #expect(outcome.batch.schema == schema)
    return outcome
  }
}

func column(_ type: ColumnType, _ values: [String?]) -> Column {
  var builder = TextBuilder(capacity: values.count)
  for value in values { if let value { builder.append(value) } else { builder.appendNull() } }
  var failures: [RowFailure] = []
  let texts = builder.column()
  let column = type == .text ? texts : texts.parsed(as: Field("", type), failures: &failures)
  #expect(failures == [])
  return column
}

/// A batch of columns that are written as text.
func batch(_ columns: (Field, [String?])...) -> ColumnBatch {
  ColumnBatch(
    schema: Schema(columns.map(\.0)), columns: columns.map { column($0.0.type, $0.1) }, count: columns[0].1.count)
}

func written(_ batch: ColumnBatch, _ name: String) -> [String] {
  guard let texts = batch.column(name)?.asText(.sql) else { return [] }
  return (0..<texts.count).map { texts.text($0) ?? "∅" }
}
