/// All that a sink's ledger knows: it may have an entry for every file that was ever read.
package struct LedgerEntries: Sendable {
  private var entries: [LaneID: LedgerEntry] = [:]
  private var lanesByName: [String: Set<LaneID>] = [:]

  /// The entries, of which the first counts where several are of one lane.
  package init(_ entries: [LedgerEntry]) {
    for entry in entries where self.entries[entry.lane] == nil { set(entry) }
  }

  /// What is known of a lane.
  package subscript(lane: LaneID) -> LedgerEntry? { entries[lane] }

  /// What is known of lanes that have a name, under whichever identity.
  package func named(_ name: String) -> [LedgerEntry] { (lanesByName[name] ?? []).compactMap { entries[$0] } }

  /// The lanes that something is known of.
  package var lanes: some Collection<LaneID> & Sendable { entries.keys }

  /// Takes in that the ledger was moved.
  mutating func apply(_ moves: [LedgerMove]) {
    for move in moves {
      if let former = move.former, entries.removeValue(forKey: former) != nil {
        lanesByName[former.name]?.remove(former)
      }
      set(LedgerEntry(lane: move.lane, position: move.to, check: move.check, tenure: move.tenure))
    }
  }

  private mutating func set(_ entry: LedgerEntry) {
    entries[entry.lane] = entry
    lanesByName[entry.lane.name, default: []].insert(entry.lane)
  }
}

extension LedgerEntries: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: LedgerEntry...) { self.init(elements) }
}
