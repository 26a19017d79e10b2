import CDigests

/// SHA-1: no proof against forgery any more, but what others' identifiers are made with.
package enum SHA1 {
  /// The 20 bytes that stand for some bytes.
  package static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var blocks = BlockDigest<SHA1State>()
    unsafe blocks.update(bytes)
    let words = blocks.finish().words
    return (0..<20).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (24 - 8 * UInt32($0 % 4))) }
  }
}

struct SHA1State: BlockState {
  static let isBigEndian = true
  /// Five words, the rest being room.
  var words = SIMD8<UInt32>(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0, 0, 0)

  mutating func take(_ blocks: UnsafePointer<UInt8>, count: Int) {
    unsafe withUnsafeMutableBytes(of: &words) { words in
      if let start = words.baseAddress {
        // The state's five words lie one behind the other.
        unsafe cdigests_sha1(start.assumingMemoryBound(to: UInt32.self), blocks, count, hasSHAInstructions)
      }
    }
  }
}
