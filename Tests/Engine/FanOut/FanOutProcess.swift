import Engine

/// One process in the world: a machine, the actions and answers under way, and the real group of its sinks.
struct FanOutProcess {
  private let world: FanOutWorld
  private let number: Int
  private let group: SinkGroup
  private var machine: PipelineMachine
  private var pending: [PipelineAction] = []
  /// Done, but not yet heard of.
  private var answers: [PipelineEvent] = []
  private var batches: [BatchID: Batch] = [:]
  private var standings: [LaneID: [Position]] = [:]
  private var hasToldLanes = false
  private var late: [(sink: String, row: MemoryRow, tenure: String)] = []
  private(set) var outcome: Outcome?

  private struct Batch {
    let lane: LaneID
    let tenure: String
    let from: Int64
    let to: Int64
    let standings: [Int64]
    /// What each sink is to take.
    var parts: [(sink: Int, messages: [Int64])] = []
    var lettersAreKept = false
  }

  init(_ number: Int, in world: FanOutWorld, at now: Duration) {
    self.world = world
    self.number = number
    group = SinkGroup(world.sinks(of: number), pipeline: "p", letters: world.letters)
    var settings = PipelineSettings(name: "simulated")
    settings.seed = world.seed()
    settings.run = "\(number)"
    settings.batch = ReadLimit(records: 7, bytes: 1000)
    settings.transactionBatches = 3
    settings.retry = RetryPolicy(attempts: 2, base: .milliseconds(10), cap: .milliseconds(50))
    machine = PipelineMachine(settings)
    begin(machine.handle(.start, at: now))
  }

  var isWaiting: Bool { pending.isEmpty && answers.isEmpty }

  /// What it held is gone with it.
  func crash() async { for member in group.members { await member.sink.abandon() } }

  private mutating func begin(_ actions: [PipelineAction]) {
    for action in actions {
      switch action {
      case .forget(let batch): batches[batch] = nil
      case .say: break
      case .finish(let outcome): self.outcome = outcome
      case .watchLanes where hasToldLanes: break
      default: pending.append(action)
      }
    }
  }

  mutating func tick(at now: Duration) { begin(machine.handle(.tick, at: now)) }

  /// Does one of the actions under way, or hears what came of one.
  mutating func step(at now: Duration) async {
    let index = world.pick(0...(pending.count + answers.count - 1))
    if index < pending.count {
      let action = pending.remove(at: index)
      answers.append(await perform(action))
    } else {
      let event = answers.remove(at: index - pending.count)
      begin(machine.handle(event, at: now))
      // Whoever has ended has closed its sinks.
      if outcome != nil { await crash() }
    }
  }

  private mutating func perform(_ action: PipelineAction) async -> PipelineEvent {
    switch action {
    case .openSink:
      do throws(Failure) { try await group.open() } catch { return .sinkOpened(error) }
      return .sinkOpened(nil)
    case .openSource: return .sourceOpened(world.chance(world.now.outage) ? away : nil)
    case .watchLanes:
      hasToldLanes = true
      return .lanes(LaneChange(gained: FanOutWorld.lanes.map { lane($0) }, isFinal: true))
    case .begin(let lanes, let generation):
      do throws(Failure) {
        let begun = try await group.begin(lanes, from: world.source)
        standings.merge(begun.standings) { $1 }
        return .began(begun.starts, generation: generation)
      } catch {
        return .beginFailed(error, generation: generation)
      }
    case .read(let lane, let batch, let tenure, let from, let limit):
      if world.chance(world.now.outage) { return .read(lane.id, batch, .failed(away)) }
      let end = min(world.count, from.message + Int64(limit.records))
      if end == from.message { return .read(lane.id, batch, .ended) }
      batches[batch] = Batch(
        lane: lane.id, tenure: tenure, from: from.message, to: end,
        standings: (standings[lane.id] ?? []).map(\.message))
      return .read(
        lane.id, batch,
        .batch(from: from, to: Position(message: end), records: Int(end - from.message), bytes: 10, check: ""))
    case .process(let batch): return .processed(batch, process(batch))
    case .take(let batch, let rows): return .taken(batch, await take(batch, rows))
    case .keep(let batch, let refused):
      guard let range = batches[batch] else { return .tick }
      if world.chance(world.now.outage) { return .kept(batch, away) }
      for row in refused {
        guard let (sink, message) = row.place(in: range.parts) else { continue }
        keep(FanOutWorld.names[sink], message, range)
      }
      return .kept(batch, nil)
    case .store(let moves): return await .stored(by: group, moves)
    case .abandon:
      await group.abandon()
      return .abandoned
    case .commit(let lane, _):
      for letter in late { world.letters.keep(letter.sink, letter.row, tenure: letter.tenure) }
      late = []
      return .committed(lane.id, nil)
    case .release(let lane): return .released(lane.id)
    case .measure(let lane): return .measured(lane.id, Position(message: world.count), nil)
    case .confirm: return .confirmed(true)
    case .keepWindow: return .windowKept(nil)
    case .measureLag: return .lagMeasured([:])
    case .sendLetters: return .lettersSent(nil)
    case .forget, .say, .finish: return .tick
    }
  }

  /// Gives each sink what lies behind its own position.
  private mutating func process(_ id: BatchID) -> BatchFacts {
    guard let batch = batches[id] else { return BatchFacts(rows: 0) }
    for (sink, name) in FanOutWorld.names.enumerated() {
      let messages = (batch.from..<batch.to).filter {
        world.reaches($0, name) && !world.fails($0, for: name) && isDue($0, sink, batch)
      }
      if !messages.isEmpty { batches[id]?.parts.append((sink, messages)) }
    }
    let parts = batches[id]?.parts.map(\.messages.count) ?? []
    var facts = BatchFacts(rows: parts.reduce(0, +))
    facts.parts = parts
    return facts
  }

  private func isDue(_ message: Int64, _ sink: Int, _ batch: Batch) -> Bool {
    world.sabotage == .settledAreNotPassedOver || message >= batch.standings[sink]
  }

  private mutating func take(_ id: BatchID, _ rows: Range<Int>) async -> TakeFacts {
    guard let batch = batches[id] else { return .taken(next: .start) }
    if !batch.lettersAreKept {
      if world.chance(world.now.outage) { return .failed(away) }
      keepLetters(of: batch)
      batches[id]?.lettersAreKept = true
    }
    let first = RefusedRow(row: rows.lowerBound, message: "").place(in: batch.parts)
    var prepared: MemoryRows?
    if let first, !rows.isEmpty, let messages = batch.parts.first(where: { $0.sink == first.sink })?.messages,
      let place = messages.firstIndex(of: first.message)
    {
      prepared = MemoryRows(
        rows: messages[place..<place + rows.count].map { MemoryRow(lane: batch.lane.name, message: $0) })
    }
    let taking = SinkGroup.Taking(
      batch: id, lane: batch.lane, to: Position(message: batch.to), check: "", tenure: batch.tenure)
    world.taking(true)
    defer { world.taking(false) }
    do throws(SinkGroup.Refusal) {
      try await group.take(prepared, by: prepared == nil ? nil : first?.sink, of: taking)
      let next = RefusedRow(row: rows.upperBound, message: "").place(in: batch.parts)?.message ?? batch.to
      return .taken(next: Position(message: next))
    } catch {
      switch error {
      case .take(.rows(let refused)): return .rows(refused)
      case .take(.somewhere(let message, let mayPass)): return .somewhere(message: message, mayPass: mayPass)
      case .take(.failure(let failure)), .store(.failure(let failure)): return .failed(failure)
      case .store(.lost(let lanes)): return .lost(lanes)
      }
    }
  }

  private mutating func keepLetters(of batch: Batch) {
    for message in batch.from..<batch.to {
      if world.isPoison(message), isDue(message, 0, batch) { keep("one", message, batch) }
      for (sink, name) in FanOutWorld.names.enumerated()
      where world.reaches(message, name) && world.fails(message, for: name) && isDue(message, sink, batch) {
        keep(world.sabotage == .lettersOfTheFirst ? "one" : name, message, batch)
      }
    }
  }

  private mutating func keep(_ sink: String, _ message: Int64, _ batch: Batch) {
    let row = MemoryRow(lane: batch.lane.name, message: message)
    if world.sabotage == .storedBeforeLetters { return late.append((sink, row, batch.tenure)) }
    world.letters.keep(sink, row, tenure: batch.tenure)
  }
}

extension RefusedRow {
  /// The sink and message of a row that is counted over all parts.
  fileprivate func place(in parts: [(sink: Int, messages: [Int64])]) -> (sink: Int, message: Int64)? {
    var first = 0
    for part in parts {
      if row < first + part.messages.count { return (part.sink, part.messages[row - first]) }
      first += part.messages.count
    }
    return nil
  }
}
