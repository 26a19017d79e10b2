import CScan
import Columns

/// What stands in UTF-8 for bytes that are no character: no text holds it, so that whoever checks the text refuses it.
let noCharacter: UInt8 = 0xc0

extension CharacterForm {
  /// Appends the text in `bytes` as UTF-8. Half a pair of UTF-16 becomes the bytes that it would have in UTF-8, which
  /// are none. What is left of a character at the end is taken for one if that `isEnd`, and else left out.
  @unsafe func append(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, to text: inout RawMemory) {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    // At most three bytes come of a byte, or of the two of a unit.
    text.reserve(3 * (bytes.count / length + 1))
    let out = unsafe text.end.assumingMemoryBound(to: UInt8.self)
    let written =
      switch self {
      case .single(let high): unsafe Self.read(start, bytes.count, high, to: out)
      case .utf16(let isBig): unsafe Self.read(start, bytes.count, isBig: isBig, isEnd: isEnd, to: out)
      }
    text.advance(by: written)
  }

  @unsafe private static func read(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ high: HighCharacters, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var i = 0
    var written = 0
    while i < n {
      let plain = unsafe Int(ouzel_ascii_run(p + i, n - i))
      unsafe (out + written).update(from: p + i, count: plain)
      i += plain
      written += plain
      while i < n, case let byte = unsafe p[i], byte >= 0x80 {
        if let scalar = high.scalar(byte) {
          written += unsafe UTF8Writing.write(scalar, to: out + written)
        } else {
          unsafe out[written] = noCharacter
          written += 1
        }
        i += 1
      }
    }
    return written
  }

  @unsafe private static func read(
    _ p: UnsafePointer<UInt8>, _ n: Int, isBig: Bool, isEnd: Bool, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let units = n / 2
    var i = 0
    var written = 0
    func unit(_ i: Int) -> UInt32 {
      unsafe UInt32(p[2 * i + (isBig ? 0 : 1)]) << 8 | UInt32(p[2 * i + (isBig ? 1 : 0)])
    }
    while i < units {
      let plain = unsafe Int(ouzel_narrow(out + written, p + 2 * i, units - i, isBig ? 1 : 0))
      i += plain
      written += plain
      while i < units, case let first = unit(i), first >= 0x80 {
        if first & 0xfc00 == 0xd800 {
          if i + 1 == units && !isEnd { return written }
          if i + 1 < units, case let second = unit(i + 1), second & 0xfc00 == 0xdc00 {
            written += unsafe UTF8Writing.write(0x10000 + (first & 0x3ff) << 10 + (second & 0x3ff), to: out + written)
            i += 2
            continue
          }
        }
        written += unsafe UTF8Writing.write(first, to: out + written)
        i += 1
      }
    }
    if n % 2 == 1 && isEnd {
      unsafe out[written] = noCharacter
      written += 1
    }
    return written
  }
}
