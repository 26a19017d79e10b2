import Columns
import Specifications

// Operators, and what SQL writes in words between operands.
extension Checker {
  private static let cannotCompare = "which can't be compared"

  /// Operands joined by operators that bind equally, from left to right.
  mutating func chain(_ first: Syntax, _ links: [Syntax.Link], _ syntax: Syntax) -> Operand? {
    let found = links[0].found
    if found == .and || found == .or { return logic(first, links, syntax) }
    var left = operand(first)
    for link in links {
      let right = operand(link.right)
      // Only the place of this syntax is looked at.
      let whole = Syntax(first.kind, at: first.range.lowerBound..<link.right.range.upperBound)
      guard let a = left, let b = right else {
        left = nil
        continue
      }
      if link.found.isComparison {
        left = compared(link.found, [a, b]).map { typed($0, whole) }
      } else {
        left = arithmetic(link.found, a, b, whole)
      }
    }
    return left
  }

  /// `and` and `or`; what links them by turns are chains within chains, since `and` binds more strongly.
  private mutating func logic(_ first: Syntax, _ links: [Syntax.Link], _ syntax: Syntax) -> Operand? {
    let word = links[0].found.rawValue
    var conditions: [Operand] = []
    for part in [first] + links.map(\.right) {
      if let condition = condition(part, of: word) { conditions.append(condition) }
    }
    guard conditions.count == links.count + 1 else { return nil }
    return typed(joined(conditions.map(\.node), isAnd: links[0].found == .and), syntax)
  }

  /// The node of conditions of which each is looked at only where those before it leave the result open.
  private mutating func joined(_ nodes: [Int], isAnd: Bool) -> Int {
    if nodes.count == 1 { return nodes[0] }
    let parts = nodes.map { program.nodes[$0] }
    return fold(
      Program.Node(
        operation: isAnd ? .and : .or, operands: nodes, type: .bool, isNullable: parts.contains(where: \.isNullable),
        canFail: parts.contains(where: \.canFail)))
  }

  /// The node of a comparison.
  private mutating func compared(_ found: Operator, _ operands: [Operand]) -> Int? {
    guard let (both, type) = unified(operands, Self.cannotCompare) else { return nil }
    return apply(Comparisons.kernel(found, type), both, .bool)
  }

  mutating func distinct(_ left: Syntax, _ right: Syntax, _ isNegated: Bool, _ syntax: Syntax) -> Operand? {
    guard let operands = operands([left, right]), let (both, type) = unified(operands, Self.cannotCompare)
    else { return nil }
    return typed(apply(Comparisons.distinct(type, isNegated: isNegated), both, .bool, isNullable: false), syntax)
  }

  mutating func between(
    _ part: Syntax, _ low: Syntax, _ high: Syntax, _ isNegated: Bool, _ syntax: Syntax
  ) -> Operand? {
    guard let operands = operands([part, low, high]), let (all, type) = unified(operands, Self.cannotCompare)
    else { return nil }
    let least = typed(apply(Comparisons.kernel(.atLeast, type), [all[0], all[1]], .bool), syntax)
    let most = typed(apply(Comparisons.kernel(.atMost, type), [all[0], all[2]], .bool), syntax)
    return negated(typed(joined([least.node, most.node], isAnd: true), syntax), isNegated)
  }

  mutating func negated(_ operand: Operand, _ isNegated: Bool) -> Operand {
    isNegated ? typed(apply(Logic.not, [operand], .bool), operand.syntax) : operand
  }

  mutating func isIn(_ part: Syntax, _ items: [Syntax], _ isNegated: Bool, _ syntax: Syntax) -> Operand? {
    guard let operands = operands([part] + items), let (all, type) = unified(operands, Self.cannotCompare)
    else { return nil }
    if !type.isNested, all.dropFirst().allSatisfy({ program.constant($0.node) != nil }) {
      return negated(typed(apply(Membership.kernel(type), all, .bool), syntax), isNegated)
    }
    // A list of expressions is one comparison after the other.
    var nodes: [Int] = []
    for item in all.dropFirst() { nodes.append(apply(Comparisons.kernel(.equal, type), [all[0], item], .bool)) }
    return negated(typed(joined(nodes, isAnd: false), syntax), isNegated)
  }

  mutating func like(
    _ part: Syntax, _ pattern: Syntax, _ escape: Syntax?, _ ignoresCase: Bool, _ isNegated: Bool, _ syntax: Syntax
  ) -> Operand? {
    guard let operands = operands([part, pattern] + [escape].compactMap { $0 }) else { return nil }
    var texts: [Operand] = []
    for operand in operands {
      guard operand.type == .text || operand.standing == .null else {
        problem(
          at: operand.syntax.range,
          "`\(ignoresCase ? "ilike" : "like")` wants text, and `\(written(operand.syntax))` is \(operand.type)",
          mend: castMend(operand, to: [.text]))
        return nil
      }
      guard let text = convert(operand, to: .text) else { return nil }
      texts.append(text)
    }
    if texts.count == 3 {
      guard let sign = program.constant(texts[2].node), (sign.bytes?.count ?? 1) <= 1 else {
        problem(at: texts[2].syntax.range, "`escape` wants one ASCII character, as a literal")
        return nil
      }
    }
    return negated(typed(apply(Likeness.kernel(ignoresCase: ignoresCase), texts, .bool), syntax), isNegated)
  }

  mutating func choice(
    _ subject: Syntax?, _ branches: [Syntax.Branch], _ otherwise: Syntax?, _ syntax: Syntax
  ) -> Operand? {
    let conditions = conditions(of: branches, subject)
    let results = operands(branches.map(\.then) + [otherwise].compactMap { $0 })
    guard let conditions, let results,
      let (values, type) = unified(results, "and the results of `case` need one type")
    else { return nil }
    var nodes: [Int] = []
    for (when, then) in zip(conditions, values) { nodes += [when, then.node] }
    if otherwise != nil, let last = values.last { nodes.append(last.node) }
    let isNullable = otherwise == nil || values.contains { program.nodes[$0.node].isNullable }
    return typed(chosen(nodes, type, isNullable: isNullable), syntax)
  }

  /// The node of a choice: conditions and results by turns, and what holds otherwise.
  mutating func chosen(_ nodes: [Int], _ type: ColumnType, isNullable: Bool) -> Int {
    fold(
      Program.Node(
        operation: .choice, operands: nodes, type: type, isNullable: isNullable,
        canFail: nodes.contains { program.nodes[$0].canFail }))
  }

  /// The conditions of `case`, compared with its subject where it has one.
  private mutating func conditions(of branches: [Syntax.Branch], _ subject: Syntax?) -> [Int]? {
    guard let subject else {
      var conditions: [Int] = []
      for branch in branches { if let when = condition(branch.when, of: "when") { conditions.append(when.node) } }
      return conditions.count == branches.count ? conditions : nil
    }
    guard let operands = operands([subject] + branches.map(\.when)),
      let (all, type) = unified(operands, Self.cannotCompare)
    else { return nil }
    return all.dropFirst().map { apply(Comparisons.kernel(.equal, type), [all[0], $0], .bool) }
  }

  mutating func cast(_ part: Syntax, to type: ColumnType, orNull: Bool, _ syntax: Syntax) -> Operand? {
    guard let found = operand(part) else { return nil }
    if found.standing == .null { return typed(program.add(.null(type)), syntax) }
    if case .integerLiteral(let value) = found.standing, let constant = Constant.integer(value, type) {
      return typed(program.add(constant), syntax)
    }
    guard Conversions.canCast(from: found.type, to: type) else {
      let through = Conversions.canCast(from: found.type, to: .text) ? "\(found.type) can become text" : nil
      problem(at: syntax.range, "`\(written(part))` is \(found.type), which can't become \(type)", mend: through)
      return nil
    }
    if found.type == type { return typed(found.node, syntax) }
    let node = apply(
      castKernel(of: found, to: type, orNull: orNull), [found], type, isNullable: orNull ? true : nil)
    if case .failing(let message) = program.nodes[node].operation {
      problem(at: syntax.range, message)
      return nil
    }
    return typed(node, syntax)
  }

}
