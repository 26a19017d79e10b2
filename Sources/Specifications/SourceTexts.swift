/// The text of one file, kept so that a problem can show its line.
package struct SourceText: Sendable {
  package let file: String
  private let text: String

  /// The text of a file.
  package init(_ text: String, file: String) {
    self.file = file
    self.text = text
  }

  /// The line of a number, from one on. Lines are looked for only when one of them is to be shown.
  func line(_ number: Int) -> Substring? {
    var (start, left) = (text.startIndex, number - 1)
    guard left >= 0 else { return nil }
    while left > 0 {
      guard let end = text[start...].unicodeScalars.firstIndex(where: \.isLineEnd) else { return nil }
      start = text.unicodeScalars.index(after: end)
      if text.unicodeScalars[end] == "\r", start < text.endIndex, text.unicodeScalars[start] == "\n" {
        start = text.unicodeScalars.index(after: start)
      }
      left -= 1
    }
    return Substring(text[start...].unicodeScalars.prefix { !$0.isLineEnd })
  }
}

extension Unicode.Scalar {
  /// Whether a line ends with it, to YAML and to editors.
  fileprivate var isLineEnd: Bool {
    switch value {
    case 0x0a...0x0d, 0x85, 0x2028, 0x2029: true
    default: false
    }
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
    texts[place.file]?.line(place.line)
  }
}

// Secrets may stand in the lines, which are shown beside a problem alone, and then without them.
extension SourceText: CustomStringConvertible, CustomReflectable {
  package var description: String { "the text of \(file)" }
  package var customMirror: Mirror { Mirror(self, children: ["file": file]) }
}
