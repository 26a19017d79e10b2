import Columns
import Expressions
import Testing

@Suite("Size")
struct SizeTests {
  private let batch = table(("x", .int64, ["1", nil, "4999"]), ("t", .text, ["a", "b", nil]))

  @Test("chains of thousands of terms are run")
  func chains() throws {
    let numbers = (0..<5000).map(String.init)
    #expect(try results("x" + String(repeating: " + 1", count: 5000), batch) == ["5001", "∅", "9999"])
    #expect(try results(numbers.map { "x = \($0)" }.joined(separator: " or "), batch) == ["true", "∅", "true"])
    #expect(try results(numbers.map { "x <> \($0)" }.joined(separator: " and "), batch) == ["false", "∅", "false"])
    #expect(try results("x in (\(numbers.joined(separator: ", ")))", batch) == ["true", "∅", "true"])
    #expect(
      try results("length(" + numbers.map { _ in "t" }.joined(separator: " || ") + ")", batch) == ["5000", "5000", "∅"])
    #expect(
      try results("greatest(x, \(numbers.prefix(990).joined(separator: ", ")))", batch) == ["989", "989", "4999"])
    #expect(try results("1" + String(repeating: " + 1", count: 5000), batch)[0] == "5001")
    let branches = numbers.map { "when \($0) then '\($0)'" }.joined(separator: " ")
    #expect(try results("case x \(branches) end", batch) == ["1", "∅", "4999"])
  }

  @Test("a constant that is too large for every row fails the rows, and stays one where it isn't repeated")
  func constants() throws {
    let rows = table(("x", .int64, (0..<200).map(String.init)))
    let long = "repeat('x', 1000000)"
    #expect(try results("length(\(long))", rows)[7] == "1000000")
    for expression in [long, "coalesce(nullif(x, 3)::text, \(long)) || \(long)", "[\(long)]", "{'a': \(long), 'b': x}"]
    {
      #expect(try results(expression, rows)[199] == "✗ the text grows beyond 64 MiB in one batch", "\(expression)")
    }
  }
}
