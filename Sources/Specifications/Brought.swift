/// What references brought into a configuration, which may be secret: messages show the references instead.
///
/// Messages are made so that they show none of it; this holds where one was made otherwise.
struct Brought: Sendable {
  /// From shorter texts nobody could tell anything, and they stand in many a word.
  private static let shortest = 4
  /// What is as long as this stands in no word by accident.
  private static let long = 8

  private var references: [String: String] = [:]
  /// The longest first, since a shorter one may be a part of it.
  private var texts: [String] = []

  init() {}

  /// Adds all that stands in a tree.
  mutating func add(_ node: Node) {
    collect(node)
    texts = references.keys.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  mutating func add(_ other: Brought) {
    references.merge(other.references) { old, _ in old }
    texts = references.keys.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  private mutating func collect(_ node: Node) {
    switch node.value {
    case .null: return
    case .sequence(let items): for item in items { collect(item) }
    case .mapping(let entries): for entry in entries { collect(entry.value) }
    case .scalar(let scalar):
      for piece in scalar.pieces where piece.isFromOutside && piece.text.utf8.count >= Self.shortest {
        references[piece.text] = piece.reference
      }
    }
  }

  /// A message without what references brought.
  func hidden(in message: String) -> String {
    texts.reduce(message) { message, text in
      guard message.utf8.count >= text.utf8.count, message.contains(text) else { return message }
      return replacing(text, in: message)
    }
  }

  private func replacing(_ text: String, in message: String) -> String {
    let parts = message.split(separator: text, omittingEmptySubsequences: false)
    guard let reference = references[text], let first = parts.first else { return message }
    return parts.dropFirst().reduce(into: String(first)) { shown, part in
      let isWithinWord = [shown.last, part.first].contains { $0?.isLetter == true || $0?.isNumber == true }
      shown += (isWithinWord && text.utf8.count < Self.long ? text : reference) + part
    }
  }
}

extension Brought: CustomStringConvertible, CustomReflectable {
  var description: String { "\(texts.count) texts that references brought" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
