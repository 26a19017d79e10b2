import CScan

/// What is wrong with a text that should be JSON, and at which byte.
public struct JSONFault: Error, Equatable, Sendable {
  /// A place in the bytes that were looked through.
  public let offset: Int
  /// What is wrong there, as it reads after "at byte 12".
  public let reason: String
  /// Whether something that begins there has no end in the bytes that were looked through.
  public let isOpen: Bool

  public init(_ offset: Int, _ reason: String, isOpen: Bool = false) {
    self.isOpen = isOpen
    self.offset = offset
    self.reason = reason
  }
}

/// The grammar of JSON (RFC 8259) over raw bytes. Each function begins at `at`, heeds nothing at or behind `end`, and
/// returns where it came to; nothing is built.
public enum JSONSyntax {
  /// How deep arrays and objects may lie in one another.
  public static let deepest = 128

  /// Passes over spaces, tabs and line ends.
  @unsafe @inlinable @inline(__always)
  public static func skipSpace(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var i = at
    while i < end, unsafe p[i] <= 0x20, unsafe isSpace(p[i]) { i += 1 }
    return i
  }

  /// Whether a byte is space between JSON's tokens.
  @inline(__always) public static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
  }

  /// Whether the bytes are one value and nothing else.
  @unsafe public static func isValid(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    do {
      let end = try unsafe skipValue(p, skipSpace(p, 0, n), n)
      return unsafe skipSpace(p, end, n) == n
    } catch {
      return false
    }
  }

  /// Passes over a value of any kind; over `NaN` and its like only if they are let in as `notFinite`.
  @unsafe public static func skipValue(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, notFinite: Bool = false
  ) throws(JSONFault) -> Int {
    guard at < end else { throw JSONFault(at, "a value is missing") }
    switch unsafe p[at] {
    case 0x22: return try unsafe skipString(p, at + 1, end).close + 1
    case 0x7b, 0x5b: return try unsafe skipNested(p, at, end, notFinite: notFinite)
    case 0x2d, 0x30...0x39: return try unsafe skipNumber(p, at, end, notFinite: notFinite)
    default: return try unsafe skipWord(p, at, end, notFinite: notFinite)
    }
  }

  /// Passes over `true`, `false` or `null`.
  @unsafe public static func skipWord(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, notFinite: Bool = false
  ) throws(JSONFault) -> Int {
    let raw = unsafe UnsafeRawPointer(p + at)
    if end - at >= 4 {
      let word = unsafe UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
      if word == 0x6c6c_756e || word == 0x6575_7274 { return at + 4 }
      if end - at >= 5, word == 0x736c_6166, unsafe p[at + 4] == 0x65 { return at + 5 }
    }
    if let length = unsafe NotFinite.length(p, at, end) {
      if notFinite { return at + length }
      throw unsafe NotFinite.refusal(p, at, length)
    }
    throw JSONFault(at, "there is no JSON value")
  }

  /// Passes over a number.
  @unsafe public static func skipNumber(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, notFinite: Bool = false
  ) throws(JSONFault) -> Int {
    var i = at
    if unsafe i < end && p[i] == 0x2d { i += 1 }
    let first = i
    i = unsafe skipDigits(p, i, end)
    if i == first {
      if let length = unsafe NotFinite.length(p, at, end) {
        if notFinite { return at + length }
        throw unsafe NotFinite.refusal(p, at, length)
      }
      throw JSONFault(i, "a digit is missing")
    }
    if unsafe p[first] == 0x30 && i > first + 1 { throw JSONFault(first, "a number begins with a zero") }
    if unsafe i < end && p[i] == 0x2e {
      let fraction = i + 1
      i = unsafe skipDigits(p, fraction, end)
      if i == fraction { throw JSONFault(i, "a digit is missing after the point") }
    }
    if unsafe i < end && p[i] | 0x20 == 0x65 {
      i += 1
      if unsafe i < end && (p[i] == 0x2b || p[i] == 0x2d) { i += 1 }
      let exponent = i
      i = unsafe skipDigits(p, exponent, end)
      if i == exponent { throw JSONFault(i, "a digit is missing in the exponent") }
    }
    return i
  }

  @unsafe @inline(__always)
  private static func skipDigits(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var i = at
    while unsafe i < end && p[i] &- 0x30 <= 9 { i += 1 }
    return i
  }

  /// Passes over what stands between the quotes of a string; `at` is behind the first.
  @unsafe public static func skipString(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) throws(JSONFault) -> (
    close: Int, isEscaped: Bool
  ) {
    var i = at
    var isEscaped = false
    while true {
      i += unsafe Int(ouzel_plain_prefix(p + i, end - i, 0x22, 0x5c))
      guard i < end else { throw JSONFault(at - 1, "a string begins that has no end", isOpen: true) }
      switch unsafe p[i] {
      case 0x22: return (i, isEscaped)
      case 0x5c:
        isEscaped = true
        i = try unsafe skipEscape(p, i, end)
      default: throw JSONFault(i, "a control character stands in a string, where it has to be escaped")
      }
    }
  }

  @unsafe private static func skipEscape(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) throws(JSONFault) -> Int {
    guard at + 1 < end else { throw JSONFault(at, "a string has no end", isOpen: true) }
    switch unsafe p[at + 1] {
    case 0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74: return at + 2
    case 0x75: break
    default: throw JSONFault(at, "an escape is unknown")
    }
    guard let unit = unsafe unit(p, at, end) else { throw JSONFault(at, "\\u wants four hexadecimal digits") }
    switch unit & 0xfc00 {
    case 0xd800:
      guard let low = unsafe self.unit(p, at + 6, end), low & 0xfc00 == 0xdc00 else {
        throw JSONFault(at, "half a surrogate pair is no character")
      }
      return at + 12
    case 0xdc00: throw JSONFault(at, "half a surrogate pair is no character")
    default: return at + 6
    }
  }

  /// The UTF-16 unit that an escape of six bytes stands for.
  @unsafe private static func unit(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt32? {
    guard at + 6 <= end, unsafe p[at] == 0x5c && p[at + 1] == 0x75 else { return nil }
    var unit: UInt32 = 0
    for i in 2..<6 {
      let digit = unsafe HexDigits.value(p[at + i])
      if digit > 15 { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  /// Passes over an array or object; `at` is its bracket.
  @unsafe public static func skipNested(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, notFinite: Bool = false
  ) throws(JSONFault) -> Int {
    // One bit a level, set where it is an object.
    var levels: UInt128 = 0
    var depth = 0
    var i = at
    while true {
      // A value begins at `i`.
      if i < end, unsafe p[i] == 0x7b || p[i] == 0x5b {
        if depth == deepest { throw JSONFault(i, "values lie more than \(deepest) deep in one another") }
        let isObject = unsafe p[i] == 0x7b
        levels = levels << 1 | (isObject ? 1 : 0)
        depth += 1
        i = unsafe skipSpace(p, i + 1, end)
        let isEmpty = unsafe i < end && p[i] == (isObject ? 0x7d : 0x5d)
        if !isEmpty {
          if isObject { i = try unsafe skipKey(p, i, end) }
          continue
        }
      } else {
        i = try unsafe skipSpace(p, skipValue(p, i, end, notFinite: notFinite), end)
      }
      // A value has ended, or an array or object that is empty is about to.
      while true {
        guard i < end else {
          throw JSONFault(at, "\(levels & 1 == 1 ? "an object" : "an array") has no end", isOpen: true)
        }
        let byte = unsafe p[i]
        let isObject = levels & 1 == 1
        if byte == 0x2c {
          i = unsafe skipSpace(p, i + 1, end)
          if isObject { i = try unsafe skipKey(p, i, end) }
          break
        }
        guard byte == (isObject ? 0x7d : 0x5d) else {
          throw JSONFault(i, "a comma or \(isObject ? "}" : "]") is missing")
        }
        levels >>= 1
        depth -= 1
        if depth == 0 { return i + 1 }
        i = unsafe skipSpace(p, i + 1, end)
      }
    }
  }

  /// Passes over a key, its colon and the space around it.
  @unsafe private static func skipKey(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) throws(JSONFault) -> Int {
    guard at < end, unsafe p[at] == 0x22 else { throw JSONFault(at, "a key is missing") }
    let colon = try unsafe skipSpace(p, skipString(p, at + 1, end).close + 1, end)
    guard colon < end, unsafe p[colon] == 0x3a else { throw JSONFault(colon, "a colon is missing") }
    return unsafe skipSpace(p, colon + 1, end)
  }
}
