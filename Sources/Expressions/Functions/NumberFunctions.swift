import Columns

/// Functions and operators of numbers.
enum NumberFunctions {
  static let all: [Function] = [
    Function(
      "+", .operators, "The sum; of a date and a number, the date so many days later.", example: "2 + 3", "5",
      arithmetic(.plus) + [days([.date, .int32], +), daysAfter]),
    Function(
      "-", .operators, "The difference; of two dates, how many days lie between them.", example: "5 - 3", "2",
      arithmetic(.minus)
        + (ColumnType.signedIntegers + ColumnType.floats).map { type in
          Overload([type], type, canFail: type.isInteger, Arithmetic.negation(type))
        } + [days([.date, .int32], -), between]),
    Function("*", .operators, "The product.", example: "4 * 3", "12", arithmetic(.times)),
    Function(
      "/", .operators, "The quotient, with its fraction.", example: "5 / 2", "2.5",
      ColumnType.floats.map { Overload([$0, $0], $0, canFail: true, Arithmetic.run(.divide, $0)) }),
    Function(
      "//", .operators, "The quotient of whole numbers, its fraction cut off.", example: "7 // 2", "3",
      ColumnType.integers.map { Overload([$0, $0], $0, canFail: true, Arithmetic.run(.wholeDivide, $0)) }),
    Function("%", .operators, "What a division leaves over.", example: "7 % 3", "1", arithmetic(.remainder)),
    Function(
      "mod", .numbers, "What a division leaves over.", example: "mod(7, 3)", "1", arithmetic(.remainder),
      ofDecimals: DecimalRounding.remainder),
    Function(
      "abs", .numbers, "The number without its sign.", example: "abs(-5)", "5",
      ColumnType.numbers.map { type in
        Overload([type], type, canFail: ColumnType.signedIntegers.contains(type), Arithmetic.magnitude(type))
      }, ofDecimals: DecimalRounding.magnitude),
    Function(
      "sign", .numbers, "-1, 0 or 1, as the number is below, equal to or above zero.", example: "sign(-5)", "-1",
      [
        Overload([.int64], .int8) { evaluation, arguments in
          evaluation.map(arguments[0], .int8) { (value: Int64) in Int8(value.signum()) }
        },
        Overload([.uint64], .int8) { evaluation, arguments in
          evaluation.map(arguments[0], .int8) { (value: UInt64) in value == 0 ? Int8(0) : 1 }
        },
        Overload([.float64], .int8) { evaluation, arguments in
          evaluation.map(arguments[0], .int8) { (value: Double) in value > 0 ? Int8(1) : value < 0 ? -1 : 0 }
        },
      ], ofDecimals: DecimalRounding.sign),
    Function(
      "round", .numbers, "The number with so many digits behind the point, or none; halves go away from zero.",
      example: "round(2.567, 2)", "2.57",
      rounding({ WholeFloat.awayFromZero($0) }, { WholeFloat.awayFromZero($0) })
        + ColumnType.integers.map { Overload([$0], $0) { _, arguments in arguments[0] } } + [
          Overload([.float64, .int32], .float64, Arithmetic.roundedFloat),
          Overload([.int64, .int32], .int64, canFail: true, Arithmetic.roundedInteger),
        ], ofDecimals: DecimalRounding.check(.round)),
    Function(
      "floor", .numbers, "The greatest whole number that isn't above.", example: "floor(2.7)", "2",
      rounding({ WholeFloat.down($0) }, { WholeFloat.down($0) }), ofDecimals: DecimalRounding.check(.floor)),
    Function(
      "ceil", .numbers, "The least whole number that isn't below.", example: "ceil(2.1)", "3",
      rounding({ WholeFloat.up($0) }, { WholeFloat.up($0) }),
      aliases: ["ceiling"], ofDecimals: DecimalRounding.check(.ceil)),
    Function(
      "trunc", .numbers, "The number with so many digits behind the point, or none; the others are cut off.",
      example: "trunc(2.789, 2)", "2.78",
      rounding({ WholeFloat.towardZero($0) }, { WholeFloat.towardZero($0) })
        + ColumnType.integers.map { Overload([$0], $0) { _, arguments in arguments[0] } } + [
          Overload([.float64, .int32], .float64, Arithmetic.cutFloat),
          Overload([.int64, .int32], .int64, Arithmetic.cutInteger),
        ], ofDecimals: DecimalRounding.check(.trunc)),
  ]

  private static func arithmetic(_ found: Operator) -> [Overload] {
    ColumnType.numbers.map { Overload([$0, $0], $0, canFail: true, Arithmetic.run(found, $0)) }
  }

  @inline(__always) private static func rounding(
    _ narrow: @escaping @Sendable (Float) -> Float, _ wide: @escaping @Sendable (Double) -> Double
  ) -> [Overload] {
    [
      Overload([.float32], .float32) { evaluation, arguments in
        evaluation.map(arguments[0], .float32) { (value: Float) in narrow(value) }
      },
      Overload([.float64], .float64) { evaluation, arguments in
        evaluation.map(arguments[0], .float64) { (value: Double) in wide(value) }
      },
    ]
  }

  /// A date and a number of days.
  private static func days(_ parameters: [ColumnType], _ combine: @escaping @Sendable (Int, Int) -> Int) -> Overload {
    Overload(parameters, .date, canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], .date, zero: Int32(0),
        { (day: Int32, count: Int32) -> Int32? in Int32(exactly: combine(Int(day), Int(count))) },
        message: { "a date \($1) days from day \($0) is beyond all dates" })
    }
  }

  private static let daysAfter = Overload([.int32, .date], .date, canFail: true) { evaluation, arguments in
    evaluation.map(
      arguments[0], arguments[1], .date, zero: Int32(0),
      { (count: Int32, day: Int32) -> Int32? in Int32(exactly: Int(day) + Int(count)) },
      message: { "a date \($0) days from day \($1) is beyond all dates" })
  }

  private static let between = Overload([.date, .date], .int64) { evaluation, arguments in
    evaluation.map(arguments[0], arguments[1], .int64) { (a: Int32, b: Int32) in Int64(a) - Int64(b) }
  }
}
