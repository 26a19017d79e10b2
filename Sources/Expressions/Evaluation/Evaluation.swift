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

  init(_ program: Program, columns: [Column], count: Int) {
    self.program = program
    self.columns = columns
    self.count = count
    failed = RowSet(none: count)
  }

  /// How many rows a kernel's result has.
  func rows(of arguments: [Vector]) -> Int { arguments.allSatisfy(\.isConstant) ? 1 : count }

  /// Records that a row fails, once, and only where the row needs the value. Of one row the first failure is kept.
  mutating func fail(_ row: Int, _ message: @autoclosure () -> String) {
    guard selection?.contains(row) ?? true, failed.insert(row) else { return }
    failures.append(RowFailure(row: row, message: message(), field: field == "" ? nil : field))
  }

  /// The values of a node.
  mutating func vector(_ place: Int) -> Vector {
    if let known = cache[place] { return known }
    let vector = compute(program.nodes[place])
    // What was computed for some rows only didn't record the failures of the others.
    if selection == nil, program.uses[place] > 1 { cache[place] = vector }
    return vector
  }

  private mutating func compute(_ node: Program.Node) -> Vector {
    switch node.operation {
    case .column(let index): return Vector(columns[index])
    case .constant(let constant): return Vector(constant)
    case .failing(let message):
      for row in 0..<count { fail(row, message) }
      return Vector(.null(node.type))
    case .kernel(let kernel):
      var arguments: [Vector] = []
      for operand in node.operands { arguments.append(vector(operand)) }
      if kernel.isStrict, arguments.contains(where: \.isNull) { return Vector(.null(node.type)) }
      return kernel.run(&self, arguments)
    case .and: return logic(node.operands, isAnd: true)
    case .or: return logic(node.operands, isAnd: false)
    case .coalesce: return coalesce(node)
    case .choice: return choice(node)
    }
  }

  /// Evaluates a node where only the rows of `wanted` need it.
  private mutating func vector(_ place: Int, for wanted: RowSet) -> Vector {
    let outer = selection
    defer { selection = outer }
    selection = wanted.intersection(outer)
    return vector(place)
  }

  private mutating func logic(_ operands: [Int], isAnd: Bool) -> Vector {
    let left = vector(operands[0])
    guard program.nodes[operands[1]].canFail else {
      return Logic.joined(left, vector(operands[1]), count, isAnd: isAnd)
    }
    // A left side that settles the result makes the right side's failure irrelevant.
    let (values, valid) = (left.bits, BitReader(validityOf: left))
    let open = RowSet(count) { ~valid.word($0) | (isAnd ? values.word($0) : ~values.word($0)) }
    return Logic.joined(left, vector(operands[1], for: open), count, isAnd: isAnd)
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
    return choice.merged(node.type)
  }

  private mutating func choice(_ node: Program.Node) -> Vector {
    var choice = Choice(count)
    var next = 0
    while next + 1 < node.operands.count {
      let open = choice.open
      if open.isEmpty { return choice.merged(node.type) }
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
    return choice.merged(node.type)
  }
}
