/// What a ledger knows of a lane.
package struct LedgerEntry: Sendable, Equatable {
  package var lane: LaneID
  package var position: Position
  /// What the source gave with the position, to recognise the place.
  package var check: String

  package init(lane: LaneID, position: Position, check: String = "") {
    self.lane = lane
    self.position = position
    self.check = check
  }
}

/// A lane's position, to be moved by compare-and-set in the transaction that carries the rows.
package struct LedgerMove: Sendable, Equatable {
  package var lane: LaneID
  /// The position that this process knows; nil where the ledger knew none.
  package var expected: Position?
  package var to: Position
  package var check: String
  /// The lane's name in the ledger, where a file was renamed since.
  package var former: LaneID?

  package init(lane: LaneID, expected: Position?, to: Position, check: String = "", former: LaneID? = nil) {
    self.lane = lane
    self.expected = expected
    self.to = to
    self.check = check
    self.former = former
  }

  /// What a found position means for a move that was about to happen.
  package enum Verdict: Sendable, Equatable {
    /// It is what was expected: the move goes ahead.
    case move
    /// It is the new one: the rows are in, by a commit whose answer was lost.
    case alreadyMoved
    /// It is another: this process has lost the lane.
    case lost
  }

  /// Judges the position found in the ledger.
  package func verdict(found: Position?) -> Verdict {
    if found == expected { return .move }
    return found == to ? .alreadyMoved : .lost
  }
}

/// Positions kept apart from the rows, for sinks that are no ledger themselves: at least once.
package protocol PositionStore: Sendable {
  func entries(of ledger: LedgerName) async throws(Failure) -> [LedgerEntry]
  func move(_ moves: [LedgerMove], in ledger: LedgerName) async throws(StoreFailure)
}

/// Whose positions: a pipeline's, for one sink and its target.
package struct LedgerName: Hashable, Sendable {
  package let pipeline: String
  package let sink: String
  package let target: String

  package init(pipeline: String, sink: String = "sink", target: String) {
    self.pipeline = pipeline
    self.sink = sink
    self.target = target
  }
}
