/// Writes characters as UTF-8.
public enum UTF8Writing {
  /// Writes a character at `out`, where there is room for four bytes; returns how many it has. Half a pair of UTF-16
  /// becomes bytes that are no UTF-8.
  @unsafe @inlinable @inline(__always)
  public static func write(_ scalar: UInt32, to out: UnsafeMutablePointer<UInt8>) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3f) }
    if scalar < 0x80 {
      unsafe out[0] = UInt8(truncatingIfNeeded: scalar)
      return 1
    }
    if scalar < 0x800 {
      unsafe out[0] = UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6)
      unsafe out[1] = tail(0)
      return 2
    }
    if scalar < 0x10000 {
      unsafe out[0] = UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12)
      unsafe out[1] = tail(6)
      unsafe out[2] = tail(0)
      return 3
    }
    unsafe out[0] = UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18)
    unsafe out[1] = tail(12)
    unsafe out[2] = tail(6)
    unsafe out[3] = tail(0)
    return 4
  }
}
