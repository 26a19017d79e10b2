import Engine

/// Where this run begins the lanes that don't go on where they stand, once each.
struct Beginnings {
  var rule: Beginning
  /// Where the partitions begin by the rule, as far as that was asked for.
  var found: [Int: Position] = [:]
  /// Partitions that another member held when this one joined: they belong to that one's run.
  private var others: Set<Int>?

  init(_ rule: Beginning) { self.rule = rule }

  /// Takes in the first look at the group.
  mutating func looked(at view: GroupView, member: String) {
    guard others == nil else { return }
    let alive = Set(view.members.filter { !$0.hasDied && $0.id != member }.map(\.id))
    others = Set(view.holdings.indices.filter { view.holdings[$0].owner.map(alive.contains) == true })
  }

  /// Whether a partition begins by the rule although it may have a position.
  func replays(_ partition: Int) -> Bool { rule.replays && others?.contains(partition) != true }
}
