import CDigests

/// MD5: no proof against forgery, but what others' checksums are made with.
struct MD5State: BlockState {
  static let isBigEndian = false
  var words = SIMD4<UInt32>(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476)

  mutating func take(_ blocks: UnsafePointer<UInt8>, count: Int) {
    unsafe withUnsafeMutableBytes(of: &words) { words in
      if let start = words.baseAddress {
        // The state's four words lie one behind the other.
        unsafe cdigests_md5(start.assumingMemoryBound(to: UInt32.self), blocks, count)
      }
    }
  }
}
