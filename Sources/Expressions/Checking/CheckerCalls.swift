import Columns
import Specifications

// Calls of functions, and operators as far as the catalogue decides about them.
extension Checker {
  mutating func call(_ name: String, _ arguments: [Syntax], at range: Range<Int>, _ syntax: Syntax) -> Operand? {
    let folded = name.lowercased()
    guard let function = Function.named(folded) else {
      refuseFunction(name, at: range)
      _ = operands(arguments)
      return nil
    }
    return operands(arguments).flatMap { call(function.name, $0, at: range, syntax) }
  }

  private mutating func refuseFunction(_ name: String, at range: Range<Int>) {
    let folded = name.lowercased()
    let near = Self.synonyms[folded] ?? nearestName(to: folded, among: Function.names)
    problem(
      at: range,
      "`\(name)` is no function",
      mend: near.map { "did you mean `\($0)`?" } ?? "`ouzel explain functions` tells which there are")
  }

  /// What other databases call what is here.
  private static let synonyms = [
    "nvl": "coalesce", "isnull": "coalesce", "charindex": "strpos", "to_char": "strftime",
    "date_format": "strftime", "to_date": "cast", "iif": "if", "mid": "substring",
  ]

  /// Calls a function by the types of its arguments.
  mutating func call(_ name: String, _ operands: [Operand], at range: Range<Int>, _ syntax: Syntax) -> Operand? {
    // What counts the characters of a text counts the elements of a list.
    let isOfList = name == "length" && operands.count == 1 && operands[0].type.elementType != nil
    guard let function = Function.named(isOfList ? "len" : name) else { return nil }
    if let check = function.ofDecimals, let first = operands.first, first.type.isDecimal,
      case .overloaded(let overloads) = function.form, overloads.contains(where: { $0.accepts(count: operands.count) })
    {
      return check(&self, operands, syntax)
    }
    switch function.form {
    case .overloaded(let overloads): return call(function, overloads, operands, at: range, syntax)
    case .checked(let check, _): return check(&self, operands, syntax)
    case .special(let special, let wanted): return call(special, function.name, operands, wanted: wanted, syntax)
    }
  }

  /// `if(condition, a, b)`: a value that isn't taken can't fail.
  mutating func conditional(_ operands: [Operand], _ syntax: Syntax) -> Operand? {
    guard hasCount(operands, 3, syntax), let when = condition(operands[0], of: "if"),
      let (values, type) = unified(Array(operands[1...]), "and the results of `if` need one type")
    else { return nil }
    let isNullable = values.contains { program.nodes[$0.node].isNullable }
    return typed(chosen([when.node] + values.map(\.node), type, isNullable: isNullable), syntax)
  }

  private mutating func call(
    _ function: Function, _ overloads: [Overload], _ operands: [Operand], at range: Range<Int>, _ syntax: Syntax
  ) -> Operand? {
    let fitting = overloads.filter { $0.accepts(count: operands.count) }
    guard !fitting.isEmpty else {
      refuseCount(function, overloads, operands.count, at: syntax.range)
      return nil
    }
    let priced = fitting.compactMap { overload in cost(of: overload, operands).map { (overload, $0) } }
    guard let overload = priced.min(by: { $0.1 < $1.1 })?.0 else {
      refuseTypes(function, fitting, operands, syntax)
      return nil
    }
    var arguments: [Operand] = []
    for (index, operand) in operands.enumerated() {
      guard let type = overload.parameter(index) else { return nil }
      let isFitting = overload.takesIntegers && operand.type.isInteger && operand.standing != .null
      let fitted =
        isFitting ? operand : overload.takesAnyAsText ? asText(operand) : convert(operand, to: type)
      if let fitted { arguments.append(fitted) }
    }
    guard arguments.count == operands.count else { return nil }
    if let refusal = overload.refusal(arguments.map { program.constant($0.node) }) {
      problem(at: syntax.range, refusal)
      return nil
    }
    let node = apply(
      overload.kernel, arguments, overload.result, isNullable: overload.mayBeNull ? true : nullability(overload))
    return typed(node, syntax)
  }

  /// What takes nulls in its stride, as `concat` does, gives none.
  private func nullability(_ overload: Overload) -> Bool? { overload.kernel.isStrict ? nil : false }

  private mutating func asText(_ operand: Operand) -> Operand? {
    if operand.type == .text { return convert(operand, to: .text) }
    if operand.standing == .null { return typed(program.add(.null(.text)), operand.syntax) }
    return typed(apply(castKernel(of: operand, to: .text), [operand], .text), operand.syntax)
  }

  /// What it costs to bring operands to an overload's types; nil if it can't be done.
  private func cost(of overload: Overload, _ operands: [Operand]) -> Int? {
    var sum = 0
    for (index, operand) in operands.enumerated() {
      guard let wanted = overload.parameter(index), let cost = cost(of: operand, wanted, overload) else { return nil }
      sum += cost
    }
    return sum
  }

  private func cost(of operand: Operand, _ wanted: ColumnType, _ overload: Overload) -> Int? {
    if !wanted.isNumber, isFilledIn(operand), Conversions.canCast(from: .text, to: wanted) {
      return wanted == .text ? 10 : 50
    }
    switch operand.standing {
    case .null: return 0
    case .integerLiteral(let value) where wanted.isInteger && wanted != operand.type:
      return Constant.integer(value, wanted) == nil ? nil : 1
    case .textLiteral where wanted != .text: return Conversions.canCast(from: .text, to: wanted) ? 50 : nil
    default: break
    }
    if overload.takesAnyAsText { return Conversions.canCast(from: operand.type, to: .text) ? 0 : nil }
    return Conversions.cost(from: operand.type, to: wanted)
  }

  private mutating func refuseCount(
    _ function: Function, _ overloads: [Overload], _ count: Int, at range: Range<Int>
  ) {
    let counts = Set(overloads.map(\.parameters.count)).sorted()
    let wanted: String
    if let most = overloads.first(where: \.isVariadic)?.parameters.count {
      wanted = "at least \(most - 1)"
    } else {
      wanted = counts.map(String.init).joined(separator: " or ")
    }
    let noun = wanted.hasSuffix("1") ? "argument" : "arguments"
    problem(
      at: range, "`\(function.name)` takes \(wanted) \(noun), and here \(count == 1 ? "is 1" : "are \(count)")",
      mend: "for instance `\(function.example.expression)`")
  }

  /// Tells of the first argument that no overload takes.
  private mutating func refuseTypes(
    _ function: Function, _ overloads: [Overload], _ operands: [Operand], _ syntax: Syntax
  ) {
    for (index, operand) in operands.enumerated() {
      let wanted = overloads.compactMap { overload in overload.parameter(index).map { (overload, $0) } }
      if wanted.contains(where: { cost(of: operand, $0.1, $0.0) != nil }) { continue }
      let types = wanted.map(\.1).reduce(into: [ColumnType]()) { if !$0.contains($1) { $0.append($1) } }
      problem(
        at: operand.syntax.range,
        "`\(function.name)` takes \(Self.described(types)), and `\(written(operand.syntax))` is \(operand.type)",
        mend: castMend(operand, to: types))
      return
    }
    let types = operands.map(\.type.description).joined(separator: " and ")
    problem(at: syntax.range, "`\(function.name)` doesn't take \(types) together")
  }

  /// Types as a sentence names them.
  static func described(_ types: [ColumnType]) -> String {
    let areNumbers = types.count > 4 && types.contains(where: \.isNumber)
    var names = areNumbers ? ["a number"] : []
    names += types.filter { !areNumbers || !$0.isNumber }.map(\.description)
    guard names.count > 1, let last = names.last else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }

  private mutating func call(
    _ special: Function.Special, _ name: String, _ operands: [Operand], wanted: String, _ syntax: Syntax
  ) -> Operand? {
    let counts: ClosedRange<Int> = special == .nullIf || special == .datePart ? 2...2 : 1...1000
    guard counts.contains(operands.count) else {
      problem(
        at: syntax.range,
        "`\(name)` takes (\(wanted)), and here \(operands.count == 1 ? "is 1" : "are \(operands.count)")"
      )
      return nil
    }
    if special == .datePart { return datePart(operands, syntax) }
    guard let (all, type) = unified(operands, "and `\(name)` needs one type") else { return nil }
    let nodes = all.map(\.node)
    switch special {
    case .coalesce:
      let node = Program.Node(
        operation: .coalesce, operands: nodes, type: type,
        isNullable: nodes.allSatisfy { program.nodes[$0].isNullable },
        canFail: nodes.contains { program.nodes[$0].canFail })
      return typed(fold(node), syntax)
    case .nullIf:
      let isEqual = apply(Comparisons.kernel(.equal, type), all, .bool)
      return typed(chosen([isEqual, program.add(.null(type)), nodes[0]], type, isNullable: true), syntax)
    case .greatest, .least:
      let isNullable = nodes.allSatisfy { program.nodes[$0].isNullable }
      return typed(
        apply(Extremes.kernel(type, isGreatest: special == .greatest), all, type, isNullable: isNullable), syntax)
    case .datePart, .logic: return nil
    }
  }

  /// `date_part('hour', x)` is `hour(x)`.
  private mutating func datePart(_ operands: [Operand], _ syntax: Syntax) -> Operand? {
    guard operands[0].type == .text, let bytes = program.constant(operands[0].node)?.bytes else {
      problem(at: operands[0].syntax.range, "the part must be a literal", mend: "for instance 'hour'")
      return nil
    }
    let part = String(decoding: bytes, as: UTF8.self).lowercased()
    guard let name = DateParts.functions[part] else {
      let near = nearestName(to: part, among: DateParts.functions.keys.sorted())
      let list = "there are " + enumeration(of: DateParts.functions.keys.sorted(), joinedBy: "and")
      problem(
        at: operands[0].syntax.range, "`\(part)` is no part of a date or time",
        mend: near.map { "did you mean `\($0)`?" } ?? list)
      return nil
    }
    return call(name, [operands[1]], at: syntax.range, syntax)
  }
}
