import Columns
package import Specifications

/// Where a source without a position begins, in each lane.
package enum From: Sendable, Equatable {
  /// At the first record held.
  case earliest
  /// Behind the last record.
  case latest
  /// At the first record of a time or later; in microseconds since 1970.
  case time(Int64)
  /// So many records before the end of each lane.
  case last(Int64)
  /// At offsets; lanes that aren't named begin at their first record.
  case offsets(PartitionOffsets)

  private static let examples = [
    "earliest", "latest", "time:2024-06-01T00:00:00Z", "last:100", "{offsets: {\"0\": 5555}}",
  ]
  static let wanted = alternatives(examples)

  /// Reads `earliest`, `latest`, `time:2024-06-01`, `last:100` and `offsets:0=5555,1=20`.
  package init?(parsing text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map { String($0.drop { $0 == " " }) }
    switch (parts.first, parts.count) {
    case ("earliest", 1): self = .earliest
    case ("latest", 1): self = .latest
    case ("time", 2):
      guard let moment = Moment(parsing: parts[1]) else { return nil }
      self = .time(moment.microseconds)
    case ("last", 2):
      guard let count = Int64(parts[1]), count >= 0 else { return nil }
      self = .last(count)
    case ("offsets", 2):
      guard let offsets = PartitionOffsets(parsing: parts[1]) else { return nil }
      self = .offsets(offsets)
    default: return nil
    }
  }

  fileprivate static func mend(for text: String) -> String? {
    let name = text.split(separator: ":").first.map(String.init) ?? ""
    let names = ["earliest", "latest", "time", "last", "offsets"]
    if let index = names.firstIndex(of: name) { return "write `\(examples[index])`" }
    return nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
  }
}

extension From: CustomStringConvertible {
  package var description: String {
    switch self {
    case .earliest: "earliest"
    case .latest: "latest"
    case .time(let time): "time:\(Moment(microseconds: time))"
    case .last(let count): "last:\(count)"
    case .offsets(let offsets): "{offsets: \(offsets)}"
    }
  }
}

extension ValueKind where Value == From {
  /// Where a source begins.
  package static var from: Self {
    let text = ValueShape.matching("^(earliest|latest|(time|last):.+)$")
    return ValueKind(wanted: From.wanted, shape: .either([text, PartitionOffsets.shape])) { node, reading in
      if let offsets = PartitionOffsets.read(node, &reading) { return offsets.map(From.offsets) }
      if let text = node.text, let from = From(parsing: text) { return from }
      let isShown = node.scalar?.isFilledIn == false
      reading.misfit(node, wanted: From.wanted, mend: isShown ? node.text.flatMap(From.mend) : nil)
      return nil
    }
  }
}

/// Where a run begins a source's lanes.
package struct Beginning: Sendable, Equatable {
  package var from: From
  /// Whether that holds for lanes too that have a position; else only for those that have none.
  package var replays: Bool

  package init(_ from: From = .earliest, replays: Bool = false) {
    self.from = from
    self.replays = replays
  }
}
