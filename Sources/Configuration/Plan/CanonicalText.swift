import Specifications

extension Node {
  /// The tree as text that doesn't change with places or spacing. What `${…}` stands for isn't in it.
  var canonicalText: String {
    switch value {
    case .null: "null"
    case .scalar(let scalar): "\"" + scalar.pieces.map(\.forHash).joined() + "\""
    case .sequence(let items): "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.name):\($0.value.canonicalText)" }.joined(separator: ",") + "}"
    }
  }
}

extension Scalar.Piece {
  /// What an item of `for_each` brings stands in the configuration itself; what `${…}` brings else doesn't.
  fileprivate var forHash: String {
    reference.flatMap { $0.hasPrefix("${each") ? nil : $0 } ?? text
  }
}
