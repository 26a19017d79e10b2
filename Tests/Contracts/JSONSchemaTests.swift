import Columns
import Contracts
import Specifications
import Testing

@Suite struct JSONSchemaTests {
  private func read(_ schema: Node, _ part: String = "") -> (contract: Contract?, told: [String]) {
    Shelf(trees: [("/s.json", schema)]).read(Node("jsonschema:s.json" + part))
  }

  @Test("types, formats and constraints of properties become those of fields")
  func properties() throws {
    let (contract, told) = read([
      "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
      "required": ["id", "at", "maybe"], "additionalProperties": false,
      "properties": [
        "id": ["type": "string", "format": "uuid"], "at": ["type": "string", "format": "date-time"],
        "maybe": ["type": ["string", "null"]], "day": ["type": "string", "format": "date"],
        "email": ["type": "string", "pattern": "@", "minLength": 3, "maxLength": 80],
        "n": ["type": "integer", "minimum": 0, "exclusiveMaximum": 10],
        "old": ["type": "integer", "minimum": 0, "exclusiveMinimum": true],
        "x": ["type": "number", "maximum": "1.5"], "ok": ["type": "boolean", "default": true],
        "status": ["enum": ["new", "paid"], "default": "new"], "one": ["const": "a"],
        "tags": ["type": "array", "items": ["type": "string"], "maxItems": 3],
        "any": [:], "either": ["anyOf": [["type": "integer"], ["type": "null"]]],
        "both": ["type": ["integer", "string"]], "data": ["type": "string", "contentEncoding": "base64"],
        "counts": ["type": "object", "additionalProperties": ["type": "integer"]],
      ],
    ])
    #expect(told == [])
    let found = try #require(contract)
    #expect(found.unknown == .reject && !found.describesSink)
    #expect(
      found.lines == [
        "id: { type: uuid, required: true }", "at: { type: timestamp, required: true }", "maybe: text", "day: date",
        "email: { type: text, pattern: \"@\", min_length: 3, max_length: 80 }", "n: { type: int64, min: 0, max: 9 }",
        "old: { type: int64, min: 1 }", "x: { type: float64, max: 1.5 }", "ok: { type: bool, default: true }",
        "status: { type: text, default: new, one_of: [new, paid] }", "one: { type: text, one_of: [a] }",
        "tags: { type: \"list<text>\", max_length: 3 }", "any: json", "either: int64", "both: json", "data: bytes",
        "counts: \"map<text, int64>\"",
      ])
  }

  @Test("nested objects become structs, by references and allOf too, and a circle is JSON")
  func nested() throws {
    let (contract, told) = read([
      "$defs": [
        "address": [
          "type": "object", "required": ["city"],
          "properties": ["city": ["type": "string"], "zip": ["type": "integer"]],
        ],
        "base": ["properties": ["id": ["type": "integer"]], "required": ["id"]],
        "tree": ["type": "object", "properties": ["child": ["$ref": "#/$defs/tree"]]],
      ],
      "allOf": [["$ref": "#/$defs/base"]],
      "properties": [
        "home": ["$ref": "#/$defs/address"], "others": ["type": "array", "items": ["$ref": "#/$defs/address"]],
        "tree": ["$ref": "#/$defs/tree"],
      ], "required": ["home"],
    ])
    #expect(told == [])
    let address = ColumnType.structure([Field("city", .text, isNullable: false), Field("zip", .int64)])
    let fields = try #require(contract).fields
    #expect(fields.map(\.name) == ["id", "home", "others", "tree"])
    #expect(fields.map(\.isRequired) == [true, true, false, false])
    #expect(fields.map(\.type) == [.int64, address, .list(address), .structure([Field("child", .json)])])
    #expect(read(["$defs": ["o": ["properties": ["a": ["type": "null"]]]]], "#/$defs/o").contract?.lines == ["a: json"])
  }

  @Test(
    "a mistake in a schema is told",
    arguments: [
      (["type": "array", "items": [:]], "the schema describes no object with properties"),
      (["properties": ["a": ["type": "strng"]]], "`strng` is no type of JSON Schema; did you mean `string`?"),
      (["properties": ["a": ["$ref": "#/$defs/x"]]], "`$ref` leads to `#/$defs/x`, which isn't there"),
      (["properties": ["a": ["$ref": "b.json"]]], "`$ref` leads to another file, `b.json`; put what it means under"),
      (["$ref": "#"], "`$ref` leads in a circle"),
      (["properties": ["a": ["type": "string", "pattern": "("]]], "`pattern` of `a` is no regular expression"),
      (
        ["properties": ["a": ["type": "integer", "enum": [1, "x"]]]],
        "`one_of` of `a` wants int64, but `x` isn't one"
      ),
    ] as [(Node, String)])
  func mistakes(schema: Node, sentence: String) {
    let (contract, told) = read(schema)
    #expect(contract == nil)
    #expect(told.contains { $0.hasPrefix(sentence) }, "\(told)")
  }

  @Test("references that make too much of a schema are given up")
  func bombs() {
    var entries: [Node.Entry] = []
    for level in 0..<40 {
      let next: Node = ["$ref": Node("#/$defs/d\(level + 1)")]
      entries.append(.init(key: Node("d\(level)"), value: ["properties": ["a": next, "b": next]]))
    }
    entries.append(.init(key: "d40", value: ["type": "string"]))
    let told = read(["$defs": Node(.mapping(entries), at: .nowhere), "$ref": "#/$defs/d0"]).told
    #expect(told == ["the schema's references make more of it than can be followed"])
    #expect(read(["allOf": [["$ref": "#"], ["$ref": "#"]], "properties": ["a": [:]]]).contract == nil)
  }

  @Test("what is said of values inside of fields is told not to hold")
  func inside() {
    let (contract, told) = read([
      "properties": ["a": ["type": "object", "properties": ["b": ["type": "string", "pattern": "x"]]]]
    ])
    #expect(contract != nil)
    #expect(
      told == [
        "what `a.b` has to be beside its type is not checked: constraints hold for a record's own fields"
      ])
  }
}
