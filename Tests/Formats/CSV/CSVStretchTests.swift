import CSVFormat
import Columns
import TestSupport
import Testing

/// Long texts, of which whole stretches have no quotes and are passed over at once.
@Suite struct CSVStretchTests {
  /// A text that is made of known records.
  private struct Known {
    var text: [UInt8] = []
    /// The fields of each record, and nil for those with too many or too few.
    var records: [[String?]?] = []
    /// How many records end at or before the end of each line.
    var ended: [Int: Int] = [0: 0]

    init(_ random: inout SeededRandom) {
      let lineEnd = random.next() % 3 == 0 ? "\r\n" : "\n"
      let (blanks, quotes) = (random.next() % 2 == 0, random.next() % 3)
      // Runs without quotes or blank lines are followed by runs with them.
      for run in 0..<Int(random.next() % 8) {
        for _ in 0..<Int(random.next() % 400) {
          if blanks && run % 2 == 1 && random.next() % 4 == 0 {
            text += Array(lineEnd.utf8)
          } else {
            add(&random, quotes: quotes > 0 && run % 2 == 1, lineEnd)
          }
          ended[text.count] = records.count
        }
      }
    }

    private mutating func add(_ random: inout SeededRandom, quotes: Bool, _ lineEnd: String) {
      let width = random.next() % 20 == 0 ? Int(random.next() % 5) + 1 : 3
      let fields: [String?] = (0..<width).map { _ in
        let length = Int(random.next() % (random.next() % 50 == 0 ? 300 : 12))
        return length == 0 ? nil : String(repeating: "abcdefgh"[random.next() % 8], count: length)
      }
      // A lone field that is empty would be a blank line.
      if fields == [nil] { return }
      let written = fields.map { field in
        guard let field else { return "" }
        return quotes && random.next() % 2 == 0 ? "\"" + field + "\"" : field
      }
      text += Array((written.joined(separator: ",") + lineEnd).utf8)
      records.append(width == 3 ? fields : nil)
    }
  }

  @Test("long texts are read as they were written, and cut at their records")
  func stretches() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    var options = CSVOptions()
    options.header = false
    let decoder = CSVDecoder(schema: Schema((0..<3).map { Field("c\($0)", .text) }), options: options)
    for round in 0..<60 {
      let known = Known(&random)
      let context = Comment(rawValue: "seed \(seed), round \(round)")
      let whole = unsafe known.text.withUnsafeBytes { unsafe Buffer.copying($0) }
      let frames = Frames(bytes: whole, ranges: [0..<whole.count], prologue: Buffer.copying(""))
      let decoded = decoder.decode(frames)
      #expect(decoded.rows.count == known.records.count, context)
      #expect(decoded.texts == known.records.compactMap { $0 }, context)
      var (at, count) = (0, 0)
      while at < whole.count {
        let end = min(whole.count, at + Int(random.next() % 30_000) + 1)
        let part = unsafe UnsafeRawBufferPointer(rebasing: whole.bytes[at..<end])
        let split = unsafe CSVSplitter(options).split(
          part, isEnd: end == whole.count, atMost: Int(random.next() % 900) + 1)
        at += split.length
        count += split.records
        #expect(known.ended[at] == count, context)
      }
      #expect(count == known.records.count, context)
    }
  }
}

extension String {
  fileprivate subscript(place: UInt64) -> Character { self[index(startIndex, offsetBy: Int(place))] }
}
