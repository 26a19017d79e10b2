import Columns
import Specifications

/// Holds an expression against columns: gives each part its type, and collects what doesn't fit.
struct Checker {
  /// A part of an expression that has been checked.
  struct Operand {
    let node: Int
    let type: ColumnType
    let standing: Standing
    let syntax: Syntax
  }

  /// Whether a value keeps its type, or takes that of its surroundings.
  enum Standing: Equatable {
    case typed, null, textLiteral
    case integerLiteral(Int128)
    /// `[]`, which is a list of whatever is wanted.
    case emptyList
  }

  let source: ExpressionText
  let scope: Scope
  var program: Program
  /// Whether the whole expression is a name that stood in quotes of YAML.
  var isBareName = false
  /// Where in the text what `${…}` brought begins.
  var filledIn: Set<Int> = []
  private(set) var problems: [ExpressionProblem] = []

  init(_ source: ExpressionText, scope: Scope, program: Program) {
    self.source = source
    self.scope = scope
    self.program = program
  }

  mutating func problem(at range: Range<Int>, _ message: String, mend: String? = nil) {
    problems.append(ExpressionProblem(at: range, message, mend: mend))
  }

  /// A part of the text, shortened, as messages quote it.
  func written(_ syntax: Syntax) -> String {
    let text = String(decoding: Array(source.text.utf8)[syntax.range], as: UTF8.self)
    return text.count > 60 ? text.prefix(60) + "…" : text
  }

  /// Checks an expression; nil where a problem was found.
  mutating func operand(_ syntax: Syntax) -> Operand? {
    switch syntax.kind {
    case .literal(let literal): return self.literal(literal, syntax)
    case .name(let name, let isQuoted): return column(name, isQuoted, syntax)
    case .typedLiteral(let type, let literal):
      return operand(literal).flatMap { convert($0, to: type) }.map { typed($0.node, syntax) }
    case .negated(let part): return negation(part, syntax)
    case .not(let part): return condition(part, of: "not").map { typed(apply(Logic.not, [$0], .bool), syntax) }
    case .chain(let first, let links): return chain(first, links, syntax)
    case .distinct(let left, let right, let isNegated): return distinct(left, right, isNegated, syntax)
    case .isNull(let part, let isNegated):
      return operand(part).map {
        typed(apply(Logic.isNull(isNegated: isNegated), [$0], .bool, isNullable: false), syntax)
      }
    case .between(let part, let low, let high, let isNegated): return between(part, low, high, isNegated, syntax)
    case .isIn(let part, let items, let isNegated): return isIn(part, items, isNegated, syntax)
    case .isInList(let part, let list, let isNegated):
      return call("list_contains", [list, part], at: syntax.range, syntax).map { negated($0, isNegated) }
    case .like(let part, let pattern, let escape, let ignoresCase, let isNegated):
      return like(part, pattern, escape, ignoresCase, isNegated, syntax)
    case .choice(let subject, let branches, let otherwise): return choice(subject, branches, otherwise, syntax)
    case .cast(let part, let type, let orNull): return cast(part, to: type, orNull: orNull, syntax)
    case .call(let name, let range, let arguments): return call(name, arguments, at: range, syntax)
    case .complement(let part): return operand(part).flatMap { complement($0, syntax) }
    case .zoned(let part, let zone): return zoned(part, zone, syntax)
    case .field(let base, let name, let isQuoted): return field(base, name, isQuoted, syntax)
    case .element(let base, let index): return element(base, index, syntax)
    case .slice(let base, let from, let to): return slice(base, from, to, syntax)
    case .list(let items): return operands(items).flatMap { list($0, syntax) }
    case .structure(let members): return structure(members, syntax)
    case .mapping(let entries): return mapping(entries, syntax)
    }
  }

  /// Checks all of some expressions, so that each mistake is told; nil if there was one.
  mutating func operands(_ parts: [Syntax]) -> [Operand]? {
    var operands: [Operand] = []
    for part in parts { if let operand = operand(part) { operands.append(operand) } }
    return operands.count == parts.count ? operands : nil
  }

  /// An operand of a node that has its type.
  ///
  /// It is mutating so that an argument that adds the node is evaluated before `self` is looked at.
  mutating func typed(_ node: Int, _ syntax: Syntax) -> Operand {
    Operand(node: node, type: program.nodes[node].type, standing: .typed, syntax: syntax)
  }

  private mutating func literal(_ literal: Syntax.Literal, _ syntax: Syntax) -> Operand? {
    let (constant, standing): (Constant, Standing)
    switch literal {
    case .null: (constant, standing) = (.null(.text), .null)
    case .bool(let flag): (constant, standing) = (.bool(flag), .typed)
    case .text(let text): (constant, standing) = (.text(text), .textLiteral)
    case .float(let value): (constant, standing) = (.fixed(value, .float64), .typed)
    case .decimal(let value, let precision, let scale):
      (constant, standing) = (.fixed(value, .decimal(precision: precision, scale: scale)), .typed)
    case .integer(let value):
      let fitting = ([.int32, .int64, .uint64] as [ColumnType]).lazy.compactMap { Constant.integer(value, $0) }.first
      // Below all integers there are decimals still.
      let digits = value.magnitude.description.count
      (constant, standing) =
        fitting.map { ($0, .integerLiteral(value)) }
        ?? (.fixed(value, .decimal(precision: digits, scale: 0)), .typed)
    }
    let node = program.add(constant)
    // What a reference brings may be secret, and so is shown in no message either.
    if source.isFromOutside(syntax.range) { program.keepPersonal(node) }
    return Operand(node: node, type: constant.type, standing: standing, syntax: syntax)
  }

  private mutating func column(_ name: String, _ isQuoted: Bool, _ syntax: Syntax) -> Operand? {
    if scope.ignored.contains(name.lowercased()) {
      return nil
    }
    if let index = scope.index(of: name, isQuoted: isQuoted) {
      let field = scope.fields[index]
      let node = program.add(
        Program.Node(
          operation: .column(scope.places[index]), operands: [], type: field.type, isNullable: field.isNullable,
          canFail: false))
      if field.form.isPersonal { program.keepPersonal(node) }
      return typed(node, syntax)
    }
    if let metadata = Metadata(rawValue: name.lowercased()) {
      let origin = metadata.origin
      problem(
        at: syntax.range,
        origin == nil ? "`\(name)` is not in this build yet" : "`\(name)` is nothing that this source has", mend: origin
      )
      return nil
    }
    if isBareName {
      problem(
        at: syntax.range, "`\(name)` is no column here",
        mend: "YAML took the quotes off: a text is written \"'\(name)'\"")
      return nil
    }
    let names = scope.fields.map(\.name)
    let near = nearestName(to: name, among: names)
    let some = names.prefix(20)
    let list = enumeration(of: Array(some), joinedBy: "and") + (names.count > some.count ? " and more" : "")
    problem(
      at: syntax.range, "`\(name)` is no column here",
      mend: near.map { "did you mean `\($0)`?" } ?? (isQuoted ? "a text is written '\(name)'" : nil)
        ?? (names.isEmpty
          ? "there are none" : "there \(names.count == 1 ? "is" : "are") \(list); a text is written '\(name)'"))
    return nil
  }

  /// Checks what must be true or false.
  mutating func condition(_ syntax: Syntax, of noun: String?) -> Operand? {
    operand(syntax).flatMap { condition($0, of: noun) }
  }

  /// An operand that must be true or false.
  mutating func condition(_ found: Operand, of noun: String?) -> Operand? {
    let syntax = found.syntax
    if found.type == .bool || found.standing == .null { return convert(found, to: .bool) }
    problem(
      at: syntax.range,
      "\(noun.map { "`\($0)` wants a condition" } ?? "a condition is wanted"), and `\(written(syntax))` is \(found.type)",
      mend: found.type.isNumber ? "write `\(written(syntax)) <> 0`" : "compare it with something")
    return nil
  }

  /// Adds a kernel's node, or its value where all arguments are known.
  mutating func apply(_ kernel: Kernel, _ operands: [Operand], _ type: ColumnType, isNullable: Bool? = nil) -> Int {
    let nodes = operands.map(\.node)
    let parts = nodes.map { program.nodes[$0] }
    if kernel.isStrict, nodes.contains(where: { program.constant($0).map { $0.bytes == nil } ?? false }) {
      return program.add(.null(type))
    }
    let node = Program.Node(
      operation: .kernel(kernel), operands: nodes, type: type,
      isNullable: isNullable ?? (kernel.isStrict ? parts.contains(where: \.isNullable) : true),
      canFail: kernel.canFail || parts.contains(where: \.canFail))
    return fold(node)
  }

  /// The value of a node that depends on no row, once and for all; a failure waits for the first row that needs it.
  mutating func fold(_ node: Program.Node) -> Int {
    guard !node.operands.isEmpty, node.operands.allSatisfy({ program.constant($0) != nil }) else {
      return program.add(node)
    }
    // The constants alone: a program of thousands of nodes isn't copied for each of them.
    var trial = Program()
    let isPersonal = program.hides(node)
    let operands = node.operands.compactMap { place in
      program.constant(place).map { constant in
        let operand = trial.add(constant)
        if program.isPersonal[place] { trial.keepPersonal(operand) }
        return operand
      }
    }
    let place = trial.add(
      Program.Node(
        operation: node.operation, operands: operands, type: node.type, isNullable: node.isNullable,
        canFail: node.canFail))
    var evaluation = Evaluation(trial, columns: [], count: 1)
    let value = evaluation.vector(place)
    if let failure = evaluation.failures.first {
      return program.add(
        Program.Node(
          operation: .failing(failure.message), operands: [], type: node.type, isNullable: true, canFail: true))
    }
    // What is nested is made anew for each batch, from constants.
    // So is a long text, which the program would hold for as long as it is there.
    let isLong = (value.column.data?.count ?? 0) > 1 << 16
    if node.type.isNested || isLong { return program.add(node) }
    let constant = program.add(Constant(value.column))
    if isPersonal { program.keepPersonal(constant) }
    return constant
  }
}

extension Constant {
  /// A whole number as a type has it; nil if it doesn't fit.
  static func integer(_ value: Int128, _ type: ColumnType) -> Constant? {
    switch type {
    case .int8: Int8(exactly: value).map { .fixed($0, type) }
    case .int16: Int16(exactly: value).map { .fixed($0, type) }
    case .int32: Int32(exactly: value).map { .fixed($0, type) }
    case .int64: Int64(exactly: value).map { .fixed($0, type) }
    case .uint8: UInt8(exactly: value).map { .fixed($0, type) }
    case .uint16: UInt16(exactly: value).map { .fixed($0, type) }
    case .uint32: UInt32(exactly: value).map { .fixed($0, type) }
    case .uint64: UInt64(exactly: value).map { .fixed($0, type) }
    case .float32: .fixed(Float(value), type)
    case .float64: .fixed(Double(value), type)
    default: nil
    }
  }
}
