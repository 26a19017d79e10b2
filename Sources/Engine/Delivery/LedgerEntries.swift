/// What a sink's ledger knows: it may have an entry for every file that was ever read. Copies share what was read of
/// it, and hold only what has changed since.
package struct LedgerEntries: Sendable {
  /// What was read of the ledger.
  package let reading: LedgerReading
  /// What the ledger has instead since then; nil inside where it has nothing more.
  private var changes: [LaneID: LedgerEntry?] = [:]
  private var changedByName: [String: Set<LaneID>] = [:]

  /// The entries, of which the first counts where several are of one lane.
  package init(_ entries: [LedgerEntry]) { reading = LedgerReading(entries) }

  private init(_ reading: LedgerReading) { self.reading = reading }

  /// What is known of a lane.
  package subscript(lane: LaneID) -> LedgerEntry? { changes[lane] ?? reading.entries[lane] }

  /// What is known of lanes that have a name, under whichever identity.
  package func named(_ name: String) -> [LedgerEntry] {
    (changedByName[name] ?? []).union(reading.lanesByName[name] ?? []).compactMap { self[$0] }
  }

  /// The same for whoever asks of some lanes and their names: of the others it may not be up to date.
  func about(_ lanes: [LaneID]) -> LedgerEntries {
    var part = LedgerEntries(reading)
    for lane in lanes {
      for changed in [lane] + (changedByName[lane.name] ?? []) {
        if let change = changes[changed] { part.set(changed, change) }
      }
    }
    return part
  }

  /// Takes in that the ledger was moved.
  mutating func apply(_ moves: [LedgerMove]) {
    for move in moves {
      if let former = move.former { set(former, nil) }
      set(move.lane, LedgerEntry(lane: move.lane, position: move.to, check: move.check, tenure: move.tenure))
    }
  }

  private mutating func set(_ lane: LaneID, _ entry: LedgerEntry?) {
    changes.updateValue(entry, forKey: lane)
    changedByName[lane.name, default: []].insert(lane)
  }
}

extension LedgerEntries: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: LedgerEntry...) { self.init(elements) }
}

/// What was read of a ledger at one time, known apart from other readings by being itself.
package final class LedgerReading: Sendable {
  fileprivate let entries: [LaneID: LedgerEntry]
  fileprivate let lanesByName: [String: [LaneID]]

  fileprivate init(_ entries: [LedgerEntry]) {
    self.entries = Dictionary(entries.map { ($0.lane, $0) }, uniquingKeysWith: { first, _ in first })
    lanesByName = Dictionary(grouping: self.entries.keys, by: \.name)
  }

  /// The lanes that were known.
  package var lanes: some Collection<LaneID> & Sendable { entries.keys }
}
