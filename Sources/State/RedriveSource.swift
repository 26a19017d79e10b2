package import Columns
package import Engine

/// Reads the letters of a redrive: a lane for each choice of sinks.
package struct RedriveSource: Source {
  private let redrive: Redrive
  private let state: StateDatabase
  /// The source that read the records first: it knows what its lanes are to people and expressions.
  private let original: any Source
  /// The pipeline's sinks, in their order.
  private let sinks: [String]

  package init(_ redrive: Redrive, of state: StateDatabase, readBy original: any Source, sinks: [String]) {
    self.redrive = redrive
    self.state = state
    self.original = original
    self.sinks = sinks
  }

  package var metadata: Set<Metadata> { original.metadata }

  package func open() async throws(Failure) {}

  package func change() async throws(Failure) -> LaneChange {
    LaneChange(gained: redrive.lanes.map { Lane(id: $0.id) }, isFinal: true)
  }

  package func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { lane in
      let entry = ledger[lane.id]
      return LaneStart(lane: lane, position: entry?.position ?? .start, entry: entry)
    }
  }

  package func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult {
    guard let frozen = redrive.lanes.first(where: { $0.id == lane.id }) else { return .ended }
    let original = original
    let first = frozen.sinks.isEmpty ? 0 : sinks.firstIndex { frozen.sinks.contains($0) } ?? 0
    let batch = try await state.batch(
      of: frozen, from: position, limit: limit, firstSink: first, labels: { original.labels(of: $0) })
    return batch.map(ReadResult.batch) ?? .ended
  }

  package func end(of lane: Lane) async throws(Failure) -> Position? {
    redrive.lanes.first { $0.id == lane.id }.map { Position(message: $0.count) }
  }

  package func close() async {}
}

/// Keeps what fails again of a redrive, until the letters themselves say so.
package struct RedriveFailures: DeadLetterStore {
  private let state: StateDatabase

  package init(in state: StateDatabase) { self.state = state }

  package func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure) {
    try await state.beginAgain(box, at: position, last: last)
  }

  package func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure) {
    if !letters.isEmpty { try await state.keepAgain(letters, tenure: tenure, configuration: hash) }
  }

  package func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure) {
    try await state.settledAgain(box, upTo: position, by: tenure)
  }

  /// Who sends letters again knows that they failed: how many do again stops nothing.
  package func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure) {}
}
