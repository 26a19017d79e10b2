import Columns
import JSONFormat
import TestSupport
import Testing

/// A file of lines, decoded as the file source does it.
func decodeLines(_ text: String, _ schema: Schema) -> Decoded {
  let whole = Buffer.copying(text)
  let prologue = unsafe LineSplitter(skipsBlank: true).prologue(in: whole.bytes, isEnd: true)!
  let frames = Frames(bytes: whole, ranges: [prologue..<whole.count], prologue: Buffer.copying(""))
  return JSONDecoder(schema: schema).decode(frames)
}

/// Messages, decoded in one batch.
func decodeMessages(_ texts: [String], _ schema: Schema, _ shape: JSONOptions.Shape = .auto) -> Decoded {
  var bytes = RawMemory()
  var ranges: [Range<Int>] = []
  for text in texts {
    let start = bytes.count
    bytes.append(text)
    ranges.append(start..<bytes.count)
  }
  var options = JSONOptions()
  options.shape = shape
  return JSONDecoder(schema: schema, options: options).decode(Frames(bytes: bytes.buffer(), ranges: ranges))
}

extension Decoded {
  /// The rows as texts, null as nil.
  var texts: [[String?]] {
    let columns = batch.columns.map { $0.asText(.iso) }
    return (0..<batch.count).map { row in columns.map { $0.text(row) } }
  }
  var sentences: [String] { failures.map { "\($0.row): \($0.message)" } }
}

@Suite struct JSONDecoderTests {
  private let ab = Schema([Field("a", .text), Field("b", .text)])

  @Test(
    "fields are met by key",
    arguments: [
      (#"{"a":"1","b":"2"}"#, ["1", "2"]),
      (#"{"b":"2","a":"1"}"#, ["1", "2"]),
      (#" { "a" : "1" , "b" : "2" } "#, ["1", "2"]),
      ("{\t\"a\"\t:\t\"1\"\t,\t\"b\":\"2\"}\r", ["1", "2"]),
      (#"{"a":"1"}"#, ["1", nil]),
      (#"{}"#, [nil, nil]),
      (#"{"a":null,"b":""}"#, [nil, ""]),
      (#"{"A":"1","B":"2"}"#, ["1", "2"]),
      (#"{"A":"0","a":"1"}"#, ["1", nil]),
      (#"{"a":"1","A":"0"}"#, ["1", nil]),
      (#"{"x":{"a":[1,"}"]},"a":"1","y":[[]],"b":"2","z":false}"#, ["1", "2"]),
      (#"{"\u0061":"1","b":"2"}"#, ["1", "2"]),
      (#"{"aa":"0","":"0","a":"1","b":"2"}"#, ["1", "2"]),
      (#"{"a":"q\"\\\/\b\f\n\r\t\u00e4\ud83e\uddc0","b":"Käse"}"#, ["q\"\\/\u{8}\u{c}\n\r\tä🧀", "Käse"]),
      (#"{"a":12.50,"b":true}"#, ["12.50", "true"]),
      (#"{"a":{"x": [1, 2]},"b":[]}"#, [#"{"x": [1, 2]}"#, "[]"]),
      (
        "{\"a\":\"\(String(repeating: "x", count: 100))\",\"b\":\"\u{7f}\"}",
        [String(repeating: "x", count: 100), "\u{7f}"]
      ),
    ] as [(String, [String?])])
  func reads(text: String, wanted: [String?]) {
    let decoded = decodeLines(text, ab)
    #expect(decoded.texts == [wanted])
    #expect(decoded.failures == [])
  }

  @Test(
    "a record that is no JSON object fails alone and says where",
    arguments: [
      (#"{"a":"1""#, "an object has no end", 0), (#"{"a":"1"#, "a string begins that has no end", 5),
      (#"{"a":}"#, "there is no JSON value", 5), (#"{"a""#, "a colon is missing", 4),
      (#"{"a":"#, "a value is missing", 5),
      (#"{"a":1 "b":2}"#, "a comma or } is missing", 7), (#"{"a":1,}"#, "a key is missing", 7),
      (#"{a:1}"#, "a key is missing", 1), (#"{"a":01}"#, "a number begins with a zero", 5),
      (#"{"a":1.}"#, "a digit is missing after the point", 7), (#"{"a":-}"#, "a digit is missing", 6),
      (#"{"a":1e}"#, "a digit is missing in the exponent", 7), (#"{"a":nul}"#, "there is no JSON value", 5),
      (#"{"a":"\x"}"#, "an escape is unknown", 6), (#"{"a":"\u12"}"#, "\\u wants four hexadecimal digits", 6),
      (#"{"a":"\ud83e"}"#, "half a surrogate pair is no character", 6),
      ("{\"a\":\"\t\"}", "a control character stands in a string, where it has to be escaped", 6),
      (#"{"x":[1,}"#, "there is no JSON value", 8), (#"{"x":{"y":1]}"#, "a comma or } is missing", 11),
      (#"{"a":"1"} {"a":"2"}"#, "the line goes on behind its record", 10),
      (#"{"a":"1","a":"2"}"#, "a key is there twice", 9), (#"{"A":"1","A":"2"}"#, "a key is there twice", 9),
      (#"{"a":null,"a":null}"#, "a key is there twice", 10),
      (#"[1]"#, "a record has to be an object, and this is an array", 0),
      (#""a""#, "a record has to be an object, and this is a string", 0),
      ("12", "a record has to be an object, and this is a number", 0),
      ("null", "a record has to be an object, and this is a word", 0),
      ("hello", "a record has to be an object, and this is no JSON", 0),
      ("{\"x\":" + String(repeating: "[", count: 200), "values lie more than 128 deep in one another", 133),
    ])
  func refuses(text: String, reason: String, at: Int) {
    let decoded = decodeLines("{\"a\":\"0\"}\n\(text)\n\n{\"b\":\"9\"}\n", ab)
    #expect(decoded.texts == [["0", nil], [nil, "9"]])
    #expect(decoded.sentences == ["1: at byte \(at): \(reason)"])
  }

  @Test("values of every type are parsed from strings and from what JSON has for them")
  func types() {
    let schema = Schema([
      Field("n", .int32), Field("f", .float64), Field("ok", .bool), Field("d", .decimal(precision: 12, scale: 2)),
      Field("at", .timestamp), Field("id", .uuid), Field("raw", .bytes), Field("j", .json),
    ])
    let decoded = decodeLines(
      #"""
      {"n":1,"f":1.5e3,"ok":true,"d":12.5,"at":"2018-06-08 16:26:00","id":"9253f6b73fe6e7be9ba057171ed40c22","raw":"aGk=","j":{"x":[1]}}
      {"n":"2","f":"-0.25","ok":"false","d":"3","at":"2018\u002d06-08","id":"","raw":"","j":"te\nxt"}
      {"n":"","f":null,"j":12}
      {"n":{"x":1}}
      {"n":1.5,"at":5}
      {"at":5}
      {"raw":"a\u0047k="}
      """#, schema)
    #expect(
      decoded.texts == [
        [
          "1", "1500.0", "true", "12.50", "2018-06-08T16:26:00Z", "9253f6b7-3fe6-e7be-9ba0-57171ed40c22", "aGk=",
          #"{"x":[1]}"#,
        ], ["2", "-0.25", "false", "3.00", "2018-06-08T00:00:00Z", nil, "", #""te\nxt""#],
        [nil, nil, nil, nil, nil, nil, nil, "12"], [nil, nil, nil, nil, nil, nil, "aGk=", nil],
      ])
    #expect(
      decoded.sentences == [
        "3: «{\"x\":1}» is no int32", "4: «1.5» is no int32", "5: «5» is no timestamp",
      ])
  }

  @Test("a string that is not UTF-8 fails its row")
  func brokenText() {
    var bytes = RawMemory()
    bytes.append("{\"a\":\"x")
    bytes.append(UInt8(0xff))
    bytes.append("\"}\n{\"a\":\"ä\"}\n")
    let whole = bytes.buffer()
    let decoded = JSONDecoder(schema: ab).decode(
      Frames(bytes: whole, ranges: [0..<whole.count], prologue: Buffer.copying("")))
    #expect(decoded.texts == [["ä", nil]])
    #expect(decoded.sentences == ["0: «x\u{fffd}» is not UTF-8, at byte 7"])
  }

  @Test(
    "a message holds objects behind one another or an array of them",
    arguments: [
      (#"{"a":"1"}"#, [["1"]], []), ("\u{feff} {\"a\":\"1\"}\n", [["1"]], []),
      ("{\"a\":\"1\"}\n{\"a\":\"2\"} {\"a\":\"3\"}{\"a\":\"4\"}", [["1"], ["2"], ["3"], ["4"]], []),
      ("{\n  \"a\":\n  \"1\"\n}\n", [["1"]], []), ("[]", [], []), (" [ ] ", [], []),
      (#"[{"a":"1"}, {"a":"2"}]"#, [["1"], ["2"]], []),
      (
        #"[{"a":"1"},7,{"a":"2"}]"#, [["1"], ["2"]],
        ["1: at byte 0: a record has to be an object, and this is a number"]
      ),
      (#"[{"a":"1"},{"a":}]"#, [["1"]], ["1: at byte 5: there is no JSON value"]),
      (#"[{"a":"1"}"#, [["1"]], ["1: at byte 0: the array of records has no end"]),
      (#"[{"a":"1"}]x"#, [["1"]], ["1: at byte 1: something stands behind the end of the array of records"]),
      (#"[{"a":"1"},]"#, [["1"]], ["1: at byte 0: an element is missing beside the comma"]),
      ("", [], ["0: at byte 0: there is no JSON value"]),
      ("7", [], ["0: at byte 0: a record has to be an object, and this is a number"]),
      ("{\"a\":\"1\"}\n{\"a\":\n{\"a\":\"2\"}\n", [["1"], ["2"]], ["1: at byte 6: a value is missing"]),
      ("{\"a\":\"1\"}\n{\"a\":x\n{\"a\":\"2\"}\n", [["1"], ["2"]], ["1: at byte 5: there is no JSON value"]),
    ] as [(String, [[String?]], [String])])
  func messages(text: String, wanted: [[String?]], sentences: [String]) {
    let decoded = decodeMessages([text], Schema([Field("a", .text)]))
    #expect(decoded.texts == wanted)
    #expect(decoded.sentences == sentences)
  }

  @Test("rows know their message and their bytes")
  func places() {
    let texts = ["{\"a\":\"1\"}", "[{\"a\":\"2\"} ,{\"a\":3}]", "x", " {\"b\":\"4\"}\n"]
    let decoded = decodeMessages(texts, ab)
    let bytes = Array(texts.joined().utf8)
    #expect((0..<decoded.rows.count).map { decoded.rows.frame(of: $0) } == [0, 1, 1, 2, 3])
    #expect(
      (0..<decoded.rows.count).map { String(decoding: bytes[decoded.rows.range(of: $0)], as: UTF8.self) }
        == ["{\"a\":\"1\"}", "{\"a\":\"2\"}", "{\"a\":3}", "x", "{\"b\":\"4\"}"])
  }

  @Test("a message of lines holds a record a line where the shape says so")
  func lines() {
    let decoded = decodeMessages(["{\"a\":\n\"1\"}\n{\"a\":\"2\"}"], Schema([Field("a", .text)]), .lines)
    #expect(decoded.texts == [["2"]])
    #expect(decoded.failures.count == 2)
  }

  @Test("records whose keys come in ever other orders, or are without end, are read alike")
  func keyOrders() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    let schema = Schema((0..<6).map { Field("field_\($0)", .text) })
    var wanted: [[String?]] = []
    var text = ""
    for row in 0..<3_000 {
      var values = [String?](repeating: nil, count: 6)
      var members = ["\"junk\(row)\":0", "\"field_\(row)x\":1", "\"field\":{}"]
      for place in 0..<6 where random.next() % 4 != 0 {
        values[place] = "v\(row).\(place)"
        members.append("\"\(random.next() % 3 == 0 ? "FIELD" : "field")_\(place)\":\"v\(row).\(place)\"")
      }
      members.shuffle(using: &random)
      text += "{" + members.joined(separator: ",") + "}\n"
      wanted.append(values)
    }
    #expect(decodeLines(text, schema).texts == wanted, "seed \(seed)")
  }

  @Test("lines are cut off whole, blank ones aren't counted")
  func splits() {
    let text = Buffer.copying("{}\n\n{}\r\n\r\n{}")
    let splitter = LineSplitter(skipsBlank: true)
    #expect(unsafe splitter.split(text.bytes, isEnd: false, atMost: 9) == Split(length: 10, records: 2))
    #expect(unsafe splitter.split(text.bytes, isEnd: true, atMost: 9) == Split(length: 12, records: 3))
    #expect(unsafe splitter.split(text.bytes, isEnd: true, atMost: 2) == Split(length: 8, records: 2))
    #expect(unsafe splitter.line(in: text.bytes) == 3)
  }
}
