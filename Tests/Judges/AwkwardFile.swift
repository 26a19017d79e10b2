/// A file as somebody has it, and what must come out.
struct AwkwardFile: CustomStringConvertible, Sendable {
  let description: String
  let bytes: [UInt8]
  /// The file's name: its end tells how it is compressed.
  var name = "in.csv"
  var format = #"{"csv": {}}"#
  var fields = #""a": "text", "b": "text""#
  var maxRecord = "32MiB"
  /// The records as lines of JSON.
  let wanted: [String]
  /// The records that fail: their line, and why.
  var letters: [(line: Int, because: String)] = []
}

extension AwkwardFile {
  init(
    _ description: String, _ text: String, _ wanted: [String], letters: [(line: Int, because: String)] = [],
    format: String = #"{"csv": {}}"#
  ) {
    self.init(description: description, bytes: Array(text.utf8), format: format, wanted: wanted, letters: letters)
  }

  private static let goesOn = "the quoted field that begins at character 0 goes on behind its closing quote"
  private static let unclosed = "the quoted field that begins at character 0 is never closed"

  /// Files whose quotes are hard.
  static let quotes = [
    AwkwardFile("delimiters in quotes", "a,b\n\"x,y\",\",\"\n", [#"{"a":"x,y","b":","}"#]),
    AwkwardFile("quotes in quotes", "a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", [#"{"a":"say \"hi\"","b":"\""}"#]),
    AwkwardFile(
      "line feeds in quotes", "a,b\n\"x\ny\n\nz\",1\n2,3\n", [#"{"a":"x\ny\n\nz","b":"1"}"#, #"{"a":"2","b":"3"}"#]),
    AwkwardFile("CRLF in quotes, and lines that end with it", "a,b\r\n\"x\r\ny\",1\r\n", [#"{"a":"x\r\ny","b":"1"}"#]),
    AwkwardFile(
      "quotes and line ends next to each other", "a,b\n\"\n\"\"\n\",\"\"\"\n\"\n", [#"{"a":"\n\"\n","b":"\"\n"}"#]),
    AwkwardFile("nothing in quotes is text, nothing at all is null", "a,b\n\"\",\n", [#"{"a":"","b":null}"#]),
    AwkwardFile(
      "only quotes", "a,b\n\"\",\"\"\n\"\"\"\",\"\"\"\"\"\"\n", [#"{"a":"","b":""}"#, #"{"a":"\"","b":"\"\""}"#]),
    AwkwardFile(
      "JSON in a field", "a,b\n1,\"{\"\"k\"\": [1, \"\"x\"\"]}\"\n", [#"{"a":"1","b":"{\"k\": [1, \"x\"]}"}"#]),
    AwkwardFile("quotes within what isn't quoted", "a,b\n5\" pipe,6\"\n", [#"{"a":"5\" pipe","b":"6\""}"#]),
    AwkwardFile("a space before a quote makes it a character", "a,b\n1, \"x\"\n", [#"{"a":"1","b":" \"x\""}"#]),
    AwkwardFile(
      "something behind a closing quote", "a,b\n\"x\"y,1\n2,3\n", [#"{"a":"2","b":"3"}"#], letters: [(2, goesOn)]),
    AwkwardFile(
      "a quote that nothing closes", "a,b\n\"x,1\n2,3\n\n4,5", [#"{"a":"2","b":"3"}"#, #"{"a":"4","b":"5"}"#],
      letters: [(2, unclosed)]),
    AwkwardFile(
      "a quote that closes lines later, where none may", "a,b\n1,2\n\"x,1\n2,3\n\"y\",4\n",
      [#"{"a":"1","b":"2"}"#, #"{"a":"2","b":"3"}"#, #"{"a":"y","b":"4"}"#], letters: [(3, unclosed)]),
    AwkwardFile("an open quote is all there is", "a,b\n\"", [], letters: [(2, unclosed)]),
    AwkwardFile(
      "other quotes", "a;b\n'x;y';'it''s'\n\"z\";1\n", [#"{"a":"x;y","b":"it's"}"#, #"{"a":"\"z\"","b":"1"}"#],
      format: #"{"csv": {"delimiter": ";", "quote": "'"}}"#),
    AwkwardFile(
      "no quotes at all", "a\tb\n\"x\t'y\n", [#"{"a":"\"x","b":"'y"}"#],
      format: #"{"csv": {"delimiter": "\t", "quote": ""}}"#),
  ]

  /// Files whose lines are hard.
  static let lines = [
    AwkwardFile("nothing", "", []),
    AwkwardFile("line ends alone", "\n\r\n\n", []),
    AwkwardFile("a header alone", "a,b\n", []),
    AwkwardFile("a header alone, without a line end", "a,b", []),
    AwkwardFile("a byte order mark alone", "\u{feff}", []),
    AwkwardFile("a byte order mark before a quoted header", "\u{feff}\"a\",\"b\"\r\n1,2\r\n", [#"{"a":"1","b":"2"}"#]),
    AwkwardFile("no line end at the end", "a,b\n1,2", [#"{"a":"1","b":"2"}"#]),
    AwkwardFile("a carriage return at the end", "a,b\r\n1,2\r", [#"{"a":"1","b":"2"}"#]),
    AwkwardFile(
      "line ends of both kinds, and blank lines", "\r\na,b\n1,2\r\n\r\n3,4\n\n5,6\r\n",
      [#"{"a":"1","b":"2"}"#, #"{"a":"3","b":"4"}"#, #"{"a":"5","b":"6"}"#]),
    AwkwardFile("a carriage return alone is a character", "a,b\nx\ry,1\n", [#"{"a":"x\ry","b":"1"}"#]),
    AwkwardFile(
      "what only Unicode ends lines with", "a,b\nx\u{2028}y,\u{85}\u{b}\u{c}\n",
      ["{\"a\":\"x\u{2028}y\",\"b\":\"\u{85}\\u000b\\f\"}"]),
    AwkwardFile("zero bytes", "a,b\n\0,x\0y\n", [#"{"a":"\u0000","b":"x\u0000y"}"#]),
    AwkwardFile("delimiters alone", "a,b\n,\n,\n", [#"{"a":null,"b":null}"#, #"{"a":null,"b":null}"#]),
    AwkwardFile(
      "ragged records", "a,b\n1\n1,2,3\n\n4,5\n,,,\n", [#"{"a":"4","b":"5"}"#],
      letters: [
        (2, "1 field was found where 2 are wanted"), (3, "3 fields were found where 2 are wanted"),
        (6, "4 fields were found where 2 are wanted"),
      ]),
    AwkwardFile("a delimiter at every line's end", "a,b,\n1,2,\n", [#"{"a":"1","b":"2"}"#]),
    AwkwardFile("columns in another order, and others between", "x,b,y,a\n0,1,2,3\n", [#"{"a":"3","b":"1"}"#]),
    AwkwardFile("a header with spaces and capitals", " A ,B\n1,2\n", [#"{"a":"1","b":"2"}"#]),
    AwkwardFile(
      "a column twice", "a,b,a\n1,2,3\n", [], letters: [(2, "the header names a more than once")]),
    AwkwardFile(
      "a spreadsheet's first line", "sep=;\na;b\n1;2\n", [],
      letters: [
        (2, "the header «sep=;» names none of the fields a, b; write `format: { csv: { delimiter: \";\" } }`"),
        (3, "the header «sep=;» names none of the fields a, b; write `format: { csv: { delimiter: \";\" } }`"),
      ]),
    AwkwardFile(
      "the end of a file as old systems mark it", "a,b\n1,2\n\u{1a}", [#"{"a":"1","b":"2"}"#],
      letters: [(3, "1 field was found where 2 are wanted")]),
    AwkwardFile(
      description: "bytes that are no UTF-8", bytes: Array("a,b\n1,".utf8) + [0xff, 0xfe, 0x0a] + Array("2,ä\n".utf8),
      wanted: [#"{"a":"2","b":"ä"}"#], letters: [(2, "b: «��» is not UTF-8, at byte 0")]),
  ]

  /// Files that are great, packed or written in other encodings.
  static let others = [
    AwkwardFile(
      description: "a field of a megabyte, quoted, with line ends",
      bytes: Array("a,b\n1,\"".utf8) + [UInt8](repeating: 0x0a, count: 1 << 20) + Array("\"\n2,x\n".utf8),
      wanted: [#"{"a":"1","b":""# + String(repeating: #"\n"#, count: 1 << 20) + #""}"#, #"{"a":"2","b":"x"}"#]),
    AwkwardFile(
      description: "10,000 columns",
      bytes: Array(((0..<10_000).map { "c\($0)" } + ["a", "b"]).joined(separator: ",").utf8) + [0x0a]
        + Array(((0..<10_002).map { "\($0)" }).joined(separator: ",").utf8) + [0x0a],
      wanted: [#"{"a":"10000","b":"10001"}"#]),
    AwkwardFile(
      description: "a record that is longer than one may be",
      bytes: Array("a,b\n1,".utf8) + [UInt8](repeating: 0x78, count: 100_000) + Array("\n2,y\n".utf8),
      maxRecord: "64KiB", wanted: [#"{"a":"2","b":"y"}"#],
      letters: [(2, "the record is 100002 bytes long, and max_record is 64KiB: raise `max_record` to read it")]),
    AwkwardFile(
      description: "a quote that is open for longer than a record may be",
      bytes: Array("a,b\n\"x,1\n".utf8) + Array(String(repeating: "2,y\n", count: 30_000).utf8), maxRecord: "64KiB",
      wanted: Array(repeating: #"{"a":"2","b":"y"}"#, count: 30_000),
      letters: [(2, unclosed + ", as far as max_record (64KiB) goes: if it is one long field, raise `max_record`")]),
    AwkwardFile(
      description: "UTF-16, low bytes first, with a mark",
      bytes: [0xff, 0xfe] + "a,b\r\n\"ä\ny\",🧀\r\n".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] },
      format: #"{"csv": {"encoding": "utf-16"}}"#, wanted: [#"{"a":"ä\ny","b":"🧀"}"#]),
    AwkwardFile(
      description: "UTF-16, high bytes first, with a mark",
      bytes: [0xfe, 0xff] + "a,b\n\u{0a0a}\u{2c22},1".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] },
      format: #"{"csv": {"encoding": "utf-16"}}"#, wanted: ["{\"a\":\"\u{0a0a}\u{2c22}\",\"b\":\"1\"}"]),
    AwkwardFile(
      description: "Windows-1252", bytes: Array("a,b\n".utf8) + [0x80, 0x2c, 0x93, 0xe4, 0x94, 0x0a, 0x81, 0x2c, 0x0a],
      format: #"{"csv": {"encoding": "windows-1252"}}"#, wanted: [#"{"a":"€","b":"“ä”"}"#],
      letters: [(3, "a: byte 0 of the record (81) begins no character of windows-1252")]),
    AwkwardFile(
      description: "Latin-1 under a mark of UTF-8",
      bytes: [0xef, 0xbb, 0xbf] + Array("a,b\n".utf8) + [0xe4, 0x2c, 0x31, 0x0a],
      format: #"{"csv": {"encoding": "latin-1"}}"#, wanted: [#"{"a":"ä","b":"1"}"#]),
  ]
}
