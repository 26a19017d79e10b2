import CScan
import Columns
import Glibc
import TestSupport
import Testing

/// The machine's vector instructions, held against loops over bytes, at every place in a vector and of every length.
@Suite struct ScanTests {
  private static let seed =
    unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)

  /// Calls `body` with bytes at all places in a vector, of lengths below and beyond several of them. Behind their end is
  /// what they are made of, too, since it may be read and must not count.
  private func everywhere(_ letters: [UInt8], _ body: (UnsafePointer<UInt8>, [UInt8], inout SeededRandom) -> Void) {
    var random = SeededRandom(seed: Self.seed)
    for length in Array(0...70) + [127, 128, 129, 200, 300] {
      for place in 0..<33 {
        let usual = random.below(3)
        let bytes = (0..<length + 160).map { _ in
          usual == 0
            ? letters.randomElement(using: &random)!
            : random.below(usual == 1 ? 40 : 400) == 0 ? letters.randomElement(using: &random)! : 0x61
        }
        var memory = RawMemory(capacity: bytes.count + place)
        memory.append(repeating: letters[0], count: place)
        unsafe bytes.withUnsafeBytes { unsafe memory.append($0) }
        let buffer = memory.buffer()
        unsafe body(
          buffer.start.assumingMemoryBound(to: UInt8.self) + place, Array(bytes[..<length]), &random)
        withExtendedLifetime(buffer) {}
      }
    }
  }

  private let letters = Array("\",\\\n\r\t {x".utf8) + [0, 0x1f, 0x20, 0x7f, 0x80, 0xa2, 0xff]

  @Test("64 bytes are compared with one")
  func match() {
    unsafe everywhere(letters) { p, _, random in
      let byte = letters.randomElement(using: &random)!
      var wanted: UInt64 = 0
      for i in 0..<64 { if unsafe p[i] == byte { wanted |= 1 << UInt64(i) } }
      #expect(unsafe ouzel_match64(p, byte) == wanted, "OUZEL_SEED=\(Self.seed)")
    }
  }

  @Test("what needs no escape is found, and copied")
  func plain() {
    unsafe everywhere(letters) { p, bytes, _ in
      for (a, b) in [(0x22, 0x5c), (0x0a, 0x0d), (0x22, 0x2c)] as [(UInt8, UInt8)] {
        let wanted = bytes.firstIndex { $0 == a || $0 == b || $0 < 0x20 } ?? bytes.count
        #expect(unsafe Int(ouzel_plain_prefix(p, bytes.count, a, b)) == wanted, "OUZEL_SEED=\(Self.seed)")
        var copy = [UInt8](repeating: 0, count: bytes.count + 16)
        #expect(unsafe Int(ouzel_copy_plain(&copy, p, bytes.count, a, b)) == wanted, "OUZEL_SEED=\(Self.seed)")
        #expect(copy[..<wanted] == bytes[..<wanted], "OUZEL_SEED=\(Self.seed)")
      }
    }
  }

  @Test("bytes are copied, compared, searched and found to be ASCII")
  func whole() {
    unsafe everywhere(letters) { p, bytes, random in
      var copy = [UInt8](repeating: 0x2a, count: bytes.count + 16)
      unsafe ouzel_copy(&copy, p, bytes.count)
      #expect(copy[..<bytes.count] == bytes[...], "OUZEL_SEED=\(Self.seed)")
      #expect(unsafe ouzel_equal(copy, p, bytes.count) != 0, "OUZEL_SEED=\(Self.seed)")
      if !bytes.isEmpty {
        copy[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
        #expect(unsafe ouzel_equal(copy, p, bytes.count) == 0, "OUZEL_SEED=\(Self.seed)")
      }
      let byte = letters.randomElement(using: &random)!
      let found = bytes.firstIndex(of: byte) ?? bytes.count
      #expect(unsafe Int(ouzel_find(p, bytes.count, byte)) == found, "OUZEL_SEED=\(Self.seed)")
      let isASCII = bytes.allSatisfy { $0 < 0x80 }
      #expect(unsafe (ouzel_is_ascii(p, bytes.count) != 0) == isASCII, "OUZEL_SEED=\(Self.seed)")
    }
  }

  @Test("hexadecimal digits are read and written")
  func digits() {
    unsafe everywhere(Array("0123456789abcdefABCDEF".utf8)) { p, _, random in
      var digits = (0..<32).map { _ in Array("0123456789abcdefABCDEF".utf8).randomElement(using: &random)! }
      var bytes = [UInt8](repeating: 0, count: 16)
      #expect(unsafe ouzel_read_hex32(&bytes, digits) != 0)
      for i in 0..<16 {
        let wanted = UInt8(String(decoding: digits[2 * i..<2 * i + 2], as: UTF8.self), radix: 16)
        #expect(bytes[i] == wanted, "OUZEL_SEED=\(Self.seed)")
      }
      var written = [UInt8](repeating: 0, count: 32)
      unsafe ouzel_write_hex32(&written, bytes)
      #expect(written == Array(String(decoding: digits, as: UTF8.self).lowercased().utf8), "OUZEL_SEED=\(Self.seed)")
      // Every byte that is no digit is told, wherever it stands.
      let byte = UInt8(random.below(256))
      digits[random.below(32)] = byte
      let isDigit = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
      #expect(unsafe (ouzel_read_hex32(&bytes, digits) != 0) == isDigit, "OUZEL_SEED=\(Self.seed), byte \(byte)")
    }
  }

  @Test("no function of the header goes without its test")
  func everyFunction() throws {
    func text(_ path: String) -> String {
      let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      return Shell.run("cat '\(root)/\(path)'").lines.joined(separator: "\n")
    }
    let declared = text("Sources/Libraries/CScan/scan.h").matches(of: /static inline [a-z0-9_]+ (ouzel_\w+)\(/)
    let tested = text("Tests/Columns/ScanTests.swift")
    #expect(declared.count > 8)
    #expect(declared.map { String($0.1) }.filter { !tested.contains($0 + "(") } == [])
  }
}
