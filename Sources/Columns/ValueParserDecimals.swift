/// Decimals, exact to the last digit.
extension ValueParser {
  private static let greatest: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

  /// A decimal, times ten to `scale`. Digits that the scale has no room for must be zeros.
  @unsafe @inline(__always)
  static func decimal(_ p: UnsafePointer<UInt8>, _ n: Int, precision: Int, scale: Int) -> Int128? {
    unsafe shortDecimal(p, n, precision: precision, scale: scale)
      ?? longDecimal(p, n, precision: precision, scale: scale)
  }

  /// Up to 18 digits and a point, which fit into a word: most decimals are written that way. Nil where it isn't known.
  @unsafe @inline(__always)
  private static func shortDecimal(_ p: UnsafePointer<UInt8>, _ n: Int, precision: Int, scale: Int) -> Int128? {
    let isNegative = unsafe p[0] == 0x2d
    let first = isNegative ? 1 : 0
    guard n > first && n &- first <= 18 && precision <= 18 else { return nil }
    var value: Int64 = 0
    var point = n
    for i in first..<n {
      let digit = unsafe p[i] &- 0x30
      if digit <= 9 {
        value = value &* 10 &+ Int64(truncatingIfNeeded: digit)
      } else {
        guard unsafe p[i] == 0x2e && point == n else { return nil }
        point = i
      }
    }
    let power = point == n ? scale : scale &- (n &- point &- 1)
    guard power >= 0 && n &- first > (point == n ? 0 : 1) && value < tens[precision &- power] else { return nil }
    let size = value &* tens[power]
    return Int128(isNegative ? 0 &- size : size)
  }

  /// The powers of ten that fit into a word, up to that of 18 digits.
  private static let tens: [Int64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
  ]

  @unsafe @inline(never)
  private static func longDecimal(_ p: UnsafePointer<UInt8>, _ n: Int, precision: Int, scale: Int) -> Int128? {
    let isNegative = unsafe p[0] == 0x2d
    let first = unsafe isNegative || p[0] == 0x2b ? 1 : 0
    var point: Int?
    var last: Int?  // the last digit that isn't zero
    var end = first
    scan: while end < n {
      switch unsafe p[end] {
      case 0x30: break
      case 0x31...0x39: last = end
      case 0x2e where point == nil: point = end
      default: break scan
      }
      end += 1
    }
    guard end - first > (point == nil ? 0 : 1) else { return nil }
    var power = scale
    if end < n {
      guard unsafe p[end] | 0x20 == 0x65, let written = unsafe exponent(p + end + 1, n - end - 1) else { return nil }
      power += written
    }
    guard let last else { return 0 }
    var value: Int128 = 0
    for i in first...last where i != point {
      if value > greatest / 10 { return nil }
      value = unsafe value * 10 + Int128(p[i] &- 0x30)
    }
    let units = point ?? end
    power += units > last ? units - last - 1 : units - last
    guard let size = scaled(value, power: power, precision: precision) else { return nil }
    return isNegative ? -size : size
  }

  private static func scaled(_ value: Int128, power: Int, precision: Int) -> Int128? {
    // The last digit isn't zero, so that there is nothing to divide by ten.
    guard power >= 0 else { return nil }
    var value = value
    for _ in 0..<min(power, 40) {
      if value > greatest / 10 { return nil }
      value *= 10
    }
    return value < ten(to: precision) ? value : nil
  }

  private static func ten(to power: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<power { result *= 10 }
    return result
  }
}
