import Specifications

/// One item of `for_each`: fills in what `${each…}` stands for, keeping the place of everything that it brings.
struct EachItem {
  private let item: Node
  private(set) var problems = Problems()
  /// What the item has of what is asked for, and what it lacks, with where that is asked.
  private(set) var found: Set<String> = []
  private(set) var missing: [String: Place] = [:]
  /// How many nodes were filled in so far.
  private(set) var size = 0

  init(_ item: Node) { self.item = item }

  /// The names under which the item holds something.
  var names: [String] { item.entries?.map(\.name) ?? [] }

  /// A tree with its references filled in; nil where it is nothing but one that the item has no value for, so that
  /// it counts as not written.
  mutating func filled(_ node: Node) -> Node? {
    size += 1
    switch node.value {
    case .null: return node
    case .scalar(let scalar):
      guard scalar.pieces.contains(where: \.isOfEach) else { return node }
      if scalar.pieces.count == 1 { return value(of: scalar.pieces[0]) }
      return Node(.scalar(text(scalar, at: node)), at: node.place, end: node.end)
    case .sequence(let items): return Node(.sequence(items.compactMap { filled($0) }), at: node.place, end: node.end)
    case .mapping(let entries):
      let filled = entries.compactMap { entry in
        self.filled(entry.value).map { Node.Entry(key: key(entry.key), value: $0) }
      }
      return Node(.mapping(filled), at: node.place, end: node.end)
    }
  }

  /// A key with its references filled in: a text whatever they bring.
  mutating func key(_ node: Node) -> Node {
    guard let scalar = node.scalar, scalar.pieces.contains(where: \.isOfEach) else { return node }
    let filled = text(scalar, at: node)
    return Node(.scalar(Scalar(filled.text, at: node.place, style: scalar.style)), at: node.place, end: node.end)
  }

  private mutating func text(_ scalar: Scalar, at node: Node) -> Scalar {
    let pieces = scalar.pieces.map { piece -> Scalar.Piece in
      guard piece.isOfEach, let reference = piece.reference else { return piece }
      let before = problems.errorCount
      guard let value = value(of: piece) else {
        if problems.errorCount > before { return piece }
        problems.error(
          at: node.place, end: node.end, "an item of `for_each` has no value for `\(reference)` within this text",
          mend: "\(item.place) is the item; give it one")
        return piece
      }
      guard let text = value.scalar else {
        problems.error(
          at: node.place, end: node.end, "`\(reference)` is a block or a list, which can't stand within a text",
          mend: "\(value.place) is what it stands for")
        return piece
      }
      // What came from outside stays hidden under its own reference.
      return Scalar.Piece(text.text, at: piece.place, for: text.isFilledIn ? text.asWritten : reference)
    }
    return Scalar(pieces: pieces, style: scalar.style)
  }

  /// What a reference stands for; nil if the item has nothing there.
  private mutating func value(of piece: Scalar.Piece) -> Node? {
    guard let reference = piece.reference else { return nil }
    let path = reference.dropFirst("${each".count).dropLast()
    var value = item
    for name in path.split(separator: ".") {
      if value.entries == nil, value == item {
        problems.error(
          at: item, "`\(reference)` asks for a part of this item, which is a plain value", mend: "write `${each}`")
        return nil
      }
      guard let next = value[String(name)] else {
        missing[reference] = missing[reference] ?? piece.place
        return nil
      }
      value = next
    }
    found.insert(reference)
    if value.isNull { return .none }
    return value
  }
}

extension Scalar.Piece {
  /// Says whether it is still to be filled in by an item of `for_each`.
  var isOfEach: Bool { reference.map { isReferenceToEach($0) && text == $0 } ?? false }
}

extension Node {
  /// The first reference to an item of `for_each` that nothing has filled in.
  var leftEach: (reference: String, node: Node)? {
    switch value {
    case .null: nil
    case .scalar(let scalar): scalar.pieces.first(where: \.isOfEach).map { ($0.text, self) }
    case .sequence(let items): items.lazy.compactMap(\.leftEach).first
    case .mapping(let entries): entries.lazy.compactMap { $0.key.leftEach ?? $0.value.leftEach }.first
    }
  }

  /// How many nodes the tree has.
  var size: Int {
    switch value {
    case .null, .scalar: 1
    case .sequence(let items): items.reduce(1) { $0 + $1.size }
    case .mapping(let entries): entries.reduce(1) { $0 + $1.value.size + 1 }
    }
  }
}
