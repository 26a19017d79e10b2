import Columns
import Expressions
import Testing

@Suite("Precedence")
struct PrecedenceTests {
  @Test(
    "operators bind as in PostgreSQL and DuckDB",
    arguments: [
      ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"), ("10 - 2 - 3", "5"), ("2 * 7 // 2 * 3", "21"), ("3 - -2", "5"),
      ("- -5", "5"), ("1 + 2 || 'a'", "3a"), ("'a' || 1 + 2", "a3"), ("'a' || 'b' = 'ab'", "true"),
      ("'a' || 'b' like 'ab'", "true"), ("'a' like 'b' || '%'", "false"), ("2 + 3 * 4 = 14 and not false", "true"),
      ("not 1 = 2", "true"), ("1 < 2 is null", "false"), ("1 = null is null", "true"), ("1 in (1) = true", "true"),
      ("1 between 0 and 2 and true", "true"), ("not 1 between 2 and 3", "true"), ("true or false and false", "true"),
      ("1 is not distinct from 1 = true", "✗"), ("not true or true", "true"), ("1 + 1 in (2)", "true"),
      ("5 not in (1, 2) and 1 not between 2 and 3", "true"), ("'a' not like 'b'", "true"), ("-2::text", "✗"),
      ("2::int32::text || 'x'", "2x"), ("1 + '2'::int", "3"), ("7 % 4 * 2", "6"), ("- 2 + 5", "3"),
      ("CASE WHEN true THEN 1 ELSE 2 END + 1", "2"), ("true is not false", "true"), ("null is true", "false"),
      ("1 == 1 and 1 != 2 and 1 <> 2", "true"),
    ])
  func precedence(_ expression: String, _ expected: String) throws {
    if expected == "✗" {
      #expect(!mistakes(expression, table(("row", .int32, ["1"])).schema).isEmpty)
    } else {
      #expect(try result(expression) == expected)
    }
  }

  @Test("columns are listed as they are named, each once")
  func columnsUsed() throws {
    let expression = try Expression("customer_id || '_' || \"Order Id\" || case when Total > 0 then customer_id end")
    #expect(expression.columnsUsed == ["customer_id", "Order Id", "Total"])
  }

  @Test("what is nested too deep is refused, not crashed on", arguments: ["(", "not ", "- ", "1 + (", "case when "])
  func depth(_ piece: String) {
    let schema = table(("row", .int32, ["1"])).schema
    let text = String(repeating: piece, count: 5000) + "1"
    #expect(mistakes(text, schema).first?.contains("nested more than 100 deep") == true)
  }
}
