import CSVFormat
import Columns
import Testing

@Suite struct CSVSplitterTests {
  private func split(_ text: String, isEnd: Bool, atMost: Int = 100, _ options: CSVOptions = CSVOptions()) -> Split {
    let buffer = Buffer.copying(text)
    return unsafe CSVSplitter(options).split(buffer.bytes, isEnd: isEnd, atMost: atMost)
  }

  private func prologue(_ text: String, isEnd: Bool, header: Bool = true) -> Int? {
    var options = CSVOptions()
    options.header = header
    let buffer = Buffer.copying(text)
    return unsafe CSVSplitter(options).prologue(in: buffer.bytes, isEnd: isEnd)
  }

  @Test(
    "whole records are counted, blank lines are not",
    arguments: [
      ("1,2\n3,4\n5", false, 8, 2), ("1,2\n3,4\n5", true, 9, 3), ("1,2\n\n\r\n3\n", false, 9, 2), ("", true, 0, 0),
      ("\n\n", false, 2, 0), ("\"a\nb\"\n", false, 6, 1), ("\"a\nb", false, 0, 0), ("\"a\nb", true, 0, 0),
      ("1\n\"a\nb", true, 2, 1), ("1\n\r", true, 3, 1), ("5\" x\n6\n", false, 7, 2), ("\"a\"\"\n\"\n1\n", false, 9, 2),
      (String(repeating: "abc\n", count: 50) + "x", false, 200, 50),
      ("\"" + String(repeating: "\n", count: 200) + "\"\n1\n", false, 205, 2),
    ] as [(String, Bool, Int, Int)])
  func splits(text: String, isEnd: Bool, length: Int, records: Int) {
    #expect(split(text, isEnd: isEnd) == Split(length: length, records: records))
  }

  @Test(
    "a quote that closes lines later, before something else, breaks its own line alone",
    arguments: [
      ("\"a\n1\n\"b\n2\n", 3, 1), ("1\n\"a\n2\n\"b\n", 2, 1), ("\n\"a\n2\n\"b\n", 4, 1),
      ("\"a\"b\n1\n", 7, 2), ("\"a\n1\n\",b\n2\n", 11, 2), ("\"a\n\"\r\n1\n", 8, 2),
      (String(repeating: "1\n", count: 40) + "\"a" + String(repeating: "\n2", count: 70) + "\"b\n", 80, 40),
      ("\"a" + String(repeating: "\n2", count: 70) + "\n3,\"b\n", 3, 1),
      // The closing quote is the last byte of a block.
      ("\"" + String(repeating: "2\n", count: 31) + "\"b\n", 3, 1),
    ] as [(String, Int, Int)])
  func strays(text: String, length: Int, records: Int) {
    for isEnd in [false, true] {
      #expect(split(text, isEnd: isEnd) == Split(length: length, records: records))
    }
    // No less is cut where fewer are asked for.
    #expect(split(text, isEnd: false, atMost: records) == Split(length: length, records: records))
  }

  @Test("no more records are taken than were asked for")
  func limits() {
    #expect(split("1\n\n2\n3\n", isEnd: true, atMost: 2) == Split(length: 5, records: 2))
    #expect(split("1\n2", isEnd: true, atMost: 1) == Split(length: 2, records: 1))
    #expect(split("1\n2", isEnd: true, atMost: 2) == Split(length: 3, records: 2))
    let lines = String(repeating: "x\n", count: 100)
    for most in 1...100 { #expect(split(lines, isEnd: false, atMost: most) == Split(length: most * 2, records: most)) }
  }

  @Test("the prologue is a byte order mark and the header")
  func prologues() {
    #expect(prologue("a,b\n1,2\n", isEnd: false) == 4)
    #expect(prologue("\u{feff}a,b\n1,2\n", isEnd: false) == 7)
    #expect(prologue("\n\"a\nb\",c\n1,2\n", isEnd: false) == 9)
    #expect(prologue("a,b", isEnd: false) == nil)
    #expect(prologue("a,b", isEnd: true) == 3)
    #expect(prologue("\"a,b\n1,2\n", isEnd: true) == 5)
    #expect(prologue("", isEnd: true) == 0)
    #expect(prologue("", isEnd: false) == nil)
    #expect(prologue("\u{feff}1", isEnd: false, header: false) == 3)
    #expect(prologue("1,2\n", isEnd: false, header: false) == 0)
  }

  @Test("a line ends at the next line end, quoted or not")
  func lines() {
    let buffer = Buffer.copying("\"a\nb\"\n")
    #expect(unsafe CSVSplitter().line(in: buffer.bytes) == 3)
    let open = Buffer.copying("abc")
    #expect(unsafe CSVSplitter().line(in: open.bytes) == nil)
  }
}
