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

  @Test("bytes, pairs of them and units of UTF-16 are counted")
  func counts() {
    unsafe everywhere(letters + [0xc3, 0xe2, 0xf0, 0xf4]) { p, bytes, random in
      let (a, b) = (letters.randomElement(using: &random)!, letters.randomElement(using: &random)!)
      let seed = "OUZEL_SEED=\(Self.seed)" as Comment
      #expect(unsafe Int(ouzel_count(p, bytes.count, a)) == bytes.count { $0 == a }, seed)
      let pairs = (0..<bytes.count / 2).count { bytes[2 * $0] == a && bytes[2 * $0 + 1] == b }
      #expect(unsafe Int(ouzel_count_pairs(p, bytes.count / 2, a, b)) == pairs, seed)
      let units = bytes.count { $0 & 0xc0 != 0x80 } + bytes.count { $0 >= 0xf0 }
      #expect(unsafe Int(ouzel_count_units(p, bytes.count)) == units, seed)
    }
    // So many that the sums of lanes would overflow.
    let many = [UInt8](repeating: 0xf0, count: 20_000)
    #expect(unsafe ouzel_count(many, many.count, 0xf0) == 20_000)
    #expect(unsafe ouzel_count_units(many, many.count) == 40_000)
  }

  @Test("the places of two bytes are listed, and bytes counted that may stand twice")
  func places() {
    unsafe everywhere(letters) { p, bytes, random in
      let (a, b) = (letters.randomElement(using: &random)!, letters.randomElement(using: &random)!)
      let seed = "OUZEL_SEED=\(Self.seed)" as Comment
      let wanted = bytes.indices.filter { bytes[$0] == a || bytes[$0] == b }.map { UInt32($0 + 7) }
      var places = [UInt32](repeating: 0, count: bytes.count + 4)
      #expect(unsafe Int(ouzel_places(&places, p, bytes.count, a, b, 7)) == wanted.count, seed)
      #expect(places[..<wanted.count] == wanted[...], seed)
      // The byte before the first counts as its neighbour.
      let count = max(0, bytes.count - 1) / 16 * 16
      var twice: Int32 = 0
      #expect(
        unsafe Int(ouzel_count_apart(p + 1, count, a, &twice)) == bytes.dropFirst().prefix(count).count { $0 == a },
        seed)
      #expect((twice != 0) == (0..<count).contains { bytes[$0] == a && bytes[$0 + 1] == a }, seed)
    }
  }

  @Test("ASCII is narrowed from UTF-16 and widened to it, up to what isn't")
  func widths() {
    unsafe everywhere(letters) { p, bytes, _ in
      let seed = "OUZEL_SEED=\(Self.seed)" as Comment
      let plain = bytes.firstIndex { $0 >= 0x80 } ?? bytes.count
      #expect(unsafe Int(ouzel_ascii_run(p, bytes.count)) == plain, seed)
      for big in [0, 1] as [Int32] {
        var wide = [UInt8](repeating: 0xee, count: 2 * bytes.count + 2)
        #expect(unsafe Int(ouzel_widen(&wide, p, bytes.count, big)) == plain, seed)
        #expect(wide[..<(2 * plain)].elementsEqual(bytes[..<plain].flatMap { big == 1 ? [0, $0] : [$0, 0] }), seed)
        // What is no ASCII ends it, by either of its bytes.
        for (i, byte) in bytes.enumerated() { (wide[2 * i + Int(big)], wide[2 * i + 1 - Int(big)]) = (byte, 0) }
        let other = bytes.count / 3
        if other % 2 == 1 { wide[2 * other + 1 - Int(big)] = 1 }
        let end = other % 2 == 1 ? min(plain, other) : plain
        var narrow = [UInt8](repeating: 0xee, count: bytes.count + 8)
        #expect(unsafe Int(ouzel_narrow(&narrow, wide, bytes.count, big)) == end, seed)
        #expect(narrow[..<end] == bytes[..<end], seed)
      }
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
      return ShellCommand.run("cat '\(root)/\(path)'").lines.joined(separator: "\n")
    }
    let declared = text("Sources/Libraries/CScan/scan.h").matches(of: /static inline [a-z0-9_]+ (ouzel_\w+)\(/)
    let tested = text("Tests/Columns/ScanTests.swift")
    #expect(declared.count > 8)
    #expect(declared.map { String($0.1) }.filter { !tested.contains($0 + "(") } == [])
  }
}
