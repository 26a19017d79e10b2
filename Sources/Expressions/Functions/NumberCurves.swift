import Columns
import Glibc

/// Functions of numbers that are curves: roots, powers, logarithms, angles.
enum NumberCurves {
  static let all: [Function] =
    [
      curve("sqrt", "The square root.", "sqrt(2.25)", "1.5") { single(&$0, $1, "sqrt") { $0.squareRoot() } },
      curve("cbrt", "The cube root.", "cbrt(-8)", "-2.0") { single(&$0, $1, "cbrt") { Glibc.cbrt($0) } },
      pair("power", "The first number to the power of the second.", "power(2, 10)", "1024.0", ["pow"]) {
        double(&$0, $1, "power") { Glibc.pow($0, $1) }
      },
      curve("exp", "e to the power of the number.", "exp(0)", "1.0") { single(&$0, $1, "exp") { Glibc.exp($0) } },
      curve("ln", "The natural logarithm.", "ln(1)", "0.0") { single(&$0, $1, "ln") { Glibc.log($0) } },
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
      curve("log10", "The logarithm to base 10.", "log10(1000)", "3.0") {
        single(&$0, $1, "log10") { Glibc.log10($0) }
      },
      curve("log2", "The logarithm to base 2.", "log2(8)", "3.0") { single(&$0, $1, "log2") { Glibc.log2($0) } },
      Function(
        "pi", .numbers, "The number π.", example: "pi()", "3.141592653589793",
        [Overload([], .float64) { _, _ in Vector(.fixed(Double.pi, .float64)) }]),
      curve("degrees", "An angle in degrees, given in radians.", "degrees(pi())", "180.0") {
        single(&$0, $1, "degrees") { $0 * (180 / .pi) }
      },
      curve("radians", "An angle in radians, given in degrees.", "radians(180)", "3.141592653589793") {
        single(&$0, $1, "radians") { $0 * (.pi / 180) }
      },
      curve("sin", "The sine.", "sin(0)", "0.0") { single(&$0, $1, "sin") { Glibc.sin($0) } },
      curve("cos", "The cosine.", "cos(0)", "1.0") { single(&$0, $1, "cos") { Glibc.cos($0) } },
      curve("tan", "The tangent.", "tan(0)", "0.0") { single(&$0, $1, "tan") { Glibc.tan($0) } },
      curve("cot", "The cotangent.", "round(cot(1), 4)", "0.6421") { single(&$0, $1, "cot") { 1 / Glibc.tan($0) } },
      curve("asin", "The angle of a sine.", "asin(0)", "0.0") { single(&$0, $1, "asin") { Glibc.asin($0) } },
      curve("acos", "The angle of a cosine.", "acos(1)", "0.0") { single(&$0, $1, "acos") { Glibc.acos($0) } },
      curve("atan", "The angle of a tangent.", "atan(0)", "0.0") { single(&$0, $1, "atan") { Glibc.atan($0) } },
      pair("atan2", "The angle of the point whose y and x are given.", "atan2(0, 1)", "0.0", []) {
        double(&$0, $1, "atan2") { Glibc.atan2($0, $1) }
      },
      curve("sinh", "The hyperbolic sine.", "sinh(0)", "0.0") { single(&$0, $1, "sinh") { Glibc.sinh($0) } },
      curve("cosh", "The hyperbolic cosine.", "cosh(0)", "1.0") { single(&$0, $1, "cosh") { Glibc.cosh($0) } },
      curve("tanh", "The hyperbolic tangent.", "tanh(0)", "0.0") { single(&$0, $1, "tanh") { Glibc.tanh($0) } },
      curve("asinh", "The inverse of `sinh`.", "asinh(0)", "0.0") { single(&$0, $1, "asinh") { Glibc.asinh($0) } },
      curve("acosh", "The inverse of `cosh`.", "acosh(1)", "0.0") { single(&$0, $1, "acosh") { Glibc.acosh($0) } },
      curve("atanh", "The inverse of `tanh`.", "atanh(0)", "0.0") { single(&$0, $1, "atanh") { Glibc.atanh($0) } },
      test("isnan", "Whether the number is NaN.", "isnan('nan'::float64)", "true", { $0.isNaN }, { $0.isNaN }),
      test(
        "isinf", "Whether the number is infinite.", "isinf('-inf'::float64)", "true", { $0.isInfinite },
        { $0.isInfinite }),
      test(
        "isfinite", "Whether the number is neither infinite nor NaN.", "isfinite(1.5)", "true", { $0.isFinite },
        { $0.isFinite }),
    ]

  private static func curve(
    _ name: String, _ sentence: String, _ example: String, _ result: String, _ run: @escaping Kernel.Run
  ) -> Function {
    Function(
      name, .numbers, sentence, example: example, result, [Overload([.float64], .float64, canFail: true, run)])
  }

  private static func pair(
    _ name: String, _ sentence: String, _ example: String, _ result: String, _ aliases: [String],
    _ run: @escaping Kernel.Run
  ) -> Function {
    Function(
      name, .numbers, sentence, example: example, result,
      [Overload([.float64, .float64], .float64, canFail: true, run)], aliases: aliases)
  }

  /// A finite number must give one; infinities and NaN that come in are passed on.
  @inline(__always) private static func single(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ name: String, _ body: (Double) -> Double
  ) -> Vector {
    evaluation.map(
      arguments[0], .float64, zero: 0.0,
      flagged: { (x: Double) -> (Double, UInt8) in
        let value = body(x)
        return (value, value.isEndless & (1 ^ x.isEndless))
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
      flagged: { (x: Double, y: Double) -> (Double, UInt8) in
        let value = body(x, y)
        return (value, value.isEndless & (1 ^ (x.isEndless | y.isEndless)))
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
