import CScan
import Columns
import Glibc
import TestSupport
import Testing

/// Searching and counting with vector instructions, held against loops over bytes.
@Suite struct TextScanTests {
  private static let seed =
    unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)

  @Test("a text is found where it begins first, and nowhere behind the end")
  func finding() {
    var random = SeededRandom(seed: Self.seed)
    for _ in 0..<20_000 {
      let text = (0..<random.below(80)).map { _ in UInt8(ascii: "a") + UInt8(random.below(3)) }
      let part = (0...random.below(5)).map { _ in UInt8(ascii: "a") + UInt8(random.below(3)) }
      // What stands behind the end would be found if it counted.
      let buffer = unsafe (text + part + part).withUnsafeBytes { unsafe Buffer.copying($0) }
      let found = unsafe ouzel_find_text(buffer.start.assumingMemoryBound(to: UInt8.self), text.count, part, part.count)
      let wanted = (0..<max(0, text.count - part.count + 1)).first { text[$0...].starts(with: part) }
      #expect(Int(found) == wanted ?? text.count, "OUZEL_SEED=\(Self.seed) \(text) \(part)")
      withExtendedLifetime(buffer) {}
    }
  }

  @Test("characters are counted, those behind the end left out")
  func counting() {
    var random = SeededRandom(seed: Self.seed)
    for _ in 0..<5_000 {
      let characters: [Character] = ["a", "é", "日", "😀"]
      let text = Array(String((0..<random.below(50)).map { _ in characters[random.below(4)] }).utf8)
      let behind = [UInt8](repeating: random.below(2) == 0 ? 0x80 : 0x61, count: 16)
      let buffer = unsafe (text + behind).withUnsafeBytes { unsafe Buffer.copying($0) }
      let count = unsafe ouzel_count_characters(buffer.start.assumingMemoryBound(to: UInt8.self), text.count)
      #expect(Int(count) == String(decoding: text, as: UTF8.self).unicodeScalars.count, "OUZEL_SEED=\(Self.seed)")
      withExtendedLifetime(buffer) {}
    }
  }

  @Test("a buffer says whether all of it is ASCII")
  func ascii() {
    for (text, isASCII) in [("", true), ("plain", true), ("naïve", false)] {
      let buffer = Buffer.copying(text)
      #expect(buffer.isASCII == isASCII)
      #expect(buffer.isASCII == isASCII)
    }
  }
}
