package import Columns
package import Specifications

extension ColumnType {
  /// An option's value that is a type, as in `uuid` or `timestamp(local)`.
  package static var kind: ValueKind<ColumnType> {
    let wanted = "a type, as in `text`, `int64` or `timestamp`"
    // `decimal(12,2)` and `list<text>` begin with their word; capitals are met too, but no schema can say so.
    let words = TypeSpelling.names.map { String($0.prefix { $0.isLetter || $0.isNumber }) }
    let all = Set(words + ["decimal", "numeric", "list", "map", "struct"]).sorted().joined(separator: "|")
    let pattern = "^ *((\(all))([ (<].*)?|[A-Z].*)$"
    return ValueKind(wanted: wanted, shape: .matching(pattern), written: \.description) { node, reading in
      switch node.text.map({ TypeSpelling($0) }) {
      case .type(let type): return type
      case .later:
        reading.problems.error(at: node, "the type `\(node.scalar?.asWritten ?? "")` is not in this build yet")
      case .unknown, nil:
        let near = node.text.flatMap { nearestName(to: $0.lowercased(), among: TypeSpelling.names) }
        let complaint = node.text.flatMap { TypeSpelling.complaint(about: $0) }
        reading.misfit(node, wanted: wanted, mend: complaint ?? near.map { "did you mean `\($0)`?" })
      }
      return nil
    }
  }
}

extension ValueKind where Value == Node {
  /// One value, of a type that its surroundings say.
  package static var literal: Self {
    ValueKind(wanted: "a value", shape: .anyText) { node, reading in
      if node.scalar != nil { return node }
      reading.misfit(node, wanted: "a value")
      return nil
    }
  }

  /// A value of any kind, blocks and lists included.
  static var anyNode: Self {
    ValueKind(wanted: "a value") { node, reading in
      if !node.isNull { return node }
      reading.misfit(node, wanted: "a value")
      return nil
    }
  }
}
