/// When a pipeline stops, since so many records fail that its producer must have changed.
package struct StopAbove: Sendable, Equatable {
  /// More than this share of the records failed for the same reason.
  package var share: Double
  /// It is judged over so many records, and not before so many were seen.
  package var records: Int

  package init(share: Double = 0.5, of records: Int = 1000) {
    self.share = share
    self.records = records
  }
}

/// What became of the last records of a pipeline: which failed, and why.
package struct FailureWindow: Sendable, Equatable {
  /// Records that follow each other; `reason` is nil for those that didn't fail.
  package struct Run: Sendable, Equatable {
    package var reason: Int?
    package var count: Int

    package init(reason: Int?, count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// More records failed for one reason than `stop_above` allows.
  package struct Excess: Sendable, Equatable {
    package let failed: Int
    package let of: Int
    package let known: FailedRecords.Known
  }

  package private(set) var reasons: [FailedRecords.Known]
  package private(set) var runs: [Run]

  package init(reasons: [FailedRecords.Known] = [], runs: [Run] = []) {
    self.reasons = reasons
    self.runs = runs
  }

  /// Whether a record in it failed.
  package var hasFailures: Bool { !reasons.isEmpty }

  /// Moves on over a batch of so many records. Returns the first excess on the way, if there is one.
  package mutating func add(_ failed: FailedRecords, of records: Int, _ limit: StopAbove) -> Excess? {
    var slide = Slide(self, limit)
    var ordinal = 0
    for entry in failed.entries.sorted(by: { $0.ordinal < $1.ordinal }) {
      slide.pass(entry.ordinal - ordinal)
      slide.fail(failed.reasons[entry.reason])
      ordinal = entry.ordinal + 1
    }
    slide.pass(records - ordinal)
    self = slide.window
    return slide.excess
  }
}

/// A window on its way over a batch.
private struct Slide {
  private var reasons: [FailedRecords.Known]
  private var numbers: [FailureReason: Int] = [:]
  private var counts: [Int]
  private var runs: [FailureWindow.Run]
  /// The first run that is still in the window.
  private var first = 0
  private var total = 0
  private let limit: StopAbove
  private(set) var excess: FailureWindow.Excess?

  init(_ window: FailureWindow, _ limit: StopAbove) {
    reasons = window.reasons
    runs = window.runs
    self.limit = limit
    counts = reasons.map { _ in 0 }
    for (number, known) in reasons.enumerated() { numbers[known.reason] = number }
    for run in runs {
      total += run.count
      if let reason = run.reason { counts[reason] += run.count }
    }
    // The limit may have been a larger one.
    leave(total - limit.records)
  }

  /// What is left: reasons of which nothing is in the window any more are forgotten.
  var window: FailureWindow {
    let kept = counts.indices.filter { counts[$0] > 0 }
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let runs = runs[first...].map { FailureWindow.Run(reason: $0.reason.flatMap { numbers[$0] }, count: $0.count) }
    return FailureWindow(reasons: kept.map { reasons[$0] }, runs: runs)
  }

  /// Records that didn't fail.
  mutating func pass(_ count: Int) {
    guard count > 0 else { return }
    // With more of them the shares only fall: it is judged when the window becomes full.
    let missing = limit.records - total
    if missing > 0 {
      let part = min(count, missing)
      enter(nil, part)
      judge()
      return pass(count - part)
    }
    enter(nil, min(count, limit.records))
    leave(total - limit.records)
  }

  /// A record that did.
  mutating func fail(_ known: FailedRecords.Known) {
    let number = numbers[known.reason] ?? reasons.count
    if number == reasons.count {
      numbers[known.reason] = number
      reasons.append(known)
      counts.append(0)
    }
    enter(number, 1)
    leave(total - limit.records)
    judge()
  }

  private mutating func enter(_ reason: Int?, _ count: Int) {
    total += count
    if let reason { counts[reason] += count }
    if runs.count > first, runs[runs.count - 1].reason == reason {
      runs[runs.count - 1].count += count
    } else {
      runs.append(FailureWindow.Run(reason: reason, count: count))
    }
  }

  private mutating func leave(_ count: Int) {
    var left = count
    while left > 0 {
      let part = min(left, runs[first].count)
      if let reason = runs[first].reason { counts[reason] -= part }
      runs[first].count -= part
      if runs[first].count == 0 { first += 1 }
      total -= part
      left -= part
    }
  }

  private mutating func judge() {
    guard excess == nil, total >= limit.records else { return }
    guard let worst = counts.indices.max(by: { counts[$0] < counts[$1] }) else { return }
    guard Double(counts[worst]) > limit.share * Double(total) else { return }
    excess = FailureWindow.Excess(failed: counts[worst], of: total, known: reasons[worst])
  }
}

extension Failure {
  /// What is said where a pipeline stops since most of its records fail.
  init(_ excess: FailureWindow.Excess) {
    let tenths = Int((Double(excess.failed) / Double(excess.of) * 1000).rounded())
    let share = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    let reason = excess.known.reason
    self.init(
      .fatal, "OZ-L001",
      "\(share)% of the last \(excess.of) records failed for the same reason, at \(reason.stage): \(reason.shape) "
        + "(first \(excess.known.place)); that is no bad record but a changed producer, and the records at hand are not "
        + "settled",
      mend: "mend the contract or the steps, or, to go on all the same, write `dead_letters: { stop_above: none }`")
  }
}
