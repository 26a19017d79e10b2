/// What kind of value an option takes: how it is read from a node, and how people are told of it.
package struct ValueKind<Value: Sendable>: Sendable {
  /// What is wanted, for messages and the reference: `an integer from 1 to 100`.
  package let wanted: String
  /// Says whether no message may show the value.
  package let isSecret: Bool
  /// The blocks that may stand here, for the reference.
  package let blocks: [Specification]
  /// The shape of the value, for editors.
  package let shape: ValueShape
  /// Reads a node; records why when it gives nil.
  package let read: @Sendable (Node, inout Reading) -> Value?
  /// A value as a configuration writes it.
  package let written: @Sendable (Value) -> String

  /// A kind with a reading of its own.
  package init(
    wanted: String, isSecret: Bool = false, blocks: [Specification] = [], shape: ValueShape = .any,
    written: @escaping @Sendable (Value) -> String = { "\($0)" },
    read: @escaping @Sendable (Node, inout Reading) -> Value?
  ) {
    self.wanted = wanted
    self.isSecret = isSecret
    self.blocks = blocks
    self.shape = shape
    self.written = written
    self.read = read
  }

  /// A kind whose values are written as one text; `parse` gives nil for what isn't one, and `mend` may say more.
  package init(
    wanted: String, isSecret: Bool = false, shape: ValueShape = .text,
    written: @escaping @Sendable (Value) -> String = { "\($0)" },
    mend: @escaping @Sendable (String) -> String? = { _ in nil }, parse: @escaping @Sendable (String) -> Value?
  ) {
    self.init(wanted: wanted, isSecret: isSecret, shape: shape, written: written) { node, reading in
      if let text = node.text, let value = parse(text) { return value }
      // A mend repeats what was found, which may be a secret that a reference brought.
      let isShown = !isSecret && node.scalar?.isFilledIn == false
      let hint = isShown ? node.text.flatMap(mend) : nil
      reading.misfit(node, wanted: wanted, mend: hint, isSecret: isSecret)
      return nil
    }
  }

  /// The same kind for an option that may be left out.
  var optional: ValueKind<Value?> {
    ValueKind<Value?>(
      wanted: wanted, isSecret: isSecret, blocks: blocks, shape: shape, written: { $0.map(written) ?? "" },
      read: { node, reading in read(node, &reading).map { .some($0) } })
  }
}
