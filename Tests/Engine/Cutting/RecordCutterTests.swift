import Columns
import Digests
import Engine
import Specifications
import TestSupport
import Testing

@Suite("The record cutter") struct RecordCutterTests {
  @Test("gives whole records, and the header apart", arguments: [1, 2, 3, 7, 1000])
  func wholeRecords(piece: Int) throws {
    let stream = try cut("id,name\n1,a\n2,\"b\nb\"\n3,c\n", piece: piece)
    #expect(stream.prologue == "id,name\n")
    #expect(stream.texts.joined() == "1,a\n2,\"b\nb\"\n3,c\n")
    #expect(stream.records == 3)
    #expect(stream.batches.first?.from == .start)
    #expect(stream.batches.last?.to == Position(message: 24))
  }

  @Test("follows a batch by the next without a gap, and says where each record stands")
  func positions() throws {
    let stream = try cut("h\n11\n222\n3333\n", limit: ReadLimit(records: 1, bytes: 100))
    #expect(stream.texts == ["11\n", "222\n", "3333\n"])
    #expect(stream.starts == [2, 5, 9])
    #expect(stream.batches.map(\.from.message) == [0, 5, 9])
    #expect(stream.batches.map(\.to.message) == [5, 9, 14])
  }

  @Test("takes a last record without a line end")
  func lastRecord() throws {
    #expect(try cut("h\n1\n2").texts.joined() == "1\n2")
  }

  @Test(
    "finds no record where there is none",
    arguments: ["", "h", "h\n", "h\n\n\n"])
  func nothing(text: String) throws {
    #expect(try cut(text).batches.isEmpty)
  }

  @Test("keeps to the records and bytes of the limit, but for a first record that is longer")
  func limits() throws {
    #expect(try cut("1\n2\n3\n4\n5\n", header: false, limit: ReadLimit(records: 2, bytes: 100)).texts.count == 3)
    let long = String(repeating: "x", count: 50)
    let stream = try cut("\(long)\n1\n2\n3\n", header: false, limit: ReadLimit(records: 100, bytes: 4))
    #expect(stream.texts == ["\(long)\n", "1\n2\n", "3\n"])
  }

  @Test("passes over a record that is too long, in fixed memory", arguments: ["\n", "\r\n", ""], [64, 70_000, .max])
  func oversized(lineEnd: String, piece: Int) throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
    let before = Array("h\n1\n".utf8)
    let behind = lineEnd.isEmpty ? [] : Array("2\n".utf8)
    let stream = try cut(
      before + long + Array(lineEnd.utf8) + behind, piece: piece, limit: ReadLimit(records: 100, bytes: 10_000),
      maxRecord: 100_000)
    let oversized = try #require(stream.oversized.first)
    #expect(oversized.position == Position(message: 4))
    #expect(oversized.length == 3_000_000)
    #expect(oversized.sha256 == SHA256.digest(of: long).hex)
    #expect(oversized.beginning.count == 1 << 16)
    #expect(
      oversized.message
        == "the record is 3000000 bytes long, and max_record is 100KB: raise `max_record` to read it")
    #expect(stream.texts == (lineEnd.isEmpty ? ["1\n"] : ["1\n", "2\n"]))
    #expect(stream.records == (lineEnd.isEmpty ? 2 : 3))
    #expect(stream.largestFill <= 100_002)
    for (batch, next) in zip(stream.batches, stream.batches.dropFirst()) { #expect(batch.to == next.from) }
  }

  @Test("lets a record be as long as it may")
  func longest() throws {
    let record = String(repeating: "x", count: 99) + "\n"
    #expect(try cut(record + record, header: false, maxRecord: 100).oversized.isEmpty)
    #expect(try cut(record + record, header: false, maxRecord: 99).texts.joined() == record + record)
    #expect(try cut(record + record, header: false, maxRecord: 98).oversized.map(\.length) == [99, 99])
    let wide = record.dropLast() + "\r\n"
    #expect(try cut("\n\n" + wide + "\n" + wide, header: false, maxRecord: 99).oversized.isEmpty)
    #expect(try cut("\n\n" + wide + "\n" + wide, header: false, maxRecord: 98).oversized.map(\.length) == [99, 99])
    // A line end may stand between quotes, and none at the stream's end.
    let quoted = "\"" + String(repeating: "y\n", count: 50) + "\""
    #expect(try cut(quoted, header: false, maxRecord: 102).texts == [quoted])
    #expect(try cut(quoted + "\n", header: false, maxRecord: 102).texts == [quoted + "\n"])
    #expect(try cut(quoted, header: false, maxRecord: 101).texts[0] == "\"y\n")
  }

  @Test("gives the first line alone where a quote is never closed, and goes on behind it")
  func unclosedQuote() throws {
    let rest = (0..<50_000).map { "\($0),x\n" }.joined()
    let bad = "7,\"oops\n"
    let stream = try cut("h\n1,a\n" + bad + rest, maxRecord: 1000)
    #expect(stream.texts[0] == "1,a\n")
    #expect(stream.texts[1] == bad)
    #expect(stream.texts[2...].joined() == rest)
    #expect(stream.oversized.isEmpty)
  }

  @Test("gives the first line alone where the stream ends within a quote")
  func unclosedAtEnd() throws {
    let stream = try cut("h\n1,\"a\n2,b\n3,c")
    #expect(stream.texts == ["1,\"a\n", "2,b\n3,c"])
    #expect(try cut("h\n1,\"a").texts == ["1,\"a"])
  }

  @Test("tells how many lines end before a batch, whatever the pieces", arguments: [1, 3, 1000])
  func lines(piece: Int) throws {
    let text = "h\n1\n\"2\n3\"\n4\n\(String(repeating: "x", count: 90_000))\n5"
    let stream = try cut(text, piece: piece, limit: ReadLimit(records: 1, bytes: 100), maxRecord: 50_000)
    #expect(stream.texts == ["1\n", "\"2\n3\"\n", "4\n", "5"])
    #expect(stream.lines == [1, 2, 4, 6])
    #expect(stream.oversized.map(\.line) == [6])
  }

  @Test(
    "goes on counting lines from those before a place, or tells none where they aren't known", arguments: [nil, 41])
  func linesFrom(known: Int?) throws {
    let stream = try cut(Array("head\n1\n2\n3\n".utf8), from: 7, lines: known, limit: ReadLimit(records: 1, bytes: 9))
    #expect(stream.texts == ["2\n", "3\n"])
    #expect(stream.lines == [known, known.map { $0 + 1 }])
  }

  @Test("goes on at any record")
  func restart() throws {
    let bytes = Array(("head\n" + (0..<20_000).map { "record \($0)\n" }.joined()).utf8)
    let whole = try cut(bytes, limit: ReadLimit(records: 700, bytes: 9000))
    for batch in whole.batches {
      let rest = try cut(bytes, from: batch.to.message)
      #expect(rest.prologue == "head\n")
      #expect(Int64(rest.texts.joined().utf8.count) == Int64(bytes.count) - batch.to.message)
      #expect(batch.to.message == Int64(bytes.count) || rest.batches[0].from == batch.to)
    }
  }

  @Test("recognises a position by what stands before it, however it came there", arguments: [1, 100, 5000, 100_000])
  func check(piece: Int) throws {
    let bytes = Array(("head\n" + (0..<2000).map { "record \($0)\n" }.joined()).utf8)
    let limit = ReadLimit(records: 90, bytes: 1 << 20)
    var cutter = RecordCutter(QuotedLines(), maxRecord: .mebibytes(1))
    while true {
      switch try cutter.cut(limit) {
      case .ended: return
      case .more:
        let offset = Int(cutter.offset)
        let count = min(piece, bytes.count - offset)
        _ = unsafe cutter.fill(piece) {
          unsafe $0.copyBytes(from: bytes[offset..<offset + count])
          return count
        }
        if offset + count == bytes.count { cutter.end() }
      case .records(let batch):
        let end = Int(batch.to.message)
        #expect(cutter.check() == SHA256.digest(of: Array(bytes[max(0, end - 4096)..<end])).hex)
      }
    }
  }

  @Test("cuts the same records at the same places, however the bytes come", arguments: 0..<40)
  func anyPieces(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let letters = Array("ab,\r\n\n\"x\n".utf8)
    let bytes = (0..<Int.random(in: 0..<4000, using: &random)).map { _ in letters.randomElement(using: &random)! }
    // Some records are too long, and some quotes stay open.
    let maxRecord = Int.random(in: 5..<60, using: &random)
    func records(piece: Int, _ limit: ReadLimit) throws -> [String] {
      let stream = try cut(bytes, header: false, piece: piece, limit: limit, maxRecord: maxRecord)
      var end: Int64 = 0
      for batch in stream.batches {
        #expect(batch.from.message == end, "seed \(seed)")
        end = batch.to.message
      }
      // Blank lines may stand before a record, or be passed over before it.
      return zip(stream.starts, stream.texts).map { start, text in
        let blank = text.utf8.prefix { $0 == 0x0a }.count
        return "\(start + Int64(blank)) \(String(text.utf8.dropFirst(blank))!)"
      }
        + stream.oversized.map { "\($0.position) \($0.length) \($0.sha256)" }
    }
    let one = ReadLimit(records: 1, bytes: 1 << 20)
    let whole = try records(piece: .max, one)
    for piece in [1, 2, 17, 256] { #expect(try records(piece: piece, one) == whole, "seed \(seed)") }
  }

  @Test("refuses a header that is longer than a record may be")
  func longHeader() {
    #expect(throws: CuttingFault.self) {
      try cut(String(repeating: "x", count: 200_000), maxRecord: 100)
    }
    // Batches may be smaller than a record.
    #expect(throws: CuttingFault.self) {
      try cut(
        "\"" + String(repeating: "x\n", count: 90_000), limit: ReadLimit(records: 9, bytes: 64), maxRecord: 70_000)
    }
  }

  @Test("holds little memory between batches")
  func footprint() throws {
    let bytes = Array((0..<100_000).map { "record \($0)\n" }.joined().utf8)
    let stream = try cut(bytes, header: false, limit: ReadLimit(records: 1000, bytes: 1 << 20))
    let footprint = stream.batches.reduce(0) { $0 + $1.frames.bytes.footprint }
    #expect(footprint < bytes.count * 8)
  }
}
