import Configuration
import Specifications

/// A test of a pipeline that was run.
struct TestResult {
  let pipeline: String
  let test: PipelineTest
  let outcome: TestOutcome
  /// What differs; nothing where the test passes.
  var differences: [TestDifference]
  let duration: Duration
  /// What `--update` did with it.
  var update = Update.none

  enum Update: Equatable {
    case none
    /// What came out is written into its file.
    case written
    /// It can't be, for a reason.
    case refused(String)
  }

  var passes: Bool { differences.isEmpty }
}

/// The values of a configuration that no output may show, each with the reference that brought it.
struct HiddenTexts {
  private var texts: [String: String] = [:]

  /// What files and variables that sound like secrets brought into a tree.
  init(in tree: Node) { collect(tree) }

  private mutating func collect(_ node: Node) {
    switch node.value {
    case .null: return
    case .sequence(let items): for item in items { collect(item) }
    case .mapping(let entries): for entry in entries { collect(entry.value) }
    case .scalar(let scalar):
      for piece in scalar.pieces {
        guard let reference = piece.reference, !piece.text.isEmpty else { continue }
        let name = reference.dropFirst(2).prefix { $0 != "}" && $0 != ":" }
        if name == "file" || soundsSecret(name) { texts[piece.text] = reference }
      }
    }
  }

  /// A text with references in place of what they brought.
  func masked(_ text: String) -> String {
    // The longest first, since one may lie in another.
    texts.keys.sorted { $0.count > $1.count }.reduce(text) { text, hidden in
      text.split(separator: hidden, omittingEmptySubsequences: false).joined(separator: texts[hidden] ?? "«secret»")
    }
  }

  /// Whether a text holds any of them.
  func isIn(_ text: String) -> Bool { masked(text) != text }
}
