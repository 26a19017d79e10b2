import Specifications

extension Node {
  /// The tree as YAML in one line, references as they are written, and without what sounds like a secret.
  var inOneLine: String {
    switch value {
    case .null: return "~"
    case .scalar(let scalar): return scalar.isPlain ? scalar.asWritten : "\"\(Self.escaped(scalar.asWritten))\""
    case .sequence(let items): return "[" + items.map(\.inOneLine).joined(separator: ", ") + "]"
    case .mapping(let entries):
      let parts = entries.map { "\($0.name): \($0.shown.inOneLine)" }
      return parts.isEmpty ? "{}" : "{ " + parts.joined(separator: ", ") + " }"
    }
  }

  /// The tree's texts however they are quoted, for comparing.
  private var plain: String {
    switch value {
    case .null: "~"
    case .scalar(let scalar): scalar.asWritten
    case .sequence(let items): "[" + items.map(\.plain).joined(separator: ", ") + "]"
    case .mapping(let entries): "{ " + entries.map { "\($0.name): \($0.shown.plain)" }.joined(separator: ", ") + " }"
    }
  }

  /// The leaves of the tree, each by its path: `sink.table.name`.
  func leaves(under path: String = "") -> [(path: String, text: String)] {
    guard case .mapping(let entries) = value, !entries.isEmpty else { return [(path, plain)] }
    return entries.flatMap { $0.shown.leaves(under: path.isEmpty ? $0.name : "\(path).\($0.name)") }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : $1 == "\n" ? "\\n" : String($1) }
  }
}

extension Node.Entry {
  /// The value, or a mask where the key says that it is a secret and no reference stands there.
  var shown: Node {
    guard soundsSecret(name), let scalar = value.scalar, !scalar.isFilledIn else { return value }
    return Node("«secret»", at: value.place)
  }
}
