import Columns
import Steps
import Specifications
import Testing

/// The steps that change which rows there are.
@Suite struct RowStepTests {
  private let item = ColumnType.structure([Field("sku", .text), Field("n", .int32)])

  private var baskets: ColumnBatch {
    let fields = [Field("id", .int32), Field("items", .list(item)), Field("tags", .list(.text))]
    let columns = [
      column(.int32, ["1", "2", "3", "4"]),
      column(.list(item), [#"[{"sku": "a", "n": 1}, {"sku": "b", "n": 2}]"#, "[]", nil, #"[null, {"sku": "c"}]"#]),
      column(.list(.text), [#"["x"]"#, #"["y", "z"]"#, "[]", nil]),
    ]
    return ColumnBatch(schema: Schema(fields), columns: columns, count: 4, origins: .consecutive(from: 10))
  }

  @Test("explode makes a row of each element, each of which knows its record; records without any count as filtered")
  func explode() throws {
    let list = try #require(steps([["explode": "items"]], over: baskets.schema))
    #expect(list.schema.fields.map(\.name) == ["id", "items", "tags"] && list.schema.fields[1].type == item)
    let outcome = list.run(baskets)
    #expect(outcome.filtered == 2 && outcome.failures.isEmpty)
    #expect(written(outcome.batch, "id") == ["1", "1", "4", "4"])
    #expect((0..<4).map { outcome.batch.origins[$0] } == [10, 10, 13, 13])
    #expect(outcome.batch.columns[1].nullCount == 1)
    #expect(written(outcome.batch, "tags") == [#"["x"]"#, #"["x"]"#, "∅", "∅"])
    // A slice has its own beginning.
    let tail = list.run(baskets.slice(3..<4))
    #expect(tail.batch.count == 2 && tail.batch.origins[0] == 13)

    let named = try #require(steps([["explode": ["tags": "tag"]], ["filter": "tag <> 'y'"]], over: baskets.schema))
    #expect(named.schema.fields.map(\.name) == ["id", "items", "tag"])
    #expect(written(named.run(baskets).batch, "tag") == ["x", "z"])
  }

  @Test("explode fails a record whose copies would grow beyond bounds, and goes on with the others")
  func explodedBeyondBounds() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let list = "[" + Array(repeating: "1", count: 65).joined(separator: ",") + "]"
    let fields = [Field("t", .text), Field("n", .list(.int32))]
    let columns = [column(.text, ["a", long, "b"]), column(.list(.int32), [list, list, "[1, 2]"])]
    let batch = ColumnBatch(schema: Schema(fields), columns: columns, count: 3, origins: .consecutive(from: 7))
    let outcome = try #require(steps([["explode": "n"]], over: batch.schema)).run(batch)
    #expect(outcome.batch.count == 67 && outcome.filtered == 0)
    #expect(
      outcome.failures == [
        RowFailure(
          row: 8, message: "65 elements with a copy of the record each grow beyond 64 MiB in one batch", field: "n")
      ])
  }

  @Test("validate fails the rows for which a rule is false, and null breaks none")
  func validate() throws {
    let list = try #require(
      steps([["validate": ["positive": "total > 0", "known": "status <> 'canceled'", "even": "100 // total > 1"]]]))
    let outcome = list.run(orders)
    #expect(
      outcome.failures == [
        RowFailure(row: 101, message: "breaks the rule `known`"),
        RowFailure(row: 102, message: "breaks the rule `positive`"),
      ])
    #expect(written(outcome.batch, "order_id") == ["a", "d", "∅"])
    let failing = try #require(steps([["validate": ["even": "100 // total > 1"]]])).run(orders)
    #expect(failing.failures.map(\.message) == ["in the rule `even`: 100 // 0 divides by zero"])
    #expect(list.schema == orders.schema)
  }

  @Test(
    "a mistake is told with its mend",
    arguments: [
      (
        [["explode": "id"]], "`id` is int32, and `explode` wants a list"
      ),
      ([["explode": "itms"]], "`itms` is no column here; did you mean `items`?"),
      (
        [["explode": ["items": "id"]]], "there is a column `id` already; drop that first, or choose another name"
      ),
      (
        [["explode": ["items": "a", "tags": "b"]]],
        "`explode` wants a column with a list, or `{ column: name }`, but is a block; a step of its own explodes each"
      ),
      (
        [["explode": ["items": "_row"]]],
        "`_row` belongs to the record, not to its fields, and can't be made; it goes along by itself; `set: { row: _row }` makes a column of it"
      ),
    ] as [(Node, String)])
  func mistakes(node: Node, sentence: String) { #expect(told(node, over: baskets.schema) == [sentence]) }
}
