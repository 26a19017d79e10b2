import Columns
import Engine
import Glibc
import Synchronization
import Testing

/// Batches of one lane are worked on at once, and delivered in its order, within the budget. A decoder that waits holds
/// one of the threads that all tasks share, so that only one of these tests may run at a time.
@Suite(
  "batches of one lane", .serialized,
  .enabled(if: sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1, "one core works on one batch"))
struct ParallelDecodingTests {
  @Test("are decoded while earlier ones still are, and taken in order all the same")
  func order() async {
    let lane = NumberedLane(count: 240, batch: 10)
    var settings = PipelineSettings(name: "p")
    settings.batch = ReadLimit(records: 10, bytes: 1 << 20)
    settings.laneDepth = 2
    let desk = BudgetDesk(total: 64 << 20)
    let outcome = await lane.run(settings, desk)
    #expect(outcome == .done)
    #expect(lane.record.taken == Array(0..<240))
    // Each second batch was decoded whole before the one that precedes it was done.
    #expect(lane.record.overtaken == 12)
    #expect(lane.record.mostAtOnce == 2)
    #expect(desk.given == 0)
  }

  @Test("never hold more memory than there is, and still are decoded at once", arguments: [2, 3, 5])
  func budget(room: Int) async {
    let lane = NumberedLane(count: 480, batch: 10)
    var settings = PipelineSettings(name: "p")
    // Each batch reserves four times the bytes that it may have, which is more than it turns out to take.
    settings.batch = ReadLimit(records: 10, bytes: 1_000)
    settings.depth = 8
    settings.laneDepth = 8
    let desk = BudgetDesk(total: room * 4_000 + 3_999)
    let outcome = await lane.run(settings, desk)
    #expect(outcome == .done)
    #expect(lane.record.taken == Array(0..<480))
    #expect(lane.record.overtaken == 24)
    #expect(lane.record.mostAtOnce <= room)
    #expect(lane.record.mostGiven <= room * 4_000 + 3_999)
    #expect(lane.record.mostGiven >= 2 * 4_000)
    #expect(desk.given == 0)
  }
}

/// A lane of numbers, and what was seen of them on their way. Every batch of an even number waits, while it is decoded,
/// until the batch behind it is done.
private final class NumberedLane: Source, Decoder, Sink {
  struct Record: Sendable {
    var taken: [Int64] = []
    /// How many batches were done before the one that precedes them.
    var overtaken = 0
    /// Whether one was waited for in vain.
    var isLate = false
    var mostGiven = 0
    var atOnce = 0
    var mostAtOnce = 0
  }

  struct Rows: PreparedRows {
    let numbers: [Int64]
    let failures: [RowFailure] = []
    var count: Int { numbers.count }
    var footprint: Int { numbers.count * 8 }
  }

  let schema = Schema([Field("n", .int64)])
  private let count: Int64
  private let batch: Int64
  private let seen = Mutex(Record())
  private let desk = Mutex<BudgetDesk?>(nil)
  /// For each pair of batches: signalled when the second is decoded.
  private let pairs: [Signal]

  init(count: Int64, batch: Int64) {
    self.count = count
    self.batch = batch
    pairs = (0..<count / batch / 2).map { _ in Signal() }
  }

  var record: Record { seen.withLock { $0 } }

  func run(_ settings: PipelineSettings, _ budget: BudgetDesk) async -> Outcome {
    desk.withLock { $0 = budget }
    var settings = settings
    settings.until = [.end]
    let driver = PipelineDriver(
      settings: settings, source: self, sinks: [SinkGroup.Member(name: "sink", sink: self)],
      processing: Processing(pipeline: "p", decoder: self, stages: []), letters: MemoryLetters(),
      configurationHash: "", budget: budget,
      observer: PipelineObserver(say: { _ in }, show: { _, _ in self.look() }))
    return await driver.run(isFed: false, commands: AsyncStream { $0.finish() })
  }

  private func look() {
    guard let given = desk.withLock({ $0 })?.given else { return }
    seen.withLock { $0.mostGiven = max($0.mostGiven, given) }
  }

  // What both a source and a sink tell.
  var keepsPositions: Bool { true }
  var ownMemory: Int { 0 }

  // MARK: The source

  func open() async throws(Failure) {}
  func change() async throws(Failure) -> LaneChange { LaneChange(gained: [lane("a")], isFinal: true) }

  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { LaneStart(lane: $0, position: .start) }
  }

  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult {
    look()
    let numbers = position.message..<min(count, position.message + batch)
    if numbers.isEmpty { return .ended }
    var bytes = RawMemory()
    var ranges: [Range<Int>] = []
    for number in numbers {
      let start = bytes.count
      bytes.append(number)
      ranges.append(start..<bytes.count)
    }
    return .batch(
      RawBatch(
        frames: Frames(bytes: bytes.buffer(), ranges: ranges), positions: .offsets(Array(numbers)),
        from: position, to: Position(message: numbers.upperBound), records: numbers.count))
  }

  // MARK: The decoder

  func decode(_ frames: Frames) -> Decoded {
    seen.withLock { seen in
      seen.atOnce += 1
      seen.mostAtOnce = max(seen.mostAtOnce, seen.atOnce)
    }
    look()
    var rows = DecodedRows()
    for (frame, range) in frames.ranges.enumerated() { rows.append(range, frame: frame) }
    let column = Column(type: .int64, count: frames.ranges.count, values: frames.bytes)
    let number = Int(column.value(0, as: Int64.self) / batch)
    if number % 2 == 1 {
      pairs[number / 2].signal()
    } else if !record.isLate {
      let isDone = pairs[number / 2].wait(seconds: 60)
      seen.withLock { seen in
        seen.overtaken += isDone ? 1 : 0
        seen.isLate = !isDone
      }
    }
    seen.withLock { $0.atOnce -= 1 }
    return Decoded(
      batch: ColumnBatch(schema: schema, columns: [column], count: column.count), rows: rows, failures: [])
  }

  // MARK: The sink

  var target: String { "t" }
  var guarantee: Guarantee { .exactlyOnce }
  var reason: String { "" }
  func entries() async throws(Failure) -> [LedgerEntry] { [] }

  func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    Rows(numbers: (0..<batch.count).map { batch.columns[0].value($0) })
  }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    look()
    let numbers = (rows as? Rows)?.numbers ?? []
    seen.withLock { $0.taken += numbers }
  }

  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {}
  func abandon() async {}
  func close() async {}
}

/// Something that threads wait for.
@safe private final class Signal: Sendable {
  // The semaphore stays at its place, and its calls may be made by any thread.
  nonisolated(unsafe) private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    unsafe semaphore = .allocate(capacity: 1)
    _ = unsafe sem_init(semaphore, 0, 0)
  }

  deinit {
    _ = unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  func signal() { _ = unsafe sem_post(semaphore) }

  /// Whether it was signalled in time.
  func wait(seconds: Int) -> Bool {
    var until = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &until)
    until.tv_sec += seconds
    return unsafe sem_timedwait(semaphore, &until) == 0
  }
}
