extension PipelineMachine {
  /// Lets the sink do the next thing: take what is ready, in the order of each lane, or store what it took.
  mutating func write(_ now: Duration, _ actions: inout [PipelineAction]) {
    // While the source is away, what was read of it is still written: a transaction left open would shut others out.
    guard writer == .idle, isWriting else { return }
    if let retakeAt {
      if retakeAt > now { return }
      self.retakeAt = nil
    }
    if let batch = batches.first(where: { $0.value.bisection != nil })?.key { return take(batch, now, &actions) }
    if transaction.isDue(at: now, settings, concurrency) { return store(&actions) }
    if let batch = nextReady { return take(batch, now, &actions) }
    // What is being processed comes soon and shares the transaction; what is only being read may take long.
    let isComing = batches.contains { $0.value.facts == nil && $0.value.to != $0.value.takenUpTo }
    if !transaction.isEmpty && !isComing { store(&actions) }
  }

  private var isWriting: Bool {
    switch phase {
    case .running, .ending: true
    case .openingSink, .openingSource, .ended: false
    }
  }

  /// The batch that has waited longest among those at the head of their lane.
  private var nextReady: BatchID? {
    order.compactMap { lanes[$0]?.queue.first }.filter { batches[$0]?.facts != nil }.min()
  }

  private mutating func take(_ id: BatchID, _ now: Duration, _ actions: inout [PipelineAction]) {
    guard let batch = batches[id], let facts = batch.facts else { return }
    if batch.bisection == nil, let excess = excess(with: id) {
      stop(Failure(excess), now, &actions)
      // What was taken before is whole batches, and is stored.
      if !transaction.isEmpty { store(&actions) }
      return
    }
    let bisection = batch.bisection ?? Bisection(parts: facts.parts)
    batches[id]?.bisection = bisection
    writer = .taking(id)
    // A batch of which no row is left moves the position too.
    actions.append(.take(id, bisection.next ?? 0..<0))
  }

  private mutating func store(_ actions: inout [PipelineAction]) {
    writer = .storing
    actions.append(.store(transaction.moves))
  }

  mutating func taken(_ id: BatchID, _ facts: TakeFacts, _ now: Duration, _ actions: inout [PipelineAction]) {
    guard writer == .taking(id) else { return }
    writer = .idle
    guard var bisection = batches[id]?.bisection else { return }
    switch facts {
    case .taken(let next):
      if let part = bisection.next {
        count(part, of: id)
        bisection.taken()
      }
      settle(id, bisection, upTo: next, now, &actions)
    case .rows(let rows):
      let first = bisection.next?.lowerBound ?? 0
      bisection.refused(rows.map(\.row))
      batches[id]?.bisection = bisection
      keep(id, rows.map { RefusedRow(row: first + $0.row, message: $0.message) }, &actions)
    case .somewhere(let message, let mayPass):
      let row = bisection.refusedSomewhere(mayPass: mayPass, attempts: settings.retry.attempts)
      batches[id]?.bisection = bisection
      if let row { return keep(id, [RefusedRow(row: row, message: message)], &actions) }
      if bisection.attempts > 0 { retakeAt = now + settings.retry.pause(before: bisection.attempts, &random) }
    case .lost(let lost):
      self.lost(lost, transaction.moves.map(\.lane) + [batches[id]?.lane].compactMap(\.self), now, &actions)
    case .failed(let failure): sinkFailed(failure, now, &actions)
    case .unkept(let failure):
      if failure.kind == .fatal || transaction.isEmpty { return sinkFailed(failure, now, &actions) }
      // What was taken before has its letters: it is stored, and then this one is tried again.
      batches[id]?.bisection = nil
      store(&actions)
    }
  }

  /// Lanes were lost while they were written: all that was taken is dropped. The lanes still held are read again, the
  /// lost ones not at once.
  private mutating func lost(
    _ lost: [LaneID], _ touched: [LaneID], _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    for lane in lost { actions.append(.say(.lost(lane))) }
    dropTransaction()
    rewind(touched + lost.filter { !touched.contains($0) }, until: now, &actions)
    for lane in lost where lanes[lane] != nil { lanes[lane]?.life = .waiting(until: now + .seconds(1)) }
  }

  /// Counts a part that isn't the whole batch: what is stored of it isn't read again after an outage.
  private mutating func count(_ part: Range<Int>, of id: BatchID) {
    guard let batch = batches[id], batch.facts?.parts.count == 1 else { return }
    let records = min(part.count, batch.records)
    batches[id]?.records -= records
    transaction.count(records: records)
  }

  private mutating func keep(_ id: BatchID, _ rows: [RefusedRow], _ actions: inout [PipelineAction]) {
    batches[id]?.refused += rows.count
    writer = .keeping(id)
    actions.append(.keep(id, rows))
  }

  mutating func kept(
    _ id: BatchID, _ failure: Failure?, repeated: Int, _ failed: FailedRecords, _ now: Duration,
    _ actions: inout [PipelineAction]
  ) {
    guard writer == .keeping(id) else { return }
    writer = .idle
    batches[id]?.repeated += repeated
    if let failure { return sinkFailed(failure, now, &actions) }
    if !failed.isEmpty {
      batches[id]?.failed.add(failed)
      // Rows of the batch are taken, and go with what else was.
      if let excess = excess(with: id) { return fail(Failure(excess), now, &actions) }
    }
    guard let batch = batches[id], let bisection = batch.bisection, bisection.next == nil else { return }
    settle(id, bisection, upTo: batch.to, now, &actions)
  }

  /// Counts a part as taken; the last part ends the batch.
  private mutating func settle(
    _ id: BatchID, _ bisection: Bisection, upTo next: Position, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    guard let batch = batches[id], let facts = batch.facts, let lane = lanes[batch.lane] else { return }
    if bisection.next != nil {
      batches[id]?.bisection = bisection
      // Parts for several sinks don't follow each other in the lane: the position moves when all are taken.
      guard facts.parts.count == 1 else { return }
      transaction.add(lane, from: batch.takenUpTo, to: next, check: "", at: now)
      batches[id]?.takenUpTo = next
      return
    }
    transaction.add(lane, from: batch.takenUpTo, to: batch.to, check: batch.check, at: now)
    transaction.countBatch()
    transaction.count(records: batch.records)
    var counts = Counts()
    counts.read = facts.read
    counts.written = facts.rows - batch.refused
    counts.filtered = facts.filtered
    counts.deadLettered = facts.failed + batch.refused - batch.repeated
    transaction.count(counts)
    passWindow(over: batch)
    drop(id, &actions)
  }

  mutating func stored(_ failure: StoreFailure?, _ now: Duration, _ actions: inout [PipelineAction]) {
    guard writer == .storing else { return }
    writer = .idle
    switch failure {
    case nil:
      for move in transaction.moves {
        lanes[move.lane]?.known = move.to
        lanes[move.lane]?.former = nil
      }
      for part in transaction.taken {
        guard let mark = lanes[part.lane]?.watermark.settle(from: part.from, to: part.to) else { continue }
        lanes[part.lane]?.commitNext = mark
      }
      works(.sink, now, &actions)
      settle(transaction.counts)
      storedRecords += transaction.records
      windowStored()
      if concurrency.grow() { actions.append(.say(.fullSpeed)) }
      transaction = Transaction()
    case .lost(let lost): self.lost(lost, transaction.moves.map(\.lane), now, &actions)
    case .failure(let failure): sinkFailed(failure, now, &actions)
    }
  }
}
