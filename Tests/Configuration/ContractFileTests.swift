import Configuration
import Contracts
import Specifications
import Testing

@Suite("Contracts from files") struct ContractFileTests {
  private func find(_ reference: String, _ files: [String: String]) -> (contract: Contract?, told: [String]) {
    let surroundings = madeUp(files)
    var problems = Problems()
    var catalogue = ContractCatalogue(
      nil, in: surroundings.context,
      elsewhere: Elsewhere(in: surroundings) { connection, _, _, _ throws(ElsewhereFailure) in
        throw ElsewhereFailure("there is no connection `\(connection)`")
      })
    let node = Node(reference, at: Place(file: "pipelines/p.yaml", line: 2, column: 3))
    let contract = catalogue.contract(node, &problems)
    return (contract, problems.all.map { "\($0.place): \($0.sentence)" })
  }

  @Test("are found beside the file that names them, as YAML, JSON and SQL")
  func reads() {
    let files = [
      "/w/pipelines/a.json": #"{"orders": {"id": "uuid", "name": "varchar(3)"}}"#,
      "/w/b.yaml": "orders:\n  id: bigint\n",
      "/w/pipelines/c.sql": "create table orders (id int)",
      "/w/pipelines/d.json":
        #"{"type": "object", "properties": {"id": {"type": ["integer", "null"], "default": 3}, "s": {"enum": ["1", "2", null]}, "p": {"type": "string", "pattern": "^${x$"}}}"#,
    ]
    for (reference, types) in [
      ("columns:a.json", "uuid text"), ("columns:../b.yaml#orders", "int64"), ("sql:c.sql", "int32"),
      ("jsonschema:d.json", "int64 text text"),
    ] {
      let (contract, told) = find(reference, files)
      #expect(told == [])
      #expect(contract?.fields.map { "\($0.type)" }.joined(separator: " ") == types)
    }
    let terms = find("jsonschema:d.json", files).contract?.fields.map(\.terms)
    #expect(terms?[0].standard == "3" && terms?[1].oneOf == ["1", "2"] && terms?[2].pattern == "^${x$")
  }

  @Test("tell their mistakes at their own places")
  func mistakes() {
    #expect(
      find("columns:a.json", ["/w/pipelines/a.json": "{\"orders\":\n  {\"id\": \"uid\"}}"]).told == [
        "pipelines/a.json:2:10: `uid` of the column `id` is no type; did you mean `uuid`?"
      ])
    #expect(
      find("sql:c.sql", [:]).told == [
        "pipelines/p.yaml:2:3: `c.sql` can't be read: No such file or directory; name a file that is there"
      ])
    #expect(find("columns:a.json", ["/w/pipelines/a.json": "{"]).told.count == 1)
  }

  @Test("a contract reads the same from the text that it writes")
  func roundTrip() throws {
    let text = """
      fields:
        id: { type: uuid, required: true }
        "odd: name": { type: text, default: "yes: no", one_of: ["yes: no", "null", "1"], also_named: ["a, b"] }
        total: { type: "decimal(12,2)", default: 1.50, min: -1.5, max: 99 }
        at: { type: timestamp(local), formats: ["%d-%m-%Y %H:%M", epoch_ms], write: "%Y" }
        tags: { type: "list<text>", default: ["a", "b c"], min_length: 1, max_length: 3 }
        place: { type: "struct<x: int32, y: text>", default: {"x":1,"y":"n/a"}, pii: true }
        raw: { type: json, default: [1,null,{"a":true}] }
        mail: { type: text, pattern: "^[^@]+@\\\\w+$", min_length: 3, ignore_case: true }
      key: [id]
      unknown: reject
      violation: null_field
      """
    func contract(_ text: String) throws -> Contract {
      let (root, told) = read(text)
      #expect(told == "")
      var problems = Problems()
      let contract = Contract.read(try #require(root), name: "c", in: madeUp().context, problems: &problems)
      #expect(problems.all.map(\.sentence) == [])
      return try #require(contract)
    }
    let first = try contract(text)
    let second = try contract(first.yaml)
    #expect(first.yaml == second.yaml)
    #expect(first.schema == second.schema)
    #expect(first.fields.map(\.terms) == second.fields.map(\.terms))
    #expect(first.key == second.key && first.unknown == second.unknown && first.violation == second.violation)
  }
}
