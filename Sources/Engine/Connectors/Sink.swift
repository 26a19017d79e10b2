package import Columns

/// Where records go. Rows are first *taken* (no row of them can be refused any more, and their memory is free), then
/// *stored*, together with the positions of their lanes.
package protocol Sink: Sendable {
  /// What the sink is known to fill, where a source of the same configuration may read it.
  var places: [String] { get }

  /// The sink with its target, as its positions are kept under: `orders.db/orders`.
  var target: String { get }

  /// Whether the sink is the ledger of its positions; otherwise they are kept beside it.
  var keepsPositions: Bool { get }

  /// What the sink can promise by itself.
  var guarantee: Guarantee { get }
  /// By what it can, or why no more.
  var reason: String { get }

  /// What the sink makes where it is missing, as its connection would be told: `CREATE TABLE …`. Nil if nothing.
  var creation: String? { get }

  /// Memory that the sink holds beside its batches: a database's cache, a client's queue. It comes out of the budget.
  var ownMemory: Int { get }

  /// Connects, and makes what is missing and may be made.
  func open() async throws(Failure)

  /// All positions that the sink's ledger holds for this pipeline.
  func entries() async throws(Failure) -> [LedgerEntry]

  /// Brings rows into the form in which they are written. Pure work, done for many batches at once.
  /// `form` says which of the forms that the sink was made for they have: those of one contract.
  func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows

  /// What the sink holds alone from its first `take` to its `store`: sinks that name the same take turns.
  var turn: String? { get }

  /// Takes rows of a lane. After a throw nothing of these rows has been taken, and what was taken before still is,
  /// unless the failure is an outage.
  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure)

  /// Stores all that was taken and moves the lanes, in one transaction where the sink has them.
  /// After a throw nothing that was taken is held any more.
  func store(_ moves: [LedgerMove]) async throws(StoreFailure)

  /// Drops what was taken and isn't stored.
  func abandon() async

  func close() async
}

extension Sink {
  package var places: [String] { [] }
  package var turn: String? { nil }
  package func prepare(_ batch: ColumnBatch) -> any PreparedRows { prepare(batch, form: 0) }
  package var keepsPositions: Bool { true }
  package var ownMemory: Int { 0 }
  package var creation: String? { nil }
}

/// Rows in the form in which a sink writes them.
package protocol PreparedRows: Sendable {
  /// How many rows there are.
  var count: Int { get }
  /// Rows that can't be brought into that form; they become dead letters, the others are taken.
  var failures: [RowFailure] { get }
  /// Memory held, for the budget.
  var footprint: Int { get }
}

/// What a pipeline can promise.
package enum Guarantee: String, Sendable {
  case exactlyOnce = "exactly once"
  case effectivelyOnce = "effectively once"
  case atLeastOnce = "at least once"
}
