import Glibc
import Telemetry
import Testing

@Suite("a line writer") struct LineWriterTests {
  /// What `body` writes.
  private func written(_ body: (LineWriter) async -> Void) async -> String {
    var template = Array("/tmp/telemetry-XXXXXX".utf8CString)
    let file = unsafe mkstemp(&template)
    unsafe unlink(template)
    defer { close(file) }
    await body(LineWriter(descriptor: file))
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test("writes lines above a live display, which comes and goes") func display() async {
    let text = await written { writer in
      writer.write(line: "first")
      writer.show(.init(beforeLine: { "<" }, afterLine: { ">" }), writing: "block")
      writer.write(line: "second")
      writer.write("redrawn")
      writer.show(nil, writing: "gone\n")
      writer.write(line: "third")
    }
    #expect(text == "first\nblock<second\n>redrawngone\nthird\n")
  }

  @Test("keeps lines whole when many write at once") func whole() async {
    let long = String(repeating: "x", count: 200)
    let text = await written { writer in
      writer.show(.init(beforeLine: { "<" }, afterLine: { ">" }))
      await withDiscardingTaskGroup { group in
        for number in 0..<500 { group.addTask { writer.write(line: "\(number) \(long)") } }
      }
    }
    let lines = text.split(separator: ">")
    #expect(lines.count == 500)
    #expect(Set(lines) == Set((0..<500).map { "<\($0) \(long)\n" }))
  }

  @Test("goes on when nobody reads any more") func closed() {
    LineWriter(descriptor: -1).write(line: "x")
  }
}
