import CSVFormat
import Specifications
import Testing

@Suite struct CSVSpecificationTests {
  private func read(_ node: Node) -> (CSVOptions?, [String]) {
    var problems = Problems()
    let values = CSVOptions.specification.read(
      node, in: ReadingContext(workingDirectory: "/"), problems: &problems)
    return (values.map { CSVOptions($0) }, problems.all.map(\.sentence))
  }

  @Test("options come from their block, defaults where nothing is written")
  func reads() {
    #expect(read([:]) == (CSVOptions(), []))
    var wanted = CSVOptions()
    wanted.header = false
    wanted.delimiter = 0x09
    wanted.quote = UInt8(ascii: "'")
    wanted.nullText = "NULL"
    #expect(read(["header": false, "delimiter": "\t", "quote": "'", "null_text": "NULL"]) == (wanted, []))
    wanted = CSVOptions()
    wanted.quote = nil
    #expect(read(["quote": ""]) == (wanted, []))
  }

  @Test("options that can't be, or not yet, are told")
  func refuses() {
    let (options, problems) = read(["delimiter": "tab", "quote": "x", "escape": "\\", "headers": true])
    #expect(options == nil)
    #expect(
      problems == [
        "`delimiter` wants one ASCII character that is no letter, digit, quote or line end, but is `tab`; write `\"\\t\"`",
        "`quote` wants `\"`, `'`, `$` or `%`, or an empty text for none, but is `x`; for instance `quote: \"'\"`",
        "`escape` is not in this build yet", "`headers` is no option of csv; did you mean `header`?",
      ])
    for delimiter in ["a", "1", "\"", "'", "\n", "\r", "ä", ";;", ""] {
      #expect(read(["delimiter": .init(stringLiteral: delimiter)]).0 == nil)
    }
  }
}
