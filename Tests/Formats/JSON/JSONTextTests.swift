import Columns
import JSONFormat
import Testing

@Suite struct JSONTextTests {
  /// Whether a text is accepted as a field's value, and what the field holds then.
  private func field(_ text: [UInt8], _ type: ColumnType) -> (decoded: Decoded, failure: String?) {
    let record = Array("{\"k\":".utf8) + text + Array("}".utf8)
    let buffer = unsafe record.withUnsafeBytes { unsafe Buffer.copying($0) }
    var options = JSONOptions()
    options.shape = .document
    let decoded = JSONDecoder(schema: Schema([Field("k", type)]), options: options).decode(
      Frames(bytes: buffer, ranges: [0..<buffer.count]))
    return (decoded, decoded.failures.first?.sentence)
  }

  private func trimmed(_ text: [UInt8]) -> String {
    let isSpace: (UInt8) -> Bool = { [0x20, 0x0a, 0x0d, 0x09].contains($0) }
    return String(decoding: text.drop(while: isSpace).reversed().drop(while: isSpace).reversed(), as: UTF8.self)
  }

  @Test("the table holds about as many texts as it says")
  func size() {
    #expect(JSONTextCase.all.count > 260)
    #expect(Set(JSONTextCase.all.map(\.name)).count == JSONTextCase.all.count)
  }

  @Test("texts are accepted that are JSON, and no others; what is refused says at which byte")
  func values() {
    for one in JSONTextCase.all {
      let (decoded, failure) = field(one.text, .json)
      let context = Comment(rawValue: one.name)
      #expect((failure == nil) == one.isAccepted, context)
      #expect(decoded.rows.count == 1, context)
      if one.isAccepted { #expect(decoded.texts == [[trimmed(one.text)]], context) }
      if let failure {
        let parts = failure.split(separator: "at byte ", omittingEmptySubsequences: false)
        let place = parts.last.flatMap { Int($0.prefix { $0.isNumber }) }
        #expect(parts.count > 1 && (0...one.text.count + 6).contains(place ?? -1), "\(one.name): \(failure)")
      }
    }
  }

  @Test("a file finds the same texts to be JSON where they are elements of an array, or lines")
  func files() {
    let schema = Schema([Field("k", .json), Field("n", .int64)])
    for one in JSONTextCase.all where !one.text.contains(0x0a) || one.isAccepted {
      let record = Array("{\"k\":".utf8) + one.text + Array("}".utf8)
      let context = Comment(rawValue: one.name)
      let before = Array("[{\"n\":1},\n".utf8)
      let array = readFile(before + record + Array(",\n{\"n\":3}]".utf8), schema)
      #expect(array.texts.first == [nil, "1"], context)
      if one.isAccepted {
        #expect(array.texts == [[nil, "1"], [trimmed(one.text), nil], [nil, "3"]], context)
        #expect(array.failures == [] && array.fault == nil, context)
      } else {
        #expect(array.failures != [] || array.fault != nil, context)
      }
      // What takes several lines isn't a line.
      if one.text.contains(0x0a) { continue }
      let lines = readFile(Array("{\"n\":1}\n".utf8) + record + Array("\n{\"n\":3}\n".utf8), schema)
      #expect(lines.texts.first == [nil, "1"] && lines.texts.last == [nil, "3"], context)
      #expect(lines.failures.count == (one.isAccepted ? 0 : 1), "\(one.name): \(lines.rows)")
    }
  }

  @Test("unpaired surrogates, control characters and depth are refused in fields that nobody wants, too")
  func unwanted() {
    for text in [#""\ud800""#, "\"\u{1}\"", String(repeating: "[", count: 200) + String(repeating: "]", count: 200)] {
      let buffer = Buffer.copying("{\"x\":\(text),\"k\":1}")
      let decoded = JSONDecoder(schema: Schema([Field("k", .int64)])).decode(
        Frames(bytes: buffer, ranges: [0..<buffer.count]))
      #expect(decoded.failures.count == 1)
    }
  }

  @Test(
    "numbers keep all their digits where their type can, and fail where it can't",
    arguments: [
      ("9223372036854775807", .int64, "9223372036854775807", nil),
      (
        "9223372036854775808", .int64, nil,
        "k: «9223372036854775808» is outside int64 (-9223372036854775808 to 9223372036854775807)"
      ),
      ("-9223372036854775808", .int64, "-9223372036854775808", nil),
      ("18446744073709551615", .uint64, "18446744073709551615", nil),
      ("-1", .uint64, nil, "k: «-1» is outside uint64 (0 to 18446744073709551615)"),
      ("300", .int8, nil, "k: «300» is outside int8 (-128 to 127)"),
      (
        "12345678901234567890123456789012345678", .decimal(precision: 38, scale: 0),
        "12345678901234567890123456789012345678", nil
      ),
      (
        "-0.00000000000000000000000000000000000001", .decimal(precision: 38, scale: 38),
        "-0.00000000000000000000000000000000000001", nil
      ),
      (
        "123456789012345678901234567890123456789", .decimal(precision: 38, scale: 0), nil,
        "k: «123456789012345678901234567890123456789» is more than a decimal(38,0) can hold exactly"
      ),
      ("1.5e3", .decimal(precision: 10, scale: 2), "1500.00", nil),
      ("1234567890123456789012345678901234567890.5e-7", .text, "1234567890123456789012345678901234567890.5e-7", nil),
      ("1234567890123456789012345678901234567890.5e-7", .json, "1234567890123456789012345678901234567890.5e-7", nil),
      ("0.1", .float64, "0.1", nil), ("1e400", .float64, nil, "k: «1e400» is outside float64"),
      ("1e-400", .float64, "0.0", nil),
      ("9007199254740993", .float64, "9007199254740992.0", nil),
      ("123456789012345678901234567890", .float64, "1.2345678901234568e+29", nil),
      ("0.1000000000000000055511151231257827021181583404541015625", .float64, "0.1", nil),
      ("1e39", .float32, nil, "k: «1e39» is outside float32"),
      ("12.0", .int32, "12", nil), ("12.5", .int32, nil, "k: «12.5» is no int32"), ("2e3", .int32, "2000", nil),
      ("1E+2", .int64, "100", nil), ("1.25e2", .int16, "125", nil), ("15e-1", .int64, nil, "k: «15e-1» is no int64"),
    ] as [(String, ColumnType, String?, String?)])
  func numbers(text: String, type: ColumnType, wanted: String?, failure: String?) {
    let (decoded, found) = field(Array(text.utf8), type)
    #expect(found == failure)
    if failure == nil { #expect(decoded.texts == [[wanted]]) }
  }

  @Test("a key that is there twice is a failure where the field is wanted, also by two of its names")
  func twice() {
    let schema = Schema([Field("a", .int64), Field("s", .structure([Field("b", .int64)])), Field("m", .map(.int64))])
    let texts = [
      #"{"a":1,"x":0,"x":0,"a":1}"#, #"{"s":{"b":1,"b":2}}"#, #"{"m":{"b":1,"\u0062":2}}"#, #"{"a":1,"x":0,"x":0}"#,
    ]
    var memory = RawMemory()
    var ranges: [Range<Int>] = []
    for text in texts {
      let start = memory.count
      memory.append(text)
      ranges.append(start..<memory.count)
    }
    let decoded = JSONDecoder(schema: schema).decode(Frames(bytes: memory.buffer(), ranges: ranges))
    #expect(
      decoded.failures.map(\.sentence) == [
        "at byte 19: a key is there twice", "s: «{\"b\":1,\"b\":2}» has a key twice",
        "m: «{\"b\":1,\"\\u0062\":2}» has a key twice",
      ])
    #expect(decoded.batch.count == 1)
  }

  @Test("bytes that are no UTF-8 are told by their place in the record, in nested values too")
  func utf8() {
    let schema = Schema([
      Field("t", .text), Field("l", .list(.text)), Field("s", .structure([Field("x", .json)])), Field("j", .json),
    ])
    let wanted = [
      (#"{"t":"a\n"#, 9), (#"{"t":"","l":["ok","a"#, 20), (#"{"s":{"x":{"q":"a"#, 17), (#"{"j":["\u0041"#, 13),
    ]
    for (begin, place) in wanted {
      let end = ["\"}", "\"]}", "\"}}}", "\"]}"][wanted.firstIndex { $0.1 == place }!]
      let bytes = Array(begin.utf8) + [0xc3] + Array(end.utf8)
      let buffer = unsafe ([0x20] + bytes).withUnsafeBytes { unsafe Buffer.copying($0) }
      let decoded = JSONDecoder(schema: schema).decode(Frames(bytes: buffer, ranges: [0..<buffer.count]))
      #expect(decoded.failures.count == 1)
      #expect(
        decoded.failures.first?.message.hasSuffix("is not UTF-8, at byte \(place)") == true, "\(decoded.failures)")
    }
  }
}
