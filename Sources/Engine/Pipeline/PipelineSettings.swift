package import Specifications

/// What decides how a pipeline runs, apart from what it reads and writes.
package struct PipelineSettings: Sendable {
  package var name: String
  /// Unlike that of any other run, in this process or another.
  package var run = ""
  package var batch = ReadLimit(records: 8192, bytes: 4 << 20)
  /// How long records are gathered for the next batch once a lane was read to its end.
  package var batchAge = Duration.zero
  /// How many batches may be under way at once, of all lanes and of one.
  package var depth = 6
  package var laneDepth = 4
  /// A transaction is stored when it holds so many batches, or is so old.
  package var transactionBatches = 16
  package var transactionAge: Duration = .seconds(1)
  package var retry = RetryPolicy()
  /// When the pipeline stops, since most records fail; nil for never.
  package var stopAbove: StopAbove?
  /// Whether dead letters are sent on, without which the pipeline isn't done.
  package var sendsLetters = false
  /// How long what is away may be waited for before it was ever connected; nil for ever.
  package var connectSinkWithin: Duration?
  package var connectSourceWithin: Duration?
  /// How often it is measured how far the lanes are behind; nil for never.
  package var lagEvery: Duration?
  /// What became of the last records before this run.
  package var window = FailureWindow()
  package var until: [Until] = []
  package var rate: Rate?
  /// How long a lane that is caught up waits before it asks again.
  package var poll: Duration = .milliseconds(20)
  /// How long draining may take.
  package var drain: Duration = .seconds(30)
  /// What the jitter is drawn from.
  package var seed: UInt64 = 0

  package init(name: String) { self.name = name }
}

/// How often a refusal that may pass is tried, and how long is waited in between.
package struct RetryPolicy: Sendable, Equatable {
  package var attempts = 3
  package var base: Duration = .seconds(2)
  package var cap: Duration = .seconds(60)

  package init(attempts: Int = 3, base: Duration = .seconds(2), cap: Duration = .seconds(60)) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// The pause before try `attempt` (the first retry is 1): doubled each time up to the cap, ±20 %.
  package func pause(before attempt: Int, _ random: inout SplitMix) -> Duration {
    var pause = base
    for _ in 1..<max(attempt, 1) where pause < cap { pause = pause * 2 }
    return min(pause, cap) * (0.8 + 0.4 * random.fraction())
  }
}

/// A small seeded generator, so that every decision can be repeated.
package struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to below 1.
  package mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
