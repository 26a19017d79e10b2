import Columns

/// Arithmetic on decimals, exact to the last digit, with DuckDB's result types.
enum DecimalArithmetic {
  typealias Digits = (precision: Int, scale: Int)

  /// The type of a result; nil where it would need more digits behind the point than there are.
  static func type(_ found: Operator, _ a: Digits, _ b: Digits) -> ColumnType? {
    let most = ColumnType.greatestPrecision
    if found == .times {
      let (precision, scale) = (a.precision + b.precision, a.scale + b.scale)
      guard scale <= most else { return nil }
      // Eighteen digits are one machine word: DuckDB stays there as long as the operands are, and so do we.
      if precision > 18, max(a.precision, b.precision) <= 18, scale < 18 {
        return .decimal(precision: 18, scale: scale)
      }
      return .decimal(precision: min(precision, most), scale: scale)
    }
    let scale = max(a.scale, b.scale)
    let whole = max(a.precision - a.scale, b.precision - b.scale)
    let precision = whole + scale + (found == .remainder ? 0 : 1)
    return .decimal(precision: min(precision, most), scale: scale)
  }

  static func kernel(_ found: Operator, _ a: Digits, _ b: Digits, _ type: ColumnType) -> Kernel {
    let result = type.decimal ?? (ColumnType.greatestPrecision, 0)
    let name = "\(found.rawValue)(decimal(\(a.precision),\(a.scale)),decimal(\(b.precision),\(b.scale)))"
    return Kernel(name, canFail: true, run(found, a, b, result, type))
  }

  private static func run(
    _ found: Operator, _ a: Digits, _ b: Digits, _ result: Digits, _ type: ColumnType
  ) -> Kernel.Run {
    if found == .times { return times(a, b, result, type) }
    let (p, q) = (Power10.of(result.scale - a.scale), Power10.of(result.scale - b.scale))
    // Where the precision grew by the digit that a carry needs, nothing can go beyond it.
    let fits = result.precision < ColumnType.greatestPrecision
    switch found {
    case .plus where fits && p == 1 && q == 1:
      return { $0.map($1[0], $1[1], type) { (x: Int128, y: Int128) in x &+ y } }
    case .minus where fits && p == 1 && q == 1:
      return { $0.map($1[0], $1[1], type) { (x: Int128, y: Int128) in x &- y } }
    case .plus where fits: return { $0.map($1[0], $1[1], type) { (x: Int128, y: Int128) in x &* p &+ y &* q } }
    case .minus where fits: return { $0.map($1[0], $1[1], type) { (x: Int128, y: Int128) in x &* p &- y &* q } }
    case .plus: return checked(found, (a.scale, b.scale), result, type) { sum($0, p, $1, q) }
    case .minus: return checked(found, (a.scale, b.scale), result, type) { sum($0, p, 0 - $1, q) }
    default:
      return checked(found, (a.scale, b.scale), result, type, refusesZero: true) { x, y in
        if y == 0 { return nil }
        guard let (x, y) = product(x, p).flatMap({ x in product(y, q).map { (x, $0) } }) else { return nil }
        return x % y
      }
    }
  }

  @inline(__always) private static func product(_ x: Int128, _ y: Int128) -> Int128? {
    let (value, isBeyond) = x.multipliedReportingOverflow(by: y)
    return isBeyond ? nil : value
  }

  @inline(__always) private static func sum(_ x: Int128, _ p: Int128, _ y: Int128, _ q: Int128) -> Int128? {
    guard let a = product(x, p), let b = product(y, q) else { return nil }
    let (value, isBeyond) = a.addingReportingOverflow(b)
    return isBeyond ? nil : value
  }

  private static func times(_ a: Digits, _ b: Digits, _ result: Digits, _ type: ColumnType) -> Kernel.Run {
    if max(a.precision, b.precision, result.precision) <= 18 {
      return words(a, b, result, type)
    }
    if a.precision <= 18, b.precision <= 18 {
      // Both are words, and their product needs two.
      if a.precision + b.precision <= result.precision {
        return { $0.map($1[0], $1[1], type) { (x: Int128, y: Int128) in wide(x, y) } }
      }
      return checked(.times, (a.scale, b.scale), result, type) { wide($0, $1) }
    }
    return checked(.times, (a.scale, b.scale), result, type) { product($0, $1) }
  }

  /// A product that is a word, like what it is made of.
  private static func words(_ a: Digits, _ b: Digits, _ result: Digits, _ type: ColumnType) -> Kernel.Run {
    if a.precision + b.precision <= result.precision {
      return {
        $0.map($1[0], $1[1], type) { (x: Int128, y: Int128) in
          Int128(Int64(truncatingIfNeeded: x) &* Int64(truncatingIfNeeded: y))
        }
      }
    }
    let limit = UInt64(truncatingIfNeeded: Power10.of(result.precision))
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], type, zero: Int128(0),
        flagged: { (x: Int128, y: Int128) -> (Int128, UInt8) in
          let (value, isBeyond) = Int64(truncatingIfNeeded: x)
            .multipliedReportingOverflow(by: Int64(truncatingIfNeeded: y))
          return (Int128(value), isBeyond.flag | (value.magnitude >= limit).flag)
        }, message: { beyond(.times, $0, $1, (a.scale, b.scale), type) })
    }
  }

  private static func beyond(
    _ found: Operator, _ x: Int128, _ y: Int128, _ scales: (Int, Int), _ type: ColumnType
  ) -> FailureMessage {
    let (a, b) = (DecimalText.of(x, scale: scales.0), DecimalText.of(y, scale: scales.1))
    return "\(a) \(found) \(b) goes beyond \(type)"
  }

  @inline(__always) private static func wide(_ x: Int128, _ y: Int128) -> Int128 {
    let (high, low) = Int64(truncatingIfNeeded: x).multipliedFullWidth(by: Int64(truncatingIfNeeded: y))
    return Int128(high) << 64 | Int128(low)
  }

  @inline(__always) private static func checked(
    _ found: Operator, _ scales: (Int, Int), _ result: Digits, _ type: ColumnType, refusesZero: Bool = false,
    _ body: @escaping @Sendable (Int128, Int128) -> Int128?
  ) -> Kernel.Run {
    let limit = Power10.of(result.precision)
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], type, zero: Int128(0),
        { (x: Int128, y: Int128) -> Int128? in
          guard let value = body(x, y), value < limit, value > -limit else { return nil }
          return value
        },
        message: { x, y in
          refusesZero && y == 0
            ? "\(DecimalText.of(x, scale: scales.0)) \(found) 0 divides by zero" : beyond(found, x, y, scales, type)
        })
    }
  }

  /// `-x`
  static func negation(_ type: ColumnType) -> Kernel {
    Kernel("-(\(type))") { $0.map($1[0], type) { (value: Int128) in 0 &- value } }
  }
}

/// Powers of ten.
enum Power10 {
  /// Ten to a power of 0 to 38.
  static func of(_ power: Int) -> Int128 { all[power] }

  /// A division by a power of ten, which takes words of 64 bits where both fit into one.
  @inline(__always) static func division(of value: Int128, by unit: Int128) -> (quotient: Int128, remainder: Int128) {
    let (small, smallUnit) = (Int64(truncatingIfNeeded: value), Int64(truncatingIfNeeded: unit))
    guard Int128(small) == value, Int128(smallUnit) == unit else { return value.quotientAndRemainder(dividingBy: unit) }
    let (quotient, remainder) = small.quotientAndRemainder(dividingBy: smallUnit)
    return (Int128(quotient), Int128(remainder))
  }

  private static let all: [Int128] = {
    var all: [Int128] = [1]
    for _ in 0..<38 { all.append(all[all.count - 1] * 10) }
    return all
  }()
}

/// A decimal in words, for messages.
enum DecimalText {
  static func of(_ value: Int128, scale: Int) -> String {
    let digits = value.magnitude.description
    let sign = value < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
