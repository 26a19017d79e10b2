import Columns
import JSONFormat
import Testing

/// Objects that nothing closes, one behind the other: each line may be the value of the one before.
@Suite struct JSONUnclosedTests {
  /// Records of which each begins with a line of its own and has no end, behind a first one that takes lines, too.
  private func unclosed(_ size: Int) -> [UInt8] {
    var text = Array("{\n\"a\":0\n}\n".utf8)
    while text.count < size { text += Array("{\"a\":\n".utf8) }
    return text
  }

  @Test("where an object gets deeper than any may be, its end is found, whatever follows")
  func sight() {
    let text = unclosed(4_000)
    let splitter = JSONSplitter().following(.copying("{"))
    let split = unsafe text.withUnsafeBytes { bytes in
      unsafe splitter.split(UnsafeRawBufferPointer(rebasing: bytes[10..<2_000]), isEnd: false, atMost: 1)
    }
    #expect(split == Split(length: 6, records: 1))
  }

  @Test("the work of cutting a file of objects that nothing closes grows as the file does", arguments: [200, 2_000])
  func work(kilobytes: Int) {
    let text = unclosed(kilobytes << 10)
    let splitter = JSONSplitter().following(.copying("{"))
    var (at, records, handed) = (0, 0, 0)
    while at < text.count {
      let end = min(at + (64 << 10), text.count)
      let split = unsafe text.withUnsafeBytes { bytes in
        unsafe splitter.split(UnsafeRawBufferPointer(rebasing: bytes[at..<end]), isEnd: end == text.count, atMost: 8192)
      }
      handed += end - at
      if split.length == 0 { break }
      at += split.length
      records += split.records
    }
    #expect(at == text.count)
    #expect(records == 1 + (text.count - 10) / 6)
    // Each byte is looked at in two batches at most.
    #expect(handed < 2 * text.count)
  }

  @Test("such records are the same in files and messages, one for each object", arguments: [3, 128, 129, 130, 1_000])
  func same(count: Int) {
    let text = Array("{\n\"a\":0\n}\n".utf8) + Array(String(repeating: "{\"a\":\n", count: count).utf8)
    let schema = Schema([Field("a", .text)])
    let file = readFile(text, schema, atMost: 7)
    let buffer = unsafe text.withUnsafeBytes { unsafe Buffer.copying($0) }
    let message = JSONDecoder(schema: schema).decode(Frames(bytes: buffer, ranges: [0..<buffer.count]))
    #expect(file.texts == [["0"]] && message.texts == [["0"]])
    #expect(file.failures.count == count)
    #expect(file.failures == message.failures.map { "\(message.rows.range(of: $0.row).lowerBound) \($0.message)" })
  }
}
