/// A mistake in a configuration, told to the person who wrote it.
package struct Problem: Sendable, Equatable {
  /// How much a problem hinders.
  package enum Severity: String, Sendable { case error, warning }

  package let severity: Severity
  package let place: Place
  /// Where the faulty text ends, if that is known.
  package let end: Place?
  /// What is wrong: a clause without a full stop.
  package let message: String
  /// What to do about it: `did you mean …?`, `write …`.
  package let mend: String?

  /// A mistake and its mend.
  package init(_ severity: Severity, at place: Place, end: Place? = nil, _ message: String, mend: String? = nil) {
    self.severity = severity
    self.place = place
    self.end = end
    self.message = message
    self.mend = mend
  }

  /// The message and its mend as one sentence.
  package var sentence: String { mend.map { "\(message); \($0)" } ?? message }
}

/// The mistakes found so far: they are collected, never thrown one at a time.
package struct Problems: Sendable {
  /// A stretch of a file that no message may show.
  struct Hidden: Sendable {
    let start: Place
    let end: Place?
  }

  package private(set) var all: [Problem] = []
  private(set) var hidden: [Hidden] = []
  private(set) var brought = Brought()
  /// The texts of files beside the configuration's own.
  private(set) var texts = SourceTexts()

  /// No problem yet.
  package init() {}

  package var isEmpty: Bool { all.isEmpty }
  /// Says whether any of them forbids going on.
  package var hasErrors: Bool { all.contains { $0.severity == .error } }
  /// How many of them forbid going on.
  package var errorCount: Int { all.count { $0.severity == .error } }

  /// Records a problem, once: what an alias repeats is told at its anchor alone.
  package mutating func add(_ problem: Problem) {
    if !all.contains(problem) { all.append(problem) }
  }

  /// Records what another collector found.
  package mutating func add(_ others: Problems) {
    for problem in others.all { add(problem) }
    hidden += others.hidden
    brought.add(others.brought)
    texts.add(others.texts)
  }

  /// Keeps the text of a file beside the configuration's own, so that a problem in it can show its line.
  package mutating func keep(_ text: SourceText) { texts.add(text) }

  /// Keeps what references brought into a tree out of messages.
  package mutating func hideBrought(into root: Node) { brought.add(root) }

  /// Records an error at a place.
  package mutating func error(at place: Place, end: Place? = nil, _ message: String, mend: String? = nil) {
    add(Problem(.error, at: place, end: end, message, mend: mend))
  }

  /// Records an error of a node.
  package mutating func error(at node: Node, _ message: String, mend: String? = nil) {
    add(Problem(.error, at: node.place, end: node.end, message, mend: mend))
  }

  /// Records a warning of a node.
  package mutating func warning(at node: Node, _ message: String, mend: String? = nil) {
    add(Problem(.warning, at: node.place, end: node.end, message, mend: mend))
  }

  /// Says whether an error of just this node is recorded already, such as a reference without a value.
  func hasError(of node: Node) -> Bool {
    node.end != nil && all.contains { $0.severity == .error && $0.place == node.place && $0.end == node.end }
  }

  /// Keeps the text of a node out of the lines that are shown beside problems.
  package mutating func hide(_ node: Node) {
    switch node.value {
    case .null: return
    case .sequence(let items): for item in items { hide(item) }
    case .mapping(let entries): for entry in entries { hide(entry.value) }
    case .scalar(let scalar):
      // A reference alone shows nothing, and is worth seeing.
      if scalar.pieces.allSatisfy(\.isFromOutside) { return }
      hidden.append(Hidden(start: node.place, end: node.end))
    }
  }
}
