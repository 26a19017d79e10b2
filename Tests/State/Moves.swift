import Engine

let onlyTenure = Tenure(id: "t", since: .start)

extension LedgerMove {
  /// A move of the one tenure that most tests need.
  init(lane: LaneID, expected: Position?, to: Position, check: String = "", former: LaneID? = nil) {
    self.init(lane: lane, expected: expected, to: to, check: check, former: former, tenure: onlyTenure)
  }
}

extension LedgerEntry {
  static func moved(_ lane: LaneID, to position: Position, check: String = "") -> LedgerEntry {
    LedgerEntry(lane: lane, position: position, check: check, tenure: onlyTenure)
  }
}
