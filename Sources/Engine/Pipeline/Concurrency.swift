/// How much is under way at once: half as much whenever the other side is busy, and one batch more with each
/// transaction that it stores, up to where it began.
struct Concurrency: Sendable {
  private let most: Int
  private(set) var batches: Int

  init(most: Int) {
    self.most = most
    batches = most
  }

  var isLowered: Bool { batches < most }

  mutating func halve() { batches = max(1, batches / 2) }

  /// Returns whether it is as high again as it was.
  mutating func grow() -> Bool {
    guard isLowered else { return false }
    batches += 1
    return !isLowered
  }

  /// So much of a transaction's size as is left of the concurrency.
  func share(of size: Int) -> Int { max(1, size * batches / most) }
}
