package import Columns

/// A sink for which some lanes are not: to it, they are read to their end.
package struct ScopedSink: Sink {
  private let sink: any Sink
  private let ends: [LedgerEntry]

  /// The sink, with the ends of the lanes that aren't for it.
  package init(_ sink: any Sink, passingOver ends: [LaneID: Position]) {
    self.sink = sink
    self.ends = ends.map { LedgerEntry(lane: $0.key, position: $0.value) }
  }

  package var places: [String] { sink.places }
  package var target: String { sink.target }
  package var keepsPositions: Bool { sink.keepsPositions }
  package var guarantee: Guarantee { sink.guarantee }
  package var reason: String { sink.reason }
  package var creation: String? { sink.creation }
  package var ownMemory: Int { sink.ownMemory }
  package var turn: String? { sink.turn }
  package func open() async throws(Failure) { try await sink.open() }
  package func entries() async throws(Failure) -> [LedgerEntry] { try await sink.entries() + ends }
  package func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows { sink.prepare(batch, form: form) }
  package func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    try await sink.take(rows, of: lane)
  }
  package func store(_ moves: [LedgerMove]) async throws(StoreFailure) { try await sink.store(moves) }
  package func abandon() async { await sink.abandon() }
  package func close() async { await sink.close() }
}
