/// An option whatever its value: what a specification, and the reference made from it, need to know.
package protocol AnyOption: Sendable {
  var name: String { get }
  /// What it is for, in one sentence.
  var sentence: String { get }
  /// How it is written, as YAML: `partitions: 3`.
  var example: String { get }
  /// What kind of value it takes, in words.
  var wanted: String { get }
  /// Says whether it must be written.
  var isRequired: Bool { get }
  /// The value that holds where none is written, as YAML; nil if there is none.
  var defaultText: String? { get }
  var isSecret: Bool { get }
  /// The blocks that may stand as its value.
  var blocks: [Specification] { get }
  /// The shape of its value, for editors.
  var shape: ValueShape { get }

  /// Reads its value into `values`; false if it can't be read, and the problem is then recorded.
  func read(_ node: Node, _ reading: inout Reading, into values: inout OptionValues) -> Bool
  /// Puts its default into `values`; false if it has none.
  func fillIn(_ values: inout OptionValues) -> Bool
}

/// An option of a block, declared once: its parsing, its checks and its documentation come from here.
package struct Option<Value: Sendable>: AnyOption {
  package let name: String
  package let kind: ValueKind<Value>
  package let sentence: String
  package let example: String
  package let defaultText: String?
  private let standard: Value?

  /// An option with a default. `example` is its value as YAML writes it.
  package init(_ name: String, _ kind: ValueKind<Value>, default standard: Value, _ sentence: String, example: String) {
    self.init(name, kind, standard, kind.written(standard), sentence, example)
  }

  /// An option that must be written.
  package init(required name: String, _ kind: ValueKind<Value>, _ sentence: String, example: String) {
    self.init(name, kind, nil, nil, sentence, example)
  }

  /// An option that may be left out, and is nil then.
  package init<Present>(optional name: String, _ kind: ValueKind<Present>, _ sentence: String, example: String)
  where Value == Present? {
    self.init(name, kind.optional, .some(nil), nil, sentence, example)
  }

  private init(
    _ name: String, _ kind: ValueKind<Value>, _ standard: Value?, _ defaultText: String?, _ sentence: String,
    _ example: String
  ) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.defaultText = defaultText
    self.sentence = sentence
    self.example = "\(name): \(example)"
  }

  package var wanted: String { kind.wanted }
  package var isSecret: Bool { kind.isSecret }
  package var blocks: [Specification] { kind.blocks }
  package var shape: ValueShape { kind.shape }
  package var isRequired: Bool { standard == nil }

  package func read(_ node: Node, _ reading: inout Reading, into values: inout OptionValues) -> Bool {
    guard let value = kind.read(node, &reading) else { return false }
    values.set(self, to: value, at: node.place)
    return true
  }

  package func fillIn(_ values: inout OptionValues) -> Bool {
    guard let standard else { return false }
    values.set(self, to: standard, at: nil)
    return true
  }
}
