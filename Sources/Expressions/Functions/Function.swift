import Columns

/// A function or operator of expressions, declared once: checking, evaluation and documentation come from here.
package struct Function: Sendable {
  /// What a function is about.
  package enum Group: String, Sendable, CaseIterable { case operators, nulls, text, numbers, times, identity, nested }

  /// An expression and what it gives, written as text.
  package struct Example: Sendable {
    package let expression: String
    package let result: String
  }

  package let name: String
  /// What else it may be called.
  package let aliases: [String]
  package let group: Group
  /// What it gives, in one sentence.
  package let sentence: String
  package let example: Example
  let form: Form
  /// How it is checked where its first argument is a decimal, if not as all others.
  let ofDecimals: Check?

  /// How it is checked.
  enum Form: Sendable {
    /// By the types of its arguments.
    case overloaded([Overload])
    /// By rules of its own; the text shows its arguments.
    case special(Special, arguments: String)
    /// By a check of its own, which adds the nodes that it needs; the text shows its arguments.
    case checked(Check, arguments: String)
  }

  /// Checks arguments that are checked already, and gives the result; nil where it recorded a problem.
  typealias Check =
    @Sendable (_ checker: inout Checker, _ arguments: [Checker.Operand], _ call: Syntax) -> Checker.Operand?

  /// The functions whose arguments decide the type.
  enum Special: Sendable { case coalesce, nullIf, greatest, least, datePart, logic }

  init(
    _ name: String, _ group: Group, _ sentence: String, example: String, _ result: String, _ overloads: [Overload],
    aliases: [String] = [], ofDecimals: Check? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.ofDecimals = ofDecimals
    self.group = group
    self.sentence = sentence
    self.example = Example(expression: example, result: result)
    form = .overloaded(overloads.map { $0.named(name) })
  }

  init(
    _ name: String, _ group: Group, _ sentence: String, example: String, _ result: String, _ special: Special,
    arguments: String, aliases: [String] = []
  ) {
    self.name = name
    self.aliases = aliases
    ofDecimals = nil
    self.group = group
    self.sentence = sentence
    self.example = Example(expression: example, result: result)
    form = .special(special, arguments: arguments)
  }

  init(
    _ name: String, _ group: Group, _ sentence: String, example: String, _ result: String, arguments: String,
    aliases: [String] = [], check: @escaping Check
  ) {
    self.name = name
    self.aliases = aliases
    ofDecimals = nil
    self.group = group
    self.sentence = sentence
    self.example = Example(expression: example, result: result)
    form = .checked(check, arguments: arguments)
  }

  /// Its forms, as documentation shows them: `left(text, int64): text`.
  package var signatures: [String] {
    switch form {
    case .special(_, let arguments), .checked(_, let arguments): ["\(name)(\(arguments))"]
    case .overloaded(let overloads):
      overloads.map { overload in
        let types = overload.parameters.map(\.description) + (overload.isVariadic ? ["…"] : [])
        return "\(name)(\(types.joined(separator: ", "))): \(overload.result)"
      }
    }
  }
}

/// One form of a function: types of arguments, type of the result, and the loop that computes it.
struct Overload: Sendable {
  let parameters: [ColumnType]
  let result: ColumnType
  /// Whether the last parameter may be given again and again, or not at all.
  var isVariadic = false
  /// Whether arguments of any type are taken as the text that stands for them.
  var takesAnyAsText = false
  /// Whether integers among those arguments come as they are, since the loop writes their text itself.
  var takesIntegers = false
  /// Whether it can be null though no argument is.
  var mayBeNull = false
  let kernel: Kernel
  /// What is wrong with arguments that are known when the configuration is checked.
  var refusal: @Sendable ([Constant?]) -> String? = { _ in nil }

  init(
    _ parameters: [ColumnType], _ result: ColumnType, canFail: Bool = false, isStrict: Bool = true,
    isVolatile: Bool = false, _ run: @escaping Kernel.Run
  ) {
    self.init(
      parameters, result, Kernel("", canFail: canFail, isStrict: isStrict, isVolatile: isVolatile, run))
  }

  private init(_ parameters: [ColumnType], _ result: ColumnType, _ kernel: Kernel) {
    self.parameters = parameters
    self.result = result
    self.kernel = kernel
  }

  /// The same form as that of a function: its name and types tell its kernel from all others.
  func named(_ name: String) -> Overload {
    let types = parameters.map(\.description).joined(separator: ",")
    var overload = Overload(
      parameters, result,
      Kernel(
        "\(name)(\(types))", canFail: kernel.canFail, isStrict: kernel.isStrict, isVolatile: kernel.isVolatile,
        kernel.run))
    overload.isVariadic = isVariadic
    overload.takesAnyAsText = takesAnyAsText
    overload.takesIntegers = takesIntegers
    overload.mayBeNull = mayBeNull
    overload.refusal = refusal
    return overload
  }

  /// The type of parameter `index`, nil if there is none.
  func parameter(_ index: Int) -> ColumnType? {
    if index < parameters.count { return parameters[index] }
    return isVariadic ? parameters.last : nil
  }

  func accepts(count: Int) -> Bool {
    isVariadic ? count >= parameters.count - 1 : count == parameters.count
  }
}

extension ColumnType {
  static let signedIntegers: [ColumnType] = [.int8, .int16, .int32, .int64]
  static let unsignedIntegers: [ColumnType] = [.uint8, .uint16, .uint32, .uint64]
  static let integers = signedIntegers + unsignedIntegers
  static let floats: [ColumnType] = [.float32, .float64]
  static let numbers = integers + floats

  var isInteger: Bool { Self.integers.contains(self) }
  var isFloat: Bool { self == .float32 || self == .float64 }
  /// Whether it is an integer or a float.
  var isNumber: Bool { isInteger || isFloat || isDecimal }
  var isMoment: Bool { self == .date || self == .timestamp || self == .localTimestamp }
}
