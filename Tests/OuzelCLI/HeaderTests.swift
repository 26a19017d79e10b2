import TestSupport
import Testing

/// A file of CSV in which nothing but a header is found, and what is told of it; nil where that is nothing.
private struct HeaderCase: Sendable, CustomTestStringConvertible {
  let name: String
  var options = ""
  let bytes: [UInt8]
  let letter: String?
  var testDescription: String { name }

  init(_ name: String, _ text: String, options: String = "", letter: String? = nil) {
    self.init(name, Array(text.utf8), options: options, letter: letter)
  }

  init(_ name: String, _ bytes: [UInt8], options: String = "", letter: String? = nil) {
    self.name = name
    self.bytes = bytes
    self.options = options
    self.letter = letter
  }

  static func wide(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 0xff)] : [UInt8($0 & 0xff), UInt8($0 >> 8)] }
  }

  private static let lines = "id,name\n1,a\n2,b\n"

  static let all = [
    HeaderCase("nothing at all", ""),
    HeaderCase("the right header", "name,id\r\n"),
    HeaderCase("the right header, and no line end", "id,name"),
    HeaderCase("a field that nobody needs is missing", "id\n"),
    HeaderCase("a field too many", "id,name,more\n"),
    HeaderCase("blank lines", "\n\n"),
    HeaderCase("none of the fields", "a,b\n", letter: "the header «a,b» names none of the fields id, name"),
    HeaderCase("a required field is missing", "name,more\n", letter: "id: is required, but missing"),
    HeaderCase("a field twice", "id,id\n", letter: "the header names id more than once"),
    HeaderCase("an open quote", "\"id,name\n", letter: "is never closed"),
    HeaderCase("fewer lines than are skipped", "id,name\n", options: "skip: 3", letter: "the header is missing"),
    HeaderCase(
      "UTF-8, read as UTF-16", lines, options: "encoding: utf-16", letter: "it may not be utf-16: look at `encoding`"),
    HeaderCase("UTF-16, read as UTF-8", wide("id,name", isBig: false), letter: "it may be UTF-16"),
    HeaderCase(
      "a byte order mark that says otherwise", wide("\u{feff}" + lines, isBig: true), options: "encoding: utf-16le",
      letter: "it may not be utf-16le: look at `encoding`"),
    HeaderCase(
      "carriage returns, and one line feed between quotes", "id,name\r1,a\r2,\"b\nb\"\r",
      letter: "all of the file is its header: carriage returns are in it"),
  ]
}

@Suite("A file of CSV without a record") struct HeaderTests {
  @Test("is silent only where its header could have records", arguments: HeaderCase.all)
  fileprivate func header(_ sample: HeaderCase) throws {
    let wanted = sample.letter.map { "[ { message: \"\($0.replacing("\"", with: "\\\""))\", stage: decode } ]" }
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { files: { path: "*.csv", format: { csv: { \(sample.options) } } } }
          contract: { fields: { id: { type: int32, required: true }, name: text } }
          sink: { stdout: { format: json } }
          tests:
            - { name: t, in: [ { file: f.csv } ], out: [], dead_letters: \(wanted ?? "[]") }
      """)
    bench.folder.write(sample.bytes, to: "f.csv")
    #expect(try bench.told() == "  ✔ t")
  }
}
