import Columns
import Engine
import TestSupport
import Testing

@testable import StandardStreamsConnector

/// Lines, of which no two are found at once: as records are where each could be broken.
private struct LinesOneByOne: Splitter {
  func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? { 0 }

  func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    unsafe QuotedLines(header: false).split(bytes, isEnd: isEnd, atMost: min(1, records))
  }
}

@Suite("Batches of a stream that aren't stored yet") struct UnsettledBatchTests {
  @Test("count the records of their rest, though a splitter stops before some of them")
  func rest() throws {
    let text = "1\n2\n3\n4\n\"5\n"
    var batches = UnsettledBatches(LinesOneByOne())
    batches.add(
      RawBatch(
        frames: Frames(bytes: .copying(text), ranges: [0..<text.utf8.count], prologue: .copying("")),
        positions: .bytes(base: 0), from: .start, to: Position(message: Int64(text.utf8.count)), records: 5, lines: 0))
    let rest = try #require(batches.batch(from: 4))
    #expect(rest.records == 3)
    #expect(rest.lines == 2)
    #expect(rest.frames.ranges == [4..<text.utf8.count])
  }
}
