import Threads

/// The time that people read from clocks, which may be set while the program runs.
package protocol WallClock: Sendable {
  /// Since 1970, UTC.
  var now: Duration { get }
  /// Waits so long, or until cancelled.
  func sleep(for span: Duration) async
}

/// The machine's own clock.
package struct SystemClock: WallClock {
  package init() {}

  package var now: Duration { .microseconds(WallTime.microseconds) }

  package func sleep(for span: Duration) async { await SteadyClock().sleep(for: span) }
}

/// Keeps which time of a pipeline's schedule was run last, so that a later process knows what was missed.
package protocol RunHistory: Sendable {
  func lastDue(of pipeline: String) async throws(Failure) -> Int64?
  func keep(_ pipeline: String, due: Int64) async throws(Failure)
}
