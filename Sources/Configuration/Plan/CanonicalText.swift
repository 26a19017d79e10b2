import Specifications

extension Node {
  /// The tree as text that doesn't change with places or spacing. What `${…}` stands for isn't in it.
  var canonicalText: String {
    switch value {
    case .null: "null"
    case .scalar(let scalar): "\"" + scalar.asWritten + "\""
    case .sequence(let items): "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.name):\($0.value.canonicalText)" }.joined(separator: ",") + "}"
    }
  }
}
