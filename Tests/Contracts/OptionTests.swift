import Columns
import Contracts
import Specifications
import TestSupport
import Testing

/// What each option of a contract changes.
@Suite struct OptionTests {
  private func contract(_ field: Node, _ more: [(String, Node)] = []) throws -> Contract {
    var problems = Problems()
    let entries = [("fields", Node(.mapping([.init(key: "a", value: field)]), at: .nowhere))] + more
    let node = Node(.mapping(entries.map { .init(key: Node($0.0), value: $0.1) }), at: .nowhere)
    let contract = Contract.read(node, name: "c", in: ReadingContext(workingDirectory: "/"), problems: &problems)
    #expect(problems.all.map(\.sentence) == [])
    return try #require(contract)
  }

  private func check(_ contract: Contract, _ values: [String?]) -> ContractOutcome {
    let field = contract.schema.fields[0]
    var builder = TextBuilder(capacity: values.count)
    for value in values { if let value { builder.append(value) } else { builder.appendNull() } }
    var failures: [RowFailure] = []
    let texts = builder.column()
    let column = field.type == .text ? texts : texts.parsed(as: field, failures: &failures)
    #expect(failures.isEmpty)
    return contract.check(ColumnBatch(schema: contract.schema, columns: [column], count: values.count))
  }

  private func written(_ outcome: ContractOutcome) -> [String?] {
    let texts = outcome.batch.columns[0].asText(.iso)
    return (0..<texts.count).map { texts.text($0) }
  }

  @Test("a default stands where a record has nothing, before anything is required")
  func standard() throws {
    let plain = try contract(["type": "int32", "required": true])
    #expect(check(plain, ["1", nil]).failures.map(\.message) == ["is required, but missing"])
    let filled = try contract(["type": "int32", "required": true, "default": 7])
    #expect(written(check(filled, ["1", nil, nil])) == ["1", "7", "7"])
    #expect(!filled.schema.fields[0].isNullable)
    for (type, text) in [("bool", "true"), ("text", "é"), ("date", "2018-01-01"), ("bytes", "AQI=")] {
      let other = try contract(["type": Node(type), "default": Node(text)])
      #expect(written(check(other, [nil, text, nil])) == [text, text, text])
      let slice = check(other, [text, nil, nil]).batch.slice(1..<2)
      #expect(slice.columns[0].nullCount == 0)
    }
  }

  @Test("a default of a nested type is written as a block or list")
  func nestedStandard() throws {
    let list = try contract(["type": "list<int32>", "default": [1, 2]])
    #expect(written(check(list, ["[3]", nil])) == ["[3]", "[1,2]"])
    let place = try contract(["type": "struct<x: int32, y: text>", "default": ["x": 1, "y": "n/a"]])
    #expect(written(check(place, [nil])) == [#"{"x":1,"y":"n/a"}"#])
    let map = try contract(["type": "map<text, bool>", "default": ["a": true]])
    #expect(written(check(map, [nil])) == [#"{"a":true}"#])
    let json = try contract(["type": "json", "default": ["a": [1, "b"]]])
    #expect(written(check(json, [nil, "3"])) == [#"{"a":[1,"b"]}"#, "3"])
  }

  @Test("min_length and max_length count the entries of lists and maps")
  func lengths() throws {
    let list = try contract(["type": "list<text>", "min_length": 1, "max_length": 2])
    #expect(
      check(list, ["[]", #"["a"]"#, #"["a","b","c"]"#, nil]).failures.map(\.message) == [
        "«[]» has 0 entries, less than 1", #"«["a","b","c"]» has 3 entries, more than 2"#,
      ])
    let map = try contract(["type": "map<text, int32>", "max_length": 1])
    #expect(check(map, [#"{"a":1}"#, #"{"a":1,"b":2}"#]).failures.map(\.row) == [1])
    // A slice of a batch looks at its own rows.
    let batch = check(list, [#"["a"]"#, #"["b"]"#]).batch.slice(1..<2)
    #expect(list.check(batch).batch.count == 1)
  }

  @Test("bounds and one_of hold for decimals by their value")
  func decimals() throws {
    let total = try contract(["type": "decimal(12,2)", "min": "0.5", "max": 10])
    #expect(
      check(total, ["0.50", "0.49", "10", "10.01"]).failures.map(\.message) == [
        "«0.49» is less than 0.5", "«10.01» is more than 10",
      ])
    let rate = try contract(["type": "decimal(4,2)", "one_of": ["1", "2.50"]])
    #expect(check(rate, ["1.00", "2.5", "2.51"]).failures.map(\.row) == [2])
  }

  @Test("what is required inside of nested values has to be there")
  func whole() {
    let address = ColumnType.structure([Field("city", .text, isNullable: false), Field("zip", .int32)])
    let fields = [
      ContractField("home", address, terms: FieldTerms()), ContractField("all", .list(address), terms: FieldTerms()),
    ]
    let contract = Contract(name: "c", fields: fields)
    func column(_ type: ColumnType, _ texts: [String?]) -> Column {
      var builder = TextBuilder(capacity: texts.count)
      for text in texts { if let text { builder.append(text) } else { builder.appendNull() } }
      var failures: [RowFailure] = []
      return builder.column().parsed(as: Field("", type), failures: &failures)
    }
    let batch = ColumnBatch(
      schema: contract.schema,
      columns: [
        column(address, [#"{"city": "a"}"#, #"{"zip": 1}"#, nil, #"{"city": "b"}"#]),
        column(.list(address), ["[]", "[]", #"[{"city": "a"}, null]"#, #"[{"city": "a"}, {"zip": 2}]"#]),
      ], count: 4)
    let failures = contract.check(batch).failures
    #expect(failures.map(\.row) == [1, 3])
    #expect(
      failures.map(\.sentence) == ["home: «city» is required, but missing", "all: «city» is required, but missing"])
    #expect(contract.check(batch.slice(3..<4)).failures.map(\.row) == [3])
    #expect(contract.check(batch.slice(2..<3)).failures == [])
  }

  @Test("a pattern has to find something in each text, and ignore_case makes it and one_of blind to case")
  func patterns() throws {
    let pattern = try contract(["type": "text", "pattern": "^a.+b$"])
    #expect(
      check(pattern, ["axb", "ab", "AxB", nil]).failures.map(\.message) == [
        "«ab» doesn't match `^a.+b$`", "«AxB» doesn't match `^a.+b$`",
      ])
    let blind = try contract(["type": "text", "pattern": "^a.+b$", "ignore_case": true])
    #expect(check(blind, ["axb", "ab", "AxB"]).failures.map(\.row) == [1])
    let strict = try contract(["type": "text", "one_of": ["Neu", "Größe"]])
    #expect(check(strict, ["Neu", "NEU", "GRÖSSE", "GRÖßE"]).failures.map(\.row) == [1, 2, 3])
    let loose = try contract(["type": "text", "one_of": ["Neu", "Größe"], "ignore_case": true])
    #expect(check(loose, ["Neu", "NEU", "GRÖßE", "neue"]).failures.map(\.row) == [3])
  }

  @Test("a pattern that would take for ever is given up, and the record fails")
  func hangs() throws {
    let outcome = check(
      try contract(["type": "text", "pattern": "^(a+)+$"]), [String(repeating: "a", count: 60) + "!", "aa"])
    #expect(outcome.batch.count == 1)
    #expect(outcome.failures.map(\.row) == [0])
  }

  @Test("names, formats and pii go into the field's form")
  func forms() throws {
    let form = try contract([
      "type": "timestamp", "also_named": ["b", "c"], "ignore_case": true, "formats": ["%d-%m-%Y"], "write": "%Y",
      "pii": true,
    ]).schema.fields[0].form
    #expect(
      form
        == FieldForm(
          alsoNamed: ["b", "c"], ignoresCase: true, formats: ["%d-%m-%Y"], write: "%Y", isPersonal: true))
    let one = try contract(["type": "text", "also_named": "b"]).schema.fields[0].form
    #expect(one.alsoNamed == ["b"] && !one.isPersonal)
  }

  @Test("no message shows a value that is about a person")
  func personal() throws {
    let secret = "ada@example.org"
    for constraint in [
      ("one_of", ["x"]), ("pattern", "^x"), ("max_length", 3), ("min_length", 30),
    ] as [(String, Node)] {
      for isPersonal in [true, false] {
        let field = Node(
          .mapping(
            [("type", "text"), constraint, ("pii", Node(booleanLiteral: isPersonal))].map {
              .init(key: Node($0.0), value: $0.1)
            }), at: .nowhere)
        let message = check(try contract(field), [secret]).failures[0].message
        #expect(message.contains(secret) == !isPersonal, "\(message)")
        #expect(message.contains("«personal»") == isPersonal)
      }
    }
  }

  @Test("violation says what becomes of a record that breaks the contract")
  func violation() throws {
    func outcome(_ violation: String, required: Bool = false) throws -> ContractOutcome {
      check(
        try contract(
          ["type": "int32", "min": 0, "required": Node(booleanLiteral: required)],
          [("violation", Node(violation))]), ["1", "-2", "3", "-4"])
    }
    let letters = try outcome("dead_letter")
    #expect(letters.failures.map(\.row) == [1, 3] && letters.dropped == 0 && letters.fatal == nil)
    let dropped = try outcome("drop")
    #expect(dropped.failures.isEmpty && dropped.dropped == 2 && written(dropped) == ["1", "3"])
    let nulled = try outcome("null_field")
    #expect(nulled.failures.isEmpty && nulled.nulled == ["a": 2] && written(nulled) == ["1", nil, "3", nil])
    let required = try outcome("null_field", required: true)
    #expect(required.failures.map(\.row) == [1, 3] && required.nulled.isEmpty && written(required) == ["1", "3"])
    let fatal = try outcome("fail")
    #expect(fatal.batch.count == 0 && fatal.failures.isEmpty)
    #expect(fatal.fatal == "a: «-2» is less than 0")
    #expect(check(try contract("int32", [("violation", "fail")]), ["1"]).fatal == nil)
  }

  @Test("unknown says what becomes of other fields")
  func unknown() throws {
    #expect(try contract("int32").unknown == .drop)
    #expect(try contract("int32", [("unknown", "keep")]).unknown == .keep)
    #expect(try contract("int32", [("unknown", "reject")]).unknown == .reject)
  }

  @Test("a contract is written back as the configuration has it")
  func yaml() throws {
    let contract = try contract(
      [
        "type": "text", "required": true, "default": "a b", "one_of": ["a b", "c"], "pattern": "^[a-c]",
        "max_length": 5,
        "also_named": "b", "ignore_case": true, "pii": true,
      ], [("key", ["a"]), ("unknown", "keep"), ("violation", "drop")])
    #expect(
      contract.yaml == """
        fields:
          a: { type: text, required: true, default: a b, one_of: [a b, c], pattern: "^[a-c]", max_length: 5, also_named: [b], ignore_case: true, pii: true }
        key: [a]
        unknown: keep
        violation: drop

        """)
    #expect(try self.contract("timestamp(local)").yaml == "fields:\n  a: timestamp(local)\n")
  }
}
