import Engine

/// Lanes of numbered messages, a sink with a ledger, and a store of dead letters, as several processes see them: all
/// that is durable, and what each process has under way. Seeds choose the order of answers, the faults and the crashes.
struct SimulatedWorld {
  struct Faults {
    var crash = 0.0
    var outage = 0.0
    /// The commit happens, but its answer is lost.
    var lostAnswer = 0.0
  }

  /// What is done wrong on purpose, to show that the simulation finds it.
  enum Sabotage: CaseIterable {
    case ledgerWithoutCompare, outageTakenAsDone, storedBeforeLetters, lettersNotWithdrawn, lettersOfAnyTenure
    case nothingToWriteMovesNothing, outageMakesLetters, heldAfterOutage, onlyFirstLaneMoves, groupOverLedger
    case rowsBeforeRefusedForgotten
  }

  let messages: [LaneID: Int64]
  var faults: Faults
  var sabotage: Sabotage?
  /// Where the group stands, in each lane.
  var group: [LaneID: Position] = [:]
  var random: SplitMix
  // Durable.
  var ledger: [LaneID: LedgerEntry] = [:]
  var table: [Row] = []
  /// Letters by record and tenure, and whether they are still to be settled.
  var letters: [Letter: Bool] = [:]

  struct Letter: Hashable {
    let row: Row
    let tenure: String
  }

  struct Row: Hashable, Comparable {
    let lane: String
    let message: Int64
    static func < (a: Row, b: Row) -> Bool { (a.lane, a.message) < (b.lane, b.message) }
  }

  init(lanes: Int, messages: Int64, faults: Faults, seed: UInt64, sabotage: Sabotage? = nil) {
    self.sabotage = sabotage
    random = SplitMix(seed: seed)
    self.faults = faults
    self.messages = Dictionary(uniqueKeysWithValues: (0..<lanes).map { (id("lane\($0)"), messages) })
  }

  /// Fails in decoding.
  func isPoison(_ message: Int64) -> Bool { message % 17 == 3 }
  /// So are the last messages, of which nothing is left to be written.
  func isFiltered(_ message: Int64) -> Bool { message % 5 == 1 || message >= 56 }
  /// Is refused by the sink.
  func isRefused(_ message: Int64) -> Bool { message % 23 == 7 && !isPoison(message) && !isFiltered(message) }

  /// As the letters' store does it, from what the ledger says.
  mutating func begin(_ lane: LaneID, at position: Position, last: Tenure?) {
    if sabotage == .lettersNotWithdrawn { return }
    for (letter, _) in letters where letter.row.lane == lane.name {
      if letter.row.message >= position.message {
        letters[letter] = true
      } else if let last, letter.row.message >= last.since.message {
        letters[letter] = counts(letter, by: last) ? false : nil
      }
    }
  }

  mutating func settled(_ lane: LaneID, upTo position: Position, by tenure: Tenure) {
    for (letter, _) in letters
    where letter.row.lane == lane.name && letter.row.message < position.message
      && letter.row.message >= tenure.since.message
    {
      letters[letter] = counts(letter, by: tenure) ? false : nil
    }
  }

  private func counts(_ letter: Letter, by tenure: Tenure) -> Bool {
    letter.tenure == tenure.id || sabotage == .lettersOfAnyTenure
  }

  mutating func chance(_ share: Double) -> Bool { share > 0 && random.fraction() < share }

  /// What is wrong with what is durable, at the end.
  func verdict() -> [String] {
    var wrong: [String] = []
    let kept = letters.filter { !$0.value }.keys.map(\.row)
    if Set(kept).count != kept.count { wrong.append("a record has two letters") }
    let counted = Dictionary(table.map { ($0, 1) }, uniquingKeysWith: +)
    for (lane, count) in messages {
      for message in 0..<count {
        let row = Row(lane: lane.name, message: message)
        let isDead = isPoison(message) || isRefused(message)
        let wanted = isDead || isFiltered(message) ? 0 : 1
        if counted[row, default: 0] != wanted { wrong.append("\(row) is stored \(counted[row, default: 0]) times") }
        if kept.contains(row) != isDead { wrong.append("\(row) \(isDead ? "lacks its" : "has a") dead letter") }
      }
      let stands = ledger[lane]?.position ?? .start
      if stands.message != count { wrong.append("\(lane) stands at \(stands)") }
    }
    return wrong.sorted()
  }
}

/// What a batch under way covers.
struct BatchRange {
  let lane: LaneID
  let tenure: String
  let from: Int64
  let to: Int64
}

/// One process in the world: a machine, the answers that are still to come, and what its sink holds unstored.
struct SimulatedProcess {
  var machine: PipelineMachine
  var pending: [PipelineAction] = []
  private var ranges: [BatchID: BatchRange] = [:]
  private var held: [SimulatedWorld.Row] = []
  private var hasToldLanes = false
  /// Letters that are kept only after their position is stored.
  private var late: [(SimulatedWorld.Row, String)] = []
  private(set) var outcome: Outcome?
  /// Whether the machine ever wanted to be woken at a time that was over: its driver would spin.
  private(set) var spins = false

  init(seed: UInt64, at now: Duration) {
    var settings = PipelineSettings(name: "simulated")
    settings.seed = seed
    settings.run = "\(seed)"
    settings.batch = ReadLimit(records: 7, bytes: 1000)
    settings.transactionBatches = 3
    settings.retry = RetryPolicy(attempts: 2, base: .milliseconds(10), cap: .milliseconds(50))
    machine = PipelineMachine(settings)
    handle(.start, at: now)
  }

  private mutating func handle(_ event: PipelineEvent, at now: Duration) {
    begin(machine.handle(event, at: now))
    if let wake = machine.nextWake, wake <= now { spins = true }
  }

  private mutating func begin(_ actions: [PipelineAction]) {
    for action in actions {
      switch action {
      case .forget(let batch): ranges[batch] = nil
      case .say: break
      case .finish(let outcome): self.outcome = outcome
      case .watchLanes where hasToldLanes: break
      default: pending.append(action)
      }
    }
  }

  mutating func tick(at now: Duration) { handle(.tick, at: now) }

  /// Performs one of the actions under way, and hands the machine its answer.
  mutating func step(_ world: inout SimulatedWorld, at now: Duration) {
    guard !pending.isEmpty else { return }
    let action = pending.remove(at: Int.random(in: pending.indices, using: &world.random))
    let event = perform(action, &world)
    handle(event, at: now)
  }

  private mutating func perform(_ action: PipelineAction, _ world: inout SimulatedWorld) -> PipelineEvent {
    let isAway = world.chance(world.faults.outage)
    switch action {
    case .openSink: return .sinkOpened(isAway ? away : nil)
    case .openSource: return .sourceOpened(isAway ? away : nil)
    case .watchLanes:
      hasToldLanes = true
      return .lanes(
        LaneChange(gained: world.messages.keys.sorted { $0.name < $1.name }.map { Lane(id: $0) }, isFinal: true))
    case .begin(let lanes, let generation):
      if isAway { return .beginFailed(away, generation: generation) }
      let starts = lanes.map { lane in
        let entry = world.ledger[lane.id]
        let position = world.sabotage == .groupOverLedger ? world.group[lane.id] : entry?.position
        return LaneStart(lane: lane, position: position ?? .start, entry: entry)
      }
      for start in starts { world.begin(start.lane.id, at: start.position, last: start.entry?.tenure) }
      return .began(starts, generation: generation)
    case .read(let lane, let batch, let tenure, let from, let limit):
      if isAway { return .read(lane.id, batch, .failed(away)) }
      let end = min(world.messages[lane.id] ?? 0, from.message + Int64(limit.records))
      if end == from.message { return .read(lane.id, batch, .ended) }
      ranges[batch] = BatchRange(lane: lane.id, tenure: tenure, from: from.message, to: end)
      return .read(
        lane.id, batch,
        .batch(from: from, to: Position(message: end), records: Int(end - from.message), bytes: 10, check: ""))
    case .process(let batch):
      guard let range = ranges[batch] else { return .tick }
      let rows = rows(range, world)
      let filtered = (range.from..<range.to).count { world.isFiltered($0) && !world.isPoison($0) }
      let failed = (range.from..<range.to).count { world.isPoison($0) }
      return .processed(batch, BatchFacts(rows: rows.count, filtered: filtered, failed: failed))
    case .take(let batch, let part): return take(batch, part, isAway, &world)
    case .keep(let batch, let refused):
      if isAway { return .kept(batch, away) }
      if let range = ranges[batch] {
        let all = rows(range, world)
        for row in refused { keep(all[row.row], range, &world) }
      }
      return .kept(batch, nil)
    case .store(let moves): return store(moves, isAway, &world)
    case .abandon:
      if world.sabotage != .heldAfterOutage { held = [] }
      return .abandoned
    case .commit(let lane, let position):
      world.group[lane.id] = position
      for (row, tenure) in late { world.letters[.init(row: row, tenure: tenure)] = false }
      late = []
      return .committed(lane.id, nil)
    case .release(let lane): return .released(lane.id)
    case .measure(let lane): return .measured(lane.id, world.messages[lane.id].map { Position(message: $0) }, nil)
    case .confirm: return .confirmed(true)
    case .keepWindow: return .windowKept(nil)
    case .measureLag: return .lagMeasured([:])
    case .sendLetters: return .lettersSent(nil)
    case .forget, .say, .finish: return .tick
    }
  }

  private func rows(_ range: BatchRange, _ world: SimulatedWorld) -> [Int64] {
    (range.from..<range.to).filter { !world.isPoison($0) && !world.isFiltered($0) }
  }

  private mutating func keep(_ message: Int64, _ range: BatchRange, _ world: inout SimulatedWorld) {
    if world.sabotage == .storedBeforeLetters {
      return late.append((.init(lane: range.lane.name, message: message), range.tenure))
    }
    world.letters[.init(row: .init(lane: range.lane.name, message: message), tenure: range.tenure)] = true
  }

  private mutating func take(
    _ batch: BatchID, _ part: Range<Int>, _ isAway: Bool, _ world: inout SimulatedWorld
  ) -> PipelineEvent {
    guard let range = ranges[batch] else { return .tick }
    for message in range.from..<range.to where world.isPoison(message) {
      keep(message, range, &world)
    }
    let all = rows(range, world)
    if isAway {
      if world.sabotage == .outageMakesLetters && !part.isEmpty {
        return .taken(batch, .rows(part.indices.map { RefusedRow(row: $0 - part.lowerBound, message: "away") }))
      }
      if world.sabotage != .heldAfterOutage { held = [] }
      return .taken(batch, .failed(away))
    }
    let refused = part.filter { world.isRefused(all[$0]) }
    if !refused.isEmpty {
      if world.sabotage == .rowsBeforeRefusedForgotten { held = [] }
      // A sink may know which rows it refuses, or not.
      if range.from % 2 == 0 {
        return .taken(batch, .rows(refused.map { RefusedRow(row: $0 - part.lowerBound, message: "refused") }))
      }
      return .taken(batch, .somewhere(message: "refused", mayPass: world.chance(0.5)))
    }
    held += part.map { .init(lane: range.lane.name, message: all[$0]) }
    let next = part.upperBound < all.count ? all[part.upperBound] : range.to
    return .taken(batch, .taken(next: Position(message: next)))
  }

  private mutating func store(
    _ moves: [LedgerMove], _ isAway: Bool, _ world: inout SimulatedWorld
  ) -> PipelineEvent {
    defer { if world.sabotage != .heldAfterOutage { held = [] } }
    if isAway && !world.chance(world.faults.lostAnswer) {
      return .stored(world.sabotage == .outageTakenAsDone ? nil : .failure(away))
    }
    if world.sabotage == .nothingToWriteMovesNothing && held.isEmpty { return .stored(nil) }
    let verdicts = moves.map { ($0, verdict($0, world)) }
    if verdicts.allSatisfy({ $0.1 == .alreadyMoved }) { return .stored(nil) }
    let lost = verdicts.filter { $0.1 != .move }.map(\.0.lane)
    if !lost.isEmpty { return .stored(.lost(lost)) }
    for move in world.sabotage == .onlyFirstLaneMoves ? Array(moves.prefix(1)) : moves {
      world.ledger[move.lane] = LedgerEntry(lane: move.lane, position: move.to, tenure: move.tenure)
    }
    world.table += held
    if world.sabotage == .heldAfterOutage && !isAway { held = [] }
    if isAway { return .stored(.failure(away)) }
    for move in moves { world.settled(move.lane, upTo: move.to, by: move.tenure) }
    return .stored(nil)
  }

  private func verdict(_ move: LedgerMove, _ world: SimulatedWorld) -> LedgerMove.Verdict {
    world.sabotage == .ledgerWithoutCompare ? .move : move.verdict(found: world.ledger[move.lane])
  }
}
