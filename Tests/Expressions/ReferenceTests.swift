import Columns
import Expressions
import Specifications
import Testing

/// Expressions into which `${…}` brought something: one literal of the type that its place asks for, and never SQL.
@Suite("What a reference brings into an expression") struct ReferenceTests {
  private let batch = table(
    ("name", .text, ["12", "x"]), ("n", .int64, ["12", "3"]),
    ("id", .uuid, ["550e8400-e29b-41d4-a716-446655440000", nil]),
    ("day", .date, ["2018-06-08", "2020-01-01"]), ("price", .decimal(precision: 9, scale: 2), ["12.00", "0.50"]),
    ("flag", .bool, ["true", "false"]))

  /// The expression in which `${X}` stands for a value.
  private func text(_ written: String, _ value: String) -> ExpressionText {
    let parts = written.split(separator: "${X}", omittingEmptySubsequences: false)
    var pieces: [Scalar.Piece] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { pieces.append(Scalar.Piece(value, at: .nowhere, for: "${X}")) }
      if !part.isEmpty { pieces.append(Scalar.Piece(String(part), at: .nowhere)) }
    }
    return ExpressionText(Scalar(pieces: pieces, style: .plain), at: .nowhere)
  }

  private func results(_ written: String, _ value: String) throws -> [String] {
    let evaluated = try Expression(text(written, value)).checked(against: batch.schema).evaluate(batch)
    var results = shown(evaluated.column)
    for failure in evaluated.failures { results[failure.row] = "✗" }
    return results
  }

  private func shown(_ column: Column) -> [String] { written(column) }

  @Test(
    "is of the type that its place asks for",
    arguments: [
      ("name = ${X}", "12", ["true", "false"]), ("name in (${X}, 'x')", "12", ["true", "true"]),
      ("n = ${X}", "12", ["true", "false"]), ("n + ${X}", "1", ["13", "4"]), ("n > ${X}", "4.5", ["true", "false"]),
      ("price = ${X}", "12", ["true", "false"]), ("price > ${X}", "0.75", ["true", "false"]),
      ("day = ${X}", "2018-06-08", ["true", "false"]), ("day > ${X}", "2019-01-01", ["false", "true"]),
      ("id = ${X}", "550e8400-e29b-41d4-a716-446655440000", ["true", "∅"]), ("flag = ${X}", "true", ["true", "false"]),
      ("replace(name, ${X}, 'y')", "12", ["y", "x"]), ("substring(name, ${X})", "2", ["2", ""]),
      ("name || ${X}", "7", ["127", "x7"]), ("case when flag then name else ${X} end", "9", ["12", "9"]),
      ("coalesce(name, ${X})", "9", ["12", "x"]), ("n * -${X}", "2", ["-24", "-6"]), ("n + ${X}", "-2", ["10", "1"]),
      ("name = '${X}'", "12", ["true", "false"]), ("name = 'a${X}b'", "12", ["false", "false"]),
      ("name = ${X}", "0012", ["false", "false"]), ("cast(${X} as int64) = n", "12", ["true", "false"]),
      ("name like ${X}", "1%", ["true", "false"]), ("\"${X}\" = 12", "n", ["true", "false"]),
    ])
  func types(written: String, value: String, wanted: [String]) throws {
    #expect(try results(written, value) == wanted)
  }

  /// What people, and those who mean harm, put into variables.
  private static let tricks = [
    "x' or 'a' = 'a", "x'; drop table orders; --", "' || name || '", "''", "'", "\\'", "x\\", "\"", "\" = name or \"",
    "1) or (1 = 1", "1 or true", "1; select", "name", "null", "true", "/* x */", "-- x", "${name}", "", " ", "\n", "\0",
    "é", "😀'😀", "1e3", "0x10", "-", "--1", "1.", ".5", "1'", "($1)", "now()", "'' or 1=1 or ''",
  ]

  @Test("is one literal, whatever stands in it", arguments: tricks)
  func isLiteral(_ trick: String) throws {
    // Text compared with itself: only one literal can be equal to the very value.
    let one = table(("name", .text, [trick, "other"]))
    for written in ["name = ${X}", "name = '${X}'", "${X} = name", "(name = ${X})", "name = ${X} and true"] {
      let evaluated = try Expression(text(written, trick)).checked(against: one.schema).evaluate(one)
      #expect(shown(evaluated.column) == ["true", "false"], "\(written)")
    }
    // Within another text it stays there.
    let inside = try Expression(text("'<${X}>'", trick)).checked(against: one.schema).evaluate(one)
    #expect(shown(inside.column)[0] == "<\(trick)>")
  }

  @Test("in double quotes is one name, whatever stands in it", arguments: tricks)
  func isName(_ trick: String) throws {
    let problems: [ExpressionProblem]
    do throws(ExpressionProblems) {
      let expression: Expression
      do { expression = try Expression(text("\"${X}\" is null", trick)) } catch { return }
      _ = try expression.checked(against: batch.schema)
      // Only a column's own name is found.
      #expect(batch.schema.index(of: trick) != nil)
      return
    } catch { problems = error.all }
    #expect(problems.count == 1)
  }

  @Test(
    "is shown by no mistake that is told of it", arguments: tricks.filter { $0.count > 2 } + ["12345678901234567890"])
  func isHidden(_ trick: String) {
    for written in [
      "n = ${X}", "n + ${X}", "day > ${X}", "nope(${X})", "hour(${X})", "${X} ${X}", "case ${X}", "'${X}' + flag",
    ] {
      let source = text(written, trick)
      var problems = Problems()
      if let expression = Expression.parse(source, &problems) {
        do throws(ExpressionProblems) {
          _ = try expression.checked(against: batch.schema)
        } catch { problems.add(error, in: source) }
      }
      for problem in problems.all { #expect(!problem.sentence.contains(trick), "\(written): \(problem.sentence)") }
    }
  }
}
