/// The memory that all pipelines of the process share, given out before it is used. All decisions, no waiting: the
/// desk that makes tasks wait is `BudgetDesk`.
package struct Budget: Sendable {
  package typealias Holder = Int

  /// How much there is to give.
  package let total: Int
  /// How much is given, debts of grown batches included.
  package private(set) var given = 0
  private var held: [Holder: Int] = [:]
  private var waiting: [(holder: Holder, bytes: Int)] = []

  package init(total: Int) { self.total = total }

  /// Asks for `bytes`. Returns whether they are granted; otherwise the holder waits its turn.
  package mutating func request(_ holder: Holder, bytes: Int) -> Bool {
    if waiting.isEmpty && fits(bytes) {
      grant(holder, bytes)
      return true
    }
    waiting.append((holder, bytes))
    return false
  }

  /// A batch turned out larger or smaller than thought. Growing is always granted, so that two lanes never wait for
  /// each other, and is paid back before the next request is. Returns who is granted now.
  package mutating func resize(_ holder: Holder, to bytes: Int) -> [Holder] {
    guard let before = held[holder] else { return [] }
    held[holder] = bytes
    given += bytes - before
    return admit()
  }

  /// Gives back all of a holder, or takes back its wait. Returns who is granted now.
  package mutating func release(_ holder: Holder) -> [Holder] {
    waiting.removeAll { $0.holder == holder }
    if let bytes = held.removeValue(forKey: holder) { given -= bytes }
    return admit()
  }

  /// What is larger than the whole budget is let in when it is alone.
  private func fits(_ bytes: Int) -> Bool { given + bytes <= total || held.isEmpty }

  private mutating func grant(_ holder: Holder, _ bytes: Int) {
    held[holder, default: 0] += bytes
    given += bytes
  }

  private mutating func admit() -> [Holder] {
    var granted: [Holder] = []
    while let first = waiting.first, fits(first.bytes) {
      waiting.removeFirst()
      grant(first.holder, first.bytes)
      granted.append(first.holder)
    }
    return granted
  }
}
