import Columns
import Contracts
import Specifications
import Testing

@Suite struct ContractTests {
  private func read(_ node: Node) -> (Contract?, [String]) {
    var problems = Problems()
    let contract = Contract.read(node, name: "order", in: ReadingContext(workingDirectory: "/"), problems: &problems)
    return (contract, problems.all.map(\.sentence))
  }

  @Test("a field is a type, or a block with constraints")
  func forms() throws {
    let (contract, problems) = read([
      "fields": ["id": ["type": "uuid", "required": true], "total": "double", "at": "timestamp(local)"], "key": ["id"],
    ])
    #expect(problems == [])
    let fields = try #require(contract).fields
    #expect(fields.map(\.type) == [.uuid, .float64, .localTimestamp])
    #expect(fields[0].isRequired && !fields[1].isRequired)
  }

  @Test(
    "a mistake is told with its mend",
    arguments: [
      (
        ["fields": ["a": "txt"]],
        "`type` wants a type, as in `text`, `int64` or `timestamp`, but is `txt`; did you mean `text`?"
      ),
      (["fields": ["a": "decimal(12,2)"]], "is not in this build yet"),
      (["fields": ["a": ["type": "text", "pattern": "@"]]], "`pattern` is not in this build yet"),
      (["fields": ["a": "text"], "key": ["b"]], "the key names `b`, which is no field"),
      (["fields": ["a": "text", "A": "text"]], "the field `A` is named twice, but for case"),
      (["fields": ["a": ["required": true]]], "field lacks `type`"),
    ] as [(Node, String)])
  func mistakes(node: Node, message: String) {
    let (contract, problems) = read(node)
    #expect(contract == nil)
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  @Test("rows that break a constraint fail alone, each with its sentence")
  func check() throws {
    var status = TextBuilder(capacity: 4)
    for text in ["new", "sold", "paid"] { status.append(text) }
    status.appendNull()
    var total = FixedBuilder<Int32>(capacity: 4, zero: 0)
    for number in [5, 7, -1, 3] as [Int32] { total.append(number) }
    let contract = Contract(
      name: "order",
      fields: [
        ContractField("status", .text, isRequired: true, oneOf: ["new", "paid"]),
        ContractField("total", .int32, range: ValueRange(0, nil)),
      ])
    let batch = ColumnBatch(
      schema: contract.schema, columns: [status.column(), total.column(.int32)], count: 4,
      origins: .consecutive(from: 10))
    let (kept, failures) = contract.check(batch)
    #expect(kept.count == 1 && kept.origins[0] == 10)
    #expect(
      failures == [
        RowFailure(row: 11, message: "«sold» is none of new, paid", field: "status"),
        RowFailure(row: 12, message: "-1 is less than 0", field: "total"),
        RowFailure(row: 13, message: "is required, but missing", field: "status"),
      ])
  }
}
