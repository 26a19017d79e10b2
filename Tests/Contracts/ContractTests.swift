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
      (["fields": ["a": "interval"]], "the type `interval` is not in this build yet"),
      (
        ["fields": ["a": "decimal(12,22)"]], "a decimal of 12 digits can't have 22 of them behind the point"
      ),
      (
        ["fields": ["a": ["type": "text", "formats": "%Y"]]], "`formats` is for dates and times, and `a` is text"
      ),
      (["fields": ["a": ["type": "date", "formats": ["%d.%m.%Y", "%Q"]]]], "`%Q` is no part of a format"),
      (["fields": ["a": ["type": "date", "formats": ["dd.mm"]]]], "`dd.mm` is no format: there are iso, epoch_s"),
      (["fields": ["a": ["type": "text", "write": "hex"]]], "`write` is for times, bytes and UUIDs, and `a` is text"),
      (
        ["fields": ["a": ["type": "bytes", "write": "base64"]]], "`write` of `a` can be `hex` alone, since it is bytes"
      ),
      (["fields": ["a": ["type": "date", "write": "hex"]]], "`write` of `a` wants a form of a time, as in `%Y-%m-%d`"),
      (
        ["fields": ["a": ["type": "text", "pattern": "a(b"]]],
        "`pattern` of `a` is no regular expression: missing closing parenthesis; look behind `a(b`"
      ),
      (["fields": ["a": ["type": "int8", "pattern": "1"]]], "`pattern` is for text, and `a` is int8"),
      (["fields": ["a": ["type": "int8", "default": "x"]]], "`default` of `a` wants int8, but `x` isn't one"),
      (["fields": ["a": ["type": "int8", "default": [1]]]], "`default` of `a` wants int8, but is a list"),
      (
        ["fields": ["a": ["type": "text", "default": "x", "one_of": ["y"]]]],
        "`default` of `a` is none of its `one_of`"
      ),
      (["fields": ["a": ["type": "json", "one_of": [1]]]], "`one_of` is for single values, and `a` is json"),
      (["fields": ["a": ["type": "text", "also_named": ["A"]]]], "`A` is a name of `a` already"),
      (
        ["fields": ["a": "text", "b": ["type": "text", "also_named": ["a"]]]],
        "`a` can't name `b` too: it is `a`"
      ),
      (["fields": ["_key": "text"]], "`_key` is what every record has beside its fields; give the field another name"),
      (
        ["fields": ["a": "text"], "violation": "stop"],
        "`violation` wants `dead_letter`, `drop`, `null_field` or `fail`"
      ),
      (["fields": ["a": "text"], "unknown": "dorp"], "did you mean `drop`?"),
      (["fields": ["a": "text"], "extends": "b"], "there is no contract `b`; `contracts:` names them"),
      (["fields": ["a": "text"], "key": ["b"]], "the key names `b`, which is no field"),
      (["fields": ["a": "text", "A": "text"]], "the field `A` is named twice, but for case"),
      (["fields": ["a": ["required": true]]], "field lacks `type`"),
      (
        ["fields": ["a": ["type": "text", "min": 3]]],
        "`min` is for numbers and times, and `a` is text; for the length of a text there is `min_length`"
      ),
      (["fields": ["a": ["type": "int8", "max": 300]]], "`max` of `a` wants int8, but `300` isn't one"),
      (
        ["fields": ["a": ["type": "date", "one_of": ["2018-01-01", "soon"]]]],
        "`one_of` of `a` wants date, but `soon` isn't one"
      ),
      (["fields": ["a": ["type": "int32", "one_of": []]]], "`one_of` of `a` allows nothing"),
      (["fields": ["a": ["type": "int32", "min": 3, "max": 2]]], "`max` of `a` is below its `min`"),
      (
        ["fields": ["a": ["type": "uuid", "max_length": 2]]],
        "`max_length` is for text, bytes, lists and maps, and `a` is uuid"
      ),
      (
        ["fields": ["a": ["type": "text", "min_length": 3, "max_length": 2]]],
        "`max_length` of `a` is below its `min_length`"
      ),
    ] as [(Node, String)])
  func mistakes(node: Node, message: String) {
    let (contract, problems) = read(node)
    #expect(contract == nil)
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  @Test(
    "each constraint finds what breaks it, in columns of every type",
    arguments: [
      ("int16", ["one_of": [1, 2]], ["1", "3", "2"], ["«3» is none of 1, 2"]),
      ("date", ["one_of": ["2018-01-01"]], ["2018-01-01", "2018-01-02"], ["«2018-01-02» is none of 2018-01-01"]),
      ("bool", ["one_of": [true]], ["true", "false"], ["«false» is none of true"]),
      ("text", ["one_of": ["", "é"]], ["é", "", "e"], ["«e» is none of , é"]),
      ("date", ["min": "2018-01-01"], ["2017-12-31", "2018-01-01"], ["«2017-12-31» is less than 2018-01-01"]),
      ("float64", ["max": "1.5"], ["1.5", "1.6", "nan"], ["«1.6» is more than 1.5", "«nan» is more than 1.5"]),
      (
        "uint64", ["min": 1, "max": "18446744073709551614"], ["0", "1", "18446744073709551615"],
        ["«0» is less than 1", "«18446744073709551615» is more than 18446744073709551614"]
      ),
      (
        "timestamp", ["max": "2018-01-01 00:00:00"], ["2018-01-01 00:00:00.000001"],
        ["«2018-01-01T00:00:00.000001Z» is more than 2018-01-01 00:00:00"]
      ),
      (
        "text", ["min_length": 2, "max_length": 3], ["é", "éé", "abc", "abcd"],
        ["«é» is 1 character long, less than 2", "«abcd» is 4 characters long, more than 3"]
      ),
    ] as [(String, Node, [String], [String])])
  func constraints(type: String, constraint: Node, values: [String], expected: [String]) throws {
    let entries = (constraint.entries ?? []) + [Node.Entry(key: "type", value: Node(type))]
    let (read, problems) = read(["fields": ["a": Node(.mapping(entries), at: .nowhere)]])
    #expect(problems == [])
    let contract = try #require(read)
    var builder = TextBuilder(capacity: values.count + 1)
    for value in values { builder.append(value) }
    builder.appendNull()
    var failures: [RowFailure] = []
    let texts = builder.column()
    let column =
      contract.fields[0].type == .text ? texts : texts.parsed(as: contract.schema.fields[0], failures: &failures)
    #expect(failures == [])
    // The batch is a slice, so that constraints are seen to look at the right rows.
    let batch = ColumnBatch(schema: contract.schema, columns: [column], count: values.count + 1)
    #expect(contract.check(batch).failures.map(\.message) == expected)
    let tail = batch.slice(1..<batch.count)
    #expect(contract.check(tail).failures.allSatisfy { $0.row >= 1 })
    #expect(contract.check(tail).batch.count == tail.count - contract.check(tail).failures.count)
  }

  @Test(
    "a long `one_of` lets the same values through as a short one", arguments: ["text", "int64", "uuid", "float32"],
    [17, 400])
  func longOneOf(type: String, count: Int) throws {
    func value(_ number: Int) -> String {
      type == "uuid" ? "00000000-0000-0000-0000-" + String(1_000_000_000_000 + number).dropFirst() : "\(number)"
    }
    let allowed = (0..<count).map { Node(value(2 * $0)) }
    let (read, problems) = read([
      "fields": ["a": ["type": Node(type), "one_of": Node(.sequence(allowed), at: .nowhere)]]
    ])
    #expect(problems == [])
    let contract = try #require(read)
    var builder = TextBuilder(capacity: 2 * count)
    for number in 0..<2 * count { builder.append(value(number)) }
    var failures: [RowFailure] = []
    let texts = builder.column()
    let column = type == "text" ? texts : texts.parsed(as: contract.schema.fields[0], failures: &failures)
    let batch = ColumnBatch(schema: contract.schema, columns: [column], count: 2 * count)
    #expect(failures == [])
    #expect(contract.check(batch).failures.map(\.row) == (0..<count).map { 2 * $0 + 1 })
    #expect(contract.check(batch.slice(1..<9)).failures.count == 4)
  }

  @Test("a long `one_of` is met without regard to case where the field's names are")
  func longOneOfInAnyCase() throws {
    let allowed = (0..<40).map { Node("Wort É\($0)") }
    let (read, problems) = read([
      "fields": ["a": ["type": "text", "ignore_case": true, "one_of": Node(.sequence(allowed), at: .nowhere)]]
    ])
    #expect(problems == [])
    let contract = try #require(read)
    var builder = TextBuilder(capacity: 3)
    for text in ["WORT é39", "wort É40", "Wort É0"] { builder.append(text) }
    let batch = ColumnBatch(schema: contract.schema, columns: [builder.column()], count: 3)
    #expect(contract.check(batch).failures.map(\.row) == [1])
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
        ContractField("total", .int32, range: ValueRange("0", nil)),
      ])
    let batch = ColumnBatch(
      schema: contract.schema, columns: [status.column(), total.column(.int32)], count: 4,
      origins: .consecutive(from: 10))
    let outcome = contract.check(batch)
    let (kept, failures) = (outcome.batch, outcome.failures)
    #expect(kept.count == 1 && kept.origins[0] == 10)
    #expect(
      failures == [
        RowFailure(row: 11, message: "«sold» is none of new, paid", field: "status"),
        RowFailure(row: 12, message: "«-1» is less than 0", field: "total"),
        RowFailure(row: 13, message: "is required, but missing", field: "status"),
      ])
  }
}
