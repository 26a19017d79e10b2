import Columns
import Testing

@Suite("Null")
struct NullTests {
  private let logic = table(
    ("a", .bool, ["true", "true", "true", "false", "false", "false", nil, nil, nil]),
    ("b", .bool, ["true", "false", nil, "true", "false", nil, "true", "false", nil]))

  @Test(
    "logic has three values",
    arguments: [
      ("a and b", "t f ∅ f f f ∅ f ∅"), ("a or b", "t t t t f ∅ t ∅ ∅"), ("not a", "f f f t t t ∅ ∅ ∅"),
      ("a = b", "t f ∅ f t ∅ ∅ ∅ ∅"), ("a is distinct from b", "f t t t f t t t f"),
      ("a is not distinct from b", "t f f f t f f f t"), ("a is null", "f f f f f f t t t"),
      ("a is not null", "t t t t t t f f f"), ("a is true", "t t t f f f f f f"), ("a > b", "f t ∅ f f ∅ ∅ ∅ ∅"),
      ("a and null", "∅ ∅ ∅ f f f ∅ ∅ ∅"), ("null or a", "t t t ∅ ∅ ∅ ∅ ∅ ∅"), ("coalesce(a, b)", "t t t f f f t f ∅"),
      ("nullif(a, b)", "∅ t t f ∅ f ∅ ∅ ∅"), ("greatest(a, b)", "t t t t f f t f ∅"),
      ("least(a, b)", "t f t f f f t f ∅"), ("case when a then b end", "t f ∅ ∅ ∅ ∅ ∅ ∅ ∅"),
      ("case when a then 'x' else 'y' end = 'x'", "t t t f f f f f f"),
      ("case a when b then true else false end", "t f f f t f f f f"),
      ("a in (true, null)", "t t t ∅ ∅ ∅ ∅ ∅ ∅"), ("a in (b, true)", "t t t f t ∅ ∅ ∅ ∅"),
      ("a not in (false, null)", "∅ ∅ ∅ f f f ∅ ∅ ∅"), ("a between b and true", "t t ∅ f t ∅ ∅ ∅ ∅"),
    ])
  func logic(_ expression: String, _ expected: String) throws {
    let short = ["true": "t", "false": "f"]
    let found = try results(expression, logic).map { short[$0] ?? $0 }.joined(separator: " ")
    #expect(found == expected)
  }

  @Test(
    "null in is null out, but where a function says otherwise",
    arguments: [
      ("x + 1", ["2", "∅"]), ("t || 'a'", ["ba", "∅"]), ("concat(t, 'a', x)", ["ba1", "a"]),
      ("concat_ws('-', t, 'a')", ["b-a", "a"]), ("length(t)", ["1", "∅"]), ("x = x", ["true", "∅"]),
      ("t like '%'", ["true", "∅"]), ("x in (2, 3)", ["false", "∅"]), ("cast(x as text)", ["1", "∅"]),
      ("x + null", ["∅", "∅"]), ("null", ["∅", "∅"]), ("upper(null)", ["∅", "∅"]), ("t like null", ["∅", "∅"]),
      ("hour(null)", ["∅", "∅"]), ("coalesce(null, x, 7)", ["1", "7"]), ("greatest(x, null, 5)", ["5", "5"]),
    ])
  func strictness(_ expression: String, _ expected: [String]) throws {
    let batch = table(("x", .int32, ["1", nil]), ("t", .text, ["b", nil]))
    #expect(try results(expression, batch) == expected)
  }

  @Test("a slice of a column that begins within a byte of the bitmap is read at its place")
  func slices() throws {
    let numbers = (0..<200).map { $0 % 7 == 0 ? nil : String($0) }
    let flags = (0..<200).map { $0 % 5 == 0 ? nil : $0 % 3 == 0 ? "true" : "false" }
    let texts = numbers.map { $0.map { "t" + $0 } }
    let whole = table(("x", .int64, numbers), ("f", .bool, flags), ("t", .text, texts))
    for expression in [
      "x + 1", "f and x > 50", "not f or t like '%1'", "case when f then t else 'none' end", "coalesce(t, 'a')",
      "t || '_' || x", "upper(t)", "f is null", "x is distinct from 9", "left(t, 2)",
    ] {
      let expected = try results(expression, whole)
      for range in [3..<200, 13..<77, 64..<65, 65..<194, 8..<8] {
        #expect(try results(expression, whole.slice(range)) == Array(expected[range]), "\(expression) \(range)")
      }
    }
  }
}
