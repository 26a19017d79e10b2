/// A block of the configuration, declared once: its name, what it is for, and its options.
package struct Specification: Sendable {
  package let name: String
  /// What the block is, in one sentence.
  package let sentence: String
  package let options: [any AnyOption]
  /// Options that the language knows and this build lacks: they are refused by name.
  package let later: [String]
  /// The option for which a bare value stands, so that `text` can be short for `{ type: text }`.
  package let shortFor: (any AnyOption)?
  /// Records where options, each of them in order, contradict each other.
  private let contradictions: @Sendable (OptionValues, inout Problems) -> Void

  /// Declares a block.
  package init(
    _ name: String, _ sentence: String, options: [any AnyOption] = [], later: [String] = [],
    shortFor: (any AnyOption)? = nil,
    contradictions: @escaping @Sendable (OptionValues, inout Problems) -> Void = { _, _ in }
  ) {
    self.contradictions = contradictions
    self.name = name
    self.sentence = sentence
    self.options = options
    self.later = later
    self.shortFor = shortFor
  }

  /// The same block with further options.
  package func adding(_ more: any AnyOption...) -> Specification {
    Specification(
      name, sentence, options: options + more, later: later.filter { name in !more.contains { $0.name == name } },
      shortFor: shortFor, contradictions: contradictions)
  }

  /// Reads a block and records all its mistakes; nil if there was an error. `place` is where the block is named.
  package func read(
    _ node: Node, named place: Place? = nil, in context: ReadingContext, problems: inout Problems
  ) -> OptionValues? {
    var reading = Reading(in: context, problems: problems)
    reading.keyPlace = place
    defer { problems = reading.problems }
    return read(node, &reading)
  }

  /// Reads a block as a part of a greater reading.
  package func read(_ node: Node, _ reading: inout Reading) -> OptionValues? {
    let outer = (reading.subject, reading.example, reading.keyPlace)
    defer { (reading.subject, reading.example, reading.keyPlace) = outer }
    var values = OptionValues(block: name, at: reading.keyPlace ?? node.place)
    guard let entries = entries(of: node) else {
      if reading.subject.isEmpty { reading.subject = "`\(name)`" }
      reading.misfit(node, wanted: "a block\(options.isEmpty ? "" : " of options")")
      return nil
    }
    var isRight = true
    for entry in entries {
      guard let option = options.first(where: { $0.name == entry.name }) else {
        reading.refuseName(
          entry.name, at: entry.key, isNo: "option of \(name)", known: options.map(\.name), later: later)
        hideIfSecret(entry, &reading)
        isRight = false
        continue
      }
      if option.isSecret { reading.problems.hide(entry.value) }
      (reading.subject, reading.example, reading.keyPlace) = ("`\(option.name)`", option.example, entry.key.place)
      isRight = option.read(entry.value, &reading, into: &values) && isRight
    }
    for option in options where !entries.contains(where: { $0.name == option.name }) {
      guard !option.fillIn(&values) else { continue }
      reading.problems.error(
        at: values.place, "\(name) lacks `\(option.name)`", mend: "for instance `\(option.example)`")
      isRight = false
    }
    if !isRight { return nil }
    let before = reading.problems.errorCount
    contradictions(values, &reading.problems)
    return reading.problems.errorCount == before ? values : nil
  }

  private func entries(of node: Node) -> [Node.Entry]? {
    switch node.value {
    case .mapping(let entries): entries
    case .null: []
    case .scalar, .sequence:
      shortFor.map { [Node.Entry(key: Node($0.name, at: node.place), value: node)] }
    }
  }

  /// A secret under a misspelt name is a secret still.
  private func hideIfSecret(_ entry: Node.Entry, _ reading: inout Reading) {
    let near = nearestName(to: entry.name, among: options.map(\.name))
    if options.contains(where: { $0.name == near && $0.isSecret }) { reading.problems.hide(entry.value) }
  }
}

extension Reading {
  /// Records that a name is none of those known here, with the nearest that is.
  package mutating func refuseName(
    _ name: String, at node: Node, isNo noun: String, known: [String], later: [String]
  ) {
    if later.contains(name) {
      problems.error(at: node, "`\(name)` is not in this build yet")
      return
    }
    let telling = name.firstIndex(of: ":").flatMap { soundsSecret(name[..<$0]) ? "\(name[...$0])…" : nil }
    let message = "`\(telling ?? name)` is no \(noun)"
    // `type:uuid` is one word to YAML.
    if let colon = name.firstIndex(of: ":"), known.contains(String(name[..<colon])) {
      let rest = soundsSecret(name[..<colon]) ? "…" : name[name.index(after: colon)...]
      problems.error(
        at: node, "a space is missing behind `\(name[..<colon]):`", mend: "write `\(name[..<colon]): \(rest)`")
      return
    }
    if let near = nearestName(to: name, among: known) {
      problems.error(at: node, message, mend: "did you mean `\(near)`?")
    } else if let near = nearestName(to: name, among: later) {
      problems.error(at: node, message, mend: "`\(near)` would be, but is not in this build yet")
    } else {
      let list = enumeration(of: known, joinedBy: "and")
      problems.error(
        at: node, message, mend: known.isEmpty ? "it has none" : "there \(known.count == 1 ? "is" : "are") \(list)")
    }
  }
}
