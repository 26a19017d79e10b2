/// Which ordered stream of a source: its name (`orders.csv`, `ecommerce-orders/0`) and the source's own identity, so
/// that a position made against one server never skips records of another.
package struct LaneID: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  /// A topic's id, a file's fingerprint: equal only where the records are the same.
  package let identity: String

  package init(name: String, identity: String) {
    self.name = name
    self.identity = identity
  }

  package var description: String { name }
}

/// A lane that this process holds, as of one assignment.
package struct Lane: Hashable, Sendable {
  package let id: LaneID
  /// Raised whenever the lane changes hands; a commit names it or fails.
  package let epoch: Int64

  package init(id: LaneID, epoch: Int64 = 0) {
    self.id = id
    self.epoch = epoch
  }
}

/// What a source tells of the lanes that this process holds.
package struct LaneChange: Sendable, Equatable {
  /// Lanes that this process now holds.
  package var gained: [Lane]
  /// Lanes to be given up: what is under way is finished, then the lane is released.
  package var revoked: [Lane]
  /// Whether this is the last change that there will be.
  package var isFinal: Bool

  package init(gained: [Lane] = [], revoked: [Lane] = [], isFinal: Bool = false) {
    self.gained = gained
    self.revoked = revoked
    self.isFinal = isFinal
  }
}
