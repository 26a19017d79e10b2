/// Bytes as text, RFC 4648's standard alphabet.
public enum Base64 {
  /// How long the text of `count` bytes is.
  public static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Writes what `text[0..<n]` (with or without its padding) stands for; returns how many bytes that is, or nil where
  /// it is no base64. `out` has room for `n` bytes.
  @unsafe public static func decode(_ text: UnsafePointer<UInt8>, _ n: Int, to out: UnsafeMutablePointer<UInt8>) -> Int?
  {
    var n = n
    if n & 3 == 0 && n > 0, unsafe text[n - 1] == 0x3d {
      n -= 1
      if unsafe text[n - 1] == 0x3d { n -= 1 }
    }
    guard n & 3 != 1 else { return nil }
    var written = 0
    var bits: UInt32 = 0
    for i in 0..<n {
      guard let six = unsafe sixBits(text[i]) else { return nil }
      bits = bits &<< 6 | six
      if i & 3 == 3 {
        unsafe out[written] = UInt8(truncatingIfNeeded: bits &>> 16)
        unsafe out[written + 1] = UInt8(truncatingIfNeeded: bits &>> 8)
        unsafe out[written + 2] = UInt8(truncatingIfNeeded: bits)
        written += 3
        bits = 0
      }
    }
    // Bits that fill no whole byte have to be zero, or two texts would stand for the same bytes.
    if n & 3 == 2 {
      guard bits & 0xf == 0 else { return nil }
      unsafe out[written] = UInt8(truncatingIfNeeded: bits &>> 4)
      written += 1
    } else if n & 3 == 3 {
      guard bits & 3 == 0 else { return nil }
      unsafe out[written] = UInt8(truncatingIfNeeded: bits &>> 10)
      unsafe out[written + 1] = UInt8(truncatingIfNeeded: bits &>> 2)
      written += 2
    }
    return written
  }

  @inline(__always) private static func sixBits(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte &- 0x41)
    case 0x61...0x7a: UInt32(byte &- 0x61 &+ 26)
    case 0x30...0x39: UInt32(byte &- 0x30 &+ 52)
    case 0x2b: 62
    case 0x2f: 63
    default: nil
    }
  }

  /// Writes the text of `bytes`, padded; returns its length, which is `length(of:)`.
  @unsafe @discardableResult
  public static func encode(_ bytes: UnsafeRawBufferPointer, to out: UnsafeMutablePointer<UInt8>) -> Int {
    var out = unsafe out
    var i = 0
    let pairs = unsafe pairs
    while i + 3 <= bytes.count {
      let bits = unsafe UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i + 2])
      let word = unsafe UInt32(pairs[Int(bits >> 12)]) | UInt32(pairs[Int(bits & 0xfff)]) << 16
      unsafe UnsafeMutableRawPointer(out).storeBytes(of: word.littleEndian, as: UInt32.self)
      unsafe out += 4
      i += 3
    }
    if i < bytes.count {
      let isLast = i + 1 == bytes.count
      let bits = unsafe UInt32(bytes[i]) << 16 | (isLast ? 0 : UInt32(bytes[i + 1]) << 8)
      let word = character(bits >> 18) | character(bits >> 12) << 8 | (isLast ? 0x3d : character(bits >> 6)) << 16
      unsafe UnsafeMutableRawPointer(out).storeBytes(of: (word | 0x3d << 24).littleEndian, as: UInt32.self)
    }
    return length(of: bytes.count)
  }

  /// The two characters of each twelve bits. The memory is made once, and never freed or written again.
  private nonisolated(unsafe) static let pairs: UnsafePointer<UInt16> = {
    let pairs = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
    for bits in 0..<4096 as Range<UInt32> {
      unsafe (pairs + Int(bits)).initialize(to: UInt16(character(bits >> 6) | character(bits) << 8))
    }
    return unsafe UnsafePointer(pairs)
  }()

  /// The character of the last six bits.
  private static func character(_ bits: UInt32) -> UInt32 {
    let six = bits & 63
    return switch six {
    case 0..<26: six + 0x41
    case 26..<52: six - 26 + 0x61
    case 52..<62: six - 52 + 0x30
    case 62: 0x2b
    default: 0x2f
    }
  }
}
