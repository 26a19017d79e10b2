import Columns
import Expressions
import Testing

@Suite("Personal data")
struct PersonalTests {
  private let schema = Schema([
    Field("email", .text, form: FieldForm(isPersonal: true)), Field("age", .int8, form: FieldForm(isPersonal: true)),
    Field("total", .int32),
    Field("person", .structure([Field("name", .text, form: FieldForm(isPersonal: true)), Field("size", .int32)])),
  ])

  @Test(
    "what is made of a personal column is personal, but for digests",
    arguments: [
      ("email", true), ("upper(email)", true), ("total", false), ("total + age", true),
      ("case when email is null then 1 else 2 end", true),
      ("sha256(email)", false), ("md5(email || 'salt')", false), ("concat(sha256(email), email)", true),
      ("person.name", true),
      ("person.size", false), ("coalesce(total, 1)", false), ("[email]", true), ("{'e': email}", true),
    ])
  func flow(_ expression: String, _ isPersonal: Bool) throws {
    var calculation = Calculation(over: schema)
    #expect(try calculation.add(Expression(expression), as: "x").form.isPersonal == isPersonal)
    #expect(try calculation.add(Expression("x"), as: "y").form.isPersonal == isPersonal)
  }

  @Test(
    "no message shows a personal value",
    arguments: [
      ("email::int", "«personal» is no int32"), ("age + 100::int8", "«personal» + «personal» goes beyond int8"),
      ("age // 0", "«personal» // 0 divides by zero"),
      ("email::interval > interval '1 day'", "«personal» is no interval"),
      ("email -> 'a' is null", "«personal» is no JSON"), ("[email]::list<int>", "«personal» is no int32"),
      ("email::uuid", "«personal» is no uuid"),
      ("email::bytes", "«personal» is no bytes; what isn't ASCII is written as \\xAB"),
    ])
  func messages(_ expression: String, _ expected: String) throws {
    let plain = table(
      ("email", .text, ["jörg@example.org"]), ("age", .int8, ["77"]), ("total", .int32, ["1"]),
      ("person", .structure([Field("name", .text), Field("size", .int32)]), [nil]))
    let batch = ColumnBatch(schema: schema, columns: plain.columns, count: 1)
    let failures = try Expression(expression).checked(against: schema).evaluate(batch).failures
    #expect(failures.map(\.message) == [expected])
  }
}
