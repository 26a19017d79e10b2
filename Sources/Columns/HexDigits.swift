import CScan

/// Sixteen bytes as hexadecimal digits and back, by the machine's vector instructions.
public enum HexDigits {
  /// Reads 32 digits of any case; tells whether all were digits.
  @unsafe @inline(__always)
  static func read32(_ digits: UnsafePointer<UInt8>, to bytes: UnsafeMutableRawPointer) -> Bool {
    unsafe ouzel_read_hex32(bytes.assumingMemoryBound(to: UInt8.self), digits) != 0
  }

  /// Writes 16 bytes as 32 digits.
  @unsafe public static func write32(_ bytes: UnsafeRawPointer, to digits: UnsafeMutablePointer<UInt8>) {
    unsafe ouzel_write_hex32(digits, bytes.assumingMemoryBound(to: UInt8.self))
  }

  /// Writes bytes as two digits each.
  @unsafe public static func write(_ bytes: UnsafePointer<UInt8>, _ count: Int, to digits: UnsafeMutablePointer<UInt8>)
  {
    for i in 0..<count {
      let (high, low) = unsafe (bytes[i] &>> 4, bytes[i] & 15)
      unsafe digits[2 &* i] = high < 10 ? 0x30 &+ high : 0x57 &+ high
      unsafe digits[2 &* i &+ 1] = low < 10 ? 0x30 &+ low : 0x57 &+ low
    }
  }

  /// Reads two digits a byte; false where there are others, or half a byte.
  @unsafe static func read(_ digits: UnsafePointer<UInt8>, _ count: Int, to bytes: UnsafeMutablePointer<UInt8>) -> Bool
  {
    guard count & 1 == 0 else { return false }
    for i in 0..<count / 2 {
      let (high, low) = unsafe (value(digits[2 &* i]), value(digits[2 &* i &+ 1]))
      guard high | low < 16 else { return false }
      unsafe bytes[i] = UInt8(truncatingIfNeeded: high &<< 4 | low)
    }
    return true
  }

  /// What a digit of any case stands for, 16 or more where it is none.
  @inline(__always) static func value(_ digit: UInt8) -> UInt32 {
    let decimal = digit &- 0x30
    if decimal <= 9 { return UInt32(decimal) }
    let letter = (digit | 0x20) &- 0x61
    return letter <= 5 ? UInt32(letter) + 10 : 16
  }
}
