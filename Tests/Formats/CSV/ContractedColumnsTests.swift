import CSVFormat
import Columns
import Testing

/// How the forms of fields and what no field is met by decide about a file's columns.
@Suite struct ContractedColumnsTests {
  private func decode(_ text: String, _ fields: [Field], _ unknown: UnknownFields = .drop) -> Decoded {
    let whole = Buffer.copying(text)
    let prologue = unsafe CSVSplitter().prologue(in: whole.bytes, isEnd: true)!
    let head = unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: whole.bytes[..<prologue]))
    return CSVDecoder(schema: Schema(fields), unknown: unknown).decode(
      Frames(bytes: whole, ranges: [prologue..<whole.count], prologue: head))
  }

  @Test(
    "a column is met by its field's name, then by its others in their order, then without regard to case or space",
    arguments: [
      ("b,a\n1,2\n", "2"), ("c,b\n1,2\n", "2"), ("A,c\n1,2\n", "2"), ("C,A\n1,2\n", "2"), (" a ,x\n1,2\n", "1"),
      (" b,A\n1,2\n", nil),
    ] as [(String, String?)])
  func otherNames(text: String, wanted: String?) {
    let decoded = decode(text, [Field("a", .text, form: FieldForm(alsoNamed: ["b", "c"]))])
    if let wanted {
      #expect(decoded.texts == [[wanted]])
    } else {
      #expect(decoded.sentences == ["0: the header names a more than once"])
    }
  }

  @Test("unknown columns are counted, kept or a failure of their records")
  func unknown() {
    let text = "x,a,\"y \"\"z\"\"\"\n1,2,\n\"q\"\"\n\",3,\"\"\n"
    let a = [Field("a", .int32)]
    #expect(decode(text, a).dropped == ["x": 2, "y \"z\"": 2])
    let kept = decode(text, a, .keep)
    #expect(kept.batch.schema.fields.map(\.name) == ["a", "_unknown"])
    #expect(
      kept.texts == [
        ["2", #"{"x":"1","y \"z\"":null}"#], ["3", #"{"x":"q\"\n","y \"z\"":""}"#],
      ])
    let rejected = decode(text, a, .reject)
    #expect(rejected.failures.map(\.field) == ["x", "x"])
    #expect(decode("a\n1\n", a, .keep).texts == [["1", nil]])
    #expect(decode("a\n1\n", a, .reject).texts == [["1"]])
  }

  @Test("messages keep what is unknown by their own headers")
  func unknownInMessages() {
    let texts = ["a,x\n1,2\n3,4\n", "a\n5\n", "y,a\n6,7\n", "", "b\n1\n"]
    var bytes = RawMemory()
    var ranges: [Range<Int>] = []
    for text in texts {
      let start = bytes.count
      bytes.append(text)
      ranges.append(start..<bytes.count)
    }
    let frames = Frames(bytes: bytes.buffer(), ranges: ranges)
    let schema = Schema([Field("a", .text)])
    let kept = CSVDecoder(schema: schema, unknown: .keep).decode(frames)
    #expect(
      kept.texts == [["1", #"{"x":"2"}"#], ["3", #"{"x":"4"}"#], ["5", nil], ["7", #"{"y":"6"}"#]])
    #expect(kept.failures.count == 2)
    #expect(CSVDecoder(schema: schema).decode(frames).dropped == ["x": 2, "y": 1])
    let rejected = CSVDecoder(schema: schema, unknown: .reject).decode(frames)
    #expect(rejected.texts == [["5"]])
    #expect(rejected.failures.compactMap(\.field) == ["x", "x", "y"])
  }

  @Test("nested values are JSON in a cell, and failures in them name their path")
  func nested() {
    let fields = [
      Field("l", .list(.structure([Field("p", .int8)]))), Field("m", .map(.timestamp)), Field("n", .int32),
    ]
    let text = """
      l,m,n
      "[{""p"":1}, null]",{},1
      ,"",2
      "[{""p"":1},{""p"":300}]",,3
      [1,,4
      x,"{""a"":""later""}",5
      null,"{""a\\u0062"":""2018-06-08 16:26:00""}",6
      7,,7

      """
    let decoded = decode(text, fields)
    #expect(
      decoded.texts == [
        [#"[{"p":1},null]"#, "{}", "1"], [nil, nil, "2"], [nil, #"{"ab":"2018-06-08T16:26:00Z"}"#, "6"],
      ])
    #expect(
      decoded.failures.map(\.sentence) == [
        "l[1].p: «300» is outside int8 (-128 to 127)", "l: «[1» is no JSON array, as a list is written",
        "l: «x» is no JSON array, as a list is written", "l: «7» is no JSON array, as a list is written",
      ])
  }

  @Test("what a field has written in a way of its own stands so in the file, without its metadata")
  func ownWays() {
    let fields = [
      Field("u", .uuid, form: FieldForm(write: "hex")),
      Field("t", .timestamp, form: FieldForm(write: "%d.%m.%Y, %H:%M")),
      Field("l", .list(.int32)),
    ]
    let decoded = decode("u,t,l\n9253f6b7-3fe6-e7be-9ba0-57171ed40c22,2018-06-08T16:26:00Z,\"[1, 2]\"\n,,\n", fields)
    let batch = decoded.batch.with(
      schema: Schema(fields + [Metadata.key.field]), columns: decoded.batch.columns + [.nulls(.text, count: 2)])
    let encoded = CSVEncoder().encode(batch, lines: true)
    #expect(
      unsafe String(decoding: encoded.bytes.bytes, as: UTF8.self)
        == "9253f6b73fe6e7be9ba057171ed40c22,\"08.06.2018, 16:26\",\"[1,2]\"\n,,\n")
    let header = CSVEncoder().prologue(for: batch.schema)!
    #expect(unsafe String(decoding: header.bytes, as: UTF8.self) == "u,t,l\n")
  }
}
