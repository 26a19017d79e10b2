import Columns
import JSONFormat
import TestSupport
import Testing

/// A file as it is cut and decoded, a few bytes at a time.
struct CutFile {
  /// Each row's position and its bytes.
  var rows: [String] = []
  var texts: [[String?]] = []
  var failures: [String] = []
  /// What is wrong with the file as a whole.
  var fault: StreamFault?
  /// The most bytes that were held at once.
  var held = 0
}

/// Cuts a file by its splitter as the engine does, of which `piece` bytes come at a time, and decodes each piece.
func readFile(
  _ text: [UInt8], _ schema: Schema, _ options: JSONOptions = JSONOptions(), piece: Int = .max, from: Int? = nil,
  atMost records: Int = 100
) -> CutFile {
  let whole = unsafe text.withUnsafeBytes { unsafe Buffer.copying($0) }
  let bytes = unsafe whole.bytes
  let first = JSONSplitter(options)
  var file = CutFile()
  var known = min(piece, text.count)
  var found: Int?
  while found == nil {
    found = unsafe first.prologue(in: UnsafeRawBufferPointer(rebasing: bytes[..<known]), isEnd: known == text.count)
    if found == nil { known = min(known + min(piece, text.count), text.count) }
  }
  let kept = unsafe first.kept(ofPrologue: found!, in: UnsafeRawBufferPointer(rebasing: bytes[..<known]))
  let prologue = unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: bytes[..<kept]))
  let splitter = first.following(prologue)
  var at = from ?? found!
  known = max(known, at)
  while at < text.count {
    file.held = max(file.held, known - at)
    let split = unsafe splitter.split(
      UnsafeRawBufferPointer(rebasing: bytes[at..<known]), isEnd: known == text.count, atMost: records)
    if split.isLast {
      guard var ending = splitter.structure?.ending() else { return file }
      do throws(StreamFault) {
        _ = try unsafe ending.pass(UnsafeRawBufferPointer(rebasing: bytes[(at + split.length)...]), isEnd: true)
      } catch {
        file.fault = StreamFault(at + split.length + error.offset, error.reason)
      }
      return file
    }
    if split.length == 0 && known < text.count {
      known = min(known + min(piece, text.count), text.count)
      continue
    }
    var length = split.length
    if length == 0 {
      // What is open at the end is a record, unless something has to close it.
      if splitter.structure?.ending() != nil { break }
      length =
        splitter.structure == nil ? unsafe splitter.line(in: bytes[at...].rebased) ?? text.count - at : text.count - at
    }
    let frames = Frames(bytes: whole, ranges: [at..<at + length], prologue: prologue)
    let decoded = JSONDecoder(schema: schema, options: options).decode(frames)
    #expect(decoded.rows.count == max(split.records, split.length == 0 ? 1 : 0))
    for row in 0..<decoded.rows.count {
      let range = decoded.rows.range(of: row)
      file.rows.append("\(range.lowerBound) \(String(decoding: text[range], as: UTF8.self))")
    }
    file.texts += decoded.texts
    file.failures += decoded.failures.map {
      "\(decoded.rows.range(of: $0.row).lowerBound) \($0.message)"
    }
    at += length
  }
  if var ending = splitter.structure?.ending() {
    do throws(StreamFault) {
      _ = try unsafe ending.pass(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true)
    } catch {
      file.fault = StreamFault(at, error.reason)
    }
  }
  return file
}

extension Slice where Base == UnsafeRawBufferPointer {
  fileprivate var rebased: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: self) }
}

func readFile(_ text: String, _ options: JSONOptions = JSONOptions(), piece: Int = .max) -> CutFile {
  readFile(Array(text.utf8), Schema([Field("a", .text)]), options, piece: piece)
}

extension JSONOptions {
  init(_ shape: Shape = .auto, at: String? = nil, nan: NotFiniteNumbers = .reject) {
    self.init()
    self.shape = shape
    self.at = at.flatMap { JSONPointer($0) }
    self.nan = nan
  }
}

@Suite struct JSONShapeTests {
  @Test(
    "a file's beginning tells how its records stand",
    arguments: [
      ("{\"a\":1}\n{\"a\":2}\n", ["1", "2"]), ("\u{feff}{\"a\":1}\r\n\r\n{\"a\":2}", ["1", "2"]),
      ("[{\"a\":1},{\"a\":2}]", ["1", "2"]), ("\u{feff} \n[\n  {\"a\":1},\n  {\"a\":2}\n]\n", ["1", "2"]),
      ("[]", []), (" [ \n ] \n", []), ("", []), (" \n", []), ("\u{feff}", []),
      ("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", ["1", "2"]), ("{\"a\":1}{\"a\":2}\n{\"a\":3}", ["1", "2", "3"]),
      ("{\"a\":1} {\"a\":2}", ["1", "2"]), ("\n\n {\"a\":\n1}{\n}", ["1", nil]),
      ("{\"a\":\"}\\\"\\n{\"}\n{\"a\":\"[\"}", ["}\"\n{", "["]),
      ("[{\"a\":[1,{\"b\":\"],[\"}]},{\"a\":{\"c\":[]}}]", ["[1,{\"b\":\"],[\"}]", "{\"c\":[]}"]),
    ] as [(String, [String?])])
  func auto(text: String, wanted: [String?]) {
    for piece in [1, 3, 1 << 20] {
      let file = readFile(text, piece: piece)
      #expect(file.texts == wanted.map { [$0] })
      #expect(file.failures == [])
      #expect(file.fault == nil)
    }
  }

  @Test(
    "a broken element fails alone, and its bytes are told; what follows is read",
    arguments: [
      ("[{\"a\":1},{\"a\":},{\"a\":3}]", ["1", "3"], ["9 at byte 5: there is no JSON value"]),
      (
        "[{\"a\":1},7,[{}],{\"a\":3}]", ["1", "3"],
        [
          "9 at byte 0: a record has to be an object, and this is a number",
          "11 at byte 0: a record has to be an object, and this is an array",
        ]
      ),
      ("[{\"a\":1},,{\"a\":3}]", ["1", "3"], ["9 at byte 0: an element is missing beside the comma"]),
      ("[{\"a\":1}{\"a\":2},{\"a\":3}]", ["3"], ["1 at byte 7: a comma or ] is missing"]),
      ("[{\"a\":1}},{\"a\":3}]", ["3"], ["1 at byte 7: a comma or ] is missing"]),
      ("[{\"a\":1],\"b\":2},{\"a\":3}]", ["3"], ["1 at byte 6: a comma or } is missing"]),
      ("[{\"a\":[1,2},{\"a\":3}]", ["3"], ["1 at byte 9: a comma or ] is missing"]),
      ("[{\"a\":1},{\"a\":2]", ["1"], ["9 at byte 0: an object has no end"]),
      // A string that nobody closed ends with its line, and a record that nobody closed where another line begins one.
      (
        "[{\"a\":\"x},\n{\"a\":2},\n{\"a\":3}]", ["2", "3"],
        ["1 at byte 9: a control character stands in a string, where it has to be escaped"]
      ),
      ("[\n {\"a\":1,\n {\"a\":2},\n {\"a\":3}\n]", ["2", "3"], ["3 at byte 9: a key is missing"]),
      (
        "[\n {\n  \"a\":\"x,\n  \"b\":[\n   {\"a\":9}\n  ]\n },\n {\"a\":3}\n]", ["3"],
        ["3 at byte 11: a control character stands in a string, where it has to be escaped"]
      ),
      // Objects within a broken one aren't taken for elements.
      (
        "[\n {\"b\":\n  {\"a\":8},\n  {\"a\":9}],\n  \"c\":1\n },\n {\"a\":3}\n]", ["3"],
        ["3 at byte 19: a key is missing"]
      ),
      ("[\n {\"a\":1}\n {\"a\":2},\n {\"a\":3}\n]", ["3"], ["3 at byte 9: a comma or ] is missing"]),
    ] as [(String, [String], [String])])
  func broken(text: String, wanted: [String], failures: [String]) {
    for piece in [1, 5, 1 << 20] {
      let file = readFile(text, piece: piece)
      #expect(file.texts == wanted.map { [$0] })
      #expect(file.failures == failures)
      #expect(file.fault == nil)
    }
  }

  @Test(
    "an array that has no end, or is followed by something, isn't taken for whole",
    arguments: [
      ("[", 1, "the array of records has no end"), ("[{\"a\":1}", 1, "the array of records has no end"),
      ("[{\"a\":1},", 9, "the array of records has no end"),
      ("[{\"a\":1},{\"a\":", 9, "the array of records has no end"),
      ("[{\"a\":1},{\"a\":\"x", 9, "the array of records has no end"),
      ("[{\"a\":1}]]", 9, "something stands behind the end of the array of records"),
      ("[{\"a\":1}],{\"a\":2}]", 9, "something stands behind the end of the array of records"),
      ("[{\"a\":1}]\n[{\"a\":2}]", 10, "something stands behind the end of the array of records"),
    ])
  func cutOff(text: String, offset: Int, reason: String) {
    for piece in [1, 5, 1 << 20] {
      let file = readFile(text, piece: piece)
      #expect(file.fault == StreamFault(offset, reason))
      // What no comma follows may go on, and is read again when it does.
      #expect(file.texts == (offset == 1 ? [] : [["1"]]))
    }
  }

  @Test(
    "a path leads to the records, and what stands around them is checked",
    arguments: [
      (#"{"n":1,"items":[{"a":1},{"a":2}],"next":null}"#, "/items", ["1", "2"], [], nil),
      (#"{"data":[0,{"x/y":[{"a":1}]},"]"],"n":[{}]} "#, "/data/1/x~1y", ["1"], [], nil),
      ("\u{feff}{\"items\":[]}", "/items", [], [], nil),
      (#"[[{"a":1}],[{"a":2}]]"#, "/1", ["2"], [], nil),
      (#"{"items":{"a":1},"x":[]}"#, "/items", ["1"], [], nil),
      (#"{"\u0069tems":[{"a":1}]}"#, "/items", ["1"], [], nil),
      (#"{"n":1}"#, "/items", [], ["0 at byte 0: nothing stands at /items, and `at` looks for records at /items"], nil),
      (
        #"{"data":{"n":1}}"#, "/data/items", [],
        ["0 at byte 8: nothing stands at /data/items, and `at` looks for records at /data/items"], nil
      ),
      (#"{"items":7}"#, "/items", [], ["0 at byte 9: a record has to be an object, and this is a number"], nil),
      (#"{"items":{"a":1},"x":}"#, "/items", [], ["0 at byte 21: there is no JSON value"], nil),
      (#"{"x":nul,"items":[]}"#, "/items", [], ["0 at byte 5: there is no JSON value"], nil),
      (#"{"items":[{"a":1}],"x":nul}"#, "/items", ["1"], [], StreamFault(23, "there is no JSON value")),
      (
        #"{"items":[{"a":1}]"#, "/items", ["1"], [],
        StreamFault(18, "what stands around the array of records has no end")
      ),
      (
        #"{"items":[{"a":1}]}}"#, "/items", ["1"], [],
        StreamFault(19, "something stands behind the end of the array of records")
      ),
      (#"{"items":[{"a":1}"#, "/items", [], [], StreamFault(10, "the array of records has no end")),
      (
        #"{"items":[{"a":1}],"b":[1,{"c":"#, "/items", ["1"], [],
        StreamFault(31, "what stands around the array of records has no end")
      ),
    ] as [(String, String, [String], [String], StreamFault?)])
  func pointed(text: String, at: String, wanted: [String], failures: [String], fault: StreamFault?) {
    for piece in [1, 5, 1 << 20] {
      let file = readFile(text, JSONOptions(at: at), piece: piece)
      #expect(file.texts == wanted.map { [$0] })
      #expect(file.failures == failures)
      #expect(file.fault == fault)
    }
  }

  @Test("shapes that are asked for are held to")
  func asked() {
    let array = "[{\"a\":1},\n{\"a\":2}]"
    #expect(readFile(array, JSONOptions(.lines)).failures.count == 2)
    #expect(readFile(array, JSONOptions(.array)).texts == [["1"], ["2"]])
    #expect(
      readFile(array, JSONOptions(.document)).failures == [
        "0 at byte 0: a record has to be an object, and this is an array"
      ])
    let document = "\u{feff}\n{\n\"a\":1\n}\n"
    #expect(readFile(document, JSONOptions(.document)).rows == ["4 {\n\"a\":1\n}"])
    #expect(
      readFile(document, JSONOptions(.array)).failures == [
        "4 at byte 0: `shape: array` wants an array of records, and this is none"
      ])
    #expect(
      readFile("{\"a\":1}{}", JSONOptions(.document)).failures == ["0 at byte 7: the text goes on behind its record"])
    let lines = "{\"p\":{\"a\":1}}\n\n{\"p\":[]}\n{}\n{\"p\":{\"a\":4}} \n"
    let file = readFile(lines, JSONOptions(.lines, at: "/p"))
    #expect(file.texts == [["1"], ["4"]])
    #expect(file.failures.count == 2)
  }

  @Test(
    "messages have the same shapes",
    arguments: [
      (#"{"items":[{"a":1},{"a":}, {"a":3}],"n":1}"#, JSONOptions(at: "/items"), ["1", "3"], 1),
      (#"{"items":[{"a":1}],"n":}"#, JSONOptions(at: "/items"), ["1"], 1),
      (#"{"items":{"a":1}}"#, JSONOptions(at: "/items"), ["1"], 0),
      (#"{"n":1}"#, JSONOptions(at: "/items"), [], 1),
      (#"{"a":1}{"a":2}"#, JSONOptions(.document), [], 1), (#" {"a":1} "#, JSONOptions(.document), ["1"], 0),
      (#"{"a":1}"#, JSONOptions(.array), [], 1), (#"[{"a":1}]"#, JSONOptions(.array), ["1"], 0),
    ])
  func messages(text: String, options: JSONOptions, wanted: [String], failures: Int) {
    let buffer = Buffer.copying(text)
    let decoded = JSONDecoder(schema: Schema([Field("a", .text)]), options: options).decode(
      Frames(bytes: buffer, ranges: [0..<buffer.count]))
    #expect(decoded.texts == wanted.map { [$0] })
    #expect(decoded.failures.count == failures)
  }

  @Test("a file's records are the same however the bytes come, and from any record on")
  func pieces() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    let schema = Schema([Field("a", .text), Field("b", .text)])
    for round in 0..<400 {
      let context = Comment(rawValue: "seed \(seed), round \(round)")
      var (text, options) = made(&random)
      for _ in 0..<Int(random.next() % 3) where !text.isEmpty {
        let at = Int(random.next() % UInt64(text.count))
        let byte = Array("{}[]\",:\\ \n1".utf8).randomElement(using: &random)!
        switch random.next() % 3 {
        case 0: text[at] = byte
        case 1: text.insert(byte, at: at)
        default: text.remove(at: at)
        }
      }
      let whole = readFile(text, schema, options, atMost: 1)
      for piece in [1, 2, 7, 64] {
        let file = readFile(text, schema, options, piece: piece, atMost: Int(random.next() % 3) + 1)
        #expect(file.rows == whole.rows, context)
        #expect(file.texts == whole.texts, context)
        #expect(file.failures == whole.failures, context)
        #expect(file.fault == whole.fault, context)
      }
    }
  }

  private func made(_ random: inout SeededRandom) -> ([UInt8], JSONOptions) {
    let values = ["1", "\"x\"", "[1,{\"a\":[]}]", "{\"b\":\"]}\"}", "null", "\"\\\"\\\\\"", "true"]
    let isPretty = random.next() % 2 == 0
    let space = isPretty ? "\n  " : ""
    let records = (0..<Int(random.next() % 8)).map { _ in
      "{\(space)\"a\":\(values.randomElement(using: &random)!),\(space)\"b\":\(values.randomElement(using: &random)!)\(isPretty ? "\n" : "")}"
    }
    switch random.next() % 4 {
    case 0: return (Array(records.joined(separator: "\n").utf8), JSONOptions())
    case 1: return (Array(("[" + records.joined(separator: isPretty ? ",\n" : ",") + "]").utf8), JSONOptions())
    case 2:
      let text = "{\"n\":[0],\"items\":[" + records.joined(separator: ", ") + "],\"end\":{\"x\":[true]}}"
      return (Array(text.utf8), JSONOptions(at: "/items"))
    default: return (Array(records.joined(separator: "").utf8), JSONOptions())
    }
  }
}
