package import Columns

/// Where records come from. A source knows its lanes and how to read them; it decides nothing about delivery.
package protocol Source: Sendable {
  /// What the source reads, where a sink of the same configuration may fill it: equal to that sink's `place`.
  var place: String? { get }

  /// Whether one process alone may run the pipeline, since nothing shares the lanes out among several.
  var needsSoleRunner: Bool { get }

  /// Whether a position still means the same in a later run; a pipe's doesn't.
  var keepsPositions: Bool { get }

  /// What lanes are to people and expressions.
  func labels(of lane: LaneID) -> LaneLabels
  /// What the source can tell of its records beside their fields.
  var metadata: Set<Metadata> { get }

  /// Memory that the source holds beside its batches. It comes out of the budget.
  var ownMemory: Int { get }

  /// Whether the source ends only where `until` says so.
  var isEndless: Bool { get }

  /// Whether its lanes are known by partition and searched by offset and time: what `from`, and some forms of `until`,
  /// need.
  var isSearchable: Bool { get }

  /// Takes in that this run, once a lane, begins elsewhere than where it stands, since the command line says so.
  func replay(from: From) async

  /// Where this run begins a lane whatever positions there are; nil where it goes on.
  func replayed(_ lane: Lane) async throws(Failure) -> Position?

  /// Connects. A throw of class outage is tried again.
  func open() async throws(Failure)

  /// The next change of the lanes that this process holds: the first at once, later ones when they come.
  func change() async throws(Failure) -> LaneChange

  /// Where reading of the lanes begins, given all that the sink's ledger knows. Refuses (fatal) a position that can't be true.
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart]

  /// The same for a sink whose ledger may know nothing of lanes in which other sinks of the pipeline stand: there it is
  /// new, and nothing of it was lost.
  func begin(_ lanes: [Lane], ledger: LedgerEntries, knownBeside: Set<LaneID>) async throws(Failure) -> [LaneStart]

  /// Reads on from `position`.
  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult

  /// The lane's end as it is now; nil where it has none.
  func end(of lane: Lane) async throws(Failure) -> Position?

  /// Whether all beside these lanes is settled by others up to its end as it is now. The engine names the lanes that it
  /// knows, so that none that was just gained is taken for read.
  func isSettledElsewhere(beside lanes: [Lane]) async throws(Failure) -> Bool

  /// Keeps the position where the group keeps its own. It only saves work: the sink's ledger is what counts.
  func commit(_ lane: Lane, _ position: Position) async throws(Failure)

  /// Gives up a lane that was revoked, or has ended. What was settled of it is committed.
  func release(_ lane: Lane) async

  /// Leaves the group and closes.
  func close() async
}

extension Source {
  package var place: String? { nil }
  package var needsSoleRunner: Bool { true }
  package var keepsPositions: Bool { true }
  package var isEndless: Bool { false }
  package var isSearchable: Bool { false }
  package func replay(from: From) async {}
  package func replayed(_ lane: Lane) async throws(Failure) -> Position? { nil }
  package var ownMemory: Int { 0 }
  package func labels(of lane: LaneID) -> LaneLabels { LaneLabels() }
  package func begin(
    _ lanes: [Lane], ledger: LedgerEntries, knownBeside: Set<LaneID>
  ) async throws(Failure) -> [LaneStart] {
    try await begin(lanes, ledger: ledger)
  }
  package var metadata: Set<Metadata> { [.offset, .run, .record] }
  package func end(of lane: Lane) async throws(Failure) -> Position? { nil }
  package func isSettledElsewhere(beside lanes: [Lane]) async throws(Failure) -> Bool { true }
  package func commit(_ lane: Lane, _ position: Position) async throws(Failure) {}
  package func release(_ lane: Lane) async {}
}

/// Where a lane begins.
package struct LaneStart: Sendable, Equatable {
  package var lane: Lane
  package var position: Position
  /// The ledger's entry that it follows from, if there was one.
  package var entry: LedgerEntry?
  /// What people should be told: a file that was renamed, or changed and is read anew.
  package var note: String?
  /// Whether the position is stored at once, though nothing was read: who asked again would be told another.
  package var isKept: Bool

  package init(
    lane: Lane, position: Position, entry: LedgerEntry? = nil, note: String? = nil, isKept: Bool = false
  ) {
    self.isKept = isKept
    self.lane = lane
    self.position = position
    self.entry = entry
    self.note = note
  }
}

/// How much one read may bring. The first record may exceed `bytes`.
package struct ReadLimit: Sendable, Equatable {
  package var records: Int
  package var bytes: Int
  /// No message at this offset or behind it is read.
  package var offset: Int64?
  /// Nor one of this time or later, and none behind such a one; in microseconds since 1970.
  package var time: Int64?

  package init(records: Int, bytes: Int) {
    self.records = records
    self.bytes = bytes
  }
}

/// What a read brought.
package enum ReadResult: Sendable {
  case batch(RawBatch)
  /// There is nothing now; ask again in a while.
  case caughtUp
  /// What comes next lies beyond the limit's offset or time, or nothing can come any more that doesn't.
  case stopped
  /// There will be nothing more.
  case ended
}
