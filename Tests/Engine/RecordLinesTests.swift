import Columns
import Engine
import Testing

@Suite struct RecordLinesTests {
  @Test("a record's line is known in whatever order records are asked for", arguments: [false, true])
  func order(isMessages: Bool) {
    // Records of one to three lines, over several stretches that are counted at once.
    var text = ""
    var rows = DecodedRows()
    var wanted: [Int] = []
    var line = 1
    for number in 0..<9_000 {
      wanted.append(line)
      let record = String(repeating: "x\n", count: number % 3) + "\(number)\n"
      let range = text.utf8.count..<text.utf8.count + record.utf8.count - 1
      if isMessages { rows.append(range, frame: 0) } else { rows.append(range) }
      text += record
      line += number % 3 + 1
    }
    let bytes = Buffer.copying(text)
    let raw = RawBatch(
      frames: Frames(bytes: bytes, ranges: [0..<bytes.count], prologue: isMessages ? nil : .copying("")),
      positions: isMessages ? .offsets([7]) : .bytes(base: 0), from: .start, to: .start, records: 9_000,
      lines: isMessages ? nil : 5)
    let before = isMessages ? 0 : 5
    for order in [Array(0..<9_000), Array((0..<9_000).reversed()), (0..<9_000).map { $0 * 7_919 % 9_000 }] {
      var lines = RecordLines(raw, rows, decodedBy: Numbers())
      #expect(order.allSatisfy { lines.line(of: $0) == before + wanted[$0] })
    }
  }

  private struct Numbers: Decoder {
    var schema: Schema { Schema([]) }
    func decode(_ frames: Frames) -> Decoded { preconditionFailure("nothing is decoded here") }
  }
}
