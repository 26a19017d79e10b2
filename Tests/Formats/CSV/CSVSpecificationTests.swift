import CSVFormat
import Encodings
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
    wanted.delimiter = "\t"
    wanted.quote = UInt8(ascii: "'")
    wanted.nullText = "NULL"
    #expect(read(["header": false, "delimiter": "\t", "quote": "'", "null_text": "NULL"]) == (wanted, []))
    wanted = CSVOptions()
    wanted.quote = nil
    #expect(read(["quote": ""]) == (wanted, []))
  }

  @Test("every option is taken over")
  func readsAll() {
    var wanted = CSVOptions()
    wanted.delimiter = "||"
    wanted.escape = 0x5c
    wanted.encoding = .windows1252
    wanted.skip = 2
    wanted.comment = "//"
    wanted.trim = true
    let (options, problems) = read([
      "delimiter": "||", "escape": "\\", "encoding": "CP1252", "skip": 2, "comment": "//", "trim": true,
    ])
    #expect(options == wanted)
    #expect(problems == [])
    #expect(read(["escape": "", "comment": ""]) == (CSVOptions(), []))
  }

  @Test("options that can't be are told")
  func refuses() {
    let (options, problems) = read([
      "delimiter": "tab", "quote": "x", "escape": "backslash", "headers": true, "encoding": "utf-8-sig", "skip": -1,
      "comment": " #",
    ])
    #expect(options == nil)
    #expect(
      problems == [
        "`delimiter` wants one character or more, up to 16 bytes, none of them a letter, digit, quote or line end, but is `tab`; write `\"\\t\"`",
        "`quote` wants `\"`, `'`, `$` or `%`, or an empty text for none, but is `x`; for instance `quote: \"'\"`",
        "`escape` wants one ASCII character that is no letter, digit, space or line end, or an empty text for none, but is `backslash`; write `'\\'`",
        "`headers` is no option of csv; did you mean `header`?",
        "`encoding` wants `utf-8`, `latin-1`, `windows-1252`, `utf-16`, `utf-16le` or `utf-16be`, but is `utf-8-sig`; leave `encoding` out: it is UTF-8, and a byte order mark is passed over anyway",
        "`skip` wants a whole number from 0 to 1000000, but is `-1`; for instance `skip: 2`",
        "`comment` wants a text of up to 16 bytes that holds no line end and begins with no space, or an empty one for none, but is ` #`; for instance `comment: \"#\"`",
      ])
    for delimiter in ["a", "1", "\"", "'", "\n", "\r", "ä", "", "a|", "::::::::::::::::|"] {
      #expect(read(["delimiter": .init(stringLiteral: delimiter)]).0 == nil)
    }
    for escape in ["a", "1", " ", "\t", "\n", "ä", "||"] {
      #expect(read(["escape": .init(stringLiteral: escape)]).0 == nil)
    }
  }

  @Test(
    "options that contradict each other are told",
    arguments: [
      (
        ["escape": "\""], "`escape` is the same as `quote`; leave `escape` out: two quotes within quotes are one anyway"
      ),
      (["delimiter": "\\|", "escape": "\\"], "`escape` is a character of `delimiter`; name another of the two"),
      (
        ["comment": "#|", "delimiter": "|"],
        "`comment` has the character `|`, which `delimiter` has too; name another `comment`"
      ),
      (
        ["comment": "'", "quote": "'"], "`comment` has the character `'`, which `quote` has too; name another `comment`"
      ),
      (
        ["comment": "^", "escape": "^"],
        "`comment` has the character `^`, which `escape` has too; name another `comment`"
      ),
      (
        ["comment": "#", "null_text": "#N/A"],
        "`null_text` begins as a `comment` does, so that a line could begin with either; name another of the two"
      ),
      (["trim": true, "delimiter": " "], "`trim` takes off the space that `delimiter` consists of; leave `trim` out"),
      (
        ["trim": true, "delimiter": " | "],
        "`trim` takes off the space that `delimiter` consists of; with `trim`, the space around the delimiter needn't be named"
      ),
      (
        ["null_text": "a,b"],
        "no field says `null_text`, which holds a delimiter or line end; name another text"
      ),
      (
        ["null_text": "\\", "escape": "\\"],
        "`null_text` ends with what takes the delimiter behind it for itself; name another text"
      ),
      (
        ["null_text": "a|", "delimiter": "||"],
        "`null_text` ends with what takes the delimiter behind it for itself; name another text"
      ),
      (
        ["null_text": "\"\""],
        "`null_text` begins with a quote, and a quoted field is never null; write it without quotes"
      ),
      (
        ["trim": true, "null_text": "- "],
        "`null_text` has space around it, which `trim` takes off; write it without the space"
      ),
    ] as [([String: Node], String)])
  func contradictions(options: [String: Node], sentence: String) {
    let entries = options.map { Node.Entry(key: Node($0.key), value: $0.value) }
    #expect(read(Node(.mapping(entries), at: .nowhere)).1 == [sentence])
  }
}
