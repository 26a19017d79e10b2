import Synchronization

/// Where batches wait for their memory: `Budget` decides, the desk makes tasks wait and wakes them.
package final class BudgetDesk: Sendable {
  private struct Desk {
    var budget: Budget
    var lastHolder: Budget.Holder = 0
    /// Holders that haven't given all back: who was released before it asked is given nothing.
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

  /// Waits until `bytes` are granted. Who is cancelled, or was released meanwhile, returns without them.
  package func reserve(_ bytes: Int, for holder: Budget.Holder) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isGranted = desk.withLock { desk in
          if !desk.holders.contains(holder) || desk.budget.request(holder, bytes: bytes) { return true }
          desk.waiting[holder] = continuation
          return false
        }
        if isGranted { continuation.resume() }
      }
    } onCancel: {
      release(holder)
    }
  }

  /// Says how large a batch has turned out to be.
  package func resize(_ holder: Budget.Holder, to bytes: Int) {
    wake(desk.withLock { desk in take(&desk, desk.budget.resize(holder, to: bytes)) })
  }

  /// Gives all memory of a holder back.
  package func release(_ holder: Budget.Holder) {
    wake(
      desk.withLock { desk in
        desk.holders.remove(holder)
        return take(&desk, desk.budget.release(holder) + [holder])
      })
  }

  private func take(_ desk: inout Desk, _ granted: [Budget.Holder]) -> [CheckedContinuation<Void, Never>] {
    granted.compactMap { desk.waiting.removeValue(forKey: $0) }
  }

  private func wake(_ continuations: [CheckedContinuation<Void, Never>]) {
    for continuation in continuations { continuation.resume() }
  }
}
