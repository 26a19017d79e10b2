import CScan

/// Writes pieces of JSON where a pointer shows; each function returns how many bytes it wrote.
public enum JSONText {
  /// The room that a string of `count` bytes takes at most, quotes included: the longest escape has six bytes.
  @inlinable public static func room(forString count: Int) -> Int { 6 * count + 2 }

  /// Text as a string, between quotes.
  @unsafe public static func string(
    _ text: UnsafePointer<UInt8>, _ count: Int, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    unsafe out[0] = 0x22
    let plain = unsafe Int(ouzel_copy_plain(out + 1, text, count, 0x22, 0x5c))
    var end = plain + 1
    if plain < count { end += unsafe escaped(text + plain, count - plain, to: out + end) }
    unsafe out[end] = 0x22
    return end + 1
  }

  /// The rest of a string, which begins with what has to be escaped.
  @unsafe @inline(never)
  public static func escaped(
    _ start: UnsafePointer<UInt8>, _ count: Int, to first: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var out = unsafe first
    var i = 0
    while i < count {
      let byte = unsafe start[i]
      unsafe out[0] = 0x5c
      let short: UInt8 =
        switch byte {
        case 0x22, 0x5c: byte
        case 0x0a: 0x6e
        case 0x0d: 0x72
        case 0x09: 0x74
        case 0x08: 0x62
        case 0x0c: 0x66
        default: 0
        }
      if short != 0 {
        unsafe out[1] = short
        unsafe out += 2
      } else {
        unsafe out[1] = 0x75
        unsafe out[2] = 0x30
        unsafe out[3] = 0x30
        unsafe out[4] = 0x30 + byte >> 4
        let low = byte & 15
        unsafe out[5] = low < 10 ? 0x30 + low : 0x61 + low - 10
        unsafe out += 6
      }
      i += 1
      let plain = unsafe Int(ouzel_copy_plain(out, start + i, count - i, 0x22, 0x5c))
      unsafe out += plain
      i += plain
    }
    return unsafe out - first
  }

  /// JSON as it stands, on one line: a line end in it is space, since strings hold none, and is left out together with
  /// the space behind it.
  @unsafe public static func onOneLine(
    _ start: UnsafePointer<UInt8>, _ count: Int, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var i = 0
    var length = 0
    while i < count {
      let plain = unsafe Int(ouzel_copy_plain(out + length, start + i, count - i, 0x0a, 0x0d))
      length += plain
      i = unsafe JSONSyntax.skipSpace(start, i + plain + 1, count)
    }
    return length
  }
}
