import Columns
import Expressions
import Testing

@Suite("Failures")
struct FailureTests {
  private let batch = table(
    ("a", .int32, ["1", "0", "2147483647", nil]), ("t", .text, ["12", "x", "", nil]),
    ("d", .float64, ["1", "0", "1e308", nil]))

  @Test(
    "a row fails alone, with a sentence",
    arguments: [
      ("10 // a", ["10", "✗ 10 // 0 divides by zero", "0", "∅"]),
      ("10 / a", ["10.0", "✗ 10.0 / 0 divides by zero", "4.656612875245797e-09", "∅"]),
      ("7 % a", ["0", "✗ 7 % 0 divides by zero", "7", "∅"]),
      ("a + 1", ["2", "1", "✗ 2147483647 + 1 goes beyond int32", "∅"]),
      ("d * 10", ["10.0", "0.0", "✗ 1e+308 * 10.0 goes beyond float64", "∅"]),
      ("cast(t as int)", ["12", "✗ «x» is no int32", "✗ «» is no int32", "∅"]),
      ("cast(t as timestamp)", ["✗ «12» is no timestamp", "✗ «x» is no timestamp", "✗ «» is no timestamp", "∅"]),
      ("try_cast(t as int)", ["12", "∅", "∅", "∅"]),
      ("cast(a as int8)", ["1", "0", "✗ 2147483647 goes beyond int8", "∅"]),
      ("try_cast(a as int8)", ["1", "0", "∅", "∅"]),
      ("cast(d as int)", ["1", "0", "✗ 1e+308 goes beyond int32", "∅"]),
      ("lpad(t, a, '')", ["1", "", "✗ `lpad` has nothing to fill up with", "∅"]),
    ])
  func rows(_ expression: String, _ expected: [String]) throws {
    #expect(try results(expression, batch) == expected)
  }

  @Test(
    "what isn't needed can't fail",
    arguments: [
      ("case when a <> 0 then 10 // a end", ["10", "∅", "0", "∅"]),
      ("case when a = 0 then 0 else 10 // a end", ["10", "0", "0", "∅"]),
      ("a <> 0 and 10 // a > 5", ["true", "false", "false", "∅"]),
      ("a = 0 or 10 // a > 5", ["true", "true", "false", "∅"]),
      ("coalesce(nullif(a, 0), 10 // a)", ["1", "✗ 10 // 0 divides by zero", "2147483647", "∅"]),
      ("coalesce(a, 1 // 0)", ["1", "0", "2147483647", "✗ 1 // 0 divides by zero"]),
      ("case when a > 0 then 1 else 1 // 0 end", ["1", "✗ 1 // 0 divides by zero", "1", "✗ 1 // 0 divides by zero"]),
      ("case when false then 1 // 0 else 3 end", ["3", "3", "3", "3"]),
      ("false and 1 // 0 = 1", ["false", "false", "false", "false"]),
      ("case when t = 'x' then 0 when t = '' then 1 else cast(t as int) end", ["12", "0", "1", "∅"]),
      ("case when a = 1 then case when a = 0 then 5 // a else 7 // a end end", ["7", "∅", "∅", "∅"]),
    ])
  func untaken(_ expression: String, _ expected: [String]) throws {
    #expect(try results(expression, batch) == expected)
  }

  @Test("what was computed for some rows only is computed again where all need it")
  func sharedParts() throws {
    let expected = ["✗ 10 // 0 divides by zero"]
    let zero = table(("a", .int32, ["0"]))
    #expect(try results("case when a <> 0 then 10 // a else 1 end + 10 // a", zero) == expected)
    #expect(try results("10 // a + case when a <> 0 then 10 // a else 1 end", zero) == expected)
  }

  @Test(
    "a value that a message shows is short and says nothing to a terminal",
    arguments: [
      "from_base64(t)", "unhex(t)", "url_decode('%ff' || t)", "strptime(t, '%Y')", "regexp_matches('a', t)",
      "map {t: 1, t: 2}", "map([t, t], [1, 2])",
    ])
  func shownValues(_ expression: String) throws {
    let hostile = "(\u{1b}]0;x\u{7}\u{9b}" + String(repeating: "y", count: 500)
    let failed = try results(expression, table(("t", .text, [hostile])))[0]
    #expect(failed.hasPrefix("✗ ") && failed.contains("…»"), "\(failed)")
    #expect(failed.count < 150 && !failed.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test("of a row the first failure is kept, and rows come in order")
  func order() throws {
    var calculation = Calculation(over: batch.schema)
    try calculation.add(Expression("cast(t as int)"), as: "n")
    try calculation.add(Expression("10 // a + n"), as: "m")
    let calculated = calculation.run(batch)
    #expect(calculated.failures.map(\.row) == [1, 2])
    #expect(calculated.failures.map(\.field) == ["n", "n"])
    #expect(calculated.failures.first?.sentence == "n: «x» is no int32")
  }

  @Test("text that grows beyond bounds fails its row, not the process")
  func bounds() throws {
    let batch = table(("t", .text, ["a", "b", "c"]), ("n", .int64, ["2", "300000000", "3"]))
    #expect(
      try results("rpad(t, n, 'xy')", batch) == ["ax", "✗ the text grows beyond 64 MiB in one batch", "cxy"])
    let long = "replace(lpad('', 20000, 'a'), 'a', lpad('', 20000, 'b'))"
    #expect(try results("length(case when n = 3 then \(long) else t end)", batch)[2].hasPrefix("✗ the text grows"))
  }
}
