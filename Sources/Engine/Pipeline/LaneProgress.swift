/// How far a lane has come: what is read next, what is under way, what is taken and what is stored.
struct LaneProgress: Sendable {
  enum Life: Sendable, Equatable {
    /// To be begun at what the ledger says, not before the instant.
    case waiting(until: Duration)
    /// Being begun.
    case beginning
    case running
    /// Its last records were read.
    case ended
  }

  let lane: Lane
  var life: Life
  /// Whether the lane is to be given up once what is under way is stored.
  var isRevoked = false
  /// Whether the release is under way.
  var isReleasing = false
  /// The lane as it was gained anew before its release was told.
  var regained: Lane?
  /// Where the next read begins.
  var next = Position.start
  /// The position that the ledger holds, as far as we know; nil if none.
  var known: Position?
  /// Up to where all is stored, with no gap: what the group may be told.
  var watermark = Watermark(from: .start)
  /// This holding of the lane; it begins anew with every rewind.
  var tenure = Tenure(id: "", since: .start)
  /// The name that the ledger still has for the lane.
  var former: LaneID?
  var isReading = false
  /// When the lane, caught up, asks again; nil while there is more to read.
  var caughtUpUntil: Duration?
  /// Until when records gather for the next batch, since all there were have been read.
  var gathersUntil: Duration?
  /// Whether it has come to where `until` has it end.
  var isStopped = false
  /// Batches under way, in the lane's order.
  var queue: [BatchID] = []
  /// The lane's end, under `until: end`, once it has been measured.
  var target: Position?
  var isMeasured = false
  var isMeasuring = false
  /// The group's commit under way, and the one that waits for it.
  var isCommitting = false
  var commitNext: Position?
  /// Before it nothing is committed, since that has just failed.
  var commitsAgain = Duration.zero

  init(_ lane: Lane, at now: Duration) {
    self.lane = lane
    life = .waiting(until: now)
  }

  /// Forgets all that isn't stored: the lane begins again at what the ledger says.
  mutating func rewind(until instant: Duration) {
    life = .waiting(until: instant)
    queue = []
    isReading = false
    caughtUpUntil = nil
    gathersUntil = nil
    isStopped = false
    isMeasured = false
    isMeasuring = false
    target = nil
  }

  /// Begins at what source and ledger agree on.
  mutating func begin(_ start: LaneStart, as tenure: String) {
    self.tenure = Tenure(id: tenure, since: start.position)
    life = .running
    next = start.position
    known = start.entry?.position
    watermark = Watermark(from: start.position)
    former = start.entry.flatMap { $0.lane == lane.id ? nil : $0.lane }
  }

  /// Whether reading has come to the lane's end, for good or as it was measured.
  var isAtEnd: Bool {
    if life == .ended || isStopped { return true }
    guard life == .running, isMeasured else { return false }
    return target.map { next >= $0 } ?? (caughtUpUntil != nil)
  }

  /// Whether it was ever begun, so that it is known how far it is stored.
  var hasBegun: Bool { !tenure.id.isEmpty }

  func canRead(at now: Duration, depth: Int) -> Bool {
    guard life == .running, !isReading, !isRevoked, !isAtEnd, queue.count < depth else { return false }
    return readsAgain.map { $0 <= now } ?? true
  }

  /// When the next read may be made; nil if at once. To an end that is known, nothing needs to gather.
  var readsAgain: Duration? { caughtUpUntil ?? (target == nil ? gathersUntil : nil) }

  /// Whether it isn't to be begun again: what is rewound while it is given up is stored already.
  var isGoing: Bool { isRevoked || isReleasing }

  /// Whether nothing of the lane is under way.
  var isQuiet: Bool { queue.isEmpty && !isReading }
}
