import Columns

// Operators whose result's type comes from their operands'.
extension Checker {
  mutating func arithmetic(_ found: Operator, _ a: Operand, _ b: Operand, _ syntax: Syntax) -> Operand? {
    switch found {
    case .joined: return joined(a, b, syntax)
    case .member, .memberText: return member(a, b, asText: found == .memberText, syntax)
    case .bitAnd, .bitOr, .shiftLeft, .shiftRight: return bits(found, a, b, syntax)
    case .power: return power(a, b, syntax)
    default: break
    }
    if a.type == .interval || b.type == .interval || a.type == .time || b.type == .time
      || found == .minus && a.type.isMoment && b.type.isMoment && (a.type, b.type) != (.date, .date)
    {
      return moved(found, a, b, syntax)
    }
    if (found == .plus || found == .minus), a.type.isMoment, a.type != .date, b.type.isNumber {
      problem(
        at: syntax.range, "`\(found.rawValue)` doesn't take \(a.type) and \(b.type) together",
        mend: "write `interval (\(written(b.syntax))) day`")
      return nil
    }
    if found == .plus, a.type == .text, b.type == .text, a.standing == .typed || b.standing == .typed {
      problem(
        at: syntax.range, "`+` adds numbers, and `\(written(a.syntax))` is text",
        mend: "texts are joined by `||`: `\(written(a.syntax)) || \(written(b.syntax))`")
      return nil
    }
    if found == .plus || found == .minus, a.type.isMoment, b.type == .text, b.standing == .typed {
      problem(
        at: b.syntax.range, "`\(written(b.syntax))` is text, which can't be counted from \(a.type)",
        mend: "write `cast(\(written(b.syntax)) as \(found == .minus ? a.type : .interval))`")
      return nil
    }
    // Numbers come to their common type first; what else an operator takes is written in the catalogue.
    let areNumbers = [a, b].allSatisfy { $0.type.isNumber || $0.standing == .null }
    guard areNumbers, a.type.isNumber || b.type.isNumber else {
      return call(found.rawValue, [a, b], at: syntax.range, syntax)
    }
    if found != .divide, found != .wholeDivide, let both = decimals(a, b) {
      return decimal(found, both.a, both.b, syntax)
    }
    guard let (numbers, type) = unified([a, b], "for which `\(found.rawValue)` has no common type") else { return nil }
    // A division of fractions is one whichever its name is, as in DuckDB.
    let found = found == .wholeDivide && !type.isInteger ? .divide : found
    if found == .divide, !type.isFloat {
      var floats: [Operand] = []
      for number in numbers { if let float = convert(number, to: .float64) { floats.append(float) } }
      return floats.count == 2 ? call(found.rawValue, floats, at: syntax.range, syntax) : nil
    }
    return call(found.rawValue, numbers, at: syntax.range, syntax)
  }

  /// Both operands as decimals, where one is and neither is a float.
  private mutating func decimals(_ a: Operand, _ b: Operand) -> (a: Operand, b: Operand)? {
    guard let common = common([a, b]), common.isDecimal else { return nil }
    var both: [Operand] = []
    for operand in [a, b] {
      let own = operand.standing == .null ? common : decimalType(of: operand.type)
      if let own, let decimal = convert(operand, to: own) { both.append(decimal) }
    }
    return both.count == 2 ? (both[0], both[1]) : nil
  }

  private func decimalType(of type: ColumnType) -> ColumnType? {
    type.asDecimal.map { .decimal(precision: $0.precision, scale: $0.scale) }
  }

  /// The sum, difference, product or remainder of decimals, with DuckDB's types.
  private mutating func decimal(_ found: Operator, _ a: Operand, _ b: Operand, _ syntax: Syntax) -> Operand? {
    guard let x = a.type.decimal, let y = b.type.decimal else { return nil }
    guard let type = DecimalArithmetic.type(found, x, y) else {
      problem(
        at: syntax.range, "the product would need \(x.scale + y.scale) digits behind the point, and a decimal has 38",
        mend: "write `cast(\(written(a.syntax)) as float64)`")
      return nil
    }
    return typed(apply(DecimalArithmetic.kernel(found, x, y, type), [a, b], type), syntax)
  }

  /// `-x`
  mutating func negation(_ part: Syntax, _ syntax: Syntax) -> Operand? {
    guard let operand = operand(part) else { return nil }
    if operand.type.isDecimal {
      return typed(apply(DecimalArithmetic.negation(operand.type), [operand], operand.type), syntax)
    }
    if operand.type == .interval { return typed(apply(Intervals.negation, [operand], .interval), syntax) }
    return call("-", [operand], at: syntax.range, syntax)
  }

  /// `~x`
  mutating func complement(_ operand: Operand, _ syntax: Syntax) -> Operand? {
    guard let whole = wholeNumber(operand, "~") else { return nil }
    return typed(apply(BitOperators.complement(whole.type), [whole], whole.type), syntax)
  }

  private mutating func bits(_ found: Operator, _ a: Operand, _ b: Operand, _ syntax: Syntax) -> Operand? {
    guard let x = wholeNumber(a, found.rawValue), let y = wholeNumber(b, found.rawValue) else { return nil }
    guard let (numbers, type) = unified([x, y], "for which `\(found.rawValue)` has no common type") else { return nil }
    guard type.isInteger else {
      problem(
        at: syntax.range, "`\(found.rawValue)` has no common type for \(a.type) and \(b.type)",
        mend: "write `cast(\(written(b.syntax)) as \(a.type))`")
      return nil
    }
    return typed(apply(BitOperators.kernel(found, type), numbers, type), syntax)
  }

  private mutating func wholeNumber(_ operand: Operand, _ word: String) -> Operand? {
    if operand.type.isInteger { return operand }
    if operand.standing == .null { return convert(operand, to: .int32) }
    problem(
      at: operand.syntax.range, "`\(word)` takes whole numbers, and `\(written(operand.syntax))` is \(operand.type)",
      mend: castMend(operand, to: [.int64]))
    return nil
  }

  /// `a ^ b`
  private mutating func power(_ a: Operand, _ b: Operand, _ syntax: Syntax) -> Operand? {
    var floats: [Operand] = []
    for operand in [a, b] {
      guard operand.type.isNumber || operand.standing == .null else {
        problem(
          at: operand.syntax.range, "`^` takes numbers, and `\(written(operand.syntax))` is \(operand.type)",
          mend: castMend(operand, to: [.float64]))
        return nil
      }
      if let float = convert(operand, to: .float64) { floats.append(float) }
    }
    guard floats.count == 2 else { return nil }
    return typed(apply(Arithmetic.power, floats, .float64), syntax)
  }

  /// `||`: texts, lists, bytes.
  private mutating func joined(_ a: Operand, _ b: Operand, _ syntax: Syntax) -> Operand? {
    let isList = [a, b].contains { if case .list = $0.type { true } else { false } }
    if isList {
      guard let (lists, type) = unified([a, b], "and lists that are joined need one type"), list(lists[0], "||") != nil
      else { return nil }
      return typed(apply(Lists.joined(type), lists, type), syntax)
    }
    if a.type == .bytes || b.type == .bytes {
      guard let (both, _) = unified([a, b], "and `||` needs one type") else { return nil }
      return typed(apply(BytesKernels.joined, both, .bytes), syntax)
    }
    return call("||", [a, b], at: syntax.range, syntax)
  }
}
