/// A value that a map of the configuration holds under a name of the user's.
package struct Named<Value: Sendable>: Sendable {
  package let name: String
  /// Where the name stands.
  package let place: Place
  package let value: Value

  /// A value under a name.
  package init(_ name: String, at place: Place, _ value: Value) {
    self.name = name
    self.place = place
    self.value = value
  }
}

extension ValueKind {
  /// A list of values of one kind.
  package static func list<Item>(of item: ValueKind<Item>) -> Self where Value == [Item] {
    let wanted = "a list, each \(item.wanted)"
    return ValueKind(
      wanted: wanted, isSecret: item.isSecret, blocks: item.blocks, shape: .list(item.shape), written: written(item)
    ) { node, reading in
      guard let items = node.items else {
        reading.misfit(node, wanted: wanted, isSecret: item.isSecret)
        return nil
      }
      return read(items, as: item, &reading)
    }
  }

  /// One value, or a list of them.
  package static func oneOrMore<Item>(of item: ValueKind<Item>) -> Self where Value == [Item] {
    let wanted = "\(item.wanted), or a list"
    return ValueKind(
      wanted: wanted, isSecret: item.isSecret, blocks: item.blocks, shape: .oneOrMore(item.shape),
      written: written(item)
    ) { node, reading in
      guard let items = node.items else { return item.read(node, &reading).map { [$0] } }
      return read(items, as: item, &reading)
    }
  }

  private static func read<Item>(_ items: [Node], as kind: ValueKind<Item>, _ reading: inout Reading) -> [Item]? {
    let subject = reading.subject
    reading.subject = "each of \(subject)"
    defer { reading.subject = subject }
    let values = items.map { kind.read($0, &reading) }
    return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
  }

  private static func written<Item>(_ item: ValueKind<Item>) -> @Sendable ([Item]) -> String {
    { "[" + $0.map(item.written).joined(separator: ", ") + "]" }
  }

  /// Values of one kind under names of the user's, in the order in which they are written.
  package static func map<Item>(of item: ValueKind<Item>) -> Self where Value == [Named<Item>] {
    let wanted = "a block of names, each with \(item.wanted)"
    return ValueKind(
      wanted: wanted, isSecret: item.isSecret, blocks: item.blocks, shape: .map(item.shape),
      written: { "{" + $0.map { "\($0.name): \(item.written($0.value))" }.joined(separator: ", ") + "}" },
      read: { node, reading in
        guard let entries = node.isNull ? [] : node.entries else {
          reading.misfit(node, wanted: wanted, isSecret: item.isSecret)
          return nil
        }
        let (subject, keyPlace) = (reading.subject, reading.keyPlace)
        defer { (reading.subject, reading.keyPlace) = (subject, keyPlace) }
        var values: [Named<Item>] = []
        for entry in entries {
          reading.subject = "`\(entry.name)`" + (subject.isEmpty ? "" : " of \(subject)")
          reading.keyPlace = entry.key.place
          guard let value = item.read(entry.value, &reading) else { continue }
          values.append(Named(entry.name, at: entry.key.place, value))
        }
        return values.count == entries.count ? values : nil
      })
  }
}
