extension PipelineMachine {
  /// Starts all reads that may be made now, lane after lane.
  mutating func readOn(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard phase == .running, isServing else { return }
    for _ in order.indices {
      guard batches.count < concurrency.batches else { return }
      if allowance == 0 || isPaced(at: now) { return }
      // The lane served longest ago is served first.
      guard
        let index = order.firstIndex(where: { lanes[$0]?.canRead(at: now, depth: settings.laneDepth) == true }),
        let lane = lanes[order[index]]
      else { return }
      order.append(order.remove(at: index))
      read(lane, now, &actions)
    }
  }

  /// How many more records may be asked for; nil if there is no bound.
  var allowance: Int? {
    let bounds = settings.until.compactMap { if case .records(let count) = $0 { count } else { nil } }
    guard let least = bounds.min() else { return nil }
    let underWay = batches.values.reduce(0) { $0 + max($1.asked, $1.records) }
    return max(0, least - storedRecords - transaction.records - underWay)
  }

  /// Whether the rate forbids a read now: under one, reads follow each other, so that several lanes make no burst.
  private func isPaced(at now: Duration) -> Bool {
    guard let pace else { return false }
    return pace.free > now || lanes.values.contains { $0.isReading }
  }

  /// What the next read of a lane may bring.
  private func limit(_ lane: LaneProgress) -> ReadLimit {
    var limit = pace?.limit(settings.batch) ?? settings.batch
    if let allowance { limit.records = min(limit.records, allowance) }
    for until in settings.until {
      switch until {
      case .time(let time): limit.time = min(limit.time ?? .max, time)
      case .offsets(let offsets):
        if let offset = offsets[lane.lane.id] { limit.offset = min(limit.offset ?? .max, offset) }
      case .end, .idle, .records, .elapsed: break
      }
    }
    return limit
  }

  private mutating func read(_ lane: LaneProgress, _ now: Duration, _ actions: inout [PipelineAction]) {
    lastBatch += 1
    let limit = limit(lane)
    batches[lastBatch] = Batch(lane: lane.lane.id, takenUpTo: lane.next, to: lane.next, asked: limit.records)
    lanes[lane.lane.id]?.isReading = true
    lanes[lane.lane.id]?.queue.append(lastBatch)
    actions.append(.read(lane.lane, lastBatch, tenure: lane.tenure.id, from: lane.next, limit))
  }

  mutating func read(
    _ id: LaneID, _ batch: BatchID, _ facts: ReadFacts, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    guard batches[batch] != nil else { return }
    lanes[id]?.isReading = false
    if case .failed = facts {} else { works(.source, now, &actions) }
    if case .batch(_, let to, let records, let bytes, let check, let isLast) = facts {
      pace?.spend(records: records, bytes: bytes, at: now)
      lanes[id]?.next = to
      lanes[id]?.caughtUpUntil = nil
      lanes[id]?.gathersUntil = isLast && settings.batchAge > .zero ? now + settings.batchAge : nil
      batches[batch]?.to = to
      batches[batch]?.check = check
      batches[batch]?.records = records
      batches[batch]?.asked = 0
      hasSaidCaughtUp = false
      actions.append(.process(batch))
      return
    }
    drop(batch, &actions)
    switch facts {
    case .batch: break
    case .caughtUp: lanes[id]?.caughtUpUntil = now + settings.poll
    case .stopped: lanes[id]?.isStopped = true
    case .ended: lanes[id]?.life = .ended
    case .failed(let failure) where failure.kind == .fatal && failure.isOfLane: laneFailed(id, failure, &actions)
    case .failed(let failure): readFailed(failure, now, &actions)
    }
  }

  mutating func processed(
    _ batch: BatchID, _ facts: BatchFacts, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    if batches[batch] != nil, let failure = facts.fatal { return fail(failure, now, &actions) }
    batches[batch]?.facts = facts
    batches[batch]?.failed = facts.failedRecords
  }

  /// Ends a batch of which nothing more is to be done.
  mutating func drop(_ batch: BatchID, _ actions: inout [PipelineAction]) {
    guard let lane = batches.removeValue(forKey: batch)?.lane else { return }
    lanes[lane]?.queue.removeAll { $0 == batch }
    actions.append(.forget(batch))
  }
}
