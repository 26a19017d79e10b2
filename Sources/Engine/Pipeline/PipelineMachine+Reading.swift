extension PipelineMachine {
  /// Starts all reads that may be made now, lane after lane.
  mutating func readOn(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard phase == .running, isServing else { return }
    for _ in order.indices {
      guard batches.count < settings.depth else { return }
      if let pace, pace.free > now { return }
      // The lane served longest ago is served first.
      guard
        let index = order.firstIndex(where: { lanes[$0]?.canRead(at: now, depth: settings.laneDepth) == true }),
        let lane = lanes[order[index]]
      else { return }
      order.append(order.remove(at: index))
      read(lane, now, &actions)
    }
  }

  private mutating func read(_ lane: LaneProgress, _ now: Duration, _ actions: inout [PipelineAction]) {
    lastBatch += 1
    batches[lastBatch] = Batch(lane: lane.lane.id, takenUpTo: lane.next, to: lane.next)
    lanes[lane.lane.id]?.isReading = true
    lanes[lane.lane.id]?.queue.append(lastBatch)
    let limit = pace?.limit(settings.batch) ?? settings.batch
    actions.append(.read(lane.lane, lastBatch, tenure: lane.tenure.id, from: lane.next, limit))
  }

  mutating func read(
    _ id: LaneID, _ batch: BatchID, _ facts: ReadFacts, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    guard batches[batch] != nil else { return }
    lanes[id]?.isReading = false
    if case .failed = facts {} else { works(.source, now, &actions) }
    if case .batch(_, let to, let records, let bytes, let check) = facts {
      pace?.spend(records: records, bytes: bytes, at: now)
      lanes[id]?.next = to
      lanes[id]?.caughtUpUntil = nil
      batches[batch]?.to = to
      batches[batch]?.check = check
      batches[batch]?.records = records
      hasSaidCaughtUp = false
      actions.append(.process(batch))
      return
    }
    drop(batch, &actions)
    switch facts {
    case .batch: break
    case .caughtUp: lanes[id]?.caughtUpUntil = now + settings.poll
    case .ended: lanes[id]?.life = .ended
    case .failed(let failure): sourceFailed(failure, now, &actions)
    }
  }

  mutating func processed(
    _ batch: BatchID, _ facts: BatchFacts, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    if batches[batch] != nil, let failure = facts.fatal { return fail(failure, now, &actions) }
    batches[batch]?.facts = facts
  }

  /// Ends a batch of which nothing more is to be done.
  mutating func drop(_ batch: BatchID, _ actions: inout [PipelineAction]) {
    guard let lane = batches.removeValue(forKey: batch)?.lane else { return }
    lanes[lane]?.queue.removeAll { $0 == batch }
    actions.append(.forget(batch))
  }
}
