import Columns
import Testing

@Suite struct JSONSyntaxTests {
  private func isValid(_ text: String) -> Bool {
    let buffer = Buffer.copying(text)
    return unsafe JSONSyntax.isValid(buffer.start.assumingMemoryBound(to: UInt8.self), buffer.count)
  }

  @Test(
    "what the grammar allows is valid",
    arguments: [
      "0", "-0", "1.5e+10", "\"\"", #""\u00e9\ud83e\uddc0\n\/""#, "[]", "{}", "[[],{},[{}]]", "[1,2 , 3]", " null ",
      #"{"a":{"b":[true,false,null]},"a":1}"#, String(repeating: "[", count: 128) + String(repeating: "]", count: 128),
    ])
  func valid(text: String) { #expect(isValid(text)) }

  @Test(
    "what the grammar doesn't allow is not",
    arguments: [
      "", " ", "01", "-", "1.", ".5", "1e", "+1", "nul", "nulll", "True", "'a'", "\"", "\"\\x\"", "\"\\u12g4\"",
      #""\ud83e""#, #""\udd00""#, #""\ud83e\u0041""#, "\"\n\"", "[", "[1,]", "[1 2]", "[,1]", "{\"a\"}", "{\"a\":}",
      "{\"a\":1,}", "{a:1}", "{\"a\":1]", "[1}", "{1:2}", "1 2", "[]]", "NaN", "{\"a\" 1}",
      String(repeating: "[", count: 129) + String(repeating: "]", count: 129),
    ])
  func invalid(text: String) { #expect(!isValid(text)) }
}
