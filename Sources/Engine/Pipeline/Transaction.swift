/// What a sink has taken since it last stored: the moves that go with it, and what is counted when it is stored.
struct Transaction: Sendable {
  private(set) var moves: [LedgerMove] = []
  /// What was taken of each lane, part by part.
  private(set) var taken: [(lane: LaneID, from: Position, to: Position)] = []
  private(set) var counts = Counts()
  private(set) var batches = 0
  /// How many records of the source it holds.
  private(set) var records = 0
  private(set) var since: Duration?

  var isEmpty: Bool { moves.isEmpty }

  /// Adds what was taken of a lane, up to `to`. The parts of one lane follow each other without a gap.
  mutating func add(_ lane: LaneProgress, from: Position, to: Position, check: String, at now: Duration) {
    since = since ?? now
    taken.append((lane.lane.id, from, to))
    if let index = moves.firstIndex(where: { $0.lane == lane.lane.id }) {
      moves[index].to = to
      moves[index].check = check
    } else {
      moves.append(
        LedgerMove(
          lane: lane.lane.id, expected: lane.known, to: to, check: check, former: lane.former,
          tenure: lane.tenure))
    }
  }

  mutating func count(_ more: Counts) { counts += more }
  mutating func countBatch() { batches += 1 }
  mutating func count(records more: Int) { records += more }

  func isDue(at now: Duration, _ settings: PipelineSettings, _ concurrency: Concurrency) -> Bool {
    guard let since else { return false }
    return batches >= concurrency.share(of: settings.transactionBatches) || now - since >= settings.transactionAge
  }
}
