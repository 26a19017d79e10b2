import Specifications

/// A file of a connection's options, kept apart since secrets are among them: no message shows what it holds.
struct CredentialsFile {
  /// The path as messages name it.
  let path: String
  let entries: [Node.Entry]

  /// What other programs call an option.
  private static let otherNames = ["dbname": "database"]

  /// Reads a file's text; nil if it is no block of options, which is recorded.
  init?(_ text: String, path: String, problems: inout Problems) {
    self.path = path
    var found = Problems()
    let root = TreeBuilder.tree(of: text, file: path, nil, problems: &found)
    for problem in found.all {
      // What a message quotes may be a part of a secret.
      let message = problem.message.contains("`") ? "this is no YAML or JSON that can be read" : problem.message
      problems.add(Problem(problem.severity, at: problem.place, "\(message); its line is not shown"))
    }
    guard let root, !found.hasErrors else { return nil }
    guard let written = root.entries else {
      problems.error(
        at: .whole(path), "credentials are a block of a connection's options",
        mend: "for instance `{ \"user\": \"ada\", \"password\": \"…\" }`")
      return nil
    }
    let names = Set(written.map(\.name))
    entries = written.map { entry in
      let name = Self.otherNames[entry.name].flatMap { names.contains($0) ? nil : $0 } ?? entry.name
      let key = Node(.scalar(Scalar(name, at: entry.key.place)), at: entry.key.place, end: entry.key.end)
      return Node.Entry(key: key, value: Self.hidden(entry.value, as: "\(entry.name)` of `\(path)"))
    }
  }

  /// The same tree, of which messages show the name of each value alone.
  private static func hidden(_ node: Node, as name: String) -> Node {
    switch node.value {
    case .null: return node
    case .scalar(let scalar):
      let pieces = [Scalar.Piece(scalar.text, at: node.place, for: name)]
      return Node(.scalar(Scalar(pieces: pieces, style: scalar.style)), at: node.place, end: node.end)
    case .sequence(let items):
      return Node(.sequence(items.map { hidden($0, as: name) }), at: node.place, end: node.end)
    case .mapping(let entries):
      let all = entries.map { Node.Entry(key: $0.key, value: hidden($0.value, as: name)) }
      return Node(.mapping(all), at: node.place, end: node.end)
    }
  }

  /// A connection with these options under its own, which win.
  func under(_ connection: Node) -> Node {
    let own = (connection.entries ?? []).filter { $0.name != "credentials" }
    let names = Set(own.map(\.name))
    return Node(
      .mapping(own + entries.filter { !names.contains($0.name) }), at: connection.place, end: connection.end)
  }
}
