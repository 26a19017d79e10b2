extension Escapes {
  /// Writes the text that `p[0..<n]`, what stands between the quotes if it `isQuoted`, means; returns its length, which
  /// is at most `n`. The escapes were found to be whole when the cell was made.
  @unsafe public func resolve(
    _ p: UnsafePointer<UInt8>, _ n: Int, isQuoted: Bool = true, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    switch self {
    case .marked(let mark, let quote, let others):
      unsafe Self.takeMarks(p, n, mark, quote, others, isQuoted, to: out)
    case .doubled(let quote): unsafe Self.halveQuotes(p, n, quote, to: out)
    case .json: unsafe Self.resolveBackslashes(p, n, to: out)
    case .none:
      unsafe Self.copy(p, n, to: out)
    }
  }

  @unsafe private static func copy(_ p: UnsafePointer<UInt8>, _ n: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe out.update(from: p, count: n)
    return n
  }

  @unsafe private static func halveQuotes(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ quote: UInt8, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    var i = 0
    while i < n {
      let byte = unsafe p[i]
      unsafe out[written] = byte
      written += 1
      i += byte == quote ? 2 : 1
    }
    return written
  }

  @unsafe private static func takeMarks(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ mark: UInt8, _ quote: UInt8, _ others: EscapedCharacters, _ isQuoted: Bool,
    to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    var i = 0
    while i < n {
      var byte = unsafe p[i]
      i += 1
      if byte == mark && i < n {
        let next = unsafe p[i]
        let isOther =
          unsafe next == mark || next == quote || next == 0x0a || next == 0x0d || others.begins(p + i, n - i)
        if isOther {
          byte = next
          i += 1
        }
      } else if isQuoted && byte == quote {
        // Two quotes are one.
        i += 1
      }
      unsafe out[written] = byte
      written += 1
    }
    return written
  }

  @unsafe private static func resolveBackslashes(
    _ p: UnsafePointer<UInt8>, _ n: Int, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    var i = 0
    while i < n {
      let byte = unsafe p[i]
      if byte != 0x5c || i + 1 >= n {
        unsafe out[written] = byte
        written += 1
        i += 1
        continue
      }
      let name = unsafe p[i + 1]
      i += 2
      if name == 0x75 {
        var scalar = unsafe hex4(p + i)
        i += 4
        if scalar & 0xfc00 == 0xd800 {
          // A low surrogate follows: the cell was checked.
          scalar = unsafe 0x10000 + (scalar & 0x3ff) << 10 + (hex4(p + i + 2) & 0x3ff)
          i += 6
        }
        written += unsafe UTF8Writing.write(scalar, to: out + written)
        continue
      }
      unsafe out[written] =
        switch name {
        case 0x6e: 0x0a
        case 0x74: 0x09
        case 0x72: 0x0d
        case 0x62: 0x08
        case 0x66: 0x0c
        default: name
        }
      written += 1
    }
    return written
  }

  @unsafe private static func hex4(_ p: UnsafePointer<UInt8>) -> UInt32 {
    var value: UInt32 = 0
    for i in 0..<4 { value = unsafe value << 4 | HexDigits.value(p[i]) }
    return value
  }
}

extension EscapedCharacters {
  /// Whether `p[0..<n]`, which is some, begins with one of them.
  @unsafe fileprivate func begins(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    let first = unsafe p[0]
    if first == byte || space && (first == 0x20 || first == 0x09) { return true }
    if length == 0 || length > n { return false }
    return (0..<length).allSatisfy { unsafe UInt32(p[$0]) == character >> UInt32(8 * $0) & 0xff }
  }
}
