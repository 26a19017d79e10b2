import Columns
import Testing
import TestSupport
import TextFormat

@Suite struct TextFormatTests {
  private let line = Schema([Field("line", .text)])

  private func decode(_ text: String, _ schema: Schema, isFile: Bool = true) -> Decoded {
    let buffer = Buffer.copying(text)
    let mark = unsafe isFile ? LineSplitter(skipsBlank: false).prologue(in: buffer.bytes, isEnd: true)! : 0
    return TextDecoder(schema: schema).decode(
      Frames(bytes: buffer, ranges: [mark..<buffer.count], prologue: isFile ? .copying("") : nil))
  }

  private func texts(_ decoded: Decoded) -> [[String?]] {
    let columns = decoded.batch.columns.map { $0.asText(.iso) }
    return (0..<decoded.batch.count).map { row in columns.map { $0.text(row) } }
  }

  @Test(
    "each line is a record, an empty one too; what ends it is none of it",
    arguments: [
      ("a\nb\n", ["a", "b"]), ("a\r\n\r\nb\rc", ["a", "", "b\rc"]), ("\n", [""]), ("", []), ("\u{feff}a", ["a"]),
      ("\"x\", {\n", ["\"x\", {"]), ("last\r", ["last\r"]),
    ])
  func lines(text: String, wanted: [String]) {
    #expect(texts(decode(text, line)) == wanted.map { [$0] })
  }

  @Test("lines are cut as they are decoded, however the bytes come")
  func cuts() {
    let text = Buffer.copying("a\n\nbb\r\nccc")
    let splitter = LineSplitter(skipsBlank: false)
    #expect(unsafe splitter.split(text.bytes, isEnd: true, atMost: 9) == Split(length: 10, records: 4))
    #expect(unsafe splitter.split(text.bytes, isEnd: false, atMost: 9) == Split(length: 7, records: 3))
    #expect(unsafe splitter.split(text.bytes, isEnd: true, atMost: 2) == Split(length: 3, records: 2))
    #expect(decode("a\n\nbb\r\nccc", line).rows.count == 4)
  }

  @Test("a message without text is one empty line, and nothing is behind the last line end")
  func messages() {
    #expect(texts(decode("", line, isFile: false)) == [[""]])
    #expect(texts(decode("\u{feff}", line, isFile: false)) == [[""]])
    #expect(texts(decode("a\nb\n", line, isFile: false)) == [["a"], ["b"]])
  }

  @Test("the field that bears the name is filled, or the only one, by its type")
  func fields() {
    let decoded = decode("7\nx\n\n", Schema([Field("count", .int64)]))
    #expect(texts(decoded) == [["7"], [nil]])
    #expect(decoded.failures.map(\.sentence) == ["count: «x» is no int64"])
    #expect(texts(decode("7", Schema([Field("a", .text), Field("LINE", .int32)]))) == [[nil, "7"]])
    #expect(texts(decode("{\"a\":[1]}", Schema([Field("j", .json)]))) == [["{\"a\":[1]}"]])
  }

  @Test("a line that is no UTF-8 fails alone, and says at which byte")
  func broken() {
    var memory = RawMemory()
    memory.append("a\nb")
    memory.append(UInt8(0xff))
    memory.append("\nc")
    let buffer = memory.buffer()
    let decoded = TextDecoder(schema: line).decode(
      Frames(bytes: buffer, ranges: [0..<buffer.count], prologue: .copying("")))
    #expect(texts(decoded) == [["a"], ["c"]])
    #expect(decoded.failures.map(\.sentence) == ["line: «b\u{fffd}» is not UTF-8, at byte 1"])
    #expect(decoded.rows.range(of: 1) == 2..<4)
  }

  @Test("one column is written; null is an empty line, and a value of several lines none")
  func writes() {
    var builder = TextBuilder(capacity: 4)
    builder.append("a")
    builder.appendNull()
    builder.append("b\nc")
    builder.append("d")
    let numbers = Column.nulls(.int64, count: 4)
    let batch = ColumnBatch(
      schema: Schema([Field("n", .int64), Field("line", .text)]), columns: [numbers, builder.column()], count: 4)
    let lines = TextEncoder().encode(batch, lines: true)
    #expect(unsafe String(decoding: lines.bytes.bytes, as: UTF8.self) == "a\n\nd\n")
    #expect(lines.ends == [2, 3, 3, 5])
    #expect(lines.failures.map(\.row) == [2])
    let messages = TextEncoder().encode(batch, lines: false)
    #expect(unsafe String(decoding: messages.bytes.bytes, as: UTF8.self) == "ab\ncd")
    #expect(messages.failures == [])
  }

  @Test("raw bytes are one record, and come out as they went in")
  func raw() {
    let schema = Schema([Field("bytes", .bytes)])
    let bytes: [UInt8] = (0...255) + [0x0a, 0x0d]
    let buffer = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
    let decoded = RawDecoder(schema: schema).decode(Frames(bytes: buffer, ranges: [0..<100, 100..<100, 100..<258]))
    #expect(decoded.failures == [] && decoded.rows.count == 3)
    for lines in [true, false] {
      let encoded = RawEncoder().encode(decoded.batch, lines: lines)
      #expect(unsafe Array(encoded.bytes.bytes) == bytes)
      #expect(encoded.ends == [100, 100, 258])
    }
    let text = RawDecoder(schema: Schema([Field("t", .text)])).decode(
      Frames(bytes: buffer, ranges: [0..<100, 100..<258]))
    #expect(text.batch.count == 1)
    #expect(text.failures.map(\.sentence).first?.contains("is not UTF-8, at byte 28") == true)
  }

  @Test("a stream of raw bytes is whole at its end alone")
  func whole() {
    let splitter = WholeStream(isBlankNothing: false, skipsMark: false)
    let buffer = Buffer.copying(" \n")
    #expect(unsafe splitter.split(buffer.bytes, isEnd: false, atMost: 9) == Split(length: 0, records: 0))
    #expect(unsafe splitter.split(buffer.bytes, isEnd: true, atMost: 9) == Split(length: 2, records: 1))
    let blank = WholeStream(isBlankNothing: true, skipsMark: true)
    #expect(unsafe blank.split(buffer.bytes, isEnd: true, atMost: 9) == Split(length: 2, records: 0))
  }
}
