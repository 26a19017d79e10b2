import Columns
import Glibc
import JSONFormat
import PlainFormats
import TestSupport
import Testing

@Suite struct JSONDifferentialTests {
  @Test("random lines, whole and broken, mean the same to the fast decoder, however they are cut, and to a plain one")
  func differential() throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    var random = SeededRandom(seed: seed)
    var (decoded, failed) = (0, 0)
    for round in 0..<1_500 {
      var input = (0..<Trial.head).map { _ in UInt8(random.below(256)) }
      var lines: [UInt8] = random.below(8) == 0 ? [0xef, 0xbb, 0xbf] : []
      if random.below(2) == 0 {
        let rows = Trial(input).rows(random.below(8), &random)
        lines += JSONEncoder().encode(rows, lines: true).bytes.copied
        for _ in 0..<random.below(3) where !lines.isEmpty { mutate(&lines, &random) }
      } else {
        for _ in 0..<random.below(8) { lines += self.line(&random) }
      }
      input += random.below(4) == 0 ? lines : framed(lines, Trial(input).json)
      var trial = Trial(input)
      #expect(throws: Never.self, "OUZEL_SEED=\(seed), round \(round): \(String(decoding: input, as: UTF8.self))") {
        try trial.runJSON()
      }
      decoded += trial.counts.decoded
      failed += trial.counts.failed
    }
    print("\(decoded) rows decoded, \(failed) failed")
    #expect(decoded > 300 && failed > 300)
  }

  /// The lines as a file of the options' shape.
  private func framed(_ lines: [UInt8], _ options: JSONOptions) -> [UInt8] {
    if options.shape == .lines { return lines }
    let mark = lines.prefix { $0 >= 0x80 }
    let records = lines.dropFirst(mark.count).split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    var text = options.shape == .document ? records.first ?? "{}" : "[" + records.joined(separator: " ,\n") + "]"
    switch options.at?.text {
    case "/a": text = "{\"b\":[{}],\"a\":" + text + ",\"c\":{\"a\":1}}"
    case "/x/0": text = "{\"x\": [" + text + ",[]]}\n"
    case "/d": text = "{\"d\" :" + text + "\n}"
    default: break
    }
    return Array(mark) + text.utf8
  }

  /// An object on a line, in which a few bytes may be others.
  private func line(_ random: inout SeededRandom) -> [UInt8] {
    var line = Array(object(&random, depth: 3).utf8)
    if random.below(3) == 0 { for _ in 0..<1 + random.below(2) { mutate(&line, &random) } }
    return line + ["\n", "\n", "\r\n", "\n\n", " \n"].randomElement(using: &random)!.utf8
  }

  private func mutate(_ line: inout [UInt8], _ random: inout SeededRandom) {
    let at = random.below(line.count)
    let byte = (Array("{}[]\",:\\ 0-.eu\u{1}tx".utf8) + [0xff, 0xc3]).randomElement(using: &random)!
    switch random.below(3) {
    case 0: line[at] = byte
    case 1: line.insert(byte, at: at)
    default: line.remove(at: at)
    }
  }

  private func object(_ random: inout SeededRandom, depth: Int) -> String {
    let keys = ["a", "a", "b", "b", "c", "d", "A", "x", "long key", "\\u0061", "ä", "id", "Name", "n", "t", "u"]
    var chosen = Array(keys.shuffled(using: &random).prefix(random.below(7)))
    // Mostly none comes twice.
    if random.below(8) > 0 { chosen = Array(Set(chosen)).sorted() }
    let members = chosen.map {
      "\"\($0)\"\(space(&random)):\(space(&random))\(value(&random, depth: depth - 1))"
    }
    return "{" + space(&random) + members.joined(separator: space(&random) + ",") + space(&random) + "}"
  }

  private func value(_ random: inout SeededRandom, depth: Int) -> String {
    switch random.below(depth > 0 ? 12 : 9) {
    case 0: return "null"
    case 1: return ["true", "false", "\"yes\"", "\"\""].randomElement(using: &random)!
    case 2:
      return ["-12.5e+3", "0.1", "1e400", "-0", "1.0", "123456789012345678901234567890"].randomElement(using: &random)!
    case 3: return "\(random.below(1_000))"
    case 4:
      return [
        "\"2018-06-08\"", "\"2018-06-08T16:26:00.5+02\"", "\"16:26\"", "\"AAEC/w==\"", "\"nan\"", "\"12\"",
        "\"550e8400e29b41d4a716446655440000\"",
      ].randomElement(using: &random)!
    case 5: return #""\ud83e\uddc0 \n\"x\"\/""#
    case 6: return "\"Käse 🧀 and some more text\""
    case 9: return object(&random, depth: depth)
    case 10:
      return "[" + (0..<random.below(4)).map { _ in value(&random, depth: depth - 1) }.joined(separator: ",") + "]"
    case 11: return ["[]", "{}"].randomElement(using: &random)!
    default: return "\"v\(random.below(10))\""
    }
  }

  private func space(_ random: inout SeededRandom) -> String {
    ["", "", "", " ", "\t ", "\r"].randomElement(using: &random)!
  }
}
