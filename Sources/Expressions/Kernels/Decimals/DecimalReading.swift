/// Decimals whose text has more digits behind the point than there is room for.
enum Decimals {
  /// A number's text rounded to what a decimal holds, halves away from zero; nil if it is no number, or goes beyond.
  static func rounded(_ text: String, _ digits: DecimalArithmetic.Digits) -> String? {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest.removeFirst() }
    let whole = number(&rest)
    var fraction = Substring()
    if rest.first == "." {
      rest.removeFirst()
      fraction = number(&rest)
    }
    var power = 0
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      guard let exponent = Int(rest), (-999...999).contains(exponent) else { return nil }
      (power, rest) = (exponent, "")
    }
    guard rest.isEmpty, !whole.isEmpty || !fraction.isEmpty else { return nil }
    // The point moves by the exponent, then to behind the last digit that is kept.
    var all = String(whole + fraction)
    var point = whole.count + power + digits.scale
    if point < 0 {
      all = String(repeating: "0", count: -point) + all
      point = 0
    }
    if point > all.count { all += String(repeating: "0", count: point - all.count) }
    let kept = all.prefix(point).drop { $0 == "0" }
    guard kept.count <= 38, var value = Int128(kept.isEmpty ? "0" : kept) else { return nil }
    if let next = all.dropFirst(point).first, next >= "5" { value += 1 }
    guard value < Power10.of(digits.precision) else { return nil }
    return DecimalText.of(isNegative ? -value : value, scale: digits.scale)
  }

  private static func number(_ rest: inout Substring) -> Substring {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    return digits
  }
}
