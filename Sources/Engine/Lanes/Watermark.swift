/// Tells up to where a lane is settled, whatever the order in which its batches finish.
package struct Watermark: Sendable {
  /// Every record before it is settled, with no gap.
  package private(set) var position: Position
  /// Ranges settled beyond a gap, by where they begin.
  private var ahead: [Position: Position] = [:]

  package init(from position: Position) { self.position = position }

  /// Records that the range is settled. Returns the new mark if it moved.
  package mutating func settle(from: Position, to: Position) -> Position? {
    guard from == position else {
      ahead[from] = to
      return nil
    }
    position = to
    while let next = ahead.removeValue(forKey: position) { position = next }
    return position
  }
}
