import CSVFormat
import Columns
import Glibc
import PlainFormats
import TestSupport
import Testing

@Suite struct CSVDifferentialTests {
  @Test("random files mean the same to the fast decoder, however they are cut, and to a plain one")
  func differential() throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    var random = SeededRandom(seed: seed)
    var (decoded, failed) = (0, 0)
    for round in 0..<1_500 {
      var input = (0..<Trial.head).map { _ in UInt8(random.below(256)) }
      input += randomCSV(input, &random)
      var trial = Trial(input)
      #expect(throws: Never.self, "OUZEL_SEED=\(seed), round \(round): \(String(decoding: input, as: UTF8.self))") {
        try trial.runCSV()
      }
      decoded += trial.counts.decoded
      failed += trial.counts.failed
    }
    print("\(decoded) rows decoded, \(failed) failed")
    #expect(decoded > 300 && failed > 300)
  }

  /// A file that mostly is as the choices say, with a few bytes that may be others.
  private func randomCSV(_ choices: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    let trial = Trial(choices)
    var file: [UInt8] = random.below(8) == 0 ? [0xef, 0xbb, 0xbf] : []
    let options = trial.csv
    if random.below(4) > 0 {
      for _ in 0..<options.skip { file += options.bytes(of: "skipped, \"\n") ?? [] }
      let rows = trial.rows(random.below(8), &random)
      let encoder = trial.csv.encoder
      if let header = encoder.prologue(for: rows.schema) { file += header.copied }
      file += encoder.encode(rows, lines: true).bytes.copied
    }
    let pieces = [
      "a", ",", ";", "\t", "\n", "\n", "\r\n", "\"", "\"\"", "'", ",\"y,\nz\",", "\r",
      "long text without any end, long enough",
      options.delimiter, options.delimiter, options.comment, "\n" + options.comment, options.nullText, "\\", "\\", "^",
      String(options.delimiter.first!), "\\\n", "\\\"", "^\"", "a  ", "\t",
      "ä", "\n1,2,3\n", ",\"", "\",", "NULL", "\\N", "0", " ", "\u{0}", "", "x\n", "\"z\"\n",
    ]
    for _ in 0..<random.below(file.isEmpty ? 60 : 4) where random.below(2) == 0 {
      let at = random.below(file.count + 1)
      file.insert(contentsOf: Array(pieces.randomElement(using: &random)!.utf8), at: at)
      if random.below(3) == 0 && !file.isEmpty { file.remove(at: random.below(file.count)) }
    }
    return file
  }
}
