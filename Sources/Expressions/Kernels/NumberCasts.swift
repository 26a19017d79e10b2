import Columns

/// Numbers made from numbers: a fraction is rounded, halves to the even neighbour.
enum NumberCasts {
  static func run(_ from: ColumnType, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    switch from {
    case .int8: integer(Int8.self, to, orNull)
    case .int16: integer(Int16.self, to, orNull)
    case .int32: integer(Int32.self, to, orNull)
    case .int64: integer(Int64.self, to, orNull)
    case .uint8: integer(UInt8.self, to, orNull)
    case .uint16: integer(UInt16.self, to, orNull)
    case .uint32: integer(UInt32.self, to, orNull)
    case .uint64: integer(UInt64.self, to, orNull)
    case .float32: float(Float.self, to, orNull)
    default: float(Double.self, to, orNull)
    }
  }

  private static func integer<A: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _: A.Type, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    switch to {
    case .int8: exactly(A.self, Int8.self, to, orNull)
    case .int16: exactly(A.self, Int16.self, to, orNull)
    case .int32: exactly(A.self, Int32.self, to, orNull)
    case .int64: exactly(A.self, Int64.self, to, orNull)
    case .uint8: exactly(A.self, UInt8.self, to, orNull)
    case .uint16: exactly(A.self, UInt16.self, to, orNull)
    case .uint32: exactly(A.self, UInt32.self, to, orNull)
    case .uint64: exactly(A.self, UInt64.self, to, orNull)
    case .float32: { evaluation, arguments in evaluation.map(arguments[0], to) { (value: A) in Float(value) } }
    default: { evaluation, arguments in evaluation.map(arguments[0], to) { (value: A) in Double(value) } }
    }
  }

  private static func exactly<
    A: FixedWidthInteger & BitwiseCopyable & Sendable, B: FixedWidthInteger & BitwiseCopyable & Sendable
  >(
    _: A.Type, _: B.Type, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: B(0), orNull: orNull, { (value: A) -> B? in B(exactly: value) },
        message: { "\($0) goes beyond \(to)" })
    }
  }

  private static func float<A: BinaryFloatingPoint & BitwiseCopyable & Sendable & CustomStringConvertible>(
    _: A.Type, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    switch to {
    case .int8: rounded(A.self, Int8.self, to, orNull)
    case .int16: rounded(A.self, Int16.self, to, orNull)
    case .int32: rounded(A.self, Int32.self, to, orNull)
    case .int64: rounded(A.self, Int64.self, to, orNull)
    case .uint8: rounded(A.self, UInt8.self, to, orNull)
    case .uint16: rounded(A.self, UInt16.self, to, orNull)
    case .uint32: rounded(A.self, UInt32.self, to, orNull)
    case .uint64: rounded(A.self, UInt64.self, to, orNull)
    case .float32: narrowed(A.self, to, orNull)
    default: { evaluation, arguments in evaluation.map(arguments[0], to) { (value: A) in Double(value) } }
    }
  }

  private static func rounded<
    A: BinaryFloatingPoint & BitwiseCopyable & Sendable & CustomStringConvertible,
    B: FixedWidthInteger & BitwiseCopyable & Sendable
  >(_: A.Type, _: B.Type, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    // Both ends are powers of two, or zero, which floats have exactly.
    let end = Double(sign: .plus, exponent: B.bitWidth - (B.isSigned ? 1 : 0), significand: 1)
    let start = B.isSigned ? -end : 0
    return { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: B(0), orNull: orNull,
        { (value: A) -> B? in
          let whole = WholeFloat.nearest(Double(value))
          guard whole >= start && whole < end else { return nil }
          // By way of a type of the machine, which has an instruction for it.
          return B.bitWidth == 64 && !B.isSigned
            ? B(truncatingIfNeeded: UInt64(whole)) : B(truncatingIfNeeded: Int64(whole))
        },
        message: { "\($0) goes beyond \(to)" })
    }
  }

  private static func narrowed<A: BinaryFloatingPoint & BitwiseCopyable & Sendable & CustomStringConvertible>(
    _: A.Type, _ to: ColumnType, _ orNull: Bool
  ) -> Kernel.Run {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: Float(0), orNull: orNull,
        { (value: A) -> Float? in
          let narrow = Float(value)
          return narrow.isFinite || !value.isFinite ? narrow : nil
        },
        message: { "\($0) goes beyond \(to)" })
    }
  }
}
