/// A time in which source or sink are away: since when, why, and when the next try is due.
struct Outage: Sendable {
  enum Side: Sendable { case source, sink }

  let side: Side
  let since: Duration
  private(set) var failure: Failure
  private(set) var tries = 0
  /// When the next try is due; nil while one is under way.
  private(set) var next: Duration?
  private var said: Duration?

  init(_ side: Side, _ failure: Failure, at now: Duration) {
    self.side = side
    self.failure = failure
    since = now
  }

  /// Plans the next try. Returns what to say: at the change, and once a minute after it.
  mutating func failed(
    _ failure: Failure, at now: Duration, _ retry: RetryPolicy, _ random: inout SplitMix
  ) -> Saying? {
    tries += 1
    self.failure = failure
    let pause = retry.pause(before: tries, &random)
    next = now + pause
    if let said, now - said < .seconds(60) { return nil }
    said = now
    return .paused(failure, for: now - since, next: pause)
  }

  /// Takes the try that is due.
  mutating func attempt(at now: Duration) -> Bool {
    guard let next, next <= now else { return false }
    self.next = nil
    return true
  }
}
