/// What the ledgers of a pipeline's sinks know, where nobody else moves them: read once, and then followed.
struct FollowedLedgers: Sendable {
  private var known: [LedgerEntries?]
  /// Raised by whatever changes a ledger: what was read meanwhile may lack it.
  private(set) var revision = 0

  init(of sinks: Int) { known = Array(repeating: nil, count: sinks) }

  /// What is known of lanes in one sink's ledger; nil until it is read, and after what may have changed it without our
  /// knowing.
  subscript(sink: Int, lanes: [LaneID]) -> LedgerEntries? { known[sink]?.about(lanes) }

  /// Takes in what was read of a sink's ledger since `revision`.
  mutating func take(_ entries: LedgerEntries, of sink: Int, since revision: Int) {
    if revision == self.revision { known[sink] = entries }
  }

  /// A sink has stored moves.
  mutating func moved(_ moves: [LedgerMove], by sink: Int) {
    revision += 1
    known[sink]?.apply(moves)
  }

  /// Anything may have come of the last store.
  mutating func forget() {
    revision += 1
    for sink in known.indices { known[sink] = nil }
  }
}
