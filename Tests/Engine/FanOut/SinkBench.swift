import Engine

/// Several sinks in memory, and the calls that a pipeline makes of them.
final class SinkBench {
  let world = MemoryWorld()
  let letters = MemoryLetters()
  let group: SinkGroup
  private let names: [String]
  private var batch = 0

  /// Sinks by name, with the turns that they take.
  init(_ sinks: KeyValuePairs<String, String?>) {
    let world = world
    names = sinks.map(\.key)
    group = SinkGroup(
      sinks.map { name, turn in SinkGroup.Member(name: name, sink: MemorySink(name, turn: turn, in: world)) },
      pipeline: "p", letters: letters)
  }

  func begin(_ names: String..., from source: MemorySource = MemorySource()) async throws -> [LaneStart] {
    try await group.begin(names.map { lane($0) }, from: source).starts
  }

  /// Lets sinks take a batch's rows, in their order.
  func take(_ lane: String, _ range: Range<Int64>, by sinks: [String: [Int64]]) async throws {
    batch += 1
    let taking = SinkGroup.Taking(
      batch: batch, lane: id(lane), to: Position(message: range.upperBound), check: "", tenure: "now")
    if sinks.isEmpty { try await group.take(nil, by: nil, of: taking) }
    for (index, name) in names.enumerated() {
      guard let messages = sinks[name] else { continue }
      try await group.take(
        MemoryRows(rows: messages.map { MemoryRow(lane: lane, message: $0) }), by: index, of: taking)
    }
  }

  func store(_ lanes: KeyValuePairs<String, Int64>) async throws(StoreFailure) {
    try await group.store(
      lanes.map { lane, to in
        LedgerMove(
          lane: id(lane), expected: nil, to: Position(message: to), tenure: Tenure(id: "now", since: .start))
      })
  }

  func rows(_ sink: String) -> [Int64] { (world.now.tables[sink] ?? []).map(\.message) }
  var violations: [String] { world.now.violations }
}
