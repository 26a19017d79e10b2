/// A time in which source or sink are away: since when, why, and when the next try is due.
struct Outage: Sendable {
  enum Side: Sendable { case source, sink }

  let side: Side
  let since: Duration
  private(set) var failure: Failure
  private(set) var tries = 0
  /// When the next try is due; nil while one is under way.
  private(set) var next: Duration?
  private(set) var said: Duration?
  /// Whether it came again though a try had succeeded: a disk that is full can be opened, and not written.
  private(set) var hasRecurred = false
  /// When a try succeeded.
  private var ended: Duration?

  init(_ side: Side, _ failure: Failure, at now: Duration) {
    self.side = side
    self.failure = failure
    since = now
  }

  /// A try has succeeded.
  mutating func end(at now: Duration) { ended = now }

  /// Whether a failure now shows that the try succeeded for nothing.
  func recurs(at now: Duration) -> Bool { ended.map { now - $0 < .seconds(60) } ?? false }

  /// Goes on after a try that succeeded for nothing; that it isn't over is said once.
  mutating func recur() {
    if !hasRecurred { said = nil }
    ended = nil
    hasRecurred = true
    tries = 0
  }

  /// Plans the next try. Returns what to say: at the change, and once a minute after it.
  mutating func failed(
    _ failure: Failure, at now: Duration, _ retry: RetryPolicy, until deadline: Duration? = nil,
    _ random: inout SplitMix
  ) -> Pause? {
    tries += 1
    self.failure = failure
    let due = now + retry.pause(before: tries, &random)
    // The last try is made when the time is over, and not long before.
    next = deadline.map { min($0, due) } ?? due
    if let said, now - said < Self.interval { return nil }
    return pause(at: now)
  }

  /// How often it is told that it lasts.
  static let interval = Duration.seconds(60)

  /// When it is to be told again that it lasts.
  var reminds: Duration? { said.map { $0 + Self.interval } }

  /// What is to be said now.
  mutating func pause(at now: Duration) -> Pause {
    said = now
    return Pause(failure, lasting: now - since, next: next.map { max($0 - now, .zero) })
  }

  /// Takes the try that is due.
  mutating func attempt(at now: Duration) -> Bool {
    guard let next, next <= now else { return false }
    self.next = nil
    return true
  }
}
