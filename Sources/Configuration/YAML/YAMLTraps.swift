import Specifications

// What YAML makes of a value that was meant as text, recognised and shown as it should be written.

extension TreeBuilder {
  /// `{ total: decimal(12,2) }`: the comma parts the value, and `2)` becomes a key of its own.
  mutating func gluing(_ entries: [Node.Entry]) -> [Node.Entry] {
    var whole: [Node.Entry] = []
    var rest = entries[...]
    while let entry = rest.popFirst() {
      let behind = rest.prefix { $0.value.isNull }.map(\.key)
      guard let value = glue(entry.value, behind, named: "\(entry.name): ") else {
        whole.append(entry)
        continue
      }
      whole.append(Node.Entry(key: entry.key, value: value.node))
      rest = rest.dropFirst(value.parts)
    }
    return whole
  }

  /// `[decimal(12,2), text]`: the same in a list.
  mutating func gluing(_ items: [Node]) -> [Node] {
    var whole: [Node] = []
    var rest = items[...]
    while let item = rest.popFirst() {
      guard let value = glue(item, Array(rest), named: "") else {
        whole.append(item)
        continue
      }
      whole.append(value.node)
      rest = rest.dropFirst(value.parts)
    }
    return whole
  }

  /// Joins a text that leaves a parenthesis open with those behind it that close it.
  private mutating func glue(_ first: Node, _ behind: [Node], named name: String) -> (node: Node, parts: Int)? {
    guard var open = openBrackets(of: first), open > 0 else { return nil }
    for (index, part) in behind.enumerated() {
      guard let more = openBrackets(of: part), let end = part.end else { return nil }
      open += more
      guard open <= 0 else { continue }
      let text = source.text(from: first.place, to: end)
      tell(
        at: first.place, end: end, "the comma parts this value, since it stands in a block in one line",
        mend: soundsSecret(name.prefix { $0 != ":" }) ? "write it in quotes" : "write `\(name)\"\(text)\"`")
      return (Node(.scalar(Scalar(text, at: first.place)), at: first.place, end: end), index + 1)
    }
    return nil
  }

  private func openBrackets(of node: Node) -> Int? {
    guard let scalar = node.scalar, scalar.isPlain else { return nil }
    return scalar.text.utf8.reduce(0) { open, byte in
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "<"): open + 1
      case UInt8(ascii: ")"), UInt8(ascii: ">"): open - 1
      default: open
      }
    }
  }
}
