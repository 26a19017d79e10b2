package import Engine
import FileSystems
package import State
import Synchronization

/// The locks of pipelines that one process alone may run, held until the process ends.
package final class SoleRunnerLocks: SoleRunners {
  /// Lets a dictionary hold locks, which can't be copied.
  private final class Held: Sendable {
    private let lock: FileLock
    init(_ lock: consuming FileLock) { self.lock = lock }
  }

  private let folder: StateFolder
  private let held = Mutex<[String: Held]>([:])

  /// The locks of the pipelines whose state lies in a folder.
  package init(in folder: StateFolder) { self.folder = folder }

  /// Takes a pipeline's lock, or holds it already; false if another process holds it.
  package func enter(_ pipeline: String) async throws(Failure) -> Bool {
    // A pipeline that runs again and again keeps its lock in between.
    if held.withLock({ $0[pipeline] != nil }) { return true }
    let attempt = try folder.soleRunner(of: pipeline)
    switch consume attempt {
    case .taken(let lock):
      let taken = Held(lock)
      held.withLock { $0[pipeline] = taken }
      return true
    case .heldElsewhere: return false
    }
  }
}
