import Columns
import JSONFormat
import Testing

@Suite struct JSONCommaTests {
  @Test(
    "an element that is missing beside a comma fails alike in files and messages, at the comma",
    arguments: [
      (#"[{"a":1},]"#, 0, [8]), (#"[{"a":1} , \n ]"#, 0, [9]), (#"[{"a":1},{"a":2},]\n"#, 0, [16]), ("[,]", 0, [1]),
      (#"[,{"a":1}]"#, 0, [1]), (#"[{"a":1},,{"a":2}]"#, 0, [9]), (#"[{"a":1},,]"#, 0, [9]), ("[,,]", 0, [1, 2]),
      (#"[{"a":},]"#, 1, [7]), (#"{"x":[{"a":1},]}"#, 0, [13]), (#"[{"a":1},{"a":2}]"#, 0, []), ("[]", 0, []),
    ] as [(String, Int, [Int])])
  func commas(text: String, others: Int, commas: [Int]) {
    let bytes = Array(text.replacing("\\n", with: "\n").utf8)
    let schema = Schema([Field("a", .text)])
    let options = text.hasPrefix("{") ? JSONOptions(at: "/x") : JSONOptions()
    let buffer = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
    let message = JSONDecoder(schema: schema, options: options).decode(
      Frames(bytes: buffer, ranges: [0..<buffer.count]))
    let told = message.failures.map { "\(message.rows.range(of: $0.row).lowerBound) \($0.message)" }
    #expect(told.count == others + commas.count)
    #expect(told.suffix(commas.count) == commas.map { "\($0) at byte 0: an element is missing beside the comma" })
    for piece in [1, 2, 5, .max] {
      for records in [1, 100] {
        let file = readFile(bytes, schema, options, piece: piece, atMost: records)
        #expect(file.texts == message.texts && file.failures == told && file.fault == nil)
      }
    }
  }
}
