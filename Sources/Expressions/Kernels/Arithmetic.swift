import Columns
import Glibc

/// Arithmetic on numbers of one type; what leaves the type fails the row.
enum Arithmetic {
  /// An operator between two numbers of `type`.
  static func run(_ found: Operator, _ type: ColumnType) -> Kernel.Run {
    switch type {
    case .int8: integers(found, type, Int8.self)
    case .int16: integers(found, type, Int16.self)
    case .int32: integers(found, type, Int32.self)
    case .int64: integers(found, type, Int64.self)
    case .uint8: integers(found, type, UInt8.self)
    case .uint16: integers(found, type, UInt16.self)
    case .uint32: integers(found, type, UInt32.self)
    case .uint64: integers(found, type, UInt64.self)
    case .float32: floats(found, type, Float.self)
    default: floats(found, type, Double.self)
    }
  }

  // The bodies stand where the loops are made: handed on as values, they would be called for each row.
  private static func integers<T: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ found: Operator, _ type: ColumnType, _: T.Type
  ) -> Kernel.Run {
    { evaluation, arguments in
      switch found {
      case .plus:
        integers(&evaluation, arguments, found, type) { (a: T, b: T) in
          let sum = a &+ b
          // The sign, or what is carried out of it, tells; unlike the processor's flag it is there for vectors too.
          return (sum, T.isSigned ? (a ^ sum) & (b ^ sum) < 0 : sum < a)
        }
      case .minus:
        integers(&evaluation, arguments, found, type) { (a: T, b: T) in
          let difference = a &- b
          return (difference, T.isSigned ? (a ^ b) & (a ^ difference) < 0 : a < b)
        }
      case .times:
        integers(&evaluation, arguments, found, type) { (a: T, b: T) in a.multipliedReportingOverflow(by: b) }
      case .wholeDivide:
        integers(&evaluation, arguments, found, type) { (a: T, b: T) in a.dividedReportingOverflow(by: b) }
      default:
        integers(&evaluation, arguments, found, type) { (a: T, b: T) in a.remainderReportingOverflow(dividingBy: b) }
      }
    }
  }

  @inline(__always) private static func integers<T: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ found: Operator, _ type: ColumnType,
    _ body: (T, T) -> (partialValue: T, overflow: Bool)
  ) -> Vector {
    evaluation.map(
      arguments[0], arguments[1], type, zero: T(0),
      flagged: { (a: T, b: T) -> (T, UInt8) in
        let (value, isBeyond) = body(a, b)
        return (value, isBeyond.flag)
      },
      message: { a, b in
        b == 0 && (found == .wholeDivide || found == .remainder)
          ? "\(a) \(found) 0 divides by zero" : "\(a) \(found) \(b) goes beyond \(type)"
      })
  }

  private static func floats<T: BinaryFloatingPoint & BitwiseCopyable & Sendable & CustomStringConvertible>(
    _ found: Operator, _ type: ColumnType, _: T.Type
  ) -> Kernel.Run {
    { evaluation, arguments in
      switch found {
      case .plus: floats(&evaluation, arguments, found, type) { (a: T, b: T) in a + b }
      case .minus: floats(&evaluation, arguments, found, type) { (a: T, b: T) in a - b }
      case .times: floats(&evaluation, arguments, found, type) { (a: T, b: T) in a * b }
      case .divide: floats(&evaluation, arguments, found, type, refusesZero: true) { (a: T, b: T) in a / b }
      default:
        floats(&evaluation, arguments, found, type, refusesZero: true) { (a: T, b: T) in
          a.truncatingRemainder(dividingBy: b)
        }
      }
    }
  }

  /// Finite numbers must stay finite; infinities and NaN that come in are passed on.
  @inline(__always)
  private static func floats<T: BinaryFloatingPoint & BitwiseCopyable & Sendable & CustomStringConvertible>(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ found: Operator, _ type: ColumnType,
    refusesZero: Bool = false, _ body: (T, T) -> T
  ) -> Vector {
    evaluation.map(
      arguments[0], arguments[1], type, zero: T(0),
      flagged: { (a: T, b: T) -> (T, UInt8) in
        let value = body(a, b)
        let isBeyond = value.isEndless & (1 ^ (a.isEndless | b.isEndless))
        return (value, refusesZero ? isBeyond | (b == 0).flag : isBeyond)
      },
      message: { a, b in
        refusesZero && b == 0
          ? "\(a) \(found) 0 divides by zero" : "\(a) \(found) \(b) goes beyond \(type)"
      })
  }

  /// `a ^ b`
  static let power = Kernel("^(float64,float64)", canFail: true) { evaluation, arguments in
    evaluation.map(
      arguments[0], arguments[1], .float64, zero: Double(0),
      flagged: { (a: Double, b: Double) -> (Double, UInt8) in
        let value = pow(a, b)
        return (value, value.isEndless & (1 ^ (a.isEndless | b.isEndless)))
      },
      message: { a, b in
        a < 0 && b.rounded() != b ? "\(a) ^ \(b) is no real number" : "\(a) ^ \(b) goes beyond float64"
      })
  }

  /// `-x`
  static func negation(_ type: ColumnType) -> Kernel.Run {
    switch type {
    case .int8: negation(type, Int8.self)
    case .int16: negation(type, Int16.self)
    case .int32: negation(type, Int32.self)
    case .int64: negation(type, Int64.self)
    case .float32: { evaluation, arguments in evaluation.map(arguments[0], type) { (value: Float) in -value } }
    default: { evaluation, arguments in evaluation.map(arguments[0], type) { (value: Double) in -value } }
    }
  }

  private static func negation<T: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: ColumnType, _: T.Type)
    -> Kernel.Run
  {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], type, zero: T(0), flagged: { (value: T) -> (T, UInt8) in (0 &- value, (value == T.min).flag) },
        message: { "-(\($0)) goes beyond \(type)" })
    }
  }

  /// `abs(x)`
  static func magnitude(_ type: ColumnType) -> Kernel.Run {
    switch type {
    case .int8: magnitude(type, Int8.self)
    case .int16: magnitude(type, Int16.self)
    case .int32: magnitude(type, Int32.self)
    case .int64: magnitude(type, Int64.self)
    case .float32:
      { evaluation, arguments in evaluation.map(arguments[0], type) { (value: Float) in Swift.abs(value) } }
    case .float64:
      { evaluation, arguments in evaluation.map(arguments[0], type) { (value: Double) in Swift.abs(value) } }
    default: { _, arguments in arguments[0] }
    }
  }

  private static func magnitude<T: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: ColumnType, _: T.Type)
    -> Kernel.Run
  {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], type, zero: T(0),
        flagged: { (value: T) -> (T, UInt8) in (value < 0 ? 0 &- value : value, (value == T.min).flag) },
        message: { "abs(\($0)) goes beyond \(type)" })
    }
  }

  /// `round(x, n)` of a whole number: digits before the point, where `n` is negative, become zero.
  static let roundedInteger: Kernel.Run = { evaluation, arguments in
    evaluation.map(
      arguments[0], arguments[1], .int64, zero: Int64(0),
      { (value: Int64, digits: Int32) -> Int64? in
        if digits >= 0 { return value }
        if digits < -18 { return 0 }
        var unit: Int64 = 1
        for _ in 0..<(-digits) { unit *= 10 }
        let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
        // Halves go away from zero.
        let carry: Int64 = rest.magnitude >= unit.magnitude - rest.magnitude ? (value < 0 ? -1 : 1) : 0
        let (rounded, isBeyond) = (whole + carry).multipliedReportingOverflow(by: unit)
        return isBeyond ? nil : rounded
      },
      message: { "round(\($0), \($1)) goes beyond int64" })
  }

  /// `trunc(x, n)` of a whole number.
  static let cutInteger: Kernel.Run = { evaluation, arguments in
    let (values, digits) = (arguments[0].fixed(Int64.self), arguments[1].fixed(Int32.self))
    return evaluation.values(arguments, .int64) { row -> Int64 in
      if digits[row] >= 0 { return values[row] }
      if digits[row] < -18 { return 0 }
      var unit: Int64 = 1
      for _ in 0..<(-digits[row]) { unit *= 10 }
      return values[row] / unit * unit
    }
  }

  /// `trunc(x, n)`
  static let cutFloat: Kernel.Run = { evaluation, arguments in
    shifted(&evaluation, arguments) { WholeFloat.towardZero($0) }
  }

  /// `round(x, n)`; where the digits asked for are beyond what the number has, it stays.
  static let roundedFloat: Kernel.Run = { evaluation, arguments in
    shifted(&evaluation, arguments) { WholeFloat.awayFromZero($0) }
  }

  @inline(__always) private static func shifted(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ rounded: (Double) -> Double
  ) -> Vector {
    let (values, digits) = (arguments[0].fixed(Double.self), arguments[1].fixed(Int32.self))
    return evaluation.values(arguments, .float64) { row -> Double in
      let (value, count) = (values[row], Int(digits[row]))
      let power = pow(10.0, Double(count.magnitude))
      if count >= 0 {
        let rounded = rounded(value * power) / power
        return rounded.isFinite ? rounded : value
      }
      let rounded = rounded(value / power) * power
      return rounded.isFinite || !value.isFinite ? rounded : 0
    }
  }
}
