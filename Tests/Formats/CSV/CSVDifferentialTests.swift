import CSVFormat
import Columns
import Testing

/// CSV read byte by byte, as plainly as can be: the judge of the fast decoder.
private struct PlainCSV {
  struct Record: Equatable {
    /// Null where there is nothing between two delimiters.
    var fields: [String?] = []
    var isBroken = false
    var isOpen = false
  }

  /// Reads all records; as a file is `cut`, a quote that closes on another line, before something else, breaks its own
  /// line alone.
  static func read(_ bytes: [UInt8], cut: Bool = false) -> [Record] {
    var records: [Record] = []
    var record = Record()
    var at = 0
    var lineStart = 0
    func endRecord() {
      let isBlank =
        record.fields == [nil] && !record.isBroken && at - lineStart <= 1
        && (at == lineStart || bytes[lineStart] == 0x0d)
      if !isBlank { records.append(record) }
      record = Record()
    }
    if bytes.isEmpty { return [] }
    while true {
      var text: [UInt8] = []
      var isQuoted = false
      if at < bytes.count && bytes[at] == 0x22 {
        isQuoted = true
        at += 1
        while true {
          if at == bytes.count {
            record.isBroken = true
            record.isOpen = true
            break
          }
          if bytes[at] == 0x22 {
            at += 1
            if at == bytes.count || bytes[at] != 0x22 { break }
          }
          text.append(bytes[at])
          at += 1
        }
      }
      let rest = at
      while at < bytes.count && bytes[at] != 0x2c && bytes[at] != 0x0a { at += 1 }
      let isLast = at == bytes.count || bytes[at] == 0x0a
      let stop = isLast && at > rest && bytes[at - 1] == 0x0d ? at - 1 : at
      if isQuoted && stop > rest {
        record.isBroken = true
        if cut, bytes[rest] != 0x0d, let end = bytes[lineStart..<rest].firstIndex(of: 0x0a) {
          records.append(record)
          record = Record()
          at = end + 1
          lineStart = at
          continue
        }
      }
      text += bytes[rest..<stop]
      record.fields.append(!isQuoted && text.isEmpty ? nil : String(decoding: text, as: UTF8.self))
      if isLast {
        endRecord()
        at += 1
        lineStart = at
        if at >= bytes.count { return records }
      } else {
        at += 1
      }
    }
  }
}

@Suite struct CSVDifferentialTests {
  @Test("random texts mean the same to the fast decoder, at any chunk, and to a plain one")
  func differential() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix(state: seed)
    let schema = Schema((0..<3).map { Field("c\($0)", .text) })
    var options = CSVOptions()
    options.header = false
    for round in 0..<3_000 {
      let text = randomCSV(&random)
      let records = PlainCSV.read(text)
      let wanted = records.filter { !$0.isBroken && $0.fields.count == 3 }.map(\.fields)
      let whole = unsafe text.withUnsafeBytes { unsafe Buffer.copying($0) }
      let decoder = CSVDecoder(schema: schema, options: options)
      let decoded = decoder.decode(Frames(bytes: whole, ranges: [0..<text.count], prologue: Buffer.copying("")))
      let context = Comment(rawValue: "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
      #expect(decoded.texts == wanted, context)
      #expect(decoded.rows.count == records.count, context)
      // However the bytes arrive, the same records are cut off; one that nothing closes stays.
      let splitter = CSVSplitter(options)
      var at = 0
      var count = 0
      while at < text.count {
        let end = min(text.count, at + Int(random.next() % 300) + 1)
        let most = Int(random.next() % 5) + 1
        let part = unsafe UnsafeRawBufferPointer(rebasing: whole.bytes[at..<end])
        let split = unsafe splitter.split(part, isEnd: end == text.count, atMost: most)
        #expect(split.records <= most)
        if split.length == 0 && end == text.count { break }
        at += split.length
        count += split.records
      }
      #expect(count == PlainCSV.read(text, cut: true).count { !$0.isOpen }, context)
    }
  }

  private func randomCSV(_ random: inout SplitMix) -> [UInt8] {
    let pieces = [
      "a", "bc", ",", ",", ",", "\n", "\n", "\r\n", "\"", "\"\"", "\"x\"", ",\"y,\nz\",", "\r",
      "long text without any end",
      "ä", "\n1,2,3\n", ",\"", "\",",
    ]
    let usual = Int(random.next() % 3)
    var text = ""
    for _ in 0..<Int(random.next() % 60) {
      text +=
        usual == 0
        ? "\"q\(random.next() % 100)\",\"a\"\"b\",plain\n" : pieces[Int(random.next() % UInt64(pieces.count))]
    }
    return Array(text.utf8)
  }
}

/// A small generator whose sequence follows from its seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
