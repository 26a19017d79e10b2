import Synchronization

/// The fields that records had, no contract names, and were left out: counted over a run, and told at its end.
final class UnnamedFields: Sendable {
  private let counts = Mutex<[String: [String: Int]]>([:])

  /// Counts fields of a pipeline's records. What is read again, after an outage, is counted again.
  func add(_ more: [String: Int], of pipeline: String) {
    counts.withLock { $0[pipeline, default: [:]].merge(more, uniquingKeysWith: +) }
  }

  /// What people are told of a pipeline's: the most frequent ones; nil where there were none. Where records are about
  /// people, names aren't shown: those of a file that lacks its header are somebody's values.
  func sentence(of pipeline: String, showsNames: Bool = true) -> String? {
    let found = counts.withLock { $0[pipeline] ?? [:] }
    guard !found.isEmpty else { return nil }
    guard showsNames else {
      let count = found.count == 1 ? "1 field" : "\(found.count) fields"
      return "\(count) left out, since no contract names them"
    }
    let sorted = found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = sorted.prefix(5).map { "\($0.key) (\($0.value.grouped))" }.joined(separator: ", ")
    let rest = sorted.count > 5 ? " and \(sorted.count - 5) more" : ""
    return "left out, since no contract names them: \(shown)\(rest)"
  }
}
