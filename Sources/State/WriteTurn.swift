import Synchronization

/// Turns at writing one database file, among all that write it in this process: SQLite lets one write at a time, and
/// who only polls for its lock may starve beside a busy neighbour. Turns are given in the order in which they are asked.
package final class WriteTurn: Sendable {
  private struct State {
    var isTaken = false
    var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    var cancelled: Set<Int> = []
    var lastID = 0
  }

  private static let all = Mutex<[String: WriteTurn]>([:])
  private let state = Mutex(State())

  /// The turns at the database at an absolute path.
  package static func at(_ path: String) -> WriteTurn {
    all.withLock { turns in
      if let turn = turns[path] { return turn }
      let turn = WriteTurn()
      turns[path] = turn
      return turn
    }
  }

  /// Whether somebody has the turn.
  package var isTaken: Bool { state.withLock { $0.isTaken } }

  /// Waits for a turn; false if the task was cancelled meanwhile, and there is none then.
  package func take() async -> Bool {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let isTaken = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return false }
          if !state.isTaken {
            state.isTaken = true
            return true
          }
          state.waiting.append((id, continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let continuation = state.withLock { state in
        if let index = state.waiting.firstIndex(where: { $0.id == id }) {
          return Optional(state.waiting.remove(at: index).continuation)
        }
        state.cancelled.insert(id)
        return nil
      }
      continuation?.resume(returning: false)
    }
    // A cancel that came after the answer left its number behind.
    _ = state.withLock { $0.cancelled.remove(id) }
    return isTaken
  }

  /// Gives the turn to who waits longest.
  package func give() {
    let next = state.withLock { state in
      if state.waiting.isEmpty {
        state.isTaken = false
        return nil as CheckedContinuation<Bool, Never>?
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
  }
}
