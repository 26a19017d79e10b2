import Columns
import Specifications

// A number that `${…}` brought is a number only where its place asks for one: what is compared with a text is a text.
extension Checker {
  /// Whether an operand is such a number.
  func isFilledIn(_ operand: Operand) -> Bool {
    guard operand.standing != .textLiteral, case .literal(let literal) = operand.syntax.kind,
      filledIn.contains(operand.syntax.range.lowerBound)
    else {
      return false
    }
    switch literal {
    case .integer, .decimal, .float: return true
    case .text, .bool, .null: return false
    }
  }

  /// The operand as a text literal, which becomes what is wanted.
  mutating func asTextLiteral(_ operand: Operand) -> Operand {
    let digits = String(decoding: Array(source.text.utf8)[operand.syntax.range], as: UTF8.self)
    let node = program.add(.text(digits))
    if program.isPersonal[operand.node] { program.keepPersonal(node) }
    return Operand(node: node, type: .text, standing: .textLiteral, syntax: operand.syntax)
  }

  /// How an operand stands beside others: such a number is a text literal where one of them is no number.
  func standing(of operand: Operand, among operands: [Operand]) -> Standing {
    guard isFilledIn(operand) else { return operand.standing }
    let others = operands.filter { !isFilledIn($0) && $0.standing != .null }
    let isNumber = others.allSatisfy { $0.type.isNumber && $0.standing != .textLiteral }
    return isNumber ? operand.standing : .textLiteral
  }
}
