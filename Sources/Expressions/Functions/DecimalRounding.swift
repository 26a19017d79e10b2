import Columns

/// Rounding, absolute values and signs of decimals, which stay decimals.
enum DecimalRounding {
  enum Rule: String, Sendable { case round, floor, ceil, trunc }

  /// How a function rounds decimals, to no digits behind the point or to so many as a literal says.
  static func check(_ rule: Rule) -> Function.Check {
    { checker, operands, call in
      guard let (precision, scale) = operands[0].type.decimal else { return nil }
      var digits = 0
      if operands.count > 1 {
        guard let number = checker.convert(operands[1], to: .int32) else { return nil }
        guard let constant = checker.program.constant(number.node) else {
          checker.problem(
            at: operands[1].syntax.range, "to how many digits a decimal is rounded has to be a literal",
            mend: "or write `cast(\(checker.written(operands[0].syntax)) as float64)`")
          return nil
        }
        digits = constant.bytes == nil ? 0 : Int(constant.column.value(0, as: Int32.self))
        if constant.bytes == nil { return checker.typed(checker.program.add(.null(operands[0].type)), call) }
      }
      if digits >= scale { return operands[0] }
      let type = ColumnType.decimal(precision: precision, scale: max(digits, 0))
      let name = "\(rule.rawValue)(\(operands[0].type),\(digits))"
      let kernel = Kernel(name, canFail: digits < 0, run(rule, precision, scale, digits, type))
      return checker.typed(checker.apply(kernel, [operands[0]], type), call)
    }
  }

  private static func run(
    _ rule: Rule, _ precision: Int, _ scale: Int, _ digits: Int, _ type: ColumnType
  ) -> Kernel.Run {
    // Beyond all digits there is nothing left, but what is rounded away from zero.
    let lost = min(scale - digits, ColumnType.greatestPrecision)
    let (unit, zeros) = (Power10.of(lost), Power10.of(min(max(-digits, 0), ColumnType.greatestPrecision)))
    let limit = Power10.of(precision)
    if digits >= 0, precision <= TenDivision.mostDigits {
      let division = TenDivision(by: lost)
      return { evaluation, arguments in
        evaluation.map(arguments[0], type) { (value: Int128) in
          Int128(quotient(Int64(truncatingIfNeeded: value), division, rule))
        }
      }
    }
    if digits >= 0 {
      return { evaluation, arguments in
        evaluation.map(arguments[0], type) { (value: Int128) in quotient(value, unit, rule) }
      }
    }
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], type, zero: Int128(0),
        { (value: Int128) -> Int128? in
          let (rounded, isBeyond) = quotient(value, unit, rule).multipliedReportingOverflow(by: zeros)
          return isBeyond || rounded.magnitude >= limit.magnitude ? nil : rounded
        },
        message: { _ -> FailureMessage in "a rounded decimal goes beyond \(type)" })
    }
  }

  /// How many units a value has that fits into a word.
  @inline(__always) private static func quotient(_ value: Int64, _ division: TenDivision, _ rule: Rule) -> Int64 {
    let (size, sign) = (value.magnitude, value &>> 63)
    let more: UInt64 =
      switch rule {
      case .trunc: 0
      case .floor: (division.unit &- 1) & UInt64(bitPattern: sign)
      case .ceil: (division.unit &- 1) & ~UInt64(bitPattern: sign)
      // Halves go away from zero.
      case .round: division.unit / 2
      }
    let whole = Int64(bitPattern: division.quotient(of: size &+ more))
    return (whole ^ sign) &- sign
  }

  @inline(__always)
  private static func quotient<T: FixedWidthInteger & SignedInteger>(_ value: T, _ unit: T, _ rule: Rule) -> T {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
    switch rule {
    case .trunc: return whole
    case .floor: return rest < 0 ? whole - 1 : whole
    case .ceil: return rest > 0 ? whole + 1 : whole
    // Halves go away from zero.
    case .round: return rest.magnitude >= unit.magnitude - rest.magnitude ? (value < 0 ? whole - 1 : whole + 1) : whole
    }
  }

  /// `abs` of a decimal.
  static let magnitude: Function.Check = { checker, operands, call in
    let type = operands[0].type
    let kernel = Kernel("abs(\(type))") { evaluation, arguments in
      evaluation.map(arguments[0], type) { (value: Int128) in value < 0 ? 0 - value : value }
    }
    return checker.typed(checker.apply(kernel, [operands[0]], type), call)
  }

  /// `sign` of a decimal.
  static let sign: Function.Check = { checker, operands, call in
    let kernel = Kernel("sign(\(operands[0].type))") { evaluation, arguments in
      evaluation.map(arguments[0], .int8) { (value: Int128) in Int8(value.signum()) }
    }
    return checker.typed(checker.apply(kernel, [operands[0]], .int8), call)
  }

  /// `mod` of a decimal is `%`.
  static let remainder: Function.Check = { checker, operands, call in
    operands.count == 2 ? checker.arithmetic(.remainder, operands[0], operands[1], call) : nil
  }
}
