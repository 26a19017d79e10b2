/// SHA-256 of bytes that come piece by piece.
package struct SHA256: Sendable {
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// The bytes that don't fill a block yet.
  private var rest = InlineArray<64, UInt8>(repeating: 0)
  private var length: UInt64 = 0

  /// Begins with no bytes.
  package init() {}

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var bytes = unsafe bytes
    let held = Int(length % 64)
    length += UInt64(bytes.count)
    if held > 0 {
      let taken = min(64 - held, bytes.count)
      for offset in 0..<taken { unsafe rest[held + offset] = bytes[offset] }
      guard held + taken == 64 else { return }
      digestRest()
      unsafe bytes = UnsafeRawBufferPointer(rebasing: bytes[taken...])
    }
    let whole = bytes.count & ~63
    // Every block that is read lies within `whole`.
    for offset in stride(from: 0, to: whole, by: 64) {
      unsafe state.digest(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 64]))
    }
    for offset in whole..<bytes.count { unsafe rest[offset - whole] = bytes[offset] }
  }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }

  /// Adds the UTF-8 of a text.
  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { unsafe update(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of all bytes so far; more may follow.
  package func finish() -> SHA256Digest {
    var last = self
    let held = Int(length % 64)
    last.rest[held] = 0x80
    for offset in held + 1..<64 { last.rest[offset] = 0 }
    if held >= 56 {
      last.digestRest()
      last.rest = InlineArray(repeating: 0)
    }
    let bits = length &* 8
    for offset in 0..<8 { last.rest[56 + offset] = UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64(offset))) }
    last.digestRest()
    return SHA256Digest(words: last.state)
  }

  /// The digest of some bytes.
  package static func digest(of bytes: UnsafeRawBufferPointer) -> SHA256Digest {
    var hash = SHA256()
    unsafe hash.update(bytes)
    return hash.finish()
  }

  /// The digest of some bytes.
  package static func digest(of bytes: [UInt8]) -> SHA256Digest {
    unsafe bytes.withUnsafeBytes { unsafe digest(of: $0) }
  }

  /// The digest of a text's UTF-8.
  package static func digest(of text: String) -> SHA256Digest {
    var text = text
    return text.withUTF8 { unsafe digest(of: UnsafeRawBufferPointer($0)) }
  }

  private mutating func digestRest() {
    // The span ends with this statement, and a full `rest` is one block.
    unsafe rest.span.withUnsafeBytes { unsafe state.digest($0) }
  }
}

/// The 32 bytes that stand for any number of them.
package struct SHA256Digest: Hashable, Sendable {
  let words: SIMD8<UInt32>

  /// The digest's 32 bytes.
  package var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (24 - 8 * UInt32($0 % 4))) }
  }

  /// The digest as 64 lowercase hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension SHA256Digest: CustomStringConvertible {
  package var description: String { hex }
}

extension SIMD8<UInt32> {
  /// Takes one block of 64 bytes into the state.
  fileprivate mutating func digest(_ block: UnsafeRawBufferPointer) {
    var words = InlineArray<64, UInt32>(repeating: 0)
    for index in 0..<16 {
      // The block has 64 bytes.
      words[index] = unsafe UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }
    for index in 16..<64 {
      let early = words[index - 15]
      let late = words[index - 2]
      let first = early.turned(7) ^ early.turned(18) ^ early >> 3
      let second = late.turned(17) ^ late.turned(19) ^ late >> 10
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
    var (a, b, c, d) = (self[0], self[1], self[2], self[3])
    var (e, f, g, h) = (self[4], self[5], self[6], self[7])
    for index in 0..<64 {
      let choice = (e & f) ^ (~e & g)
      let first = h &+ (e.turned(6) ^ e.turned(11) ^ e.turned(25)) &+ choice &+ roundConstants[index] &+ words[index]
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let second = (a.turned(2) ^ a.turned(13) ^ a.turned(22)) &+ majority
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    self = self &+ SIMD8(a, b, c, d, e, f, g, h)
  }
}

extension UInt32 {
  /// Rotates to the right.
  fileprivate func turned(_ bits: UInt32) -> UInt32 { self >> bits | self << (32 - bits) }
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
private let roundConstants: InlineArray<64, UInt32> = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
  0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
  0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
  0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
  0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
  0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
  0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
]
