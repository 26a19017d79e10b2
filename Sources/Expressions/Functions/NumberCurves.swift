import Columns
import Glibc

/// Functions of numbers that are curves: roots, powers, logarithms, angles.
enum NumberCurves {
  static let all: [Function] =
    [
      curve("sqrt", "The square root.", "sqrt(2.25)", "1.5") { $0.squareRoot() },
      curve("cbrt", "The cube root.", "cbrt(-8)", "-2.0") { Glibc.cbrt($0) },
      pair("power", "The first number to the power of the second.", "power(2, 10)", "1024.0", ["pow"]) {
        Glibc.pow($0, $1)
      },
      curve("exp", "e to the power of the number.", "exp(0)", "1.0") { Glibc.exp($0) },
      curve("ln", "The natural logarithm.", "ln(1)", "0.0") { Glibc.log($0) },
      Function(
        "log", .numbers, "The logarithm to base 10, or to a base that stands before the number.",
        example: "log(2, 8)", "3.0",
        [
          Overload([.float64], .float64, canFail: true) { evaluation, arguments in
            single(&evaluation, arguments, "log") { Glibc.log10($0) }
          },
          Overload([.float64, .float64], .float64, canFail: true) { evaluation, arguments in
            double(&evaluation, arguments, "log") { Glibc.log10($1) / Glibc.log10($0) }
          },
        ]),
      curve("log10", "The logarithm to base 10.", "log10(1000)", "3.0") { Glibc.log10($0) },
      curve("log2", "The logarithm to base 2.", "log2(8)", "3.0") { Glibc.log2($0) },
      Function(
        "pi", .numbers, "The number π.", example: "pi()", "3.141592653589793",
        [Overload([], .float64) { _, _ in Vector(.fixed(Double.pi, .float64)) }]),
      curve("degrees", "An angle in degrees, given in radians.", "degrees(pi())", "180.0") { $0 * (180 / .pi) },
      curve("radians", "An angle in radians, given in degrees.", "radians(180)", "3.141592653589793") {
        $0 * (.pi / 180)
      },
      curve("sin", "The sine.", "sin(0)", "0.0") { Glibc.sin($0) },
      curve("cos", "The cosine.", "cos(0)", "1.0") { Glibc.cos($0) },
      curve("tan", "The tangent.", "tan(0)", "0.0") { Glibc.tan($0) },
      curve("cot", "The cotangent.", "round(cot(1), 4)", "0.6421") { 1 / Glibc.tan($0) },
      curve("asin", "The angle of a sine.", "asin(0)", "0.0") { Glibc.asin($0) },
      curve("acos", "The angle of a cosine.", "acos(1)", "0.0") { Glibc.acos($0) },
      curve("atan", "The angle of a tangent.", "atan(0)", "0.0") { Glibc.atan($0) },
      pair("atan2", "The angle of the point whose y and x are given.", "atan2(0, 1)", "0.0", []) {
        Glibc.atan2($0, $1)
      },
      curve("sinh", "The hyperbolic sine.", "sinh(0)", "0.0") { Glibc.sinh($0) },
      curve("cosh", "The hyperbolic cosine.", "cosh(0)", "1.0") { Glibc.cosh($0) },
      curve("tanh", "The hyperbolic tangent.", "tanh(0)", "0.0") { Glibc.tanh($0) },
      curve("asinh", "The inverse of `sinh`.", "asinh(0)", "0.0") { Glibc.asinh($0) },
      curve("acosh", "The inverse of `cosh`.", "acosh(1)", "0.0") { Glibc.acosh($0) },
      curve("atanh", "The inverse of `tanh`.", "atanh(0)", "0.0") { Glibc.atanh($0) },
      test("isnan", "Whether the number is NaN.", "isnan('nan'::float64)", "true", { $0.isNaN }, { $0.isNaN }),
      test(
        "isinf", "Whether the number is infinite.", "isinf('-inf'::float64)", "true", { $0.isInfinite },
        { $0.isInfinite }),
      test(
        "isfinite", "Whether the number is neither infinite nor NaN.", "isfinite(1.5)", "true", { $0.isFinite },
        { $0.isFinite }),
    ]

  @inline(__always) private static func curve(
    _ name: String, _ sentence: String, _ example: String, _ result: String,
    _ body: @escaping @Sendable (Double) -> Double
  ) -> Function {
    Function(
      name, .numbers, sentence, example: example, result,
      [
        Overload([.float64], .float64, canFail: true) { evaluation, arguments in
          single(&evaluation, arguments, name, body)
        }
      ])
  }

  @inline(__always) private static func pair(
    _ name: String, _ sentence: String, _ example: String, _ result: String, _ aliases: [String],
    _ body: @escaping @Sendable (Double, Double) -> Double
  ) -> Function {
    Function(
      name, .numbers, sentence, example: example, result,
      [
        Overload([.float64, .float64], .float64, canFail: true) { evaluation, arguments in
          double(&evaluation, arguments, name, body)
        }
      ], aliases: aliases)
  }

  /// A finite number must give one; infinities and NaN that come in are passed on.
  @inline(__always) private static func single(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ name: String, _ body: (Double) -> Double
  ) -> Vector {
    evaluation.map(
      arguments[0], .float64, zero: 0.0,
      { (x: Double) -> Double? in
        let value = body(x)
        return value.isFinite || !x.isFinite ? value : nil
      },
      message: { (x: Double) -> FailureMessage in
        isBeyond(body(x), name) ? "\(plain: name)(\(x)) goes beyond float64" : "\(plain: name)(\(x)) has no value"
      })
  }

  @inline(__always) private static func double(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ name: String, _ body: (Double, Double) -> Double
  ) -> Vector {
    evaluation.map(
      arguments[0], arguments[1], .float64, zero: 0.0,
      { (x: Double, y: Double) -> Double? in
        let value = body(x, y)
        return value.isFinite || !x.isFinite || !y.isFinite ? value : nil
      },
      message: { (x: Double, y: Double) -> FailureMessage in
        isBeyond(body(x, y), name) && x != 0
          ? "\(plain: name)(\(x), \(y)) goes beyond float64" : "\(plain: name)(\(x), \(y)) has no value"
      })
  }

  /// Whether a result is too great, and not without a place on the curve, as that of `ln(0)`.
  private static func isBeyond(_ value: Double, _ name: String) -> Bool {
    !value.isNaN && !["ln", "log", "log10", "log2", "atanh", "cot"].contains(name)
  }

  @inline(__always) private static func test(
    _ name: String, _ sentence: String, _ example: String, _ result: String,
    _ body: @escaping @Sendable (Double) -> Bool, _ narrow: @escaping @Sendable (Float) -> Bool
  ) -> Function {
    Function(
      name, .numbers, sentence, example: example, result,
      [
        Overload([.float32], .bool) { evaluation, arguments in
          let values = arguments[0].fixed(Float.self)
          return evaluation.bits(arguments) { narrow(values[$0]) }
        },
        Overload([.float64], .bool) { evaluation, arguments in
          let values = arguments[0].fixed(Double.self)
          return evaluation.bits(arguments) { body(values[$0]) }
        },
      ])
  }
}
