import CScan
import Columns

extension CharacterForm {
  /// Appends UTF-8 text in this form; nil if all of it could be written, and else the first character that couldn't,
  /// where nothing is to be kept of what was appended.
  @unsafe func append(text: UnsafeRawBufferPointer, to bytes: inout RawMemory) -> Unicode.Scalar? {
    guard let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    bytes.reserve(text.count * length)
    let out = unsafe bytes.end.assumingMemoryBound(to: UInt8.self)
    var i = 0
    var written = 0
    while i < text.count {
      switch self {
      case .single:
        let plain = unsafe Int(ouzel_ascii_run(start + i, text.count - i))
        unsafe (out + written).update(from: start + i, count: plain)
        i += plain
        written += plain
      case .utf16(let isBig):
        let plain = unsafe Int(ouzel_widen(out + written, start + i, text.count - i, isBig ? 1 : 0))
        i += plain
        written += 2 * plain
      }
      while i < text.count, unsafe start[i] >= 0x80 {
        let (scalar, count) = unsafe Self.scalar(start + i)
        i += count
        switch self {
        case .single(let high):
          guard let byte = high.byte(scalar) else { return Unicode.Scalar(scalar) ?? "\u{fffd}" }
          unsafe out[written] = byte
          written += 1
        case .utf16(let isBig):
          if scalar < 0x10000 {
            written += unsafe Self.write(scalar, isBig, to: out + written)
          } else {
            written += unsafe Self.write(0xd800 + (scalar - 0x10000) >> 10, isBig, to: out + written)
            written += unsafe Self.write(0xdc00 + scalar & 0x3ff, isBig, to: out + written)
          }
        }
      }
    }
    bytes.advance(by: written)
    return nil
  }

  /// The mark with which a text begins of which it decides the order of bytes.
  var byteOrderMark: [UInt8] {
    guard case .utf16(let isBig) = self else { return [] }
    return isBig ? [0xfe, 0xff] : [0xff, 0xfe]
  }

  @unsafe @inline(__always)
  private static func write(_ unit: UInt32, _ isBig: Bool, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe out[isBig ? 0 : 1] = UInt8(truncatingIfNeeded: unit >> 8)
    unsafe out[isBig ? 1 : 0] = UInt8(truncatingIfNeeded: unit)
    return 2
  }

  /// The character beyond ASCII that `p` begins with: columns hold valid UTF-8.
  @unsafe @inline(__always)
  private static func scalar(_ p: UnsafePointer<UInt8>) -> (UInt32, Int) {
    let lead = unsafe UInt32(p[0])
    func tail(_ i: Int) -> UInt32 { unsafe UInt32(p[i]) & 0x3f }
    if lead < 0xe0 { return ((lead & 0x1f) << 6 | tail(1), 2) }
    if lead < 0xf0 { return ((lead & 0x0f) << 12 | tail(1) << 6 | tail(2), 3) }
    return ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
  }
}
