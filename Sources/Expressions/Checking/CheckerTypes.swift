import Columns
import Specifications

// How operands come to the types that they need.
extension Checker {
  /// An operand as a value of `type`, where that is done without being asked; records the problem where it isn't.
  mutating func convert(_ operand: Operand, to type: ColumnType) -> Operand? {
    if !type.isNumber, isFilledIn(operand) { return convert(asTextLiteral(operand), to: type) }
    switch operand.standing {
    case .null: return typed(program.add(.null(type)), operand.syntax)
    case .integerLiteral(let value) where type.isNumber:
      if let constant = Constant.integer(value, type) {
        let node = program.add(constant)
        if program.isPersonal[operand.node] { program.keepPersonal(node) }
        return typed(node, operand.syntax)
      }
    case .emptyList:
      if case .list = type { return typed(emptyList(type), operand.syntax) }
    case .textLiteral where type != .text && type != .json && Conversions.canCast(from: .text, to: type):
      return literal(operand, as: type)
    default: break
    }
    if operand.type == type { return typed(operand.node, operand.syntax) }
    guard Conversions.cost(from: operand.type, to: type) != nil else {
      problem(
        at: operand.syntax.range, "`\(written(operand.syntax))` is \(operand.type), and \(type) is wanted",
        mend: castMend(operand, to: [type]))
      return nil
    }
    return typed(apply(castKernel(of: operand, to: type), [operand], type), operand.syntax)
  }

  /// What makes an operand's values ones of another type. A column becomes text as its field is written.
  func castKernel(of operand: Operand, to type: ColumnType, orNull: Bool = false) -> Kernel {
    var write: String?
    if type == .text, case .column(let place) = program.nodes[operand.node].operation,
      let index = scope.places.firstIndex(of: place)
    {
      write = scope.fields[index].form.write
    }
    return Casts.kernel(from: operand.type, to: type, orNull: orNull, write: write)
  }

  /// A text literal where a value of another type belongs.
  private mutating func literal(_ operand: Operand, as type: ColumnType) -> Operand? {
    let node = apply(Casts.kernel(from: .text, to: type, orNull: false), [operand], type)
    if program.constant(node) != nil { return typed(node, operand.syntax) }
    problem(at: operand.syntax.range, "\(written(operand.syntax)) is no \(type)", mend: Self.spelling(of: type))
    return nil
  }

  private static func spelling(of type: ColumnType) -> String? {
    switch type {
    case .date: "a date is written '2018-06-08'"
    case .timestamp, .localTimestamp: "a \(type) is written '2018-06-08 16:26:00'"
    case .time: "a time is written '16:26:00'"
    case .bool: "write `true` or `false`"
    case .interval: "an interval is written '1 day 02:00:00' or '3 months'"
    case .float32, .float64: "a \(type) is written 12.5, without quotes"
    case .decimal: "a decimal is written 12.50, without quotes"
    case _ where type.isNumber: "an \(type) is written 12, without quotes"
    case .uuid: "a uuid is written '550e8400-e29b-41d4-a716-446655440000'"
    default: nil
    }
  }

  /// The cast that would make an operand fit one of `types`.
  func castMend(_ operand: Operand, to types: [ColumnType]) -> String? {
    let best = types.first { $0 == .timestamp } ?? types.first { $0 == .int64 } ?? types.first
    let choices = [best].compactMap { $0 } + types
    let type = choices.first { Conversions.canCast(from: operand.type, to: $0) }
    return type.map { "write `cast(\(written(operand.syntax)) as \($0))`" }
  }

  /// The type to which all of some operands come; nil, recording nothing, where there is none.
  func common(_ operands: [Operand]) -> ColumnType? {
    var type: ColumnType?
    for operand in operands where standing(of: operand, among: operands) == .typed {
      guard let found = type else {
        type = operand.type
        continue
      }
      guard let wider = Conversions.common(found, operand.type) else { return nil }
      type = wider
    }
    for operand in operands {
      guard case .integerLiteral(let value) = standing(of: operand, among: operands) else { continue }
      guard let found = type else {
        type = operand.type
        continue
      }
      if found.isNumber, Constant.integer(value, found) != nil { continue }
      guard let wider = Conversions.common(found, operand.type) else { return nil }
      type = wider
    }
    if operands.contains(where: { $0.standing == .emptyList }) {
      if let found = type, case .list = found { return found }
      if let found = type { return found.isNested ? found : nil }
      return .list(.text)
    }
    if type == nil, operands.contains(where: { standing(of: $0, among: operands) == .textLiteral }) { type = .text }
    if let found = type, found != .text, operands.contains(where: { standing(of: $0, among: operands) == .textLiteral })
    {
      return found != .json && Conversions.canCast(from: .text, to: found) ? found : nil
    }
    return type ?? .text
  }

  /// Operands brought to the type that they have in common; records the problem where there is none.
  mutating func unified(_ operands: [Operand], _ what: String) -> (operands: [Operand], type: ColumnType)? {
    guard let type = common(operands) else {
      refuse(operands, what)
      return nil
    }
    var converted: [Operand] = []
    for operand in operands {
      // Two decimals may need more digits together than there are: then values that don't fit fail their rows.
      let isBeyond = operand.standing == .typed && type.isDecimal && operand.type.asDecimal != nil
      let fitting = isBeyond ? cast(operand, to: type) : convert(operand, to: type)
      if let fitting { converted.append(fitting) }
    }
    return converted.count == operands.count ? (converted, type) : nil
  }

  /// Tells which two operands don't go together.
  private mutating func refuse(_ operands: [Operand], _ what: String) {
    for (index, b) in operands.enumerated() {
      guard let a = operands[..<index].first(where: { common([$0, b]) == nil }) else { continue }
      let mend = mend(a, b)
      problem(
        at: min(a.syntax.range.lowerBound, b.syntax.range.lowerBound)..<b.syntax.range.upperBound,
        "`\(written(a.syntax))` is \(a.type) and `\(written(b.syntax))` is \(b.type), \(what)", mend: mend)
      return
    }
  }

  /// The cast after which two operands go together.
  private func mend(_ a: Operand, _ b: Operand) -> String? {
    if a.type == .json || b.type == .json {
      let document = a.type == .json ? a : b
      let other = a.type == .json ? b.type : a.type
      return other.isNested ? castMend(document, to: [other]) : castMend(document, to: [other, .text])
    }
    if a.type == .text { return castMend(a, to: [b.type]) ?? castMend(b, to: [.text]) }
    if b.type == .text { return castMend(b, to: [a.type]) ?? castMend(a, to: [.text]) }
    return castMend(a, to: [b.type]) ?? castMend(b, to: [a.type])
      ?? "write `cast(\(written(a.syntax)) as text)` and `cast(\(written(b.syntax)) as text)`"
  }
}
