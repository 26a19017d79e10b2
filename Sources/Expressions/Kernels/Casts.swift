import Columns

/// Values of one type made from those of another.
enum Casts {
  /// What `cast` does; with `orNull`, what `try_cast` does.
  static func kernel(from: ColumnType, to: ColumnType, orNull: Bool) -> Kernel {
    let name = "\(orNull ? "try_cast" : "cast")(\(from) as \(to))"
    return Kernel(name, canFail: !orNull && canFail(from, to), run(from, to, orNull))
  }

  private static func canFail(_ from: ColumnType, _ to: ColumnType) -> Bool {
    if from == .text { return to != .text }
    if to == .text { return false }
    // Only what Conversions counts as fitting always fits; a float64 takes every whole number.
    return Conversions.cost(from: from, to: to) == nil || from == .date
  }

  private static func run(_ from: ColumnType, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    switch (from, to) {
    case (.text, _): parsed(to, orNull)
    case (_, .text):
      { _, arguments in
        Vector(arguments[0].column.asText(.sql), isConstant: arguments[0].isConstant)
      }
    case (.bool, _): fromBool(to)
    case (_, .bool): toBool(from)
    case (.date, _): moments(to, orNull)
    case (_, .date): days
    case (.timestamp, _), (.localTimestamp, _): { _, arguments in arguments[0].retyped(to) }
    default: NumberCasts.run(from, to, orNull)
    }
  }

  private static func parsed(_ type: ColumnType, _ orNull: Bool) -> Kernel.Run {
    { evaluation, arguments in
      let argument = arguments[0]
      var failures: [RowFailure] = []
      var column = argument.column.parsed(as: Field("", type), failures: &failures)
      if !failures.isEmpty { column = LenientText.read(argument.column, into: column, &failures) }
      if !orNull { for failure in failures { evaluation.fail(failure.row, failure.message) } }
      return Vector(column, isConstant: argument.isConstant)
    }
  }

  private static func fromBool(_ type: ColumnType) -> Kernel.Run {
    { evaluation, arguments in
      let bits = arguments[0].bits
      let bytes = evaluation.values(arguments, .uint8) { bits[$0] ? UInt8(1) : 0 }
      return type == .uint8 ? bytes : NumberCasts.run(.uint8, type, false)(&evaluation, [bytes])
    }
  }

  private static func toBool(_ type: ColumnType) -> Kernel.Run {
    { evaluation, arguments in
      let zero = type.isFloat ? Vector(Constant.integer(0, type) ?? .null(type)) : nil
      let nothing = zero ?? Vector(Constant.integer(0, type) ?? .null(type))
      return Comparisons.kernel(.notEqual, type).run(&evaluation, [arguments[0], nothing])
    }
  }

  private static func moments(_ type: ColumnType, _ orNull: Bool) -> Kernel.Run {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], type, zero: Int64(0), orNull: orNull,
        { (day: Int32) -> Int64? in
          let (moment, isBeyond) = Int64(day).multipliedReportingOverflow(by: CivilCalendar.microsecondsPerDay)
          return isBeyond ? nil : moment
        },
        message: { "the date \($0) days from 1970 goes beyond \(type)" })
    }
  }

  private static let days: Kernel.Run = { evaluation, arguments in
    evaluation.map(arguments[0], .date) { (moment: Int64) in
      Int32(truncatingIfNeeded: CivilCalendar.split(moment).day)
    }
  }
}

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
    { evaluation, arguments in
      evaluation.map(
        arguments[0], to, zero: B(0), orNull: orNull,
        { (value: A) -> B? in B(exactly: value.rounded(.toNearestOrEven)) },
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
