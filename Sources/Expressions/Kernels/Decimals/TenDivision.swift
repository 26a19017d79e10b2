/// Division of words by a power of ten, which is chosen once for a column: a multiplication instead of a division that
/// takes ten times as long.
struct TenDivision: Sendable {
  /// Decimals of so many digits fit into a word, and so do they after a unit was added.
  static let mostDigits = 18

  /// The power of ten.
  let unit: UInt64
  private let factor: UInt64
  private let shift: UInt64

  /// Division by ten to `power`, from 1 to `mostDigits`.
  init(by power: Int) {
    unit = UInt64(truncatingIfNeeded: Power10.of(power))
    shift = UInt64(63 - unit.leadingZeroBitCount)
    // 2^(64 + shift) / unit, rounded up: for dividends below 2^63 the error is too small to show.
    factor = unit.dividingFullWidth((1 << shift, 0)).quotient + 1
  }

  /// The whole part of a quotient.
  @inline(__always) func quotient(of value: UInt64) -> UInt64 {
    value.multipliedFullWidth(by: factor).high &>> shift
  }
}
