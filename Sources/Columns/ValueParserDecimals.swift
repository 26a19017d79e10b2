/// Decimals, exact to the last digit.
extension ValueParser {
  private static let greatest: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

  /// A decimal, times ten to `scale`. Digits that the scale has no room for must be zeros.
  @unsafe static func decimal(_ p: UnsafePointer<UInt8>, _ n: Int, precision: Int, scale: Int) -> Int128? {
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
