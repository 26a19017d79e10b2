import CDigests

/// SHA-256 of bytes that come piece by piece.
package struct SHA256: Sendable {
  private var blocks = BlockDigest<SHA256State>()

  /// Begins with no bytes.
  package init() {}

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) { unsafe blocks.update(bytes) }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }

  /// Adds the UTF-8 of a text.
  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { unsafe update(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of all bytes so far; more may follow.
  package func finish() -> SHA256Digest { SHA256Digest(words: blocks.finish().words) }

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
    // All 64 digits are written, into room for as many.
    unsafe String(unsafeUninitializedCapacity: 64) { text in
      if let start = text.baseAddress { unsafe DigestText.write(self, to: start) }
      return 64
    }
  }
}

extension SHA256Digest: CustomStringConvertible {
  package var description: String { hex }
}

/// Whether the processor has instructions for SHA.
let hasSHAInstructions: Int32 = cdigests_has_sha()

struct SHA256State: BlockState {
  static let isBigEndian = true
  var words = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

  mutating func take(_ blocks: UnsafePointer<UInt8>, count: Int) {
    unsafe withUnsafeMutableBytes(of: &words) { words in
      if let start = words.baseAddress {
        // The state's eight words lie one behind the other.
        unsafe cdigests_sha256(start.assumingMemoryBound(to: UInt32.self), blocks, count, hasSHAInstructions)
      }
    }
  }
}
