import Columns
import Engine
import Synchronization

/// What is done wrong on purpose, to show that the suite finds it.
enum Sabotage: String, CaseIterable, Sendable {
  // The sink.
  case commitSkipped, positionNotMoved, positionAhead, batchRepeated, rowsDropped, outageAsRecords, outageAsFatal
  case heldAfterOutage
  // The source.
  case beginsAnew, batchSkipped, limitIgnored
  // The letters and the budget.
  case letterNotKept, letterCut, letterElsewhere, budgetIgnored
  // The end.
  case drainDropsRest
}

/// Watches what passes between engine and connector, and stops or sabotages it where a trial says so.
final class Interposer: Sendable {
  private struct State {
    var stores = 0
    var takes = 0
    var reads = 0
    var ahead = 0
    var furthestAhead = 0
    var isDraining = false
    var complaints: [String] = []
    var rowsRead = 0
    var hasFailed = false
    var isAway = false
  }

  let trial: Trial
  let rig: any SinkRig
  let commands: AsyncStream<PipelineEvent>.Continuation
  private let state = Mutex(State())
  private let kill: @Sendable () -> Void

  init(
    _ trial: Trial, _ rig: any SinkRig, _ commands: AsyncStream<PipelineEvent>.Continuation,
    kill: @escaping @Sendable () -> Void
  ) {
    self.trial = trial
    self.rig = rig
    self.commands = commands
    self.kill = kill
  }

  var furthestAhead: Int { state.withLock { $0.furthestAhead } }
  var rowsRead: Int { state.withLock { $0.rowsRead } }
  var complaints: [String] { state.withLock { $0.complaints } }
  var isDraining: Bool { state.withLock { $0.isDraining } }

  func countTake() -> Int {
    state.withLock { state in
      state.takes += 1
      return state.takes
    }
  }

  func taken() { state.withLock { $0.ahead -= 1 } }

  func read(_ batch: RawBatch, _ limit: ReadLimit) {
    state.withLock { state in
      state.ahead += 1
      state.furthestAhead = max(state.furthestAhead, state.ahead)
      state.rowsRead += batch.records
      let bytes = batch.frames.ranges.reduce(0) { $0 + $1.count }
      if batch.records > limit.records || (batch.records > 1 && bytes > limit.bytes) {
        state.complaints.append("a read of at most \(limit) brought \(batch.records) records in \(bytes) bytes")
      }
    }
  }

  /// Whether this read, or this opening, is to find the source away.
  func isAway(reading: Bool) -> Bool {
    guard trial.sourceAway else { return false }
    return state.withLock { state in
      if !reading {
        return state.isAway
          && {
            state.isAway = false
            return true
          }()
      }
      state.reads += 1
      // Every source is read twice at least, whatever its batches hold.
      guard state.reads == 2 else { return false }
      state.isAway = true
      return true
    }
  }

  /// Comes before a store: a process that is killed there never makes it.
  func beforeStore() async throws(StoreFailure) -> Int {
    let number = state.withLock { state in
      state.stores += 1
      return state.stores
    }
    if case .killed(beforeStore: number) = trial.stop { try await end() }
    return number
  }

  func afterStore(_ number: Int) async throws(StoreFailure) {
    if trial.sinkAway && number == 1 { rig.takeAway() }
    switch trial.stop {
    case .cutOff(afterStore: number): try await end()
    case .drained(afterStore: number):
      state.withLock { $0.isDraining = true }
      commands.yield(.drain)
    default: break
    }
  }

  private func end() async throws(StoreFailure) {
    kill()
    // It ends with the process that is called off here.
    for await _ in AsyncStream<Never>.makeStream().stream {}
    throw .failure(Failure(.outage, "OZ-T001", "the process was killed"))
  }

  /// Gives the reader the time to run ahead too far, if it would.
  func holdUp(_ take: Int) async {
    guard trial.isSlow, take <= 3 else { return }
    let deadline = ContinuousClock.now + .milliseconds(150)
    while ContinuousClock.now < deadline, furthestAhead <= Trial.aheadAtMost {
      try? await Task.sleep(for: .milliseconds(2))
    }
  }
}

/// A sink behind an interposer.
struct InterposedSink: Sink {
  let sink: any Sink
  let interposer: Interposer
  /// Whether it is the pipeline's first sink, which takes some of every batch.
  let isFirst: Bool

  private var sabotage: Sabotage? { interposer.trial.sabotage }

  var places: [String] { sink.places }
  var target: String { sink.target }
  var keepsPositions: Bool { sink.keepsPositions }
  var guarantee: Guarantee { sink.guarantee }
  var reason: String { sink.reason }
  func open() async throws(Failure) { try await sink.open() }
  func entries() async throws(Failure) -> [LedgerEntry] { try await sink.entries() }
  var turn: String? { sink.turn }
  func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows { sink.prepare(batch, form: form) }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    let number = interposer.countTake()
    await interposer.holdUp(number)
    if sabotage == .rowsDropped && number % 3 == 0 { return taken() }
    if sabotage == .drainDropsRest && interposer.isDraining { return taken() }
    do throws(TakeFailure) {
      try await sink.take(rows, of: lane)
      if sabotage == .batchRepeated && number == 2 { try await sink.take(rows, of: lane) }
    } catch {
      guard case .failure(let failure) = error, failure.kind == .outage else { throw error }
      switch sabotage {
      case .outageAsRecords:
        // It is over before anything is stored.
        interposer.rig.bringBack()
        throw .rows((0..<rows.count).map { RefusedRow(row: $0, message: failure.message) })
      case .outageAsFatal: throw .failure(Failure(.fatal, failure.code, failure.message))
      // It says that the rows are taken, though they went with the connection.
      case .heldAfterOutage: interposer.rig.bringBack()
      default: throw error
      }
    }
    taken()
  }

  private func taken() { if isFirst { interposer.taken() } }

  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    let number = try await interposer.beforeStore()
    var moves = moves
    switch sabotage {
    case .commitSkipped where number == 2: await sink.abandon()
    case .positionNotMoved: moves = []
    case .positionAhead where number == 2:
      for index in moves.indices { moves[index].to.message += 40 }
    default: break
    }
    do throws(StoreFailure) {
      try await sink.store(moves)
    } catch {
      if sabotage == .outageAsFatal, case .failure(let failure) = error {
        throw .failure(Failure(.fatal, failure.code, failure.message))
      }
      throw error
    }
    try await interposer.afterStore(number)
  }

  func abandon() async { await sink.abandon() }
  func close() async { await sink.close() }
}

/// A source behind an interposer.
struct InterposedSource: Source {
  let source: any Source
  let interposer: Interposer

  private var sabotage: Sabotage? { interposer.trial.sabotage }
  private var away: Failure { Failure(.outage, "OZ-T002", "the source is away") }

  var place: String? { source.place }
  var needsSoleRunner: Bool { source.needsSoleRunner }
  var keepsPositions: Bool { source.keepsPositions }
  var isEndless: Bool { source.isEndless }
  var metadata: Set<Metadata> { source.metadata }
  func labels(of lane: LaneID) -> LaneLabels { source.labels(of: lane) }

  func open() async throws(Failure) {
    if interposer.isAway(reading: false) { throw away }
    try await source.open()
  }

  func change() async throws(Failure) -> LaneChange { try await source.change() }

  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    var starts = try await source.begin(lanes, ledger: ledger)
    if sabotage == .beginsAnew { for index in starts.indices { starts[index].position = .start } }
    return starts
  }

  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult {
    if interposer.isAway(reading: true) { throw away }
    var wanted = limit
    if sabotage == .limitIgnored { wanted = ReadLimit(records: limit.records * 3, bytes: limit.bytes * 3) }
    var result = try await source.read(lane, from: position, limit: wanted)
    if sabotage == .batchSkipped, position == .start, case .batch(let skipped) = result {
      result = try await source.read(lane, from: skipped.to, limit: wanted)
    }
    if case .batch(let batch) = result { interposer.read(batch, limit) }
    return result
  }

  func end(of lane: Lane) async throws(Failure) -> Position? { try await source.end(of: lane) }
  func isSettledElsewhere(beside lanes: [Lane]) async throws(Failure) -> Bool {
    try await source.isSettledElsewhere(beside: lanes)
  }
  func commit(_ lane: Lane, _ position: Position) async throws(Failure) { try await source.commit(lane, position) }
  func release(_ lane: Lane) async { await source.release(lane) }
  func close() async { await source.close() }
}

/// A store of letters behind a trial's sabotage.
struct InterposedLetters: DeadLetterStore {
  let letters: any DeadLetterStore
  let sabotage: Sabotage?

  func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure) {
    try await letters.begin(box, at: position, last: last)
  }

  func keep(_ kept: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure) {
    var kept = kept
    for index in kept.indices {
      switch sabotage {
      case .letterCut: kept[index].bytes = .copying("x")
      case .letterElsewhere: kept[index].position = Position(message: 1)
      default: break
      }
    }
    if sabotage == .letterNotKept { kept.removeAll() }
    try await letters.keep(kept, tenure: tenure, configuration: hash)
  }

  func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure) {
    try await letters.settled(box, upTo: position, by: tenure)
  }

  func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure) {
    try await letters.keep(window, of: pipeline, configuration: hash)
  }
}
