/// The text of one file, kept so that a problem can show its line.
package struct SourceText: Sendable {
  package let file: String
  let lines: [Substring]

  /// The text of a file.
  package init(_ text: String, file: String) {
    self.file = file
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }
}

/// The texts of the files that were read, by the names that places give them.
package struct SourceTexts: Sendable {
  private var texts: [String: SourceText] = [:]

  /// The texts of some files.
  package init(_ texts: SourceText...) {
    for text in texts { add(text) }
  }

  /// Keeps a file's text.
  package mutating func add(_ text: SourceText) { texts[text.file] = text }

  /// Keeps the texts that another holds.
  package mutating func add(_ others: SourceTexts) { texts.merge(others.texts) { _, new in new } }

  /// The line in which a place stands.
  func line(of place: Place) -> Substring? {
    guard let lines = texts[place.file]?.lines, lines.indices.contains(place.line - 1) else { return nil }
    return lines[place.line - 1]
  }
}

// Secrets may stand in the lines, which are shown beside a problem alone, and then without them.
extension SourceText: CustomStringConvertible, CustomReflectable {
  package var description: String { "the text of \(file)" }
  package var customMirror: Mirror { Mirror(self, children: ["file": file]) }
}
