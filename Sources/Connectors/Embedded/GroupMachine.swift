/// What a member sees of its group when it looks.
package struct GroupView: Sendable, Equatable {
  package struct Member: Sendable, Equatable {
    package let id: String
    /// Counts up while the member lives.
    package let heartbeat: Int64
    /// Whether the kernel has freed the member's lock: its process has died.
    package let hasDied: Bool

    package init(id: String, heartbeat: Int64, hasDied: Bool) {
      self.id = id
      self.heartbeat = heartbeat
      self.hasDied = hasDied
    }
  }

  package struct Holding: Sendable, Equatable {
    /// The member that holds the partition; nil for none.
    package let owner: String?
    package let epoch: Int64

    package init(owner: String?, epoch: Int64) {
      self.owner = owner
      self.epoch = epoch
    }
  }

  /// In the order in which they joined.
  package let members: [Member]
  /// By partition.
  package let holdings: [Holding]

  package init(members: [Member], holdings: [Holding]) {
    self.members = members
    self.holdings = holdings
  }
}

/// What a member does after a look.
package struct GroupDecision: Sendable, Equatable {
  /// A partition as it was seen.
  package struct Claim: Sendable, Equatable {
    package let partition: Int
    /// The epoch that was seen: what is done to the partition fails where another was faster.
    package let epoch: Int64

    package init(partition: Int, epoch: Int64) {
      self.partition = partition
      self.epoch = epoch
    }
  }

  /// Partitions to take, each raising its epoch.
  package var claims: [Claim] = []
  /// Partitions to give up once what is under way is stored.
  package var surplus: [Int] = []
  /// Partitions that another has taken.
  package var lost: [Int] = []
  /// Partitions that still bear this member's name, though it holds them no more: their release failed.
  package var leftovers: [Claim] = []
  /// Members that have died.
  package var dead: [String] = []

  package init() {}
}

/// Decides which partitions a member of a group holds. It has no clock and no database: looks go in, decisions come out.
///
/// Each member gives up only what it has too much of, and takes only what nobody alive holds. So lanes move one at a
/// time, and those that needn't don't move.
package struct GroupMachine: Sendable {
  /// A member that lives, but whose heartbeat has stood still for so long, is passed over.
  package static let patience: Duration = .seconds(10)

  package let member: String
  /// The partitions held, with the epoch of the holding.
  package private(set) var held: [Int: Int64] = [:]
  /// Partitions whose lanes were revoked and aren't released yet: held or lost, they aren't taken before they are.
  private var leaving: Set<Int> = []
  /// The last heartbeat seen of each other member, and since when it stands.
  private var seen: [String: (heartbeat: Int64, since: Duration)] = [:]

  package init(member: String) { self.member = member }

  /// Takes in what is seen at `now`, on this member's own monotonic clock.
  package mutating func look(_ view: GroupView, at now: Duration) -> GroupDecision {
    var decision = GroupDecision()
    decision.dead = view.members.filter { $0.hasDied && $0.id != member }.map(\.id)
    let alive = view.members.filter { $0.id == member || isAlive($0, now) }.map(\.id)
    for (partition, epoch) in held {
      let holding = view.holdings.indices.contains(partition) ? view.holdings[partition] : nil
      if holding != GroupView.Holding(owner: member, epoch: epoch) { decision.lost.append(partition) }
    }
    decision.lost.sort()
    for partition in decision.lost { held[partition] = nil }
    leaving.formUnion(decision.lost)
    let share = share(of: alive, among: view.holdings.count)
    let kept = held.keys.filter { !leaving.contains($0) }.sorted()
    if kept.count > share {
      decision.surplus = Array(kept.suffix(kept.count - share))
      leaving.formUnion(decision.surplus)
    } else {
      let free = view.holdings.indices.filter { partition in
        isFree(view.holdings[partition], alive) && held[partition] == nil && !leaving.contains(partition)
      }
      decision.claims = free.prefix(share - kept.count).map { claim($0, view) }
    }
    decision.leftovers = view.holdings.indices.filter { partition in
      view.holdings[partition].owner == member && held[partition] == nil && !leaving.contains(partition)
        && !decision.claims.contains { $0.partition == partition }
    }.map { claim($0, view) }
    return decision
  }

  /// The claim went through.
  package mutating func claimed(_ partition: Int, epoch: Int64) { held[partition] = epoch }

  /// The partition's lane was given up.
  package mutating func released(_ partition: Int) {
    held[partition] = nil
    leaving.remove(partition)
  }

  /// Whether nobody alive but this member holds it.
  private func isFree(_ holding: GroupView.Holding, _ alive: [String]) -> Bool {
    holding.owner.map { $0 == member || !alive.contains($0) } ?? true
  }

  private func claim(_ partition: Int, _ view: GroupView) -> GroupDecision.Claim {
    GroupDecision.Claim(partition: partition, epoch: view.holdings[partition].epoch)
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
