import Specifications

extension PipelineMachine {
  mutating func opened(_ side: Outage.Side, _ failure: Failure?, _ now: Duration, _ actions: inout [PipelineAction]) {
    if let failure, failure.kind == .fatal { return fail(failure, now, &actions) }
    // The other side went away meanwhile and comes first; how this one is shows when it is used next.
    if let outage, outage.side != side { return }
    if let failure { return away(side, failure, now, &actions) }
    switch side {
    case .sink:
      writer = .idle
      isBack(now, &actions)
      if phase == .openingSink {
        phase = .openingSource
        actions.append(.openSource)
      }
    case .source:
      if phase == .openingSource { phase = .running }
      watchAgain = now
      wasConnected = true
      isBack(now, &actions)
    }
  }

  private mutating func isBack(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard let outage else { return }
    if !outage.hasRecurred { actions.append(.say(.resumed(after: now - outage.since))) }
    lastOutage = outage
    lastOutage?.end(at: now)
    self.outage = nil
  }

  /// The side does its work: what it was away for is over.
  mutating func works(_ side: Outage.Side, _ now: Duration, _ actions: inout [PipelineAction]) {
    guard let last = lastOutage, last.side == side, outage == nil else { return }
    if last.hasRecurred { actions.append(.say(.resumed(after: now - last.since))) }
    lastOutage = nil
  }

  /// Source or sink are away: nothing is read until a try succeeds, and nothing written if it is the sink.
  mutating func away(_ side: Outage.Side, _ failure: Failure, _ now: Duration, _ actions: inout [PipelineAction]) {
    if case .ending(let outcome, _) = phase {
      // Whoever drains doesn't wait for an outage: nothing unsettled was committed. Who had read to the end goes on.
      guard outcome == .drained else {
        phase = .running
        return away(side, failure, now, &actions)
      }
      phase = .ended
      return actions.append(.finish(concluded(outcome)))
    }
    var current = self.outage(of: side, failure, now)
    lastOutage = nil
    if failure.kind == .busy { concurrency.halve() }
    let limit = connectLimit(of: side)
    if let limit, now - current.since >= limit {
      var failure = failure
      failure.message += "; it was waited for \(limit.written), as `connect_within` says"
      return fail(failure, now, &actions)
    }
    let pause = current.failed(failure, at: now, settings.retry, until: limit.map { current.since + $0 }, &random)
    outage = current
    if let pause { say(pause, &actions) }
  }

  /// How long the side is waited for, which was never connected yet.
  private func connectLimit(of side: Outage.Side) -> Duration? {
    switch (side, phase) {
    case (.sink, .openingSink): settings.connectSinkWithin
    case (.source, .openingSource): settings.connectSourceWithin
    default: nil
    }
  }

  private mutating func say(_ pause: Pause, _ actions: inout [PipelineAction]) {
    var pause = pause
    if pause.failure.kind == .busy { pause.batches = concurrency.batches }
    pause.limit = outage.flatMap { connectLimit(of: $0.side) }
    pause.lag = lagWatch.lag
    actions.append(.say(.paused(pause)))
  }

  /// Says once a minute that an outage lasts, however seldom it is tried.
  mutating func remind(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard phase != .ended, let due = outage?.reminds, due <= now, let pause = outage?.pause(at: now) else { return }
    say(pause, &actions)
  }

  /// The outage that a failure of the side belongs to.
  private func outage(of side: Outage.Side, _ failure: Failure, _ now: Duration) -> Outage {
    if let outage, outage.side == side { return outage }
    if outage == nil, var last = lastOutage, last.side == side, last.recurs(at: now) {
      last.recur()
      return last
    }
    return Outage(side, failure, at: now)
  }

  /// Makes the try that is due, and watches the source's lanes.
  mutating func reconnect(_ now: Duration, _ actions: inout [PipelineAction]) {
    // What the sink still holds is dropped before it is opened anew.
    if writer != .abandoning, outage?.attempt(at: now) == true, let side = outage?.side {
      actions.append(side == .sink ? .openSink : .openSource)
    }
    guard canWatch, watchAgain <= now else { return }
    isWatching = true
    actions.append(.watchLanes)
  }

  /// Whether the source may be asked for its lanes: also while the sink is away, since that keeps them.
  var canWatch: Bool { phase == .running && outage?.side != .source && !isWatching && !hasAllLanes }

  mutating func sourceFailed(_ failure: Failure, _ now: Duration, _ actions: inout [PipelineAction]) {
    if failure.kind == .fatal { return fail(failure, now, &actions) }
    if outage == nil { away(.source, failure, now, &actions) }
  }

  /// A lane can't be read any further. What was read before is finished, where nothing stands in its way.
  mutating func readFailed(_ failure: Failure, _ now: Duration, _ actions: inout [PipelineAction]) {
    guard failure.kind == .fatal, outage == nil else { return sourceFailed(failure, now, &actions) }
    switch phase {
    case .running: end(.failed(failure), now)
    case .ending(.failed, _): break
    case .ending(_, let deadline): phase = .ending(.failed(failure), deadline: deadline)
    case .openingSink, .openingSource, .ended: return fail(failure, now, &actions)
    }
    actions.append(.say(.failed(failure)))
  }

  /// A lane has come to its end, as far as anybody can read it; the others haven't. It is told once, though an outage
  /// may have it read again.
  mutating func laneFailed(_ id: LaneID, _ failure: Failure, _ actions: inout [PipelineAction]) {
    lanes[id]?.life = .ended
    if laneFailures.contains(failure) { return }
    laneFailures.append(failure)
    actions.append(.say(.failed(failure)))
  }

  /// The sink is away: what it had taken is gone, so all lanes begin again at what is stored.
  mutating func sinkFailed(_ failure: Failure, _ now: Duration, _ actions: inout [PipelineAction]) {
    if failure.kind == .fatal { return fail(failure, now, &actions) }
    rewind(order, until: now, &actions)
    dropTransaction()
    retakeAt = nil
    writer = .abandoning
    actions.append(.abandon)
    away(.sink, failure, now, &actions)
  }

  mutating func abandoned(_ now: Duration, _ actions: inout [PipelineAction]) {
    writer = .closed
  }

  /// Stops, with nothing committed past what failed.
  mutating func fail(_ failure: Failure, _ now: Duration, _ actions: inout [PipelineAction]) {
    rewind(order, until: now, &actions)
    dropTransaction()
    actions.append(.say(.failed(failure)))
    phase = .ended
    actions.append(.finish(wasConnected ? .failed(failure) : .unconnected(failure)))
  }

  mutating func drain(_ now: Duration, _ actions: inout [PipelineAction]) {
    if case .ending = phase { return }
    actions.append(.say(.draining))
    end(.drained, now)
    // Before anything runs there is nothing to finish; in an outage nothing can be.
    if !wasConnected || outage != nil {
      rewind(order, until: now, &actions)
      phase = .ended
      actions.append(.finish(concluded(.drained)))
    }
  }

  mutating func end(_ outcome: Outcome, _ now: Duration) { phase = .ending(outcome, deadline: now + settings.drain) }
}
