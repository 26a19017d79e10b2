import Columns
import Threads

/// The driver's state between events: the machine, and the payloads of the batches that it names.
struct DriverLoop {
  /// What is held for a batch under way.
  private struct Payload {
    let holder: Budget.Holder
    let lane: LaneID
    let tenure: String
    let from: Position
    /// For each sink, where its own records begin.
    let standings: [Position]
    var raw: RawBatch?
    var processed: ProcessedBatch?
    var lettersAreKept = false
    /// The records that have a letter, once a sink has refused rows.
    var lettered: Set<Lettered>?
    /// Whoever writes letters of refused rows, which mostly come one by one: it knows where their lines are.
    var writer: LetterWriter?
  }

  /// What a letter is known by, within a batch.
  private struct Lettered: Hashable {
    let sink: String
    let position: Position
  }

  private let driver: PipelineDriver
  private let inbox: AsyncStream<DriverMessage>.Continuation
  private var machine: PipelineMachine
  private var payloads: [BatchID: Payload] = [:]
  /// For each lane, where each sink's own records begin.
  private var standings: [LaneID: [Position]] = [:]
  private let clock = SteadyClock()
  private let began: Duration
  /// When the ticks come that are on their way.
  private var ticks: Set<Duration> = []
  /// What a record of this source takes in memory, learnt from the batches before.
  private var bytesPerRecord = 2048
  private(set) var outcome: Outcome?

  init(_ driver: PipelineDriver, _ inbox: AsyncStream<DriverMessage>.Continuation) {
    self.driver = driver
    self.inbox = inbox
    machine = PipelineMachine(driver.settings)
    began = clock.now
  }

  /// Takes in one message, lets the machine decide, and begins what it decided.
  mutating func take(_ message: DriverMessage, _ group: inout DiscardingTaskGroup) {
    let now = clock.now - began
    keepPayload(of: message)
    if let wake = message.wake { ticks.remove(wake) } else { trace("<", message.event) }
    for action in machine.handle(message.event, at: now) { perform(action, &group) }
    driver.observer.show(machine.counts, machine.activity)
    guard outcome == nil, let wake = machine.nextWake, !ticks.contains(where: { $0 <= wake }) else { return }
    ticks.insert(wake)
    let instant = began + wake
    group.addTask { [clock, inbox] in
      await clock.sleep(until: instant)
      var message = DriverMessage(.tick)
      message.wake = wake
      inbox.yield(message)
    }
  }

  private func trace(_ direction: String, _ what: Any) {
    driver.observer.trace?("\(direction) \(what)")
  }

  private mutating func keepPayload(of message: DriverMessage) {
    switch message.event {
    case .read(_, let id, _):
      payloads[id]?.raw = message.raw
      if payloads[id] != nil, let raw = message.raw, raw.records > 0 {
        bytesPerRecord = max(64, (bytesPerRecord * 7 + raw.frames.bytes.count / raw.records) / 8)
      }
    case .processed(let id, _):
      guard let payload = payloads[id], let processed = message.processed else { return }
      payloads[id]?.processed = processed
      if !processed.leftOut.isEmpty { driver.observer.leaveOut(processed.leftOut) }
      driver.budget.resize(payload.holder, to: processed.footprint)
    case .taken(let id, let facts):
      if case .unkept = facts { break }
      payloads[id]?.lettersAreKept = true
    case .began(_, let generation) where generation == machine.generation: standings.merge(message.standings) { $1 }
    case .released(let lane): standings[lane] = nil
    default: break
    }
  }

  /// Gives back the memory of all that is still held.
  func releaseAll() { for payload in payloads.values { driver.budget.release(payload.holder) } }

  private mutating func perform(_ action: PipelineAction, _ group: inout DiscardingTaskGroup) {
    if driver.observer.trace != nil { trace(">", action) }
    switch action {
    case .read(let lane, let id, let tenure, let from, let limit): read(lane, id, tenure, from, limit, &group)
    case .process(let id): process(id, &group)
    case .take(let id, let rows): take(id, rows, &group)
    case .keep(let id, let rows): keep(id, rows, &group)
    case .forget(let id): if let payload = payloads.removeValue(forKey: id) { driver.budget.release(payload.holder) }
    case .say(let saying): driver.observer.say(saying)
    case .finish(let outcome): self.outcome = outcome
    default: call(action, &group)
    }
  }

  private func child(_ group: inout DiscardingTaskGroup, _ work: @escaping @Sendable () async -> DriverMessage) {
    group.addTask { [inbox] in inbox.yield(await work()) }
  }

  private mutating func read(
    _ lane: Lane, _ id: BatchID, _ tenure: String, _ from: Position, _ limit: ReadLimit,
    _ group: inout DiscardingTaskGroup
  ) {
    let (source, budget) = (driver.source, driver.budget)
    let holder = budget.holder()
    let standings = standings[lane.id] ?? driver.sinks.members.map { _ in from }
    payloads[id] = Payload(
      holder: holder, lane: lane.id, tenure: tenure, from: from, standings: standings.map { max($0, from) })
    // What the bytes will grow to as columns and in the sink's form, before it is known.
    let estimate = min(limit.bytes, limit.records * bytesPerRecord) * 4
    child(&group) {
      var message = DriverMessage(.read(lane.id, id, .caughtUp))
      // Without memory the batch was forgotten meanwhile, and nobody waits for it.
      guard await budget.reserve(estimate, for: holder) else { return message }
      do throws(Failure) {
        switch try await source.read(lane, from: from, limit: limit) {
        case .caughtUp: break
        case .stopped: message.event = .read(lane.id, id, .stopped)
        case .ended: message.event = .read(lane.id, id, .ended)
        case .batch(let raw):
          let bytes = raw.frames.bytes.count
          let facts = ReadFacts.batch(
            from: raw.from, to: raw.to, records: raw.records, bytes: bytes, check: raw.check, isLast: raw.isLast)
          message.event = .read(lane.id, id, facts)
          message.raw = raw
        }
      } catch {
        message.event = .read(lane.id, id, .failed(error))
      }
      return message
    }
  }

  private mutating func process(_ id: BatchID, _ group: inout DiscardingTaskGroup) {
    guard let payload = payloads[id], let raw = payload.raw else { return }
    payloads[id]?.raw = nil
    let processing = driver.processing
    let task = ProcessingTask(
      lane: payload.lane, labels: driver.source.labels(of: payload.lane), run: driver.settings.run,
      sinks: driver.sinks.members, standings: payload.standings)
    child(&group) {
      let processed = processing.run(raw, as: task)
      var message = DriverMessage(.processed(id, processed.facts))
      message.processed = processed
      return message
    }
  }

  /// Makes the batch's dead letters durable, then lets the sink take the rows, which are of one part.
  private mutating func take(_ id: BatchID, _ rows: Range<Int>, _ group: inout DiscardingTaskGroup) {
    guard let payload = payloads[id], let processed = payload.processed else { return }
    let letters = payload.lettersAreKept ? [] : processed.letters
    let driver = driver
    let taking = SinkGroup.Taking(
      batch: id, lane: payload.lane, to: processed.raw.to, check: processed.raw.check,
      tenure: payload.tenure)
    child(&group) {
      do throws(Failure) {
        if !letters.isEmpty { try await driver.keep(letters, payload.tenure) }
      } catch {
        return DriverMessage(.taken(id, .unkept(error)))
      }
      return DriverMessage(.taken(id, await driver.take(rows, of: processed, taking)))
    }
  }

  /// Makes the letters of refused rows durable: one a record, that of its first failure.
  private mutating func keep(_ id: BatchID, _ rows: [RefusedRow], _ group: inout DiscardingTaskGroup) {
    guard let payload = payloads[id], let processed = payload.processed else { return }
    let driver = driver
    var writer =
      payload.writer
      ?? LetterWriter(of: driver.processing, lane: payload.lane, raw: processed.raw, rows: processed.rows)
    var failed = FailedRecords()
    var lettered =
      payload.lettered ?? Set(processed.letters.map { Lettered(sink: $0.sink, position: $0.position) })
    let letters = rows.compactMap { refused in
      processed.part(of: refused.row).map { part, row in
        let letter = writer.letter(
          RowFailure(row: part.batch.origins[row], message: refused.message), stage: "sink",
          sink: driver.sinks.members[part.sink].name, isOwn: true)
        failed.add(letter, ordinal: part.batch.origins[row] - processed.settled)
        return letter
      }
    }.filter { lettered.insert(Lettered(sink: $0.sink, position: $0.position)).inserted }
    payloads[id]?.lettered = lettered
    payloads[id]?.writer = writer
    child(&group) { [failed] in
      do throws(Failure) {
        if !letters.isEmpty { try await driver.keep(letters, payload.tenure) }
        return DriverMessage(.kept(id, nil, repeated: rows.count - letters.count, failed: failed))
      } catch {
        return DriverMessage(.kept(id, error))
      }
    }
  }

  /// The actions that are one call of source or sink.
  private func call(_ action: PipelineAction, _ group: inout DiscardingTaskGroup) {
    let driver = driver
    child(&group) {
      guard case .begin(let lanes, let generation) = action else {
        return DriverMessage(await driver.answer(to: action))
      }
      do throws(Failure) {
        let begun = try await driver.sinks.begin(lanes, from: driver.source)
        var message = DriverMessage(.began(begun.starts, generation: generation))
        message.standings = begun.standings
        return message
      } catch {
        return DriverMessage(.beginFailed(error, generation: generation))
      }
    }
  }
}
