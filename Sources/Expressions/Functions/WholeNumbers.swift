import Columns

/// Functions of whole numbers.
enum WholeNumbers {
  static let all: [Function] = [
    Function(
      "gcd", .numbers, "The greatest common divisor.", example: "gcd(12, 18)", "6",
      [
        divisor("gcd") { a, b in Int64(exactly: greatest(a.magnitude, b.magnitude)) }
      ], aliases: ["greatest_common_divisor"]),
    Function(
      "lcm", .numbers, "The least common multiple.", example: "lcm(4, 6)", "12",
      [
        divisor("lcm") { a, b in
          if a == 0 || b == 0 { return 0 }
          let (multiple, isBeyond) = (a.magnitude / greatest(a.magnitude, b.magnitude))
            .multipliedReportingOverflow(by: b.magnitude)
          return isBeyond ? nil : Int64(exactly: multiple)
        }
      ], aliases: ["least_common_multiple"]),
    Function(
      "even", .numbers, "The next even number, away from zero.", example: "even(2.5)", "4.0",
      [
        Overload([.float64], .float64) { evaluation, arguments in
          evaluation.map(arguments[0], .float64) { (x: Double) -> Double in
            let whole = x < 0 ? x.rounded(.down) : x.rounded(.up)
            return whole.truncatingRemainder(dividingBy: 2) == 0 ? whole : whole + (x < 0 ? -1 : 1)
          }
        }
      ]),
    Function(
      "bit_count", .numbers, "How many bits of the number are set.", example: "bit_count(7)", "3",
      [
        bits(.int8, Int8.self), bits(.int16, Int16.self), bits(.int32, Int32.self), bits(.int64, Int64.self),
        bits(.uint8, UInt8.self), bits(.uint16, UInt16.self), bits(.uint32, UInt32.self), bits(.uint64, UInt64.self),
      ]),
    Function(
      "factorial", .numbers, "The product of all whole numbers from 1 on.", example: "factorial(5)", "120",
      [
        Overload([.int32], .int64, canFail: true) { evaluation, arguments in
          evaluation.map(
            arguments[0], .int64, zero: Int64(0),
            { (n: Int32) -> Int64? in
              if n < 0 || n > 20 { return nil }
              return n < 2 ? 1 : (2...Int64(n)).reduce(1, *)
            },
            message: { n -> FailureMessage in
              n < 0 ? "factorial(\(n)) has no value" : "factorial(\(n)) goes beyond int64"
            })
        }
      ]),
  ]

  private static func divisor(
    _ name: String, _ body: @escaping @Sendable (Int64, Int64) -> Int64?
  ) -> Overload {
    Overload([.int64, .int64], .int64, canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], .int64, zero: Int64(0), { (a: Int64, b: Int64) in body(a, b) },
        message: { (a: Int64, b: Int64) -> FailureMessage in "\(plain: name)(\(a), \(b)) goes beyond int64" })
    }
  }

  private static func greatest(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  private static func bits<T: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: ColumnType, _: T.Type) -> Overload
  {
    Overload([type], .int8) { evaluation, arguments in
      evaluation.map(arguments[0], .int8) { (value: T) in Int8(value.nonzeroBitCount) }
    }
  }
}
