import CScan

/// Tells whether bytes are UTF-8. Most are ASCII, which is told at the speed of memory.
public enum UTF8Check {
  @unsafe public static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.baseAddress else { return true }
    return unsafe ouzel_is_ascii(start.assumingMemoryBound(to: UInt8.self), bytes.count) != 0
  }

  /// Whether `p[0..<n]` is UTF-8: the shortest form of code points that are no surrogates.
  @unsafe public static func isValid(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool { unsafe validPrefix(p, n) == n }

  /// How many of the first bytes are UTF-8.
  @unsafe public static func validPrefix(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int {
    var i = 0
    while i < n {
      if i + 8 <= n {
        let word = unsafe UnsafeRawPointer(p + i).loadUnaligned(as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          i += 8
          continue
        }
      }
      let byte = unsafe p[i]
      if byte < 0x80 {
        i += 1
        continue
      }
      guard let length = unsafe sequence(p + i, n - i) else { return i }
      i += length
    }
    return n
  }

  /// The length of the sequence of two to four bytes that `p` begins with.
  @unsafe @inline(__always) private static func sequence(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? {
    let first = unsafe p[0]
    guard n >= 2 else { return nil }
    let second = unsafe p[1]
    switch first {
    case 0xc2...0xdf: return second & 0xc0 == 0x80 ? 2 : nil
    case 0xe0...0xef:
      guard n >= 3, second & 0xc0 == 0x80, unsafe p[2] & 0xc0 == 0x80 else { return nil }
      if first == 0xe0 && second < 0xa0 || first == 0xed && second > 0x9f { return nil }
      return 3
    case 0xf0...0xf4:
      guard n >= 4, second & 0xc0 == 0x80, unsafe p[2] & 0xc0 == 0x80 && p[3] & 0xc0 == 0x80 else { return nil }
      if first == 0xf0 && second < 0x90 || first == 0xf4 && second > 0x8f { return nil }
      return 4
    default: return nil
    }
  }
}

extension Column {
  /// The rows of text or JSON that are no UTF-8, and the first byte of each that isn't.
  public func rowsThatAreNoUTF8() -> [(row: Int, at: Int)] {
    guard let data, !data.isASCII else { return [] }
    var rows: [(row: Int, at: Int)] = []
    for row in 0..<count {
      let text = unsafe bytes(row)
      guard let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { continue }
      let at = unsafe UTF8Check.validPrefix(start, text.count)
      if at < text.count { rows.append((row, at)) }
    }
    return rows
  }
}
