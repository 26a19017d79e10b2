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

  /// What a digit of any case stands for, 16 or more where it is none.
  @inline(__always) static func value(_ digit: UInt8) -> UInt32 {
    let decimal = digit &- 0x30
    if decimal <= 9 { return UInt32(decimal) }
    let letter = (digit | 0x20) &- 0x61
    return letter <= 5 ? UInt32(letter) + 10 : 16
  }
}
