extension PipelineMachine {
  /// When the machine wants to be woken though nothing happens; nil if never. It is a time at which something can be
  /// done: what also waits for an answer is done when that comes, and whoever woke the machine for it would do so again
  /// and again.
  package var nextWake: Duration? {
    var wakes: [Duration] = []
    if writer != .abandoning, let next = outage?.next { wakes.append(next) }
    if let reminds = outage?.reminds { wakes.append(reminds) }
    if canMeasureLag { wakes.append(lagWatch.again) }
    if let retakeAt { wakes.append(retakeAt) }
    if let since = transaction.since, writer == .idle, retakeAt == nil {
      wakes.append(since + settings.transactionAge)
    }
    switch phase {
    case .ending(_, let deadline): wakes.append(deadline)
    case .running:
      if canWatch { wakes.append(watchAgain) }
      if isServing { wakes += lanes.values.compactMap(wake) }
      wakes += lanes.values.filter { $0.commitNext != nil && !$0.isCommitting }.map(\.commitsAgain)
      wakes += settings.until.compactMap(wake)
    case .openingSink, .openingSource, .ended: break
    }
    return wakes.min()
  }

  /// When the lane can be begun, or read on.
  private func wake(_ lane: LaneProgress) -> Duration? {
    if case .waiting(let until) = lane.life { return lane.isGoing ? nil : until }
    guard batches.count < concurrency.batches, lane.canRead(at: .seconds(Int64.max), depth: settings.laneDepth),
      allowance != 0, pace == nil || !lanes.values.contains(where: { $0.isReading })
    else { return nil }
    return max(lane.readsAgain ?? .zero, pace?.free ?? .zero)
  }

  /// When it can come true.
  private func wake(_ until: Until) -> Duration? {
    switch until {
    case .elapsed(let span): started + span
    case .idle(let span): isCaughtUp && (!lanes.isEmpty || hasAllLanes) ? idleSince.map { $0 + span } : nil
    case .records, .time, .offsets: nil
    case .end: hasReadAll && hasToldLanes && outage == nil && !isConfirmed && !isConfirming ? confirmAgain : nil
    }
  }
}
