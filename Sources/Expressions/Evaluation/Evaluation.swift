import Columns

/// The run of a program over one batch.
struct Evaluation {
  let program: Program
  /// How many rows there are.
  let count: Int
  /// The columns of the batch, and behind them those that were added.
  var columns: [Column]
  /// The field that is being computed.
  var field: String?
  private(set) var failures: [RowFailure] = []
  /// The rows that failed.
  private(set) var failed: RowSet
  /// The rows in which a failure counts; nil is all of them.
  private var selection: RowSet?
  private var cache: [Int: Vector] = [:]

  /// Whether the kernel at hand sees values of personal columns.
  var isPersonal = false
  /// Whether the kernel at hand sees constants alone, so that what it says of row 0 holds for every row.
  private var isOfConstants = false
  /// When the batch is evaluated.
  let moment: EvaluationMoment

  init(_ program: Program, columns: [Column], count: Int, at moment: EvaluationMoment = .now()) {
    self.program = program
    self.columns = columns
    self.count = count
    self.moment = moment
    failed = RowSet(none: count)
  }

  /// How many rows a kernel's result has.
  func rows(of arguments: [Vector]) -> Int { arguments.allSatisfy(\.isConstant) ? 1 : count }

  /// Records that a row fails, once, and only where the row needs the value. Of one row the first failure is kept.
  mutating func fail(_ row: Int, _ message: @autoclosure () -> FailureMessage) {
    guard isOfConstants else { return failOne(row, message) }
    for row in 0..<count { failOne(row, message) }
  }

  private mutating func failOne(_ row: Int, _ message: () -> FailureMessage) {
    guard selection?.contains(row) ?? true, failed.insert(row) else { return }
    let text = message().text(isPersonal: isPersonal)
    failures.append(RowFailure(row: row, message: text, field: field == "" ? nil : field))
  }

  /// The values of a node.
  mutating func vector(_ place: Int) -> Vector {
    if let known = cache[place] { return known }
    // A chain of a thousand operators leans to its left: a loop goes down it, not the stack.
    var spine: [Int] = []
    var bottom = place
    while case .kernel = program.nodes[bottom].operation, let first = program.nodes[bottom].operands.first {
      spine.append(bottom)
      bottom = first
      if cache[first] != nil { break }
    }
    var result = cache[bottom] ?? remembered(compute(program.nodes[bottom]), bottom)
    for place in spine.reversed() { result = remembered(run(program.nodes[place], first: result), place) }
    return result
  }

  private mutating func remembered(_ vector: Vector, _ place: Int) -> Vector {
    // What was computed for some rows only didn't record the failures of the others.
    if selection == nil, program.uses[place] > 1 { cache[place] = vector }
    return vector
  }

  private mutating func compute(_ node: Program.Node) -> Vector {
    switch node.operation {
    case .column(let index): return Vector(columns[index])
    case .constant(let constant): return Vector(constant)
    case .failing(let message):
      for row in 0..<count { fail(row, FailureMessage(plain: message)) }
      return Vector(.null(node.type))
    case .kernel: return run(node, first: nil)
    case .and: return logic(node.operands, isAnd: true)
    case .or: return logic(node.operands, isAnd: false)
    case .coalesce: return coalesce(node)
    case .choice: return choice(node)
    }
  }

  /// Runs a kernel whose first argument is known already.
  private mutating func run(_ node: Program.Node, first: Vector?) -> Vector {
    guard case .kernel(let kernel) = node.operation else { return Vector(.null(node.type)) }
    var arguments = [first].compactMap { $0 }
    for operand in node.operands.dropFirst(arguments.count) { arguments.append(vector(operand)) }
    if kernel.isStrict, arguments.contains(where: \.isNull) { return Vector(.null(node.type)) }
    isPersonal = node.operands.contains { program.isPersonal[$0] }
    isOfConstants = !arguments.isEmpty && arguments.allSatisfy(\.isConstant)
    defer { isOfConstants = false }
    return kernel.run(&self, arguments)
  }

  /// Evaluates a node where only the rows of `wanted` need it.
  private mutating func vector(_ place: Int, for wanted: RowSet) -> Vector {
    let outer = selection
    defer { selection = outer }
    selection = wanted.intersection(outer)
    return vector(place)
  }

  private mutating func logic(_ operands: [Int], isAnd: Bool) -> Vector {
    var left = vector(operands[0])
    for operand in operands.dropFirst() {
      guard program.nodes[operand].canFail else {
        left = Logic.joined(left, vector(operand), count, isAnd: isAnd)
        continue
      }
      // A left side that settles the result makes the right side's failure irrelevant.
      let (values, valid) = (left.bits, BitReader(validityOf: left))
      let open = RowSet(count) { ~valid.word($0) | (isAnd ? values.word($0) : ~values.word($0)) }
      left = Logic.joined(left, vector(operand, for: open), count, isAnd: isAnd)
    }
    return left
  }

  private mutating func merged(_ choice: Choice, _ type: ColumnType) -> Vector {
    var refused: [Int] = []
    let merged = choice.merged(type, refused: &refused)
    for row in refused { fail(row, TextWriter.refusal) }
    return merged
  }

  private mutating func coalesce(_ node: Program.Node) -> Vector {
    var choice = Choice(count)
    for operand in node.operands {
      let open = choice.open
      if open.isEmpty { break }
      let candidate = program.nodes[operand].canFail ? vector(operand, for: open) : vector(operand)
      let valid = BitReader(validityOf: candidate)
      choice.take(candidate, where: RowSet(count) { valid.word($0) })
    }
    return merged(choice, node.type)
  }

  private mutating func choice(_ node: Program.Node) -> Vector {
    var choice = Choice(count)
    var next = 0
    while next + 1 < node.operands.count {
      let open = choice.open
      if open.isEmpty { return merged(choice, node.type) }
      let (when, then) = (node.operands[next], node.operands[next + 1])
      let condition = program.nodes[when].canFail ? vector(when, for: open) : vector(when)
      let taken = RowSet(trueIn: condition, count: count).intersection(open)
      if !taken.isEmpty {
        choice.take(program.nodes[then].canFail ? vector(then, for: taken) : vector(then), where: taken)
      }
      next += 2
    }
    if next < node.operands.count {
      let (otherwise, open) = (node.operands[next], choice.open)
      choice.take(program.nodes[otherwise].canFail ? vector(otherwise, for: open) : vector(otherwise), where: open)
    }
    return merged(choice, node.type)
  }
}
