import Synchronization

/// Where batches wait for their memory: `Budget` decides, the desk makes tasks wait and wakes them.
package final class BudgetDesk: Sendable {
  private struct Desk {
    var budget: Budget
    var lastHolder: Budget.Holder = 0
    /// Who may hold memory: no longer who has given it back, though a wait of its task may still be to come.
    var holders: Set<Budget.Holder> = []
    var waiting: [Budget.Holder: CheckedContinuation<Void, Never>] = [:]
  }

  private let desk: Mutex<Desk>

  package init(total: Int) { desk = Mutex(Desk(budget: Budget(total: total))) }

  /// How much is given out.
  package var given: Int { desk.withLock { $0.budget.given } }

  /// A name to hold memory under.
  package func holder() -> Budget.Holder {
    desk.withLock { desk in
      desk.lastHolder += 1
      desk.holders.insert(desk.lastHolder)
      return desk.lastHolder
    }
  }

  /// Waits until `bytes` are granted. Returns whether they are: not after a release, nor in a cancelled task.
  package func reserve(_ bytes: Int, for holder: Budget.Holder) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = desk.withLock { desk in
          guard desk.holders.contains(holder), !desk.budget.request(holder, bytes: bytes) else { return false }
          desk.waiting[holder] = continuation
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      release(holder)
    }
    return desk.withLock { $0.holders.contains(holder) }
  }

  /// Says how large a batch has turned out to be.
  package func resize(_ holder: Budget.Holder, to bytes: Int) {
    wake(desk.withLock { desk in take(&desk, desk.budget.resize(holder, to: bytes)) })
  }

  /// Gives all memory of a holder back, for good.
  package func release(_ holder: Budget.Holder) {
    let woken = desk.withLock { desk in
      desk.holders.remove(holder)
      return take(&desk, desk.budget.release(holder) + [holder])
    }
    wake(woken)
  }

  private func take(_ desk: inout Desk, _ granted: [Budget.Holder]) -> [CheckedContinuation<Void, Never>] {
    granted.compactMap { desk.waiting.removeValue(forKey: $0) }
  }

  private func wake(_ continuations: [CheckedContinuation<Void, Never>]) { continuations.forEach { $0.resume() } }
}
