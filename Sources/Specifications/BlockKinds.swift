/// Which of several kinds of block was chosen, and its options.
package struct Selection: Sendable {
  package let name: String
  /// Where the kind is named.
  package let place: Place
  package let values: OptionValues

  /// A chosen kind.
  package init(_ name: String, at place: Place, _ values: OptionValues) {
    self.name = name
    self.place = place
    self.values = values
  }
}

extension ValueKind where Value == OptionValues {
  /// A block of options.
  package static func block(_ specification: Specification) -> Self {
    ValueKind(
      wanted: "a block", blocks: [specification], shape: .block(specification), written: { _ in "{}" },
      read: { node, reading in specification.read(node, &reading) })
  }
}

extension ValueKind where Value == Selection {
  /// One of several kinds of block: `{ topic: { … } }`, or `csv` for `{ csv: {} }`; `noun` says kinds of what.
  package static func oneOf(_ noun: String, _ kinds: [Specification], later: [String] = []) -> Self {
    let choices = Choices(noun: noun, kinds: kinds, later: later)
    return ValueKind(wanted: choices.wanted, blocks: kinds, shape: .kinds(kinds), written: \.name) { node, reading in
      switch node.value {
      case .scalar(let scalar) where !scalar.text.isEmpty:
        let options = Node(.mapping([]), at: node.place, end: node.end)
        return choices.read(scalar.text, at: node, options, &reading)
      case .mapping(let entries) where entries.count == 1:
        let subject = reading.subject
        reading.subject = "`\(entries[0].name)`"
        defer { reading.subject = subject }
        return choices.read(entries[0].name, at: entries[0].key, entries[0].value, &reading)
      case .mapping(let entries) where !entries.isEmpty:
        choices.refuse(entries, &reading)
      default:
        reading.misfit(node, wanted: choices.wanted)
      }
      return nil
    }
  }

  /// One of several kinds of block, named by an option beside its others: `{ type: sqlite, path: … }`.
  package static func oneOf(_ noun: String, by tag: String, _ kinds: [Specification], later: [String] = []) -> Self {
    let choices = Choices(noun: noun, kinds: kinds, later: later)
    return ValueKind(
      wanted: "a block with a `\(tag)`", blocks: kinds, shape: .tagged(tag, kinds), written: \.name
    ) { node, reading in
      guard let entries = node.entries else {
        reading.misfit(node, wanted: "a block with a `\(tag)`")
        return nil
      }
      guard let entry = node.entry(tag), let name = entry.value.text else {
        let place = reading.keyPlace ?? node.place
        reading.problems.error(
          at: node.entry(tag)?.key.place ?? place, "\(reading.subject) lacks a `\(tag)`",
          mend: "it is \(enumeration(of: kinds.map(\.name)))")
        return nil
      }
      let options = Node(.mapping(entries.filter { $0.name != tag }), at: node.place, end: node.end)
      return choices.read(name, at: entry.value, options, &reading)
    }
  }
}

/// The kinds among which a block chooses.
private struct Choices: Sendable {
  let noun: String
  let kinds: [Specification]
  let later: [String]

  var wanted: String { "one kind of \(noun): \(enumeration(of: kinds.map(\.name)))" }

  func read(_ name: String, at place: Node, _ options: Node, _ reading: inout Reading) -> Selection? {
    guard let kind = kinds.first(where: { $0.name == name }) else {
      reading.refuseName(
        name, at: place, isNo: "kind of \(noun)", known: kinds.map(\.name), later: later)
      return nil
    }
    let before = reading.keyPlace
    reading.keyPlace = place.place
    defer { reading.keyPlace = before }
    return kind.read(options, &reading).map { Selection(name, at: place.place, $0) }
  }

  /// Tells of several kinds where one belongs: mostly an option that slipped out of its block.
  func refuse(_ entries: [Node.Entry], _ reading: inout Reading) {
    guard let chosen = kinds.first(where: { kind in entries.contains { $0.name == kind.name } }) else {
      for entry in entries {
        reading.refuseName(
          entry.name, at: entry.key, isNo: "kind of \(noun)", known: kinds.map(\.name), later: later)
      }
      return
    }
    var slipped: [Node.Entry] = []
    for entry in entries where entry.name != chosen.name {
      if chosen.options.contains(where: { $0.name == entry.name }) || chosen.later.contains(entry.name) {
        slipped.append(entry)
        reading.problems.error(
          at: entry.key, "`\(entry.name)` stands beside `\(chosen.name)`", mend: "it belongs into its block")
      } else if kinds.contains(where: { $0.name == entry.name }) {
        reading.problems.error(
          at: entry.key, "\(reading.subject) has `\(chosen.name)` already; a second kind of \(noun) is one too many")
      } else {
        reading.refuseName(
          entry.name, at: entry.key, isNo: "kind of \(noun)", known: kinds.map(\.name), later: later)
      }
    }
    // What stands in the chosen block is told of too, and what slipped out of it isn't missing there.
    guard let block = entries.first(where: { $0.name == chosen.name }) else { return }
    let whole = (block.value.entries ?? []) + slipped
    reading.keyPlace = block.key.place
    _ = chosen.read(
      block.value.entries == nil && !block.value.isNull ? block.value : Node(.mapping(whole), at: block.value.place),
      &reading)
  }
}
