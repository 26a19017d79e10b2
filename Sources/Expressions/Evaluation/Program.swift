import Columns

/// Expressions, checked and ready to run: a list of nodes, each made of earlier ones. What occurs twice is one node, and
/// is evaluated once.
struct Program: Sendable {
  /// A step of the evaluation.
  struct Node: Hashable, Sendable {
    let operation: Operation
    let operands: [Int]
    let type: ColumnType
    let isNullable: Bool
    /// Whether it, or what it is made of, may fail in a row.
    let canFail: Bool
  }

  /// What a node does.
  enum Operation: Hashable, Sendable {
    /// A column of the batch, or one of those that earlier entries added behind them.
    case column(Int)
    case constant(Constant)
    /// Fails in each row that needs it.
    case failing(String)
    /// Sees all of its operands at once.
    case kernel(Kernel)
    // These look at an operand only where those before it leave the result open.
    case and, or, coalesce
    /// Conditions and results by turns, and at the end what holds otherwise.
    case choice
  }

  private(set) var nodes: [Node] = []
  private(set) var uses: [Int] = []
  /// For each node, whether a personal column has a part in it.
  private(set) var isPersonal: [Bool] = []
  private var places: [Node: Int] = [:]

  init() {}

  /// The place of a node, which is added unless it is there already.
  mutating func add(_ node: Node) -> Int {
    if case .kernel(let kernel) = node.operation, kernel.isVolatile { return append(node) }
    if let place = places[node] { return place }
    places[node] = nodes.count
    return append(node)
  }

  private mutating func append(_ node: Node) -> Int {
    for operand in node.operands { uses[operand] += 1 }
    nodes.append(node)
    uses.append(0)
    isPersonal.append(hides(node))
    return nodes.count - 1
  }

  /// Whether a node's values are shown in no message, since what it is made of isn't.
  func hides(_ node: Node) -> Bool { node.operands.contains { isPersonal[$0] } && !Self.hidesValues(node) }

  /// Says that a column's values are personal.
  mutating func keepPersonal(_ node: Int) { isPersonal[node] = true }

  /// Whether nothing of an operand can be told from the result.
  private static func hidesValues(_ node: Node) -> Bool {
    guard case .kernel(let kernel) = node.operation else { return false }
    return ["md5", "sha1", "sha256", "hash", "mask"].contains(kernel.name.prefix { $0 != "(" })
  }

  /// Counts a node as used from outside.
  mutating func keep(_ node: Int) { uses[node] += 1 }

  mutating func add(_ constant: Constant) -> Int {
    add(
      Node(
        operation: .constant(constant), operands: [], type: constant.type, isNullable: constant.bytes == nil,
        canFail: false))
  }

  /// The value of a node that is known before any row is.
  func constant(_ node: Int) -> Constant? {
    if case .constant(let constant) = nodes[node].operation { constant } else { nil }
  }
}

/// A loop over whole columns. `name` tells it from every other.
struct Kernel: Hashable, Sendable {
  typealias Run = @Sendable (inout Evaluation, [Vector]) -> Vector

  let name: String
  /// Whether it may fail in a row.
  let canFail: Bool
  /// Whether null is its result where any argument is null.
  let isStrict: Bool
  /// Whether each call gives something of its own, as `uuid()` does.
  let isVolatile: Bool
  let run: Run

  init(
    _ name: String, canFail: Bool = false, isStrict: Bool = true, isVolatile: Bool = false, _ run: @escaping Run
  ) {
    self.isVolatile = isVolatile
    self.name = name
    self.canFail = canFail
    self.isStrict = isStrict
    self.run = run
  }

  static func == (a: Kernel, b: Kernel) -> Bool { a.name == b.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
