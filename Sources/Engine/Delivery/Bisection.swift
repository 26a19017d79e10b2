/// Finds the rows that a sink refuses when it can't say which: halves the part until they stand alone, and lets every
/// other row pass, in order.
package struct Bisection: Sendable, Equatable {
  /// Parts still to be taken, the next one last.
  private var pending: [Range<Int>]
  /// Tries made with the single row at hand, where its refusal may pass.
  package private(set) var attempts = 0

  package init(rows: Int) { self.init(parts: [rows]) }

  /// Rows that are taken part by part, each with so many rows.
  package init(parts: [Int]) {
    pending = []
    var end = parts.reduce(0, +)
    for count in parts.reversed() where count > 0 {
      pending.append(end - count..<end)
      end -= count
    }
  }

  /// The part to take next; nil when all is done.
  package var next: Range<Int>? { pending.last }

  /// The part at hand was taken.
  package mutating func taken() {
    pending.removeLast()
    attempts = 0
  }

  /// Some row of the part at hand is refused. Returns that row once it stands alone and no try is left.
  package mutating func refusedSomewhere(mayPass: Bool, attempts limit: Int) -> Int? {
    let part = pending.removeLast()
    guard part.count > 1 else {
      attempts += 1
      if mayPass && attempts < limit {
        pending.append(part)
        return nil
      }
      attempts = 0
      return part.lowerBound
    }
    let middle = part.lowerBound + part.count / 2
    pending.append(middle..<part.upperBound)
    pending.append(part.lowerBound..<middle)
    return nil
  }

  /// These rows of the part at hand (counted from its beginning, ascending) are refused for good: the rows between them go on.
  package mutating func refused(_ rows: [Int]) {
    let part = pending.removeLast()
    attempts = 0
    var end = part.upperBound
    for row in rows.reversed() {
      let at = part.lowerBound + row
      if at + 1 < end { pending.append(at + 1..<end) }
      end = at
    }
    if part.lowerBound < end { pending.append(part.lowerBound..<end) }
  }
}
