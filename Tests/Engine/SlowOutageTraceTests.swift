import Engine
import Testing

private let busy = Failure(.busy, "OZ-T003", "too many requests")

@Suite struct PauseTraceTests {
  @Test("that an outage lasts is said once a minute, however often or seldom it is tried")
  func reminds() {
    let t = Trace { $0.retry = RetryPolicy(base: .seconds(200), cap: .seconds(200)) }
    _ = t.on(.start)
    #expect(t.on(.sinkOpened(away)) == ["say paused OZ-T001"])
    #expect(t.on(.tick, after: .seconds(59)) == [])
    #expect(t.on(.tick, after: .seconds(1)) == ["say paused OZ-T001"])
    #expect(t.on(.tick, after: .seconds(60)) == ["say paused OZ-T001"])

    let often = Trace()
    _ = often.on(.start)
    var said = 0
    for _ in 0..<300 where often.on(.sinkOpened(away)).contains("say paused OZ-T001") || !often.tryAgain() {
      said += 1
    }
    let minutes = Int(often.now.components.seconds) / 60
    #expect(said <= minutes + 1 && minutes > 0, "\(said) lines in \(minutes) minutes")
  }

  @Test("how far the lanes are behind is measured while the sink is away, with its trend, and said with the outage")
  func lag() {
    let t = Trace { $0.lagEvery = .seconds(10) }
    _ = t.running([("a", 100), ("b", nil)])
    #expect(t.on(.tick, after: .seconds(1)) == [])
    _ = t.on(.lagMeasured([id("a"): Position(message: 300), id("b"): Position(message: 50)]))
    _ = t.on(read("a", 1, 100, 110))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    #expect(t.on(.taken(1, .failed(away))).contains("say paused OZ-T001 lag 250"))
    _ = t.on(.abandoned)
    let measures = t.on(.tick, after: .seconds(10))
    #expect(measures.contains("lag b,a") || measures.contains("lag a,b"))
    _ = t.on(.sinkOpened(away))
    _ = t.on(.lagMeasured([id("a"): Position(message: 400), id("b"): Position(message: 50)]))
    let said = t.machine.handle(.tick, at: t.now + .seconds(60))
    let pause = said.compactMap { if case .say(.paused(let pause)) = $0 { pause } else { nil } }.first
    #expect(pause?.lag == Lag(records: 350, perSecond: 10))
    #expect(pause?.lasting == .seconds(70))
  }

  @Test("a source that can't tell its end is behind by nothing that could be said")
  func noLag() {
    let t = Trace { $0.lagEvery = .seconds(10) }
    _ = t.running([("a", 100)])
    _ = t.on(.lagMeasured([:]))
    _ = t.on(read("a", 1, 100, 110))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    #expect(t.on(.taken(1, .failed(away))).contains("say paused OZ-T001"))
  }

  @Test("what was never connected is waited for as long as `connect_within` says, and once connected for ever")
  func connectWithin() {
    let t = Trace { $0.connectSinkWithin = .seconds(30) }
    _ = t.on(.start)
    _ = t.on(.sinkOpened(away))
    var last: [String] = []
    for _ in 0..<20 where !last.contains(where: { $0.hasPrefix("finish") }) {
      if t.tryAgain() { last = t.on(.sinkOpened(away)) }
    }
    #expect(last == ["say failed OZ-T001", "finish unconnected"])
    #expect(t.now == .seconds(30))

    let connected = Trace { $0.connectSinkWithin = .seconds(30) }
    _ = connected.running([("a", nil)])
    _ = connected.on(read("a", 1, 0, 10))
    _ = connected.on(.processed(1, BatchFacts(rows: 10)))
    _ = connected.on(.taken(1, .failed(away)))
    _ = connected.on(.abandoned)
    for _ in 0..<20 where connected.tryAgain() {
      #expect(!connected.on(.sinkOpened(away)).contains { $0.hasPrefix("finish") })
    }
    #expect(connected.now > .seconds(300))
  }
}

extension Trace {
  /// Goes on to when the machine wants to be woken; whether it then made a try.
  fileprivate func tryAgain() -> Bool {
    guard let wake = machine.nextWake else { return false }
    return on(.tick, after: wake - now).contains("open sink")
  }
}

@Suite struct BusyTraceTests {
  /// Answers all that the machine wants, reads first, so that as much is under way as may be.
  private final class World {
    let machine: Trace
    private var events: [PipelineEvent] = []
    private var underWay: Set<BatchID> = []
    /// How much was under way at most before the last store.
    private(set) var most = 0
    private(set) var said: [String] = []
    private var time = Duration.zero

    init(_ machine: Trace) { self.machine = machine }

    /// Runs until a transaction was stored, or refused as busy.
    func store(isBusy: Bool) {
      var found = underWay.count
      var isDone = false
      if events.isEmpty && underWay.isEmpty { take(.start) }
      for _ in 0..<1000 where !isDone {
        let reads = events.firstIndex { if case .read = $0 { true } else { false } }
        guard !events.isEmpty else {
          time += .seconds(3)
          take(.tick)
          continue
        }
        var event = events.remove(at: reads ?? 0)
        if case .stored = event {
          isDone = true
          if isBusy { event = .stored(.failure(busy)) }
        }
        // What is read behind a store belongs to the next.
        if !isDone { found = max(found, underWay.count) }
        take(event)
      }
      most = found
      #expect(isDone)
    }

    private func take(_ event: PipelineEvent) {
      for action in machine.machine.handle(event, at: time) {
        switch action {
        case .openSink: events.append(.sinkOpened(nil))
        case .openSource: events.append(.sourceOpened(nil))
        case .watchLanes: events.append(.lanes(LaneChange(gained: [lane("a")], isFinal: true)))
        case .begin(_, let generation):
          events = events.filter { if case .read = $0 { false } else { true } }
          events.append(.began([start("a", nil)], generation: generation))
        case .read(_, let batch, _, let from, _):
          underWay.insert(batch)
          events.append(read("a", batch, from.message, from.message + 10))
        case .process(let batch): events.append(.processed(batch, BatchFacts(rows: 10)))
        case .take(let batch, _): events.append(.taken(batch, .taken(next: Position(message: Int64(batch) * 10))))
        case .store: events.append(.stored(nil))
        case .abandon: events.append(.abandoned)
        case .forget(let batch): underWay.remove(batch)
        case .say: said.append(describe(action))
        default: break
        }
      }
    }
  }

  @Test("a busy sink halves what is under way, to one batch at least, and each store adds one until all is as it was")
  func busySink() {
    let world = World(
      Trace {
        $0.depth = 4
        $0.laneDepth = 4
        $0.transactionBatches = 1
      })
    world.store(isBusy: true)
    #expect(world.most == 4)
    var most: [Int] = []
    for isBusy in [true, true, false, false, false, false, true, false] {
      world.store(isBusy: isBusy)
      most.append(world.most)
    }
    #expect(most == [2, 1, 1, 2, 3, 4, 4, 2])
    #expect(world.said.filter { $0 == "say full speed" }.count == 1, "\(world.said)")
    #expect(world.said.first == "say paused OZ-T003 busy 2")
  }
}
