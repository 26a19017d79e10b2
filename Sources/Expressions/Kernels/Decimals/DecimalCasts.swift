import Columns

/// Decimals made from numbers, and numbers from decimals. A digit too many is rounded, halves away from zero.
enum DecimalCasts {
  static func run(_ from: ColumnType, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    if let a = from.decimal, let b = to.decimal { return rescaled(a, b, to, orNull) }
    if let a = from.decimal { return fromDecimal(a.scale, to, orNull) }
    guard let b = to.decimal else { preconditionFailure("one of the types is a decimal") }
    switch from {
    case .int8: return fromInteger(Int8.self, b, to, orNull)
    case .int16: return fromInteger(Int16.self, b, to, orNull)
    case .int32: return fromInteger(Int32.self, b, to, orNull)
    case .int64: return fromInteger(Int64.self, b, to, orNull)
    case .uint8: return fromInteger(UInt8.self, b, to, orNull)
    case .uint16: return fromInteger(UInt16.self, b, to, orNull)
    case .uint32: return fromInteger(UInt32.self, b, to, orNull)
    case .uint64: return fromInteger(UInt64.self, b, to, orNull)
    case .float32: return fromFloat(Float.self, b, to, orNull)
    default: return fromFloat(Double.self, b, to, orNull)
    }
  }

  private static func fromInteger<A: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _: A.Type, _ digits: DecimalArithmetic.Digits, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    let (unit, limit) = (Power10.of(digits.scale), Power10.of(digits.precision - digits.scale))
    if let own = widest(A.self), own <= digits.precision - digits.scale {
      return { $0.map($1[0], to) { (value: A) in Int128(value) &* unit } }
    }
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: Int128(0), orNull: orNull,
        { (value: A) -> Int128? in
          let wide = Int128(value)
          return wide < limit && wide > -limit ? wide &* unit : nil
        }, message: { "\($0) goes beyond \(to)" })
    }
  }

  /// How many digits an integer type has at most.
  private static func widest<A: FixedWidthInteger>(_: A.Type) -> Int? { A.max.description.count }

  private static func rescaled(
    _ a: DecimalArithmetic.Digits, _ b: DecimalArithmetic.Digits, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    let limit = Power10.of(b.precision)
    if b.scale >= a.scale {
      let unit = Power10.of(b.scale - a.scale)
      if b.precision - b.scale >= a.precision - a.scale {
        return { $0.map($1[0], to) { (value: Int128) in value &* unit } }
      }
      let most = Power10.of(b.precision - b.scale + a.scale)
      return { evaluation, arguments in
        evaluation.map(
          arguments[0], to, zero: Int128(0), orNull: orNull,
          { (value: Int128) -> Int128? in value < most && value > -most ? value &* unit : nil },
          message: { "\(DecimalText.of($0, scale: a.scale)) goes beyond \(to)" })
      }
    }
    let unit = Power10.of(a.scale - b.scale)
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: Int128(0), orNull: orNull,
        { (value: Int128) -> Int128? in
          let rounded = rounded(value, unit)
          return rounded < limit && rounded > -limit ? rounded : nil
        }, message: { "\(DecimalText.of($0, scale: a.scale)) goes beyond \(to)" })
    }
  }

  /// A value divided by a power of ten, halves away from zero.
  @inline(__always) static func rounded(_ value: Int128, _ unit: Int128) -> Int128 {
    let half = unit / 2
    return Power10.division(of: value < 0 ? value - half : value + half, by: unit).quotient
  }

  private static func fromDecimal(_ scale: Int, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    switch to {
    case .int8: whole(scale, Int8.self, to, orNull)
    case .int16: whole(scale, Int16.self, to, orNull)
    case .int32: whole(scale, Int32.self, to, orNull)
    case .int64: whole(scale, Int64.self, to, orNull)
    case .uint8: whole(scale, UInt8.self, to, orNull)
    case .uint16: whole(scale, UInt16.self, to, orNull)
    case .uint32: whole(scale, UInt32.self, to, orNull)
    case .uint64: whole(scale, UInt64.self, to, orNull)
    case .float32:
      { evaluation, arguments in
        let unit = Double(Power10.of(scale))
        return evaluation.map(arguments[0], to) { (value: Int128) in Float(float(value, unit)) }
      }
    default:
      { evaluation, arguments in
        let unit = Double(Power10.of(scale))
        return evaluation.map(arguments[0], to) { (value: Int128) in float(value, unit) }
      }
    }
  }

  private static func whole<B: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ scale: Int, _: B.Type, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    let unit = Power10.of(scale)
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: B(0), orNull: orNull, { (value: Int128) -> B? in B(exactly: rounded(value, unit)) },
        message: { "\(DecimalText.of($0, scale: scale)) goes beyond \(to)" })
    }
  }

  @inline(__always) private static func float(_ value: Int128, _ unit: Double) -> Double {
    // A machine word is converted faster, and a power of ten up to 22 is exact.
    let word = Int64(truncatingIfNeeded: value)
    return Int128(word) == value ? Double(word) / unit : wide(value) / unit
  }

  @inline(never) private static func wide(_ value: Double) -> Int128? { Int128(exactly: value) }

  @inline(never) private static func wide(_ value: Int128) -> Double { Double(value) }

  private static func fromFloat<A: BinaryFloatingPoint & BitwiseCopyable & Sendable & CustomStringConvertible>(
    _: A.Type, _ digits: DecimalArithmetic.Digits, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    let (unit, limit) = (Double(Power10.of(digits.scale)), Power10.of(digits.precision))
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: Int128(0), orNull: orNull,
        { (value: A) -> Int128? in
          let rounded = WholeFloat.awayFromZero(Double(value) * unit)
          if rounded.magnitude < 0x1p62 {
            let scaled = Int128(Int64(rounded))
            return scaled < limit && scaled > -limit ? scaled : nil
          }
          guard let scaled = wide(rounded), scaled < limit, scaled > -limit else { return nil }
          return scaled
        }, message: { "\($0) goes beyond \(to)" })
    }
  }
}
