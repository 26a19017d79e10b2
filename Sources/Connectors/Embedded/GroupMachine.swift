/// What a member sees of its group when it looks.
struct GroupView: Sendable, Equatable {
  struct Member: Sendable, Equatable {
    let id: String
    /// Counts up while the member lives.
    let heartbeat: Int64
    /// Whether the kernel has freed the member's lock: its process has died.
    let hasDied: Bool
  }

  struct Holding: Sendable, Equatable {
    /// The member that holds the partition; nil for none.
    let owner: String?
    let epoch: Int64
  }

  /// In the order in which they joined.
  let members: [Member]
  /// By partition.
  let holdings: [Holding]
}

/// What a member does after a look.
struct GroupDecision: Sendable, Equatable {
  struct Claim: Sendable, Equatable {
    let partition: Int
    /// The epoch that was seen: the claim fails where another was faster.
    let epoch: Int64
  }

  /// Partitions to take, each raising its epoch.
  var claims: [Claim] = []
  /// Partitions to give up once what is under way is stored.
  var surplus: [Int] = []
  /// Partitions that another has taken.
  var lost: [Int] = []
  /// Members that have died.
  var dead: [String] = []
}

/// Decides which partitions a member of a group holds. It has no clock and no database: looks go in, decisions come out.
///
/// Each member gives up only what it has too much of, and takes only what nobody alive holds. So lanes move one at a
/// time, and those that needn't don't move.
struct GroupMachine: Sendable {
  /// A member that lives, but whose heartbeat has stood still for so long, is passed over.
  static let patience: Duration = .seconds(10)

  let member: String
  /// The partitions held, with the epoch of the holding.
  private(set) var held: [Int: Int64] = [:]
  private var giving: Set<Int> = []
  /// The last heartbeat seen of each other member, and since when it stands.
  private var seen: [String: (heartbeat: Int64, since: Duration)] = [:]

  init(member: String) { self.member = member }

  /// Takes in what is seen at `now`, on this member's own monotonic clock.
  mutating func look(_ view: GroupView, at now: Duration) -> GroupDecision {
    var decision = GroupDecision()
    decision.dead = view.members.filter { $0.hasDied && $0.id != member }.map(\.id)
    let alive = view.members.filter { $0.id == member || isAlive($0, now) }.map(\.id)
    for (partition, epoch) in held {
      let holding = view.holdings.indices.contains(partition) ? view.holdings[partition] : nil
      if holding != GroupView.Holding(owner: member, epoch: epoch) { decision.lost.append(partition) }
    }
    decision.lost.sort()
    for partition in decision.lost {
      held[partition] = nil
      giving.remove(partition)
    }
    let share = share(of: alive, among: view.holdings.count)
    let kept = held.keys.filter { !giving.contains($0) }.sorted()
    if kept.count > share {
      decision.surplus = Array(kept.suffix(kept.count - share))
      giving.formUnion(decision.surplus)
    } else {
      let free = view.holdings.enumerated().filter { partition, holding in
        held[partition] == nil && holding.owner.map { !alive.contains($0) || $0 == member } ?? true
      }
      decision.claims = free.prefix(share - kept.count).map { .init(partition: $0.offset, epoch: $0.element.epoch) }
    }
    return decision
  }

  /// The claim went through.
  mutating func claimed(_ partition: Int, epoch: Int64) { held[partition] = epoch }

  /// The partition was given up.
  mutating func released(_ partition: Int) {
    held[partition] = nil
    giving.remove(partition)
  }

  private mutating func isAlive(_ other: GroupView.Member, _ now: Duration) -> Bool {
    if other.hasDied {
      seen[other.id] = nil
      return false
    }
    if let last = seen[other.id], last.heartbeat == other.heartbeat { return now - last.since < Self.patience }
    seen[other.id] = (other.heartbeat, now)
    return true
  }

  /// How many partitions are this member's share: those who joined first get what doesn't divide.
  private func share(of alive: [String], among partitions: Int) -> Int {
    guard let index = alive.firstIndex(of: member) else { return 0 }
    return partitions / alive.count + (index < partitions % alive.count ? 1 : 0)
  }
}
