import CSVFormat
import Columns
import Testing

/// A file's text, cut and decoded as the file source does it.
func decodeFile(_ text: String, _ schema: Schema, _ options: CSVOptions = CSVOptions()) -> Decoded {
  let whole = Buffer.copying(text)
  let splitter = CSVSplitter(options)
  let prologue = unsafe splitter.prologue(in: whole.bytes, isEnd: true)!
  let head = unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: whole.bytes[..<prologue]))
  let frames = Frames(bytes: whole, ranges: [prologue..<whole.count], prologue: head)
  return CSVDecoder(schema: schema, options: options).decode(frames)
}

/// Messages, decoded in one batch.
func decodeMessages(_ texts: [String], _ schema: Schema, _ options: CSVOptions = CSVOptions()) -> Decoded {
  var bytes = RawMemory()
  var ranges: [Range<Int>] = []
  for text in texts {
    let start = bytes.count
    bytes.append(text)
    ranges.append(start..<bytes.count)
  }
  return CSVDecoder(schema: schema, options: options).decode(Frames(bytes: bytes.buffer(), ranges: ranges))
}

extension Decoded {
  /// The rows as texts, null as nil.
  var texts: [[String?]] {
    let columns = batch.columns.map { $0.asText(.iso) }
    return (0..<batch.count).map { row in columns.map { $0.text(row) } }
  }
  var sentences: [String] { failures.map { "\($0.row): \($0.message)" } }
}

@Suite struct CSVDecoderTests {
  private let ab = Schema([Field("a", .text), Field("b", .text)])

  @Test(
    "fields are read by name, quoted or not",
    arguments: [
      ("a,b\n1,2\n", [["1", "2"]]),
      ("a,b\n1,2", [["1", "2"]]),
      ("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
      ("\u{feff}a,b\n1,2\n", [["1", "2"]]),
      ("\n\na,b\n\n1,2\n\n\r\n3,4\n\n", [["1", "2"], ["3", "4"]]),
      ("b,a\n1,2\n", [["2", "1"]]),
      ("A,B\n1,2\n", [["1", "2"]]),
      ("a, b\n1,2\n", [["1", "2"]]),
      ("A,a,b\n0,1,2\n", [["1", "2"]]),
      ("x,b,y,a,z\n0,1,2,3,4\n", [["3", "1"]]),
      ("b\n2\n", [[nil, "2"]]),
      ("\"a\",\"b\"\n\"1\",\"2\"\n", [["1", "2"]]),
      ("a,b\n,\"\"\n", [[nil, ""]]),
      ("a,b\n\"x,y\",\"l\nm\"\n", [["x,y", "l\nm"]]),
      ("a,b\r\n\"l\r\nm\",2\r\n", [["l\r\nm", "2"]]),
      ("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", [["say \"hi\"", "\""]]),
      ("a,b\n5\" pipe,6\"\n7,8\n", [["5\" pipe", "6\""], ["7", "8"]]),
      ("a,b\n 1 ,\t2\n", [[" 1 ", "\t2"]]),
      ("a,b\nx\ry,2\n", [["x\ry", "2"]]),
      ("a,b\nKäse,🧀\n", [["Käse", "🧀"]]),
      ("a,b\n", []),
      ("a,b", []),
      (
        "a,b\n1,\"\(String(repeating: "x", count: 200))\"\n",
        [["1", String(repeating: "x", count: 200)]]
      ),
    ] as [(String, [[String?]])])
  func reads(text: String, wanted: [[String?]]) {
    let decoded = decodeFile(text, ab)
    #expect(decoded.texts == wanted)
    #expect(decoded.failures == [])
  }

  @Test(
    "a record that isn't whole fails alone and says why",
    arguments: [
      ("a,b\n1\n2,3\n", [["2", "3"]], ["0: 1 field was found where 2 are wanted"]),
      ("a,b\n1,2,3\n4,5\n", [["4", "5"]], ["0: 3 fields were found where 2 are wanted"]),
      (
        "a,b\n1,2\n\"3\"x,4\n5,6\n", [["1", "2"], ["5", "6"]],
        ["1: the quoted field that begins at character 0 goes on behind its closing quote"]
      ),
      (
        "a,b\n1,\"2\"\"\"3\n5,6\n", [["5", "6"]],
        ["0: the quoted field that begins at character 2 goes on behind its closing quote"]
      ),
      (
        "a,b\n1,\"2\"x\"\n5,6\n", [["5", "6"]],
        ["0: the quoted field that begins at character 2 goes on behind its closing quote"]
      ),
      (
        "a,b\n1,2\n3,\"4\n5,6\n", [["1", "2"]],
        ["1: the quoted field that begins at character 2 is never closed"]
      ),
      ("a,b\n1,\"", [], ["0: the quoted field that begins at character 2 is never closed"]),
      ("a,a\n1,2\n", [], ["0: the header names a more than once"]),
      (
        "a;b\n1;2\n", [],
        ["0: the header «a;b» names none of the fields a, b; write `format: { csv: { delimiter: \";\" } }`"]
      ),
      (
        "a,\"b\n1,2\n", [],
        ["0: the header can't be read: the quoted field that begins at character 2 is never closed"]
      ),
    ] as [(String, [[String?]], [String])])
  func refuses(text: String, wanted: [[String?]], sentences: [String]) {
    let decoded = decodeFile(text, ab)
    #expect(decoded.texts == wanted)
    #expect(decoded.sentences == sentences)
  }

  @Test("values of every column are parsed, and a row fails once, for its first field")
  func types() {
    let schema = Schema([Field("n", .int32), Field("at", .timestamp), Field("id", .uuid)])
    let decoded = decodeFile(
      """
      n,at,id
      1,2018-06-08 16:26:00,9253f6b73fe6e7be9ba057171ed40c22
      x,y,z
      ,,
      "2","2018-06-08T16:26:00+02:00","9253f6b7-3fe6-e7be-9ba0-57171ed40c22"
      3,2018-02-30,
      """, schema)
    #expect(
      decoded.texts == [
        ["1", "2018-06-08T16:26:00Z", "9253f6b7-3fe6-e7be-9ba0-57171ed40c22"], [nil, nil, nil],
        ["2", "2018-06-08T14:26:00Z", "9253f6b7-3fe6-e7be-9ba0-57171ed40c22"],
      ])
    #expect(decoded.sentences == ["1: «x» is no int32", "4: «2018-02-30» is no timestamp"])
    #expect(decoded.failures.map(\.field) == ["n", "at"])
    #expect((0..<3).map { decoded.batch.origins[$0] } == [0, 2, 3])
    #expect(decoded.rows.count == 5)
  }

  @Test("the options say what delimits, quotes and is null")
  func options() {
    var options = CSVOptions()
    options.delimiter = ";"
    options.quote = UInt8(ascii: "'")
    options.nullText = "NULL"
    options.header = false
    let decoded = decodeFile("1,5;'a''b'\nNULL;'NULL'\n;''\n", ab, options)
    #expect(decoded.texts == [["1,5", "a'b"], [nil, "NULL"], [nil, ""]])
    options.quote = nil
    #expect(decodeFile("'1;\"2\"\n", ab, options).texts == [["'1", "\"2\""]])
  }

  @Test("rows know their bytes, line ends left out")
  func places() {
    let text = "a,b\n1,2\r\n\n\"x\ny\",3\n4\n\"z,5\r\n"
    let decoded = decodeFile(text, ab)
    let bytes = Array(text.utf8)
    let rows = (0..<decoded.rows.count).map { String(decoding: bytes[decoded.rows.range(of: $0)], as: UTF8.self) }
    #expect(rows == ["1,2", "\"x\ny\",3", "4", "\"z,5"])
  }

  @Test("each message brings its own header, and its rows know their message")
  func messages() {
    let decoded = decodeMessages(
      ["a,b\n1,2\n", "b,a\n3,4\n5,6", "a,b\n", "\u{feff}b\n7\n", "a,b\n8\n9,10\n", "a,a\n1,2\n", "a,b\n11,\"12\n", ""],
      ab)
    #expect(decoded.texts == [["1", "2"], ["4", "3"], ["6", "5"], [nil, "7"], ["9", "10"]])
    #expect(
      decoded.sentences == [
        "4: 1 field was found where 2 are wanted", "6: the header names a more than once",
        "7: the quoted field that begins at character 3 is never closed", "8: the header is missing",
      ])
    #expect((0..<decoded.rows.count).map { decoded.rows.frame(of: $0) } == [0, 1, 1, 3, 4, 4, 5, 6, 7])
  }

  @Test("messages without headers are read by order")
  func bareMessages() {
    var options = CSVOptions()
    options.header = false
    let decoded = decodeMessages(["1,2", "3,4\n5,6\n", "7"], ab, options)
    #expect(decoded.texts == [["1", "2"], ["3", "4"], ["5", "6"]])
    #expect(decoded.sentences == ["3: 1 field was found where 2 are wanted"])
    #expect((0..<decoded.rows.count).map { decoded.rows.frame(of: $0) } == [0, 1, 1, 2])
  }

  @Test("a record of more fields than anyone wants is refused without being kept")
  func commas() {
    let decoded = decodeFile("a,b\n" + String(repeating: ",", count: 100_000) + "\n1,2\n", ab)
    #expect(decoded.texts == [["1", "2"]])
    #expect(decoded.sentences == ["0: 100001 fields were found where 2 are wanted"])
  }
}
