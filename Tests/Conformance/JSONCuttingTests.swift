import Columns
import Engine
import JSONFormat
import Specifications
import Testing

@Suite("JSON, cut as it comes") struct JSONCuttingTests {
  /// What came of a stream that is made while it is read.
  private struct Stream {
    var rows = 0
    var sum = 0
    var failures: [String] = []
    var oversized: [Oversized] = []
    var fault: CuttingFault?
    /// The most bytes that were asked for at once, and that a batch held.
    var filled = 0
    var held = 0
    var positions: [Int64] = []
  }

  /// Cuts and decodes what `next` gives piece by piece; nil is its end.
  private func read(_ options: JSONOptions, maxRecord: Int, _ next: () -> [UInt8]?) -> Stream {
    var stream = Stream()
    var cutter = RecordCutter(JSONSplitter(options), maxRecord: ByteCount(maxRecord))
    let limit = ReadLimit(records: 1000, bytes: 64 << 10)
    let decoder = JSONDecoder(schema: Schema([Field("n", .int64)]), options: options)
    var rest: ArraySlice<UInt8> = []
    while true {
      let cut: RecordCutter.Cut
      do throws(CuttingFault) { cut = try cutter.cut(limit) } catch {
        stream.fault = error
        return stream
      }
      switch cut {
      case .ended: return stream
      case .more:
        let missing = cutter.missing(for: limit)
        stream.filled = max(stream.filled, missing)
        if rest.isEmpty { rest = next()?[...] ?? [] }
        let count = min(missing, rest.count)
        _ = unsafe cutter.fill(missing) { room in
          unsafe room.copyBytes(from: rest.prefix(count))
          return count
        }
        if rest.isEmpty { cutter.end() }
        rest = rest.dropFirst(count)
      case .records(let batch):
        stream.oversized += batch.oversized
        stream.held = max(stream.held, batch.frames.bytes.footprint)
        let decoded = decoder.decode(batch.frames)
        stream.rows += decoded.batch.count
        if decoded.batch.count > 0 {
          for row in 0..<decoded.batch.count { stream.sum += Int(decoded.batch.columns[0].value(row, as: Int64.self)) }
        }
        stream.failures += decoded.failures.map { "\(batch.position(of: $0.row, in: decoded.rows)) \($0.message)" }
        stream.positions.append(batch.to.message)
      }
    }
  }

  @Test("an array of any length is read in fixed memory", arguments: ["", "/data/items"])
  func bounded(path: String) {
    var options = JSONOptions()
    options.at = JSONPointer(path)
    let count = 300_000
    var number = -1
    let stream = read(options, maxRecord: 32 << 20) {
      number += 1
      if number == 0 { return Array((path.isEmpty ? "[" : "{\"data\":{\"items\":[").utf8) }
      if number > count { return number == count + 1 ? Array((path.isEmpty ? "]" : "]}}").utf8) : nil }
      return Array("\(number == 1 ? "" : ",")\n{\"n\":\(number),\"x\":[\"]\",{\"n\":7}]}".utf8)
    }
    #expect(stream.rows == count && stream.sum == count * (count + 1) / 2)
    #expect(stream.fault == nil && stream.failures == [])
    #expect(stream.filled <= 256 << 10 && stream.held <= 512 << 10)
  }

  @Test("an element that is too long is passed over, and no other")
  func oversized() {
    let long = "{\"n\":1,\"x\":\"" + String(repeating: "]}\\\"\\n, ", count: 20_000) + "\"}"
    let text = "[{\"n\":1},\n \(long),\n{\"n\":2},\n{\"n\":3}]\n"
    var bytes: [UInt8]? = Array(text.utf8)
    let stream = read(JSONOptions(), maxRecord: 1_000) {
      defer { bytes = nil }
      return bytes
    }
    #expect(stream.rows == 3 && stream.sum == 6)
    #expect(stream.fault == nil)
    #expect(stream.oversized.map(\.position.message) == [11])
    #expect(stream.oversized.map(\.line) == [2])
    #expect(stream.oversized.first.map { Int($0.length) } == "\(long),".utf8.count)
    #expect(stream.filled <= 66_000)
  }

  @Test(
    "where the first record alone is longer than any may be, the others are read all the same",
    arguments: ["", "\n\n "], ["\n", " "])
  func firstOversized(before: String, within: String) {
    let long = "{\"n\":1,\(within)\"x\":\"" + String(repeating: "x", count: 20_000) + "\"}"
    var bytes: [UInt8]? = Array("\(before)\(long)\n{\"n\":2}\n{\"n\":3}\n".utf8)
    let stream = read(JSONOptions(), maxRecord: 1_000) {
      defer { bytes = nil }
      return bytes
    }
    #expect(stream.rows == 2 && stream.sum == 5 && stream.fault == nil && stream.failures == [])
    #expect(stream.oversized.map(\.line) == [before.isEmpty ? 1 : 3])
  }

  @Test("what is too long before or behind an array that is pointed to is told to be that, and what to set")
  func around() throws {
    let long = "\"" + String(repeating: "x", count: 200_000) + "\""
    var options = JSONOptions()
    options.at = JSONPointer("/a")
    func sentence(_ text: String, _ options: JSONOptions) -> String? {
      var bytes: [UInt8]? = Array(text.utf8)
      let stream = read(options, maxRecord: 1_000) {
        defer { bytes = nil }
        return bytes
      }
      return stream.fault?.sentence(of: "a.json")
    }
    #expect(
      sentence("{\"b\":\(long),\"a\":[{\"n\":1}]}", options)
        == "what stands before the records at `/a` of a.json is longer than max_record (1KB)")
    #expect(
      sentence("{\"a\":[{\"n\":1}],\"b\":\(long)}", options)
        == "a value behind the records of a.json, at byte 19, is longer than max_record (1KB)")
    #expect(
      sentence(String(repeating: " ", count: 5_000) + "[]", JSONOptions())
        == "what stands before the first record of a.json is longer than max_record (1KB)")
  }

  @Test("what stands behind the array may be longer than any record, and is looked through to its end")
  func tail() {
    var number = 0
    let stream = read(
      {
        var it = JSONOptions(); it.at = JSONPointer("/a"); return it
      }(), maxRecord: 1_000
    ) {
      number += 1
      switch number {
      case 1: return Array("{\"a\":[{\"n\":1}],\"b\":[0".utf8)
      case 2..<3_000: return Array(",{\"x\":\"\\\"]}\",\"y\":[NaN,-1.5e3,true]}".utf8)
      case 3_000: return Array("]} \n".utf8)
      default: return nil
      }
    }
    #expect(stream.rows == 1 && stream.fault == nil)
  }

  @Test(
    "a file that is cut off is told with the byte at which it ends, and what is broken behind its records too",
    arguments: [
      ("[{\"n\":1},{\"n\"", CuttingFault.broken(at: 9, isCutOff: true, reason: "the array of records has no end")),
      ("[{\"n\":1}", .broken(at: 1, isCutOff: true, reason: "the array of records has no end")),
      (
        "[{\"n\":1}]x",
        .broken(at: 9, isCutOff: false, reason: "something stands behind the end of the array of records")
      ),
    ])
  func faults(text: String, fault: CuttingFault) {
    var bytes: [UInt8]? = Array(text.utf8)
    let stream = read(JSONOptions(), maxRecord: 1_000) {
      defer { bytes = nil }
      return bytes
    }
    #expect(stream.fault == fault)
    let isWhole = if case .broken(at: 1, _, _) = fault { false } else { true }
    #expect(stream.rows == (isWhole ? 1 : 0))
  }

  @Test("reading goes on at any element, and a half-written array goes on where it stopped once it is whole")
  func goesOn() throws {
    let whole = Array("[\n{\"n\":1} , {\"n\":2},\n{\"n\":3}\n]\n".utf8)
    let half = 22
    var cutter = RecordCutter(JSONSplitter(), maxRecord: .mebibytes(1))
    let limit = ReadLimit(records: 1, bytes: 1 << 20)
    var positions: [Int64] = []
    func give(_ range: Range<Int>) {
      _ = unsafe cutter.fill(range.count) { room in
        unsafe room.copyBytes(from: whole[range])
        return range.count
      }
    }
    give(0..<half)
    cutter.end()
    #expect(throws: CuttingFault.self) {
      while case .records(let batch) = try cutter.cut(limit) { positions.append(batch.to.message) }
    }
    #expect(positions == [11, 20])
    for position in positions + [28] {
      cutter.restart(at: position, from: position, lines: nil)
      give(Int(position)..<whole.count)
      cutter.end()
      var rows = 0
      while case .records(let batch) = try cutter.cut(limit) { rows += batch.records }
      #expect(rows == (position == 11 ? 2 : position == 20 ? 1 : 0))
    }
  }
}
