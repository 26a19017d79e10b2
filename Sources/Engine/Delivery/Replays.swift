/// The lanes that this run begins anew although sinks have positions in them: once each, and again only as long as
/// nothing of the replay is stored.
struct Replays {
  private struct Replay: Hashable {
    let lane: LaneID
    let sink: Int
  }

  /// What a sink's ledger knew when the replay began; nil inside where it knew nothing.
  private var before: [Replay: LedgerEntry?] = [:]

  /// Takes in what was begun meanwhile: lanes may be begun while others are.
  mutating func add(_ others: Replays) { before.merge(others.before) { mine, _ in mine } }

  /// Begins lanes for one sink, given what its ledger knows: by the replay where there is one, else where the source
  /// and the ledger agree.
  mutating func begin(
    _ lanes: [Lane], from source: any Source, sink: Int, ledger: LedgerEntries, knownBeside: Set<LaneID> = []
  ) async throws(Failure) -> [LaneStart] {
    var begun: [LaneID: LaneStart] = [:]
    for lane in lanes {
      let replay = Replay(lane: lane.id, sink: sink)
      let entry = ledger[lane.id]
      if let known = before[replay], known != entry { continue }
      guard let position = try await source.replayed(lane) else { continue }
      before.updateValue(entry, forKey: replay)
      var start = LaneStart(lane: lane, position: position, entry: entry, isKept: entry == nil)
      if let entry, entry.position != position {
        start.note = "begins at \(position), as `from` says, though the sink stands at \(entry.position)"
      }
      begun[lane.id] = start
    }
    let others = lanes.filter { begun[$0.id] == nil }
    if !others.isEmpty {
      for start in try await source.begin(others, ledger: ledger, knownBeside: knownBeside) {
        begun[start.lane.id] = start
      }
    }
    return lanes.compactMap { begun[$0.id] }
  }
}
