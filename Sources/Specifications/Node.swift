/// A piece of a YAML or JSON tree that knows where it was written.
package struct Node: Sendable, Equatable {
  /// What a node holds.
  package enum Content: Sendable, Equatable {
    case null
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
  }

  /// One key of a mapping and its value.
  package struct Entry: Sendable, Equatable {
    /// The key, always a scalar.
    package let key: Node
    package let value: Node

    /// Pairs a key with its value.
    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }

    /// The key's text.
    package var name: String { key.text ?? "" }
  }

  /// Where it begins.
  package let place: Place
  /// Where it ends (just after its last character), if that is known.
  package let end: Place?
  package let value: Content

  /// A node at a place.
  package init(_ value: Content, at place: Place, end: Place? = nil) {
    self.value = value
    self.place = place
    self.end = end
  }

  /// The text of a scalar.
  package var text: String? {
    if case .scalar(let scalar) = value { scalar.text } else { nil }
  }

  /// The scalar it holds.
  package var scalar: Scalar? {
    if case .scalar(let scalar) = value { scalar } else { nil }
  }

  /// The items of a sequence.
  package var items: [Node]? {
    if case .sequence(let items) = value { items } else { nil }
  }

  /// The entries of a mapping, in the order in which they are written.
  package var entries: [Entry]? {
    if case .mapping(let entries) = value { entries } else { nil }
  }

  /// Says whether nothing stands here.
  package var isNull: Bool { value == .null }

  /// The entry of a mapping by its key.
  package func entry(_ name: String) -> Entry? { entries?.first { $0.name == name } }

  /// The value of a mapping by its key.
  package subscript(_ name: String) -> Node? { entry(name)?.value }
}

extension Node {
  /// A text that the program supplies.
  package init(_ text: String, at place: Place = .nowhere) {
    self.init(.scalar(Scalar(text, at: place)), at: place)
  }
}

// Literals, so that a tree can be written down where no file stands behind it.
extension Node: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral text: String) { self.init(text) }
  package init(integerLiteral number: Int) { self.init(String(number)) }
  package init(booleanLiteral flag: Bool) { self.init(String(flag)) }
  package init(arrayLiteral items: Node...) { self.init(.sequence(items), at: .nowhere) }
  package init(nilLiteral: ()) { self.init(.null, at: .nowhere) }
  package init(dictionaryLiteral entries: (String, Node)...) {
    self.init(.mapping(entries.map { Entry(key: Node($0.0), value: $0.1) }), at: .nowhere)
  }
}
