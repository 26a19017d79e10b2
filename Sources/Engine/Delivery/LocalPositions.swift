package import Columns

/// A sink that keeps no positions, with its positions kept in a store beside it: at least once.
package struct LocallyPositioned: Sink {
  private let sink: any Sink
  private let store: any PositionStore
  private let name: LedgerName

  package init(_ sink: any Sink, in store: any PositionStore, as name: LedgerName) {
    self.sink = sink
    self.store = store
    self.name = name
  }

  package var places: [String] { sink.places }
  package var target: String { sink.target }
  package var ownMemory: Int { sink.ownMemory }
  package var guarantee: Guarantee { .atLeastOnce }
  package var reason: String { sink.reason }
  package func open() async throws(Failure) { try await sink.open() }
  package func entries() async throws(Failure) -> [LedgerEntry] { try await store.entries(of: name) }
  package var turn: String? { sink.turn }
  package func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows { sink.prepare(batch, form: form) }

  package func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    try await sink.take(rows, of: lane)
  }

  package func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    try await sink.store(moves)
    try await store.move(moves, in: name)
  }

  package func abandon() async { await sink.abandon() }
  package func close() async { await sink.close() }
}
