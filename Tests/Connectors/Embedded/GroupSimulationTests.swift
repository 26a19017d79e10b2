import EmbeddedConnector
import Engine
import Testing

/// A group of members that join, die, are paused and go on in an order that a seed chooses, on one database.
private struct GroupWorld {
  /// What is done wrong on purpose, to show that it is found.
  enum Sabotage: CaseIterable {
    case claimWithoutCompare, epochNotRaised, heartsNeverStill, revokedNeverReleased, leftoversKept
  }

  private struct Member {
    var machine: GroupMachine
    /// Lanes as the engine knows them: their epochs, and those that are to be released.
    var lanes: [Int: Int64] = [:]
    var revoked: Set<Int> = []
    var isPaused = false
    var isDead = false
    var heartbeat: Int64 = 0
  }

  private var members: [Member] = []
  /// Who is in the group's table; a dead member until another has buried it.
  private var rows: [Int] = []
  private var holdings: [GroupView.Holding]
  private var random: SplitMix
  private var now: Duration = .zero
  private let sabotage: Sabotage?

  init(partitions: Int, seed: UInt64, sabotage: Sabotage? = nil) {
    holdings = Array(repeating: .init(owner: nil, epoch: 0), count: partitions)
    random = SplitMix(seed: seed)
    self.sabotage = sabotage
    for _ in 0..<2 { join() }
  }

  private mutating func join() {
    rows.append(members.count)
    members.append(Member(machine: GroupMachine(member: "\(members.count)")))
  }

  /// What went wrong, if anything did.
  mutating func run() -> String? {
    for _ in 0..<400 {
      now += .milliseconds(Int.random(in: 1...2500, using: &random))
      let alive = members.indices.filter { !members[$0].isDead }
      guard let member = alive.randomElement(using: &random) else { return "nobody is left" }
      switch Int.random(in: 0..<100, using: &random) {
      case 0 where alive.count < 5: join()
      case 1 where alive.count > 1: members[member].isDead = true
      case 2 where alive.count > 1: members[member].isPaused.toggle()
      case 3..<30: release(member)
      default: look(member)
      }
      if let doubled { return doubled }
    }
    for index in members.indices { members[index].isPaused = false }
    // Faults have ended: a few looks and releases of everybody, and each partition has its one reader.
    for _ in 0..<30 {
      now += .seconds(1)
      for member in members.indices where !members[member].isDead {
        look(member)
        release(member)
      }
    }
    return doubled ?? unshared
  }

  private mutating func look(_ index: Int) {
    guard !members[index].isPaused else { return }
    let view = GroupView(
      members: rows.map { row in
        let beat = sabotage == .heartsNeverStill ? Int64(now / .nanoseconds(1)) : members[row].heartbeat
        let isKnownDead = members[row].isDead && sabotage != .heartsNeverStill
        return .init(id: "\(row)", heartbeat: beat, hasDied: isKnownDead)
      }, holdings: holdings)
    let decision = members[index].machine.look(view, at: now)
    // Another may have come between the look and the transaction.
    if random.fraction() < 0.2, let other = members.indices.filter({ $0 != index }).randomElement(using: &random) {
      if !members[other].isDead { look(other) }
    }
    let name = "\(index)"
    for dead in decision.dead.compactMap({ Int($0) }) {
      rows.removeAll { $0 == dead }
      holdings = holdings.map { $0.owner == "\(dead)" ? .init(owner: nil, epoch: $0.epoch) : $0 }
    }
    for partition in decision.lost + decision.surplus { members[index].revoked.insert(partition) }
    for claim in decision.claims {
      guard sabotage == .claimWithoutCompare || holdings[claim.partition].epoch == claim.epoch else { continue }
      let epoch = claim.epoch + (sabotage == .epochNotRaised ? 0 : 1)
      holdings[claim.partition] = .init(owner: name, epoch: epoch)
      // The answer may be lost.
      if random.fraction() < 0.05 { continue }
      members[index].machine.claimed(claim.partition, epoch: epoch)
      // The engine takes no lane that it still has.
      if members[index].lanes[claim.partition] == nil { members[index].lanes[claim.partition] = epoch }
    }
    for rest in sabotage == .leftoversKept ? [] : decision.leftovers
    where holdings[rest.partition] == .init(owner: name, epoch: rest.epoch) {
      holdings[rest.partition] = .init(owner: nil, epoch: rest.epoch)
    }
    members[index].heartbeat += 1
  }

  private mutating func release(_ index: Int) {
    guard !members[index].isPaused, sabotage != .revokedNeverReleased else { return }
    for partition in members[index].revoked.sorted() {
      members[index].revoked.remove(partition)
      let epoch = members[index].lanes.removeValue(forKey: partition)
      // The transaction may fail.
      if let epoch, members[index].machine.held[partition] == epoch, random.fraction() > 0.1,
        holdings[partition] == .init(owner: "\(index)", epoch: epoch)
      {
        holdings[partition] = .init(owner: nil, epoch: epoch)
      }
      members[index].machine.released(partition)
    }
  }

  /// Two members that would both get a commit through.
  private var doubled: String? {
    for (partition, holding) in holdings.enumerated() {
      let holders = members.indices.filter { member in
        !members[member].isDead && members[member].machine.held[partition] == holding.epoch
      }
      if holders.count > 1 { return "partition \(partition) is held by \(holders) under epoch \(holding.epoch)" }
    }
    return nil
  }

  /// Partitions that nobody reads, and shares that aren't even.
  private var unshared: String? {
    let alive = members.indices.filter { !members[$0].isDead }
    for (partition, holding) in holdings.enumerated() {
      let readers = alive.filter { members[$0].lanes[partition] == holding.epoch && "\($0)" == holding.owner }
      if readers.count != 1 { return "partition \(partition) has readers \(readers), and is \(holding)" }
    }
    let shares = alive.map { members[$0].lanes.count }
    return (shares.max() ?? 0) - (shares.min() ?? 0) > 1 ? "the shares are \(shares)" : nil
  }
}

@Suite("a group, simulated") struct GroupSimulationTests {
  @Test("never has two holders of one partition under one epoch, and shares all out evenly once faults end")
  func sound() {
    for seed in 0..<UInt64(80) {
      var world = GroupWorld(partitions: Int(seed % 7) + 1, seed: seed)
      let wrong = world.run()
      #expect(wrong == nil, "seed \(seed)")
      if wrong != nil { return }
    }
  }

  @Test("is found out when it is made wrong", arguments: GroupWorld.Sabotage.allCases)
  private func sabotaged(_ sabotage: GroupWorld.Sabotage) {
    let found = (0..<UInt64(300)).first { seed in
      var world = GroupWorld(partitions: Int(seed % 7) + 1, seed: seed, sabotage: sabotage)
      return world.run() != nil
    }
    #expect(found != nil, "300 seeds did not find it")
  }
}
