import Threads

/// A thread of its own for a test, which waits for other processes: the pool's threads are too few for that.
actor Bench {
  private let thread = BlockingThread(name: "survival")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  fileprivate func work(_ body: @Sendable () throws -> Void) throws { try body() }
}

/// Runs a test's body on a thread of its own.
func alone(_ body: @Sendable () throws -> Void) async throws { try await Bench().work(body) }

/// Numbers that follow from a seed.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
