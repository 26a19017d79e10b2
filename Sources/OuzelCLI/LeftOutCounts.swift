import Columns
import Engine
import Synchronization

/// What was left out of records that went on: counted over a run, and told at its end.
final class LeftOutCounts: Sendable {
  private let counts = Mutex<[String: LeftOut]>([:])

  /// Counts what a pipeline's records went on without. What is read again, after an outage, is counted again.
  func add(_ more: LeftOut, of pipeline: String) {
    counts.withLock { $0[pipeline, default: LeftOut()] += more }
  }

  /// What people are told of a pipeline's: the most frequent fields. Where records are about people, the names of those
  /// that no contract knows aren't shown: in a file that lacks its header they are somebody's values.
  func sentences(of pipeline: String, showsNames: Bool = true) -> [String] {
    let found = counts.withLock { $0[pipeline] ?? LeftOut() }
    var sentences: [String] = []
    if !found.fields.isEmpty {
      let count = found.fields.count == 1 ? "1 field" : "\(found.fields.count) fields"
      sentences.append(
        showsNames
          ? "left out, since no contract names them: \(Self.most(found.fields))"
          : "\(count) left out, since no contract names them")
    }
    if !found.values.isEmpty {
      sentences.append("made null, since they break the contract: \(Self.most(found.values))")
    }
    return sentences
  }

  private static func most(_ counts: [String: Int]) -> String {
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = sorted.prefix(5).map { "\(ShortenedText.of($0.key)) (\($0.value.grouped))" }.joined(separator: ", ")
    return sorted.count > 5 ? "\(shown) and \(sorted.count - 5) more" : shown
  }
}
