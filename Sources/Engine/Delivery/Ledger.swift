/// What a ledger knows of a lane.
package struct LedgerEntry: Sendable, Equatable {
  package var lane: LaneID
  package var position: Position
  /// What the source gave with the position, to recognise the place.
  package var check: String
  /// Who moved the position last, and from where on it was the lane's only writer.
  package var tenure: Tenure?

  package init(lane: LaneID, position: Position, check: String = "", tenure: Tenure? = nil) {
    self.lane = lane
    self.position = position
    self.check = check
    self.tenure = tenure
  }
}

/// One holding of a lane: from its beginning at a position until it is rewound or lost. The ledger names the last one
/// that moved it, so that dead letters of a holding that never stored them are told from those that count.
package struct Tenure: Sendable, Equatable {
  /// Unlike that of any other holding, in this process or another.
  package var id: String
  package var since: Position

  package init(id: String, since: Position) {
    self.id = id
    self.since = since
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
  package var tenure: Tenure

  package init(
    lane: LaneID, expected: Position?, to: Position, check: String = "", former: LaneID? = nil, tenure: Tenure
  ) {
    self.tenure = tenure
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
    /// It is the new one, and this tenure moved it: the rows are in, by a commit whose answer was lost.
    case alreadyMoved
    /// It is another: this process has lost the lane.
    case lost
  }

  /// Judges what is found in the ledger. That another came to the very same position doesn't make it ours: the rows are
  /// in, but by that one's hand, whose dead letters count.
  package func verdict(found: LedgerEntry?) -> Verdict {
    if found?.position == expected { return .move }
    return found?.position == to && found?.tenure == tenure ? .alreadyMoved : .lost
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
  /// What the pipeline was called before: positions under these names are its own too, where it has none since.
  package let formerNames: [String]

  package init(pipeline: String, sink: String = "sink", target: String, formerNames: [String] = []) {
    self.pipeline = pipeline
    self.sink = sink
    self.target = target
    self.formerNames = formerNames
  }
}
