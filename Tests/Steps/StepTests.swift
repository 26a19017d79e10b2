import Columns
import Specifications
import Steps
import Testing

@Suite("Steps")
struct StepTests {
  @Test("entries of one set see those before them, and replace or add columns")
  func set() throws {
    let step = try #require(
      steps([["set": ["half": "total / 2", "TOTAL": "total + 1", "both": "half + total", "id": "upper(order_id)"]]]))
    #expect(step.schema.fields.map(\.name) == ["order_id", "status", "total", "half", "both", "id"])
    #expect(step.schema.fields.map(\.type) == [.text, .text, .int32, .float64, .float64, .text])
    let outcome = step.steps[0].run(orders)
    #expect(outcome.failures.isEmpty && outcome.filtered == 0)
    #expect(written(outcome.batch, "total") == ["11", "21", "1", "41", "51"])
    #expect(written(outcome.batch, "both") == ["16.0", "31.0", "1.0", "61.0", "76.0"])
    #expect(written(outcome.batch, "id") == ["A", "B", "C", "D", "∅"])
  }

  @Test("a row that fails leaves the batch, and is told by the decoded row from which it came")
  func failures() throws {
    let step = try #require(steps([["set": ["share": "100 // total", "tag": "status || total"]]]))
    let outcome = step.steps[0].run(orders.slice(1..<5))
    #expect(outcome.failures == [RowFailure(row: 102, message: "100 // 0 divides by zero", field: "share")])
    #expect(outcome.batch.count == 3)
    #expect((0..<3).map { outcome.batch.origins[$0] } == [101, 103, 104])
    #expect(written(outcome.batch, "share") == ["5", "2", "2"])
  }

  @Test("filter lets go on what is true, counts what isn't, and fails what can't be told")
  func filter() throws {
    let step = try #require(steps([["filter": "status <> 'canceled'"]]))
    let outcome = step.steps[0].run(orders)
    #expect(written(outcome.batch, "order_id") == ["a", "c", "∅"])
    #expect(outcome.filtered == 2 && outcome.failures.isEmpty)

    let failing = try #require(steps([["filter": "100 // total > 4"]])).steps[0].run(orders)
    #expect(written(failing.batch, "order_id") == ["a", "b"])
    #expect(failing.filtered == 2)
    #expect(failing.failures.map(\.row) == [102] && failing.failures[0].field == nil)

    let all = try #require(steps([["filter": "true"]])).steps[0].run(orders)
    #expect(all.batch.count == 5 && all.filtered == 0)
    let none = try #require(steps([["filter": "null"]])).steps[0].run(orders)
    #expect(none.batch.count == 0 && none.filtered == 5)
  }

  @Test("a later step sees what an earlier one made")
  func sequence() throws {
    let list = try #require(
      steps([["set": ["double": "total * 2"]], ["filter": "double >= 40"], ["set": ["n": "double"]]]))
    var batch = orders
    for step in list.steps { batch = step.run(batch).batch }
    #expect(written(batch, "n") == ["40", "80", "100"])
    #expect(list.steps.map(\.name) == ["set", "filter", "set"])
  }

  @Test(
    "a mistake in a step is told",
    arguments: [
      ([["fliter": "true"]], ["`fliter` is no step; did you mean `filter`?"]),
      ([["dedupe": ["a": "b"]]], ["`dedupe` is not in this build yet"]),
      ([[:]], ["a step is missing; for instance `filter: total > 0 and status <> 'canceled'`"]),
      (["filter"], ["`filter` is no step; a step is written `filter: total > 0 and status <> 'canceled'`"]),
      (
        [["set": "x"]],
        [
          "`set` wants a block of names, each with an expression, but is `x`; for instance `set: { order_hour: hour(placed) }`"
        ]
      ),
      (
        [["filter": "true", "set": [:]]],
        ["a step is one thing, and here are 2; begin each step with `- ` on a line of its own"]
      ),
      (["filter": "true"], ["`steps` wants a list of steps, but is a block; begin each step with `- `"]),
      ([["filter": "total +"]], ["the expression ends here; a value is missing"]),
      ([["filter": "total"]], ["a condition is wanted, and `total` is int32; write `total <> 0`"]),
      (
        [["set": ["a": "totl", "b": "a + 1"]], ["filter": "b > 1 and statu = 'x'"]],
        ["`totl` is no column here; did you mean `total`?", "`statu` is no column here; did you mean `status`?"]
      ),
    ] as [(Node, [String])])
  func mistakes(_ node: Node, _ expected: [String]) {
    var problems = Problems()
    #expect(steps(node, &problems) == nil)
    #expect(problems.all.map(\.sentence) == expected)
  }
}
