/// Digests as the lowercase hexadecimal digits of their bytes, written without an allocation.
package enum DigestText: Sendable {
  case md5, sha1, sha256

  /// How many digits there are.
  package var length: Int {
    switch self {
    case .md5: 32
    case .sha1: 40
    case .sha256: 64
    }
  }

  /// Writes the digest of some bytes; `out` has room for `length` digits.
  package func write(_ bytes: UnsafeRawBufferPointer, to out: UnsafeMutableRawPointer) {
    switch self {
    case .md5:
      var blocks = BlockDigest<MD5State>()
      unsafe blocks.update(bytes)
      let words = blocks.finish().words
      for index in 0..<4 { unsafe Self.write(words[index].byteSwapped, to: out + 8 * index) }
    case .sha1:
      var blocks = BlockDigest<SHA1State>()
      unsafe blocks.update(bytes)
      let words = blocks.finish().words
      for index in 0..<5 { unsafe Self.write(words[index], to: out + 8 * index) }
    case .sha256:
      var blocks = BlockDigest<SHA256State>()
      unsafe blocks.update(bytes)
      unsafe Self.write(SHA256Digest(words: blocks.finish().words), to: out)
    }
  }

  /// Writes the 64 digits of a digest.
  static func write(_ digest: SHA256Digest, to out: UnsafeMutableRawPointer) {
    for index in 0..<8 { unsafe Self.write(digest.words[index], to: out + 8 * index) }
  }

  /// Eight digits of a word, the greatest first, all at once: each four bits come into a byte of their own.
  private static func write(_ word: UInt32, to out: UnsafeMutableRawPointer) {
    var digits = UInt64(word)
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    // A digit beyond 9 is a letter, which lies 39 further on.
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    let text = digits &+ 0x3030_3030_3030_3030 &+ letters &* 39
    unsafe out.storeBytes(of: text.bigEndian, as: UInt64.self)
  }
}
