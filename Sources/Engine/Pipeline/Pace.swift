import Specifications

/// Spreads reading evenly over time, without a burst.
struct Pace: Sendable {
  private let rate: Rate
  private var next: Duration = .zero

  init(_ rate: Rate) { self.rate = rate }

  /// When the next read may be made.
  var free: Duration { next }

  /// At most 100 ms' worth, so that a batch never holds more.
  func limit(_ limit: ReadLimit) -> ReadLimit {
    switch rate {
    case .records(let perSecond):
      ReadLimit(records: min(limit.records, max(1, Int(perSecond / 10))), bytes: limit.bytes)
    case .bytes(let perSecond):
      ReadLimit(records: limit.records, bytes: min(limit.bytes, max(1, Int(perSecond / 10))))
    }
  }

  /// Counts what was read at `now`.
  mutating func spend(records: Int, bytes: Int, at now: Duration) {
    let seconds =
      switch rate {
      case .records(let perSecond): Double(records) / perSecond
      case .bytes(let perSecond): Double(bytes) / perSecond
      }
    next = max(next, now) + .seconds(seconds)
  }
}
