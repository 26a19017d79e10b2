/// Reads one value from text, in the spellings that the language allows. Nothing is allocated.
/// Whoever calls keeps `p[0..<n]` readable, and `n` above zero.
enum ValueParser {
  /// `true`, `t`, `yes`, `y`, `1` and their opposites, in any case.
  @unsafe static func bool(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool? {
    var word: UInt64 = 0
    guard n <= 5 else { return nil }
    for i in 0..<n { unsafe word = word << 8 | UInt64(p[i] | 0x20) }
    switch word {
    case 0x74, 0x74_7275_65, 0x79, 0x79_6573: return true
    case 0x66, 0x66_616c_7365, 0x6e, 0x6e6f: return false
    // Two control characters differ from the digits in the bit of the letters' case.
    case 0x31: return unsafe p[0] == 0x31 ? true : nil
    case 0x30: return unsafe p[0] == 0x30 ? false : nil
    default: return nil
    }
  }

  /// A UUID with or without hyphens, as its bytes lie in network order.
  @unsafe @inline(__always) static func uuid(_ p: UnsafePointer<UInt8>, _ n: Int) -> UInt128? {
    var bytes: UInt128 = 0
    if n == 32 {
      let valid = unsafe withUnsafeMutableBytes(of: &bytes) { unsafe HexDigits.read32(p, to: $0.baseAddress!) }
      return valid ? bytes : nil
    }
    guard n == 36, unsafe p[8] == 0x2d && p[13] == 0x2d && p[18] == 0x2d && p[23] == 0x2d else { return nil }
    let raw = unsafe UnsafeRawPointer(p)
    let digits = unsafe SIMD4<UInt64>(
      raw.loadUnaligned(as: UInt64.self), pair(raw + 9, raw + 14), pair(raw + 19, raw + 24),
      (raw + 28).loadUnaligned(as: UInt64.self))
    let valid = unsafe withUnsafeBytes(of: digits) { digits in
      unsafe withUnsafeMutableBytes(of: &bytes) {
        unsafe HexDigits.read32(digits.baseAddress!.assumingMemoryBound(to: UInt8.self), to: $0.baseAddress!)
      }
    }
    return valid ? bytes : nil
  }

  @unsafe @inline(__always) private static func pair(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> UInt64 {
    unsafe UInt64(a.loadUnaligned(as: UInt32.self)) | UInt64(b.loadUnaligned(as: UInt32.self)) << 32
  }
}
