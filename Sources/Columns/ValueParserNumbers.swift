import Glibc

extension ValueParser {
  /// A whole number; a fraction of nothing but zeros is allowed (`5.0`), and an exponent (`2e3`).
  @unsafe @inline(__always)
  static func integer<T: FixedWidthInteger>(_ p: UnsafePointer<UInt8>, _ n: Int, _: T.Type = T.self) -> T? {
    let isNegative = unsafe p[0] == 0x2d
    var i = isNegative ? 1 : 0
    // Eighteen digits can't overflow.
    guard n > i && n <= 18 else { return unsafe longInteger(p, n) }
    var sum: Int64 = 0
    while i < n {
      let digit = unsafe p[i] &- 0x30
      if digit > 9 { return unsafe longInteger(p, n) }
      sum = sum &* 10 &+ Int64(truncatingIfNeeded: digit)
      i += 1
    }
    return T(exactly: isNegative ? 0 &- sum : sum)
  }

  @unsafe @inline(never)
  private static func longInteger<T: FixedWidthInteger>(_ p: UnsafePointer<UInt8>, _ n: Int) -> T? {
    guard let (magnitude, isNegative) = unsafe wholeNumber(p, n) else {
      return unsafe wholeDecimal(p, n).flatMap { T(exactly: $0) }
    }
    if !isNegative { return T(exactly: magnitude) }
    return T(exactly: 0 - Int128(magnitude))
  }

  /// A whole number that has an exponent, within 38 digits.
  @unsafe static func wholeDecimal(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int128? {
    for i in 0..<n where unsafe p[i] | 0x20 == 0x65 { return unsafe decimal(p, n, precision: 38, scale: 0) }
    return nil
  }

  /// The size and sign of a whole number below 2^64.
  @unsafe static func wholeNumber(_ p: UnsafePointer<UInt8>, _ n: Int) -> (UInt64, isNegative: Bool)? {
    guard let end = unsafe wholeDigits(p, n) else { return nil }
    let isNegative = unsafe p[0] == 0x2d
    var sum: UInt64 = 0
    for i in (unsafe isNegative || p[0] == 0x2b ? 1 : 0)..<end {
      let (tenfold, overflow) = sum.multipliedReportingOverflow(by: 10)
      let (next, carry) = unsafe tenfold.addingReportingOverflow(UInt64(p[i] &- 0x30))
      if overflow || carry { return nil }
      sum = next
    }
    return (sum, isNegative)
  }

  /// Where the digits of a whole number end, if it is one of any size.
  @unsafe static func wholeDigits(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? {
    let first = unsafe p[0] == 0x2d || p[0] == 0x2b ? 1 : 0
    var end = first
    while end < n, unsafe p[end] &- 0x30 <= 9 { end += 1 }
    guard end > first else { return nil }
    if end == n { return end }
    guard unsafe p[end] == 0x2e else { return nil }
    for i in (end + 1)..<n { if unsafe p[i] != 0x30 { return nil } }
    return n > end + 1 ? end : nil
  }

  /// Digits, a point and an exponent, as they stand.
  struct Digits {
    /// The first 19 significant digits.
    var mantissa: UInt64 = 0
    /// The power of ten that `mantissa` is to be multiplied by.
    var exponent = 0
    var isNegative = false
    /// Whether there were more digits than `mantissa` holds.
    var isCut = false
  }

  /// A number in decimal notation, with or without an exponent.
  @unsafe static func digits(_ p: UnsafePointer<UInt8>, _ n: Int) -> Digits? {
    var result = Digits()
    var i = 0
    if unsafe p[0] == 0x2d || p[0] == 0x2b {
      result.isNegative = unsafe p[0] == 0x2d
      i = 1
    }
    var count = 0
    var hasDigits = false
    var fraction = false
    while i < n {
      let byte = unsafe p[i]
      let digit = byte &- 0x30
      if digit <= 9 {
        hasDigits = true
        if count < 19 {
          result.mantissa = result.mantissa &* 10 &+ UInt64(digit)
          if result.mantissa != 0 { count += 1 }
          if fraction { result.exponent -= 1 }
        } else {
          if digit != 0 { result.isCut = true }
          if !fraction { result.exponent += 1 }
        }
      } else if byte == 0x2e && !fraction {
        fraction = true
      } else {
        break
      }
      i += 1
    }
    guard hasDigits else { return nil }
    if i == n { return result }
    guard unsafe p[i] | 0x20 == 0x65, let power = unsafe exponent(p + i + 1, n - i - 1) else { return nil }
    result.exponent += power
    return result
  }

  /// The digits behind an `e`, held to a million, which is beyond every type.
  @unsafe static func exponent(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? {
    guard n > 0 else { return nil }
    let isNegative = unsafe p[0] == 0x2d
    var i = unsafe isNegative || p[0] == 0x2b ? 1 : 0
    guard i < n else { return nil }
    var sum = 0
    while i < n {
      let digit = unsafe p[i] &- 0x30
      if digit > 9 { return nil }
      sum = min(sum * 10 + Int(digit), 1_000_000)
      i += 1
    }
    return isNegative ? -sum : sum
  }

  /// A number, `nan` or `inf`, nearest to what is written.
  @unsafe static func float64(_ p: UnsafePointer<UInt8>, _ n: Int) -> Double? {
    guard let digits = unsafe digits(p, n) else { return unsafe notFinite(p, n) }
    // Both the digits and the power are exact, so that one rounding gives the nearest value.
    if digits.mantissa < 1 << 53 && !digits.isCut && abs(digits.exponent) <= 22 {
      let power = tens[abs(digits.exponent)]
      let value = Double(digits.mantissa)
      let size = digits.exponent < 0 ? value / power : value * power
      return digits.isNegative ? -size : size
    }
    let value = unsafe terminated(p, n) { unsafe strtod($0, nil) }
    return value.isFinite ? value : nil
  }

  /// The same, rounded once to single precision.
  @unsafe static func float32(_ p: UnsafePointer<UInt8>, _ n: Int) -> Float? {
    guard let digits = unsafe digits(p, n) else { return unsafe notFinite(p, n).map { Float($0) } }
    if digits.mantissa < 1 << 24 && !digits.isCut && abs(digits.exponent) <= 10 {
      let power = Float(tens[abs(digits.exponent)])
      let value = Float(digits.mantissa)
      let size = digits.exponent < 0 ? value / power : value * power
      return digits.isNegative ? -size : size
    }
    let value = unsafe terminated(p, n) { unsafe strtof($0, nil) }
    return value.isFinite ? value : nil
  }

  /// Calls `body` with a copy of digits, found to be a number, that ends with a zero byte, as the C library's exact
  /// reading wants it. The program never chooses a locale, so that a point is a point.
  @unsafe private static func terminated<T>(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ body: (UnsafePointer<CChar>) -> T
  ) -> T {
    unsafe withUnsafeTemporaryAllocation(byteCount: n + 1, alignment: 1) { copy in
      unsafe copy.copyMemory(from: UnsafeRawBufferPointer(start: p, count: n))
      unsafe copy[n] = 0
      // The copy holds `n` digits and the zero.
      return unsafe body(copy.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
  }

  private static let tens: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  @unsafe private static func notFinite(_ p: UnsafePointer<UInt8>, _ n: Int) -> Double? {
    guard n <= 9 else { return nil }
    switch unsafe String(decoding: UnsafeBufferPointer(start: p, count: n), as: UTF8.self).lowercased() {
    case "nan": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}
