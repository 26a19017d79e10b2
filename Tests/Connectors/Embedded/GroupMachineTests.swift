import EmbeddedConnector
import Testing

/// A group written down by hand: what the database holds of it, and what a member makes of it.
private struct GroupTrace {
  var members: [GroupView.Member]
  var holdings: [GroupView.Holding]
  var machine: GroupMachine
  var now: Duration = .zero

  init(_ member: String, of members: [String], partitions: Int) {
    machine = GroupMachine(member: member)
    self.members = members.map { .init(id: $0, heartbeat: 0, hasDied: false) }
    holdings = Array(repeating: .init(owner: nil, epoch: 0), count: partitions)
  }

  /// Looks, `after` so long and with all others' hearts beating, and does what was decided.
  mutating func look(after pause: Duration = .seconds(1), beating: Bool = true) -> GroupDecision {
    now += pause
    if beating {
      members = members.map { .init(id: $0.id, heartbeat: $0.heartbeat + 1, hasDied: $0.hasDied) }
    }
    let decision = machine.look(GroupView(members: members, holdings: holdings), at: now)
    for claim in decision.claims where holdings[claim.partition].epoch == claim.epoch {
      hold(claim.partition, by: machine.member)
      machine.claimed(claim.partition, epoch: claim.epoch + 1)
    }
    return decision
  }

  mutating func hold(_ partition: Int, by owner: String?) {
    holdings[partition] = .init(owner: owner, epoch: holdings[partition].epoch + (owner == nil ? 0 : 1))
  }

  mutating func release(_ partition: Int) {
    hold(partition, by: nil)
    machine.released(partition)
  }

  mutating func die(_ member: String) {
    members = members.map { .init(id: $0.id, heartbeat: $0.heartbeat, hasDied: $0.hasDied || $0.id == member) }
  }

  mutating func join(_ member: String) { members.append(.init(id: member, heartbeat: 0, hasDied: false)) }

  var held: [Int] { machine.held.keys.sorted() }
}

@Suite("a member of a group") struct GroupMachineTests {
  @Test("takes all partitions while it is alone, each under a higher epoch")
  func alone() {
    var group = GroupTrace("a", of: ["a"], partitions: 3)
    #expect(group.look().claims.map(\.partition) == [0, 1, 2])
    #expect(group.machine.held == [0: 1, 1: 1, 2: 1])
    #expect(group.look() == GroupDecision())
  }

  @Test("takes its share of what is free, and those who joined first get what doesn't divide", arguments: [0, 1, 2])
  func share(place: Int) {
    let names = ["a", "b", "c"]
    var group = GroupTrace(names[place], of: names, partitions: 8)
    #expect(group.look().claims.count == [3, 3, 2][place])
  }

  @Test("gives up no more than it has too much of, when another joins, and keeps it until it is released")
  func cooperative() {
    var group = GroupTrace("a", of: ["a"], partitions: 5)
    _ = group.look()
    group.join("b")
    #expect(group.look().surplus == [3, 4])
    // Told once; what is under way is finished meanwhile, and the partitions are still its own.
    #expect(group.look() == GroupDecision())
    #expect(group.held == [0, 1, 2, 3, 4])
    group.release(3)
    group.release(4)
    #expect(group.look() == GroupDecision())
    #expect(group.held == [0, 1, 2])
  }

  @Test("waits for what another still holds")
  func waits() {
    var group = GroupTrace("b", of: ["a", "b"], partitions: 2)
    for partition in 0..<2 { group.hold(partition, by: "a") }
    #expect(group.look() == GroupDecision())
    group.hold(1, by: nil)
    #expect(group.look().claims.map(\.partition) == [1])
  }

  @Test("takes over from one whose lock the kernel freed, at once, and buries it")
  func died() {
    var group = GroupTrace("b", of: ["a", "b"], partitions: 2)
    for partition in 0..<2 { group.hold(partition, by: "a") }
    _ = group.look()
    group.die("a")
    let decision = group.look(after: .milliseconds(1))
    #expect(decision.dead == ["a"])
    #expect(decision.claims.map(\.partition) == [0, 1])
    #expect(group.machine.held == [0: 2, 1: 2])
  }

  @Test("passes over one that lives but whose heart stood still for 10 s of this member's clock, and no earlier")
  func stands() {
    var group = GroupTrace("b", of: ["a", "b"], partitions: 2)
    for partition in 0..<2 { group.hold(partition, by: "a") }
    #expect(group.look() == GroupDecision())
    #expect(group.look(after: .milliseconds(9999), beating: false) == GroupDecision())
    let decision = group.look(after: .milliseconds(1), beating: false)
    #expect(decision.claims.map(\.partition) == [0, 1] && decision.dead.isEmpty)
    // Its heart beats again: it gets its share back, in its place among the members.
    #expect(group.look().surplus == [1])
  }

  @Test("counts the standing still from its own first look, whatever the heartbeat's number is")
  func ownClock() {
    var group = GroupTrace("b", of: ["a", "b"], partitions: 1)
    group.hold(0, by: "a")
    group.now = .seconds(1_000_000)
    #expect(group.look(beating: false) == GroupDecision())
    #expect(group.look(after: .seconds(9), beating: false) == GroupDecision())
    #expect(group.look(after: .seconds(9)) == GroupDecision())
    #expect(group.look(after: .seconds(9), beating: false) == GroupDecision())
    #expect(group.look(after: .seconds(1), beating: false).claims.count == 1)
  }

  @Test("that was too slow to claim holds nothing, and looks again")
  func race() {
    var group = GroupTrace("a", of: ["a", "b"], partitions: 2)
    let view = GroupView(members: group.members, holdings: group.holdings)
    #expect(group.machine.look(view, at: .zero).claims == [.init(partition: 0, epoch: 0)])
    // The claim fails, since b has raised the epoch: `claimed` isn't told.
    group.hold(0, by: "b")
    #expect(group.look().claims.map(\.partition) == [1])
    #expect(group.held == [1])
  }

  @Test("that another took a partition from has lost it, and takes it again only once its lane was released")
  func lost() {
    var group = GroupTrace("a", of: ["a", "b"], partitions: 1)
    _ = group.look()
    group.hold(0, by: "b")
    let decision = group.look()
    #expect(decision.lost == [0] && decision.surplus.isEmpty && decision.claims.isEmpty)
    #expect(group.held.isEmpty)
    group.die("b")
    // The lane's batches are still under way here.
    #expect(group.look().claims.isEmpty)
    group.machine.released(0)
    #expect(group.look().claims == [.init(partition: 0, epoch: 2)])
  }

  @Test("knows by the epoch that it lost a partition which bears its own name again")
  func epochs() {
    var group = GroupTrace("a", of: ["a"], partitions: 1)
    _ = group.look()
    group.hold(0, by: "b")
    group.hold(0, by: "a")
    #expect(group.look().lost == [0])
  }

  @Test("beyond the number of partitions gets none, until another goes")
  func idle() {
    var group = GroupTrace("c", of: ["a", "b", "c"], partitions: 2)
    group.hold(0, by: "a")
    group.hold(1, by: "b")
    #expect(group.look() == GroupDecision())
    group.die("a")
    #expect(group.look().claims.map(\.partition) == [0])
  }

  @Test("finds what bears its name and isn't held, and takes it or lets it go")
  func leftovers() {
    var group = GroupTrace("a", of: ["a", "b"], partitions: 4)
    // A claim whose answer was lost, and more of them than its share.
    for partition in 0..<3 { group.hold(partition, by: "a") }
    let decision = group.look()
    #expect(decision.claims.map(\.partition) == [0, 1])
    #expect(decision.leftovers == [.init(partition: 2, epoch: 1)])
  }

  @Test("that isn't in the group holds on to nothing")
  func outside() {
    var group = GroupTrace("a", of: ["a", "b"], partitions: 2)
    _ = group.look()
    group.members.removeFirst()
    #expect(group.look().surplus == [0])
  }
}
