extension PipelineMachine {
  /// More failures than `stop_above` allows, should the batch be settled; nil if there aren't.
  func excess(with id: BatchID) -> FailureWindow.Excess? {
    guard let limit = settings.stopAbove, let batch = batches[id], let facts = batch.facts else { return nil }
    if batch.failed.isEmpty && !window.hasFailures { return nil }
    var window = window
    return window.add(batch.failed, of: facts.read, limit)
  }

  /// A batch was taken whole.
  mutating func passWindow(over batch: Batch) {
    guard let limit = settings.stopAbove, let facts = batch.facts else { return }
    _ = window.add(batch.failed, of: facts.read, limit)
  }

  /// What was taken is gone, and its records are read again.
  mutating func dropTransaction() {
    transaction = Transaction()
    window = storedWindow
  }

  mutating func windowStored() {
    // Where nothing failed, a run that knows nothing of it judges alike.
    if window.hasFailures || storedWindow.hasFailures { isWindowDue = true }
    storedWindow = window
  }

  mutating func keepWindow(_ actions: inout [PipelineAction]) {
    guard isWindowDue, !isKeepingWindow else { return }
    isWindowDue = false
    isKeepingWindow = true
    actions.append(.keepWindow(storedWindow))
  }

  /// What couldn't be kept is kept with the next store: until then a start knows a little less.
  mutating func windowKept(_ failure: Failure?) { isKeepingWindow = false }

  /// Stops before a batch of which nothing was taken: what was taken before it is stored.
  mutating func stop(_ failure: Failure, _ now: Duration, _ actions: inout [PipelineAction]) {
    rewind(order, until: now, &actions)
    if case .ending(_, let deadline) = phase {
      phase = .ending(.failed(failure), deadline: deadline)
    } else {
      end(.failed(failure), now)
    }
    actions.append(.say(.failed(failure)))
  }
}
