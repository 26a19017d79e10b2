/// What reading a configuration relies on beside the tree itself.
package struct ReadingContext: Sendable {
  /// The folder against which the names of files are resolved.
  package let workingDirectory: String

  /// What surrounds a reading.
  package init(workingDirectory: String) { self.workingDirectory = workingDirectory }

  /// The path that `written` leads to from the file that holds it.
  package func path(_ written: String, at place: Place) -> FilePath {
    let folder = FilePath.folder(of: place.file)
    return FilePath(written, in: folder.hasPrefix("/") ? folder : workingDirectory + "/" + folder)
  }
}

/// The reading of one option: who is read, what surrounds it, and the problems found so far.
package struct Reading {
  package let context: ReadingContext
  package var problems: Problems
  /// The option being read, as messages name it: `` `partitions` ``.
  package internal(set) var subject = ""
  /// How the option is written rightly.
  var example = ""
  /// Where the key stands that holds the value being read.
  var keyPlace: Place?

  /// Begins to read.
  package init(in context: ReadingContext, problems: Problems = Problems()) {
    self.context = context
    self.problems = problems
  }

  /// Reads the value of an option that stands by itself.
  package mutating func read<Value>(_ option: Option<Value>, _ node: Node) -> Value? {
    (subject, example) = ("`\(option.name)`", option.example)
    return option.kind.read(node, &self)
  }

  /// Records that a value isn't what its option wants.
  package mutating func misfit(_ node: Node, wanted: String, mend: String? = nil, isSecret: Bool = false) {
    if problems.hasError(of: node) { return }
    let found: String
    switch node.value {
    case .null: found = "has no value"
    case .scalar(let scalar): found = isSecret && !scalar.text.isEmpty ? "is something else" : "is \(quoted(scalar))"
    case .sequence: found = "is a list"
    case .mapping: found = "is a block"
    }
    let instance = example.isEmpty ? nil : "for instance `\(example)`"
    problems.error(
      at: node, "\(subject) wants \(wanted), but \(found)", mend: mend ?? bracesMend(for: node) ?? instance)
  }

  private func quoted(_ scalar: Scalar) -> String {
    if scalar.text.isEmpty { return scalar.isFilledIn ? "empty: `\(scalar.asWritten)`" : "empty" }
    let text = scalar.asWritten
    let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
    return scalar.isFilledIn ? "what `\(shown)` stands for" : "`\(shown)`"
  }

  /// `name: {_contract}` is a map to YAML, though a template was meant.
  private func bracesMend(for node: Node) -> String? {
    guard let entries = node.entries, !entries.isEmpty, entries.allSatisfy({ $0.value.isNull }) else { return nil }
    let template = "{" + entries.map(\.name).joined(separator: ", ") + "}"
    return "YAML reads braces as a block: write `\(subject.filter { $0 != "`" }): \"\(template)\"`"
  }
}
