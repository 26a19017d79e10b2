import Specifications

/// Makes the pipelines that run out of those that are written: each with the defaults under it, and one an item where
/// `for_each` says so.
struct PipelineExpansion {
  /// How many values all pipelines together may have: far above what anyone writes.
  private static let mostNodes = 1_000_000
  /// Options whose block goes together with that of the defaults, key by key; of all others the nearer one holds whole.
  private static let joined: Set<String> = ["retry", "batch", "dead_letters", "schedule"]

  private let defaults: [Node.Entry]
  /// Reads a FILE of items, named by a node; records why when it gives nil.
  private let load: (Node, inout Problems) -> Node?
  private(set) var problems = Problems()
  private var size = 0

  init(defaults: Node?, load: @escaping (Node, inout Problems) -> Node?) {
    self.load = load
    self.defaults = defaults?.entries ?? []
    if let defaults, defaults.entries == nil, !defaults.isNull {
      problems.error(
        at: defaults, "`defaults` wants a block of a pipeline's options",
        mend: "for instance `defaults: { rate: 100/s }`")
    }
    for entry in self.defaults where ["for_each", "was"].contains(entry.name) {
      problems.error(at: entry.key, "`\(entry.name)` belongs to one pipeline, and `defaults` to all")
    }
  }

  /// All pipelines of a section.
  mutating func pipelines(_ written: Node) -> Node {
    guard let entries = written.entries else { return written }
    var all: [Node.Entry] = []
    var places: [String: Place] = [:]
    for entry in entries {
      for made in expanded(Node.Entry(key: entry.key, value: withDefaults(entry.value))) {
        guard let before = places.updateValue(made.key.place, forKey: made.name) else {
          all.append(made)
          continue
        }
        problems.error(
          at: made.key, "`for_each` makes the pipeline `\(made.name)` twice",
          mend: before == made.key.place ? "two items give the same name" : "\(before) has it already")
      }
    }
    return Node(.mapping(all), at: written.place, end: written.end)
  }

  private func withDefaults(_ pipeline: Node) -> Node {
    guard !defaults.isEmpty, let own = pipeline.entries ?? (pipeline.isNull ? [] : nil) else { return pipeline }
    var entries = own
    for standard in defaults {
      guard let index = entries.firstIndex(where: { $0.name == standard.name }) else {
        // Several sinks stand for the one that the defaults have, and the other way round.
        let other = ["sink": "sinks", "sinks": "sink"][standard.name]
        if let other, entries.contains(where: { $0.name == other }) { continue }
        entries.append(standard)
        continue
      }
      let nearer = entries[index]
      guard Self.joined.contains(standard.name), let inner = nearer.value.entries, let outer = standard.value.entries
      else { continue }
      let names = Set(inner.map(\.name))
      let all = inner + outer.filter { !names.contains($0.name) }
      entries[index] = Node.Entry(
        key: nearer.key, value: Node(.mapping(all), at: nearer.value.place, end: nearer.value.end))
    }
    return Node(.mapping(entries), at: pipeline.place, end: pipeline.end)
  }

  // MARK: One an item

  private mutating func expanded(_ pipeline: Node.Entry) -> [Node.Entry] {
    guard let list = pipeline.value.entry("for_each") else { return [pipeline] }
    guard pipeline.key.leftEach != nil else {
      problems.error(
        at: pipeline.key, "the name of a pipeline with `for_each` has to tell its items apart",
        mend: "write `${each…}` in it, for instance \"\(pipeline.name)-${each.name}\"")
      return []
    }
    guard let items = items(of: list) else { return [] }
    let rest = Node(
      .mapping((pipeline.value.entries ?? []).filter { $0.name != "for_each" }), at: pipeline.value.place,
      end: pipeline.value.end)
    var made: [Node.Entry] = []
    var (found, missing, names): (Set<String>, [String: Place], [String]) = ([], [:], [])
    for item in items {
      var each = EachItem(item)
      let key = each.key(pipeline.key)
      let value = each.filled(rest) ?? rest
      size += value.size
      guard size <= Self.mostNodes else {
        problems.error(at: list.key, "`for_each` makes more than \(Self.mostNodes) values of this configuration")
        return made
      }
      problems.add(each.problems)
      found.formUnion(each.found)
      missing.merge(each.missing) { old, _ in old }
      names += each.names
      if each.problems.isEmpty { made.append(Node.Entry(key: key, value: value)) }
    }
    tellOfUnknown(missing.filter { !found.contains($0.key) }, names)
    return made
  }

  private mutating func items(of list: Node.Entry) -> [Node]? {
    var node = list.value
    if node.text != nil {
      guard let loaded = load(node, &problems) else { return nil }
      node = loaded
    }
    guard let items = node.items else {
      problems.error(
        at: node, "`for_each` wants a list, or a file that holds one",
        mend: "for instance `for_each: [ { name: orders }, { name: customers } ]`")
      return nil
    }
    if items.isEmpty {
      problems.warning(at: list.key, "`for_each` has no item, so that there is no such pipeline")
    }
    return items
  }

  private mutating func tellOfUnknown(_ missing: [String: Place], _ names: [String]) {
    for (reference, place) in missing.sorted(by: { $0.key < $1.key }) {
      let name = String(reference.dropFirst("${each.".count).dropLast())
      let near = nearestName(to: name, among: names)
      problems.add(
        Problem(
          .warning, at: place, "no item of `for_each` has `\(name)`, so that this counts as not written",
          mend: near.map { "did you mean `${each.\($0)}`?" }))
    }
  }
}
