extension PipelineMachine {
  /// Whether every lane is read to its end and nothing is under way.
  var hasReadAll: Bool { lanes.values.allSatisfy { $0.isAtEnd && $0.isQuiet } && !isFed && transaction.isEmpty }

  /// Whether nothing more is there to be read just now.
  var isCaughtUp: Bool {
    outage == nil && !isFed
      && lanes.values.allSatisfy { $0.isQuiet && ($0.life == .ended || $0.isStopped || $0.caughtUpUntil != nil) }
      && hasToldLanes
  }

  mutating func measured(
    _ id: LaneID, _ position: Position?, _ failure: Failure?, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    guard lanes[id]?.isMeasuring == true else { return }
    lanes[id]?.isMeasuring = false
    if let failure { return sourceFailed(failure, now, &actions) }
    lanes[id]?.isMeasured = true
    lanes[id]?.target = position
  }

  mutating func confirmed(_ isSettled: Bool, _ now: Duration) {
    isConfirming = false
    isConfirmed = isSettled
    confirmAgain = now + .milliseconds(250)
  }

  /// Ends a pipeline that has done what was asked.
  mutating func judgeEnd(_ now: Duration, _ actions: inout [PipelineAction]) {
    // Letters that couldn't be sent on are waited for: all else is done.
    guard phase == .running, !(isAwaitingLetters && outage != nil) else { return }
    if hasAllLanes && hasReadAll && lanes.values.allSatisfy({ $0.life == .ended }) { return end(.done, now) }
    for until in settings.until where phase == .running {
      switch until {
      case .elapsed(let span): if now - started >= span { end(.done, now) }
      case .idle(let span): judgeIdle(span, now)
      case .records(let count): if readRecords >= count { end(.done, now) }
      case .time: judgeStops(lanes.values.map(\.self), now)
      case .offsets(let offsets): judgeStops(lanes.values.filter { offsets[$0.lane.id] != nil }, now)
      case .end: judgeEndOfLanes(now, &actions)
      }
    }
    guard phase == .running else { return }
    if isCaughtUp && !hasSaidCaughtUp && lanes.values.contains(where: { $0.life == .running }) {
      hasSaidCaughtUp = true
      actions.append(.say(.caughtUp))
    }
  }

  /// Ends when the lanes, of which there is one at least, have come to where they end.
  private mutating func judgeStops(_ bounded: [LaneProgress], _ now: Duration) {
    if !bounded.isEmpty && bounded.allSatisfy(\.isStopped) { end(.done, now) }
  }

  private mutating func judgeIdle(_ span: Duration, _ now: Duration) {
    // Who holds no lane of a topic waits for one: that isn't idleness.
    guard isCaughtUp, !lanes.isEmpty || hasAllLanes else {
      // A poll that finds nothing isn't work: only what is read ends idleness.
      let isPolling =
        outage == nil && !isFed && !lanes.isEmpty
        && lanes.values.allSatisfy { $0.caughtUpUntil != nil || $0.life == .ended || $0.isStopped }
      if !isPolling { idleSince = nil }
      return
    }
    let since = idleSince ?? now
    idleSince = since
    if now - since >= span { end(.done, now) }
  }

  private mutating func judgeEndOfLanes(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard !isFed, outage == nil else { return }
    for id in order {
      guard let progress = lanes[id], progress.life == .running, !progress.isMeasured, !progress.isMeasuring else {
        continue
      }
      lanes[id]?.isMeasuring = true
      actions.append(.measure(progress.lane))
    }
    guard hasReadAll, hasToldLanes else { return }
    if isConfirmed { return end(.done, now) }
    if !isConfirming && confirmAgain <= now {
      isConfirming = true
      actions.append(.confirm(beside: order.compactMap { lanes[$0]?.lane }))
    }
  }

  mutating func lettersSent(_ failure: Failure?, _ now: Duration, _ actions: inout [PipelineAction]) {
    guard isSendingLetters else { return }
    isSendingLetters = false
    guard let failure else { return hasSentLetters = true }
    if failure.kind == .fatal { return fail(failure, now, &actions) }
    isAwaitingLetters = true
    away(.sink, failure, now, &actions)
  }

  /// Finishes once nothing is under way, or the time for draining is over.
  mutating func finish(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard case .ending(let outcome, let deadline) = phase else { return }
    let isQuiet =
      batches.isEmpty && transaction.isEmpty && writer != .storing && writer != .abandoning && !isKeepingWindow
      && lanes.values.allSatisfy { !$0.isCommitting && $0.commitNext == nil && $0.life != .beginning }
    guard isQuiet || now >= deadline else { return }
    if outcome == .done, settings.sendsLetters, !hasSentLetters, now < deadline {
      if !isSendingLetters { actions.append(.sendLetters) }
      isSendingLetters = true
      return
    }
    phase = .ended
    actions.append(.finish(concluded(outcome)))
  }

  /// How the pipeline ended, of which lanes may have failed by themselves.
  func concluded(_ outcome: Outcome) -> Outcome {
    switch outcome {
    case .done, .drained: laneFailures.first.map(Outcome.failed) ?? outcome
    case .unconnected, .failed, .passedOver: outcome
    }
  }
}
