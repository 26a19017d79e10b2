import Columns
import Contracts
import Specifications
import Steps
import Testing

@Suite struct SeveralContractsTests {
  private let labs = Schema([Field("id", .uuid), Field("Q", .text), Field("note", .text)])
  private let meds = Schema([Field("id", .text), Field("dose", .int32)])

  private func check(_ node: Node) -> (lists: [StepList]?, told: [String]) {
    var problems = Problems()
    let lists = declarations(node, &problems).flatMap {
      StepList.check($0, over: [labs, meds], named: ["labs", "meds"], &problems)
    }
    return (lists, problems.all.map(\.sentence))
  }

  @Test("what works on one column does nothing where only other contracts have it")
  func partial() throws {
    let (lists, told) = check([
      ["rename": ["Q": "quantity"]], ["cast": ["quantity": "int32"]], ["drop": ["note"]], ["mask": ["dose": "hash"]],
      ["select": ["dose", "quantity", "id"]], ["fill": ["dose": "'x'", "id": "null"]],
    ])
    #expect(told == [])
    let found = try #require(lists)
    #expect(found[0].schema.fields.map { "\($0.name) \($0.type)" } == ["quantity int32", "id uuid"])
    #expect(found[1].schema.fields.map { "\($0.name) \($0.type)" } == ["dose text", "id text"])
    let batch = batch((Field("id", .text), ["a", nil]), (Field("dose", .int32), ["1", nil]))
    #expect(written(found[1].run(batch).batch, "dose")[1] == "x")
  }

  @Test("a fill of what none has adds the column to all")
  func fill() throws {
    let lists = try #require(check([["fill": ["seen": "1"]]]).lists)
    #expect(lists.map { $0.schema.fields.last?.name } == ["seen", "seen"])
  }

  @Test(
    "a column that none has is told once, and an expression has to hold for each",
    arguments: [
      ([["drop": ["nothing"]]], ["`nothing` is no column here; there are `id`, `Q` and `note`"]),
      (
        [["filter": "Q > 1"]],
        ["for the contract `labs`: `Q` is text and `1` is int32", "for the contract `meds`: `Q` is no column here"]
      ),
      ([["filter": "note is null"]], ["for the contract `meds`: `note` is no column here"]),
      ([["set": ["x": "dose + 1"]], ["set": ["y": "x"]]], ["for the contract `labs`: `dose` is no column here"]),
      ([["cast": ["id": "int32"]]], ["for the contract `labs`: `id` is uuid, which can't become int32"]),
    ] as [(Node, [String])])
  func mistakes(node: Node, sentences: [String]) {
    let (lists, told) = check(node)
    #expect(lists == nil)
    #expect(told.count == sentences.count, "\(told)")
    for (sentence, part) in zip(told, sentences) { #expect(sentence.hasPrefix(part), "\(sentence)") }
  }

  @Test("steps tell which columns of records they look at, and which they make before")
  func mentions() throws {
    var problems = Problems()
    let all = try #require(
      declarations(
        [
          ["rename": ["Q": "quantity"]], ["filter": "quantity > total"], ["set": ["a": "b", "c": "a", "total": "1"]],
          ["fill": ["id": "record"]], ["explode": ["items": "item"]], ["cast": ["item": "text"]],
        ], &problems))
    let (used, made) = all.mentions
    #expect(used == ["Q", "total", "b", "id", "record", "items"])
    #expect(made == ["quantity", "a", "c", "item"])
  }
}

@Suite struct ConformanceTests {
  private func contract(_ violation: Contract.Violation = .deadLetter) -> Contract {
    Contract(
      name: "labs",
      fields: [
        ContractField("ID", .uuid, isRequired: true),
        ContractField("QUANTITY", .int32, terms: FieldTerms(standard: "1", range: ValueRange("0", nil))),
        ContractField("at", .date, terms: FieldTerms(), form: FieldForm(formats: ["%d.%m.%Y"])),
        ContractField("absent", .text),
      ], key: ["ID"], violation: violation, describesSink: true)
  }

  private let id = "018f3c1e-0000-7000-8000-000000000001"
  private var rows: ColumnBatch {
    batch(
      (Metadata.key.field, ["k", "k", "k", "k"]), (Field("quantity", .text), ["5", "x", nil, "-1"]),
      (Field("other", .int32), ["1", "2", "3", "4"]), (Field("id", .text), [id, id, id, id]),
      (Field("AT", .text), ["08.06.2018", "", nil, "08.06.2018"]))
  }

  private func run(_ violation: Contract.Violation) throws -> ContractOutcome {
    var problems = Problems()
    let conformance = Conformance(to: contract(violation), over: rows.schema, at: .nowhere, &problems)
    #expect(problems.isEmpty)
    let outcome = try #require(conformance).run(rows)
    #expect(outcome.batch.schema == conformance?.schema)
    return outcome
  }

  @Test("columns come to the contract's types, order and defaults, and what it doesn't name is left out")
  func conform() throws {
    let outcome = try run(.deadLetter)
    #expect(outcome.batch.schema.fields.map(\.name) == ["ID", "QUANTITY", "at", "absent", "_key"])
    #expect(outcome.batch.schema.fields.map(\.type) == [.uuid, .int32, .date, .text, .text])
    #expect(written(outcome.batch, "QUANTITY") == ["5", "1"])
    #expect(written(outcome.batch, "at") == ["2018-06-08", "∅"])
    #expect(written(outcome.batch, "absent") == ["∅", "∅"])
    #expect(
      outcome.failures == [
        RowFailure(row: 1, message: "«x» is no int32", field: "QUANTITY"),
        RowFailure(row: 3, message: "«-1» is less than 0", field: "QUANTITY"),
      ])
  }

  @Test("what can't become the type breaks the contract as a constraint does")
  func violations() throws {
    let dropped = try run(.drop)
    #expect(dropped.dropped == 2 && dropped.failures.isEmpty && dropped.batch.count == 2)
    let nulled = try run(.nullField)
    #expect(nulled.nulled == ["QUANTITY": 2] && written(nulled.batch, "QUANTITY") == ["5", "∅", "1", "∅"])
    #expect(try run(.fail).fatal?.contains("QUANTITY: «x» is no int32") == true)
  }

  @Test("a column that can't become what the contract wants, and one that is missing, are told when it is checked")
  func mistakes() {
    var problems = Problems()
    let schema = Schema([Field("quantity", .uuid)])
    #expect(Conformance(to: contract(), over: schema, at: .nowhere, &problems) == nil)
    #expect(
      problems.all.map(\.sentence) == [
        "nothing fills `ID`, which the contract `labs` requires; make it by a step, as in `set: { ID: … }`, or keep it where a step leaves it out",
        "`quantity` is uuid behind the steps, which can't become the int32 of the contract `labs`; a `set` or `cast` step before it makes it int32",
      ])
  }
}
