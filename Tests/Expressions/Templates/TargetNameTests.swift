import Columns
import Expressions
import Specifications
import Testing

@Suite("Names of targets") struct TargetNameTests {
  static let fields = [
    Field("region", .text), Field("n", .int32), Metadata.contract.field,
    Field("mail", .text, form: FieldForm(isPersonal: true)),
  ]

  private func names(
    _ template: String, contracts: [String] = ["order"], atMost most: Int = 1000, _ problems: inout Problems
  ) throws -> TargetNames? {
    let rule = TargetRule("table", longest: 20) { $0.hasPrefix("sqlite_") ? "is reserved" : nil }
    return TargetNames(
      try TemplateText(template), forms: contracts.map { ($0, Schema(Self.fields)) }, rule: rule, atMost: most,
      &problems)
  }

  private func names(_ template: String, contracts: [String] = ["order"], atMost most: Int = 1000) throws -> TargetNames
  {
    var problems = Problems()
    let names = try names(template, contracts: contracts, atMost: most, &problems)
    #expect(problems.all.map(\.sentence) == [])
    return try #require(names)
  }

  private func batch(_ rows: [(String?, Int32?)], contract: String = "order", mail: String = "a@b") -> ColumnBatch {
    var regions = TextBuilder(capacity: 1)
    var contracts = TextBuilder(capacity: 1)
    var mails = TextBuilder(capacity: 1)
    var numbers = FixedBuilder<Int32>(capacity: 1, zero: 0)
    for (region, number) in rows {
      if let region { regions.append(region) } else { regions.appendNull() }
      if let number { numbers.append(number) } else { numbers.appendNull() }
      contracts.append(contract)
      mails.append(mail)
    }
    return ColumnBatch(
      schema: Schema(Self.fields),
      columns: [regions.column(), numbers.column(.int32), contracts.column(), mails.column()], count: rows.count)
  }

  @Test("share rows out in the order in which their targets come, each with its rows in order")
  func shares() throws {
    let names = try names("o_{region}_{n + 1}")
    let found = names.shares(of: batch([("a", 1), ("b", 1), ("a", 1), ("a", 2), ("b", 1)]), form: 0)
    #expect(found.failures == [])
    #expect(found.shares.map(\.name) == ["o_a_2", "o_b_2", "o_a_3"])
    #expect(found.shares.map(\.rows) == [[0, 2], [1, 4], [3]])
    let whole = names.shares(of: batch([("a", 1), ("a", 1)]), form: 0)
    #expect(whole.shares.map(\.rows) == [nil])
    #expect(names.shares(of: batch([]), form: 0).shares.isEmpty)
  }

  @Test("are known before any record where the contract alone decides")
  func known() throws {
    #expect(try names("orders").constant == "orders")
    #expect(try names("raw_{upper(_contract)}", contracts: ["a", "b"]).known == ["raw_A", "raw_B"])
    #expect(try names("{_contract}_{region}").known == [])
    #expect(try names("{substr(cast(now() as text), 1, 4)}").known == [])
    #expect(try names("{_contract}", contracts: ["a", "b"]).groups.map(\.forms) == [[0], [1]])
    #expect(try names("{_contract}_{region}", contracts: ["a", "b"]).groups.map(\.forms) == [[0], [1]])
    #expect(try names("{region}", contracts: ["a", "b"]).groups.map(\.forms) == [[0, 1]])
    #expect(
      try names("{substr(_contract, 1, 1)}", contracts: ["ab", "ac", "b"]).groups.map(\.forms) == [[0, 1], [2]])
  }

  @Test(
    "that can't be are failures of their rows",
    arguments: [
      (nil, "`region` is null, and the table's name is made of it"),
      ("", "the table's name is empty"),
      ("a/b", "«a/b» has a `/`, and becomes a part of the table's name"),
      ("..", "the table's name «..» would lead to another folder"),
      (".", "the table's name «.» would lead to another folder"),
      ("a\nb", "the table's name «a\\nb» has a control character"),
      ("abcdefghijklmnopqrstu", "the table's name «abcdefghijklmnopqrstu» has 21 bytes, and at most 20 are possible"),
      ("sqlite_x", "the table's name «sqlite_x» is reserved"),
    ] as [(String?, String)])
  func refused(value: String?, message: String) throws {
    let found = try names("{region}").shares(of: batch([("x", 1), (value, 1), ("y", 1)]), form: 0)
    #expect(found.failures == [RowFailure(row: 1, message: message)])
    #expect(found.shares.map(\.name) == ["x", "y"])
  }

  @Test("whose expression fails are failures of their rows")
  func failing() throws {
    let found = try names("t{10 % n}").shares(of: batch([("x", 3), ("x", 0), ("x", 4)]), form: 0)
    #expect(found.failures.map(\.row) == [1])
    #expect(found.shares.map(\.name) == ["t1", "t2"])
  }

  @Test("are no more than `max_targets` allows, in all batches together")
  func most() throws {
    let names = try names("{region}", atMost: 2)
    #expect(names.shares(of: batch([("a", 1), ("b", 1)]), form: 0).failures == [])
    let found = names.shares(of: batch([("c", 1), ("a", 1), ("d", 1)]), form: 0)
    #expect(found.failures.map(\.row) == [0, 2])
    #expect(found.failures.first?.message == "«c» would be one table more than `max_targets: 2` allows")
    #expect(found.shares.map(\.name) == ["a"])
  }

  @Test("show nothing that is about a person")
  func personal() throws {
    let found = try names("{mail}").shares(of: batch([("x", 1)], mail: "ada/lovelace"), form: 0)
    #expect(found.failures.map(\.message) == ["«personal» has a `/`, and becomes a part of the table's name"])
  }

  @Test(
    "with a mistake are told when they are checked",
    arguments: [
      ("{regio}", "`regio` is no column here; did you mean `region`?"),
      ("sqlite_a", "the table's name «sqlite_a» is reserved; choose another name"),
      ("{_contract}/a", "x"), ("{_contract || '\t'}", "x"),
    ])
  func mistakes(template: String, message: String) throws {
    var problems = Problems()
    let found = try names(template, contracts: ["..", "b"], &problems)
    #expect(found == nil)
    #expect(problems.all.count == 1)
    if message != "x" { #expect(problems.all.map(\.sentence) == [message]) }
  }
}
