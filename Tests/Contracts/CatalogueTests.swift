import Columns
import Contracts
import Specifications
import Testing

@Suite struct CatalogueTests {
  private let shelf = Shelf(
    contracts: [
      "late": ["extends": "order", "fields": ["due": "date", "TOTAL": "int32"], "unknown": "keep"],
      "order": ["fields": ["id": "uuid", "total": "float64"], "key": ["id"], "violation": "drop"],
      "copy": "order", "schema": "jsonschema:order.json",
      "a": ["extends": "b"], "b": ["extends": "a", "fields": ["x": "text"]],
      "wrong": ["fields": ["x": "txt"]], "lost": ["extends": "wrong"],
      "wide": ["extends": "columns:c.yaml#t", "fields": ["more": ["type": "text", "required": true]]],
    ],
    trees: [
      ("/order.json", ["type": "object", "properties": ["id": ["type": "integer"]]]),
      ("/c.yaml", ["t": ["a": "int"]]),
    ], tables: [("store/orders", Contract(name: "x", fields: [ContractField("id", .int64)], describesSink: true))])

  @Test("extends adds to another contract, and a field of the same name takes its place")
  func extends() throws {
    let (contract, told) = shelf.read("late")
    #expect(told == [])
    let late = try #require(contract)
    #expect(late.name == "late")
    #expect(late.lines == ["id: uuid", "TOTAL: int32", "due: date"])
    #expect(late.key == ["id"] && late.violation == .drop && late.unknown == .keep)
    let wide = try #require(shelf.read("wide").contract)
    #expect(wide.lines == ["a: int32", "more: { type: text, required: true }"] && wide.describesSink)
  }

  @Test("a contract may be a name, a reference or a block wherever one stands")
  func references() throws {
    for (written, name, lines) in [
      ("order", "order", ["id: uuid", "total: float64"]), ("copy", "copy", ["id: uuid", "total: float64"]),
      ("schema", "schema", ["id: int64"]), ("jsonschema:order.json", "order", ["id: int64"]),
      ("columns:c.yaml", "c", ["a: int32"]), ("columns:c.yaml#t", "t", ["a: int32"]),
      ("table:store/orders", "orders", ["id: int64"]), (["fields": ["x": "text"]], "contract", ["x: text"]),
    ] as [(Node, String, [String])] {
      let (contract, told) = shelf.read(written)
      #expect(told == [])
      #expect(contract?.name == name)
      #expect(contract?.lines == lines)
    }
  }

  @Test(
    "a reference that leads nowhere is told with its mend",
    arguments: [
      ("ordr", "there is no contract `ordr`; did you mean `order`?"),
      ("a", "a contract can't add to itself: a extends b extends a; let one of them stand alone"),
      (
        "registry:orders@3",
        "a contract from `registry:` is not in this build yet; `sql:`, `jsonschema:`, `columns:` and `table:` are"
      ),
      (
        "avro:o.avsc",
        "a contract from `avro:` is not in this build yet; `sql:`, `jsonschema:`, `columns:` and `table:` are"
      ),
      ("sql:", "`sql:` names no contract; write `sql:FILE#TABLE`"),
      ("table:store", "`table:store` names no contract; write `table:CONNECTION/NAME`"),
      ("table:stroe/orders", "there is no connection `stroe`; `connections:` names them"),
      ("sql:no.sql#t", "`no.sql` can't be read: No such file or directory"),
      ("columns:c.yaml#s", "`c.yaml` has no table `s`; there is `t`"),
      (
        "jsonschema:order.json#/$defs/x",
        "the schema has no `/$defs/x`; name a part that is there, as in `#/$defs/order`"
      ),
      (["fields": ["a": "text"], "extends": "oder"], "there is no contract `oder`; did you mean `order`?"),
    ] as [(Node, String)])
  func mistakes(written: Node, sentence: String) {
    let (contract, told) = shelf.read(written)
    #expect(contract == nil)
    #expect(told == [sentence])
  }

  @Test("what a contract with a mistake leads to is told once, where the mistake stands")
  func broken() {
    #expect(shelf.read("lost").told.count == 1)
    var (catalogue, problems) = (shelf.catalogue, Problems())
    catalogue.readAll(&problems)
    #expect(problems.all.count == 2, "\(problems.all.map(\.sentence))")
    #expect(catalogue.contract("lost", &problems) == nil)
    #expect(problems.all.count == 2)
    // What a used contract adds to is used too.
    #expect(catalogue.used == ["lost", "wrong"])
    #expect(catalogue.contract("late", &problems) != nil)
    #expect(catalogue.used == ["lost", "wrong", "late", "order"])
  }

  @Test("a columns: file that is included makes one contract a table")
  func includes() throws {
    var shelf = Shelf(
      contracts: ["own": ["fields": ["x": "text"]]],
      trees: [("/db.json", ["own": ["a": "int"], "labs": ["id": "uuid", "value": "varchar(20)"]])])
    var (catalogue, problems) = (shelf.catalogue, Problems())
    catalogue.include("columns:db.json", &problems)
    #expect(catalogue.names == ["own", "labs"])
    let labs = try #require(catalogue.contract("labs", &problems))
    #expect(labs.lines == ["id: uuid", "value: { type: text, max_length: 20 }"] && labs.describesSink)
    #expect(catalogue.contract("own", &problems)?.lines == ["x: text"])
    #expect(problems.isEmpty)

    catalogue.include("sql:db.sql", &problems)
    #expect(
      problems.all.map(\.sentence) == [
        "`sql:` brings one contract, and `include` takes whole files of them; write `contracts: { db: \"sql:db.sql\" }`"
      ])
    shelf.trees = [("/db.json", ["labs": "uuid"])]
    (catalogue, problems) = (shelf.catalogue, Problems())
    catalogue.include("columns:db.json", &problems)
    #expect(
      problems.all.map(\.sentence) == ["the table `labs` has no columns; it is `{ table: { column: type } }`"])
  }
}
