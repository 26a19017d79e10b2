import Engine
import Specifications
import Testing

/// Drives a machine by hand and writes down what it decides.
final class Trace {
  var machine: PipelineMachine
  var now: Duration = .zero

  init(_ change: (inout PipelineSettings) -> Void = { _ in }) {
    var settings = PipelineSettings(name: "test")
    settings.depth = 2
    change(&settings)
    machine = PipelineMachine(settings)
  }

  func on(_ event: PipelineEvent, after pause: Duration = .zero) -> [String] {
    now += pause
    let actions = machine.handle(event, at: now).map(describe)
    // A wake that is over would be asked for again and again.
    #expect(machine.nextWake.map { $0 > now } ?? true, "wants to be woken at \(machine.nextWake!), and it is \(now)")
    return actions
  }

  /// Opened, with lanes begun at `positions`.
  func running(_ positions: [(String, Int64?)], isFinal: Bool = true) -> [String] {
    _ = on(.start)
    _ = on(.sinkOpened(nil))
    _ = on(.sourceOpened(nil))
    _ = on(.lanes(LaneChange(gained: positions.map { lane($0.0) }, isFinal: isFinal)))
    return on(.began(positions.map { start($0.0, $0.1) }, generation: 0))
  }
}

func id(_ name: String) -> LaneID { LaneID(name: name, identity: "x") }
func lane(_ name: String) -> Lane { Lane(id: id(name)) }
func start(_ name: String, _ at: Int64?) -> LaneStart {
  let position = at.map { Position(message: $0) }
  return LaneStart(
    lane: lane(name), position: position ?? .start, entry: position.map { LedgerEntry(lane: id(name), position: $0) })
}
func read(_ name: String, _ batch: Int, _ from: Int64, _ to: Int64) -> PipelineEvent {
  .read(
    id(name), batch,
    .batch(from: Position(message: from), to: Position(message: to), records: Int(to - from), bytes: 100, check: ""))
}
let away = Failure(.outage, "OZ-T001", "the store is away")
let denied = Failure(.fatal, "OZ-T002", "no permission")

func describe(_ action: PipelineAction) -> String {
  switch action {
  case .openSink: "open sink"
  case .openSource: "open source"
  case .watchLanes: "watch"
  case .begin(let lanes, let generation): "begin \(lanes.map(\.id.name).joined(separator: ",")) #\(generation)"
  case .read(let lane, let batch, _, let from, let limit): "read \(lane.id) as \(batch) from \(from) (\(limit.records))"
  case .process(let batch): "process \(batch)"
  case .take(let batch, let rows): "take \(batch) \(rows)"
  case .keep(let batch, let rows): "keep \(batch) \(rows.map(\.row))"
  case .store(let moves):
    "store "
      + moves.map { "\($0.lane) \($0.expected.map(\.description) ?? "nil")→\($0.to)" }.joined(separator: ", ")
  case .keepWindow(let window):
    "keep window " + window.runs.map { "\($0.count)\($0.reason.map { "×\($0)" } ?? "")" }.joined(separator: " ")
  case .sendLetters: "send letters"
  case .measureLag(let lanes): "lag \(lanes.map(\.id.name).joined(separator: ","))"
  case .abandon: "abandon"
  case .commit(let lane, let position): "commit \(lane.id) \(position)"
  case .release(let lane): "release \(lane.id)"
  case .measure(let lane): "measure \(lane.id)"
  case .confirm: "confirm"
  case .forget(let batch): "forget \(batch)"
  case .say(let saying):
    switch saying {
    case .paused(let pause):
      "say paused \(pause.failure.code)" + (pause.lag.map { " lag \($0.records)" } ?? "")
        + (pause.batches.map { " busy \($0)" } ?? "")
    case .fullSpeed: "say full speed"
    case .resumed: "say resumed"
    case .lost(let lane): "say lost \(lane)"
    case .note(let lane, let note): "say \(lane) \(note)"
    case .caughtUp: "say caught up"
    case .failed(let failure): "say failed \(failure.code)"
    case .draining: "say draining"
    case .unsent(let failure): "say unsent \(failure.code)"
    case .standingBy: "say standing by"
    }
  case .finish(let outcome):
    switch outcome {
    case .done: "finish done"
    case .drained: "finish drained"
    case .unconnected: "finish unconnected"
    case .failed(let failure): "finish failed \(failure.code)"
    case .passedOver(let other): "finish passed over for \(other)"
    }
  }
}

@Suite struct MachineTraceTests {
  @Test("a lane is read, processed, taken and stored, its group follows, and the pipeline ends")
  func wholeWay() {
    let t = Trace()
    #expect(t.on(.start) == ["open sink"])
    #expect(t.on(.sinkOpened(nil)) == ["open source"])
    #expect(t.on(.sourceOpened(nil)) == ["watch"])
    #expect(t.on(.lanes(LaneChange(gained: [lane("a")], isFinal: true))) == ["begin a #0"])
    #expect(t.on(.began([start("a", nil)], generation: 0)) == ["read a as 1 from 0 (8192)"])
    #expect(t.on(read("a", 1, 0, 10)) == ["process 1", "read a as 2 from 10 (8192)"])
    #expect(t.on(.processed(1, BatchFacts(rows: 9, failed: 1))) == ["take 1 0..<9"])
    #expect(
      t.on(.taken(1, .taken(next: Position(message: 10)))) == ["forget 1", "store a nil→10"])
    #expect(t.on(.read(id("a"), 2, .ended)) == ["forget 2"])
    #expect(t.on(.stored(nil)) == ["commit a 10"])
    #expect(t.on(.committed(id("a"), nil)) == ["release a", "finish done"])
    #expect(t.machine.counts.read == 10 && t.machine.counts.written == 9 && t.machine.counts.deadLettered == 1)
  }

  @Test("batches of a lane are taken in its order, whichever is processed first")
  func order() {
    let t = Trace()
    _ = t.running([("a", 5)])
    #expect(t.on(read("a", 1, 5, 10)).contains("read a as 2 from 10 (8192)"))
    _ = t.on(read("a", 2, 10, 20))
    #expect(t.on(.processed(2, BatchFacts(rows: 10))) == [])
    #expect(t.on(.processed(1, BatchFacts(rows: 5))) == ["take 1 0..<5"])
    #expect(t.on(.taken(1, .taken(next: Position(message: 10)))).contains("take 2 0..<10"))
    #expect(t.on(.taken(2, .taken(next: Position(message: 20)))).contains("store a 5→20"))
  }

  @Test("a position is committed to the group only after it is stored")
  func commitAfterStore() {
    let t = Trace()
    _ = t.running([("a", nil)])
    var seen: [String] = []
    seen += t.on(read("a", 1, 0, 10))
    seen += t.on(.processed(1, BatchFacts(rows: 10)))
    seen += t.on(.taken(1, .taken(next: Position(message: 10))))
    #expect(!seen.contains { $0.hasPrefix("commit") })
    #expect(t.on(.stored(nil)).contains("commit a 10"))
  }

  @Test("records of which none is left for the sink move the position too")
  func nothingToWrite() {
    let t = Trace()
    _ = t.running([("a", 3)])
    _ = t.on(read("a", 1, 3, 8))
    #expect(t.on(.processed(1, BatchFacts(rows: 0, filtered: 5))) == ["take 1 0..<0"])
    #expect(t.on(.taken(1, .taken(next: Position(message: 8)))).contains("store a 3→8"))
  }

  @Test("an outage while storing rewinds every lane to what is stored, and makes no dead letter")
  func outage() {
    let t = Trace()
    _ = t.running([("a", nil), ("b", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    #expect(t.on(.taken(1, .taken(next: Position(message: 10)))).contains("store a nil→10"))
    let seen = t.on(.stored(.failure(away)))
    #expect(seen.contains("abandon") && seen.contains("say paused OZ-T001") && seen.contains("forget 2"))
    #expect(!seen.contains { $0.hasPrefix("keep") || $0.hasPrefix("read") })
    #expect(t.on(.abandoned) == [])
    #expect(t.on(.tick) == [])
    #expect(t.on(.tick, after: .seconds(3)) == ["open sink"])
    #expect(t.on(.sinkOpened(away)) == [])
    #expect(t.on(.tick, after: .seconds(6)) == ["open sink"])
    #expect(t.on(.sinkOpened(nil)) == ["say resumed", "begin b,a #1"])
  }

  @Test("answers from before a rewind are passed over")
  func stale() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    _ = t.on(.taken(1, .failed(away)))
    _ = t.on(.abandoned)
    #expect(t.on(read("a", 2, 10, 20)) == [])
    #expect(t.on(.tick, after: .seconds(3)) == ["open sink"])
    _ = t.on(.sinkOpened(nil))
    #expect(t.on(.began([start("a", 99)], generation: 0)) == [])
    #expect(t.on(.began([start("a", nil)], generation: 1)) == ["read a as 3 from 0 (8192)"])
  }

  @Test("a lane lost to another process is dropped and read again from what the ledger says")
  func lost() {
    let t = Trace()
    _ = t.running([("a", 5)])
    _ = t.on(read("a", 1, 5, 10))
    _ = t.on(.processed(1, BatchFacts(rows: 5)))
    _ = t.on(.taken(1, .taken(next: Position(message: 10))))
    let seen = t.on(.stored(.lost([id("a")])))
    #expect(seen == ["say lost a", "forget 2"])
    #expect(t.on(.tick, after: .seconds(1)) == ["begin a #1"])
    #expect(t.on(.began([start("a", 8)], generation: 1)) == ["read a as 3 from 8 (8192)"])
  }

  @Test("a bad row is found by halves, becomes a letter, and its neighbours are taken with positions of their own")
  func bisection() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 4))
    #expect(t.on(.processed(1, BatchFacts(rows: 4))) == ["take 1 0..<4"])
    let refused = TakeFacts.somewhere(message: "no", mayPass: false)
    #expect(t.on(.taken(1, refused)) == ["take 1 0..<2"])
    #expect(t.on(.taken(1, refused)) == ["take 1 0..<1"])
    #expect(t.on(.taken(1, .taken(next: Position(message: 1)))) == ["take 1 1..<2"])
    #expect(t.on(.taken(1, refused)) == ["keep 1 [1]"])
    #expect(t.on(.kept(1, nil)) == ["take 1 2..<4"])
    #expect(t.on(.taken(1, .taken(next: Position(message: 4)))) == ["forget 1", "store a nil→4"])
    _ = t.on(.stored(nil))
    #expect(t.machine.counts.written == 3 && t.machine.counts.deadLettered == 1)
  }

  @Test("a row refused in a way that may pass is tried again after a pause")
  func retake() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 1))
    _ = t.on(.processed(1, BatchFacts(rows: 1)))
    let refused = TakeFacts.somewhere(message: "no", mayPass: true)
    #expect(t.on(.taken(1, refused)) == [])
    #expect(t.machine.nextWake.map { $0 > .seconds(1) } == true)
    #expect(t.on(.tick, after: .seconds(3)) == ["take 1 0..<1"])
    #expect(t.on(.taken(1, refused)) == [])
    #expect(t.on(.tick, after: .seconds(6)) == ["take 1 0..<1"])
    #expect(t.on(.taken(1, refused)) == ["keep 1 [0]"])
  }

  @Test("what can't get better stops the pipeline with nothing stored past it")
  func fatal() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 4))
    _ = t.on(.processed(1, BatchFacts(rows: 4)))
    let seen = t.on(.taken(1, .failed(denied)))
    #expect(seen.suffix(2) == ["say failed OZ-T002", "finish failed OZ-T002"])
    #expect(!seen.contains { $0.hasPrefix("store") })
    #expect(t.on(.tick, after: .seconds(60)) == [])
  }

  @Test("where a lane can't be read any further, what was read before is stored first")
  func unreadable() {
    let t = Trace { $0.depth = 4 }
    _ = t.running([("a", nil), ("b", nil)])
    _ = t.on(read("a", 1, 0, 4))
    _ = t.on(.processed(1, BatchFacts(rows: 4)))
    let broken = Failure(.fatal, "OZ-F007", "it ends too early")
    #expect(t.on(.read(id("b"), 2, .failed(broken))) == ["forget 2", "say failed OZ-F007"])
    // Nor does another one that breaks meanwhile take that away.
    #expect(t.on(.read(id("a"), 3, .failed(broken))) == ["forget 3", "say failed OZ-F007"])
    let stored = t.on(.taken(1, .taken(next: Position(message: 4)))).filter { $0.hasPrefix("store") }
    #expect(stored.count == 1)
    #expect(t.on(.stored(nil)) == ["commit a 4"])
    #expect(t.on(.committed(id("a"), nil)) == ["finish failed OZ-F007"])
  }

  @Test("a failure that is one lane's alone leaves the others to be read to their end, and then fails the pipeline")
  func brokenLane() {
    let t = Trace { $0.depth = 4 }
    _ = t.running([("a", nil), ("b", nil)])
    let broken = Failure(.fatal, "OZ-F005", "b is damaged").ofLane
    #expect(t.on(.read(id("b"), 2, .failed(broken))) == ["forget 2", "say failed OZ-F005", "release b"])
    #expect(t.on(.released(id("b"))) == [])
    #expect(t.on(read("a", 1, 0, 4)) == ["process 1", "read a as 3 from 4 (8192)"])
    #expect(t.on(.read(id("a"), 3, .ended)) == ["forget 3"])
    _ = t.on(.processed(1, BatchFacts(rows: 4)))
    #expect(t.on(.taken(1, .taken(next: Position(message: 4)))).contains { $0.hasPrefix("store") })
    #expect(t.on(.stored(nil)) == ["commit a 4"])
    let last = t.on(.committed(id("a"), nil))
    #expect(last.last == "finish failed OZ-F005" && !last.contains { $0.hasPrefix("say") })
  }

  @Test("a lane that failed by itself is told once, though an outage has it read again; draining fails then, too")
  func brokenLaneInOutage() {
    let t = Trace { $0.depth = 4 }
    _ = t.running([("a", nil), ("b", nil)])
    let broken = Failure(.fatal, "OZ-F005", "b is damaged").ofLane
    _ = t.on(read("b", 2, 0, 4))
    _ = t.on(.processed(2, BatchFacts(rows: 4)))
    #expect(t.on(.read(id("b"), 3, .failed(broken))) == ["forget 3", "say failed OZ-F005"])
    _ = t.on(.taken(2, .failed(away)))
    _ = t.on(.abandoned)
    #expect(t.on(.tick, after: .seconds(60)).contains("open sink"))
    #expect(t.on(.sinkOpened(nil)).contains { $0.hasPrefix("begin a,b") || $0.hasPrefix("begin b,a") })
    let reads = t.on(.began([start("a", nil), start("b", nil)], generation: 1))
    let again = reads.first { $0.hasPrefix("read b") }?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    #expect(t.on(.read(id("b"), again ?? 0, .failed(broken))).contains { $0.hasPrefix("say") } == false)
    _ = t.on(.drain)
    let other = reads.first { $0.hasPrefix("read a") }?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
    #expect(t.on(.read(id("a"), other ?? 0, .caughtUp)).last == "finish failed OZ-F005")
  }

  @Test("a first connection that is refused for good ends the pipeline as unconnected")
  func unconnected() {
    let t = Trace()
    _ = t.on(.start)
    #expect(t.on(.sinkOpened(denied)) == ["say failed OZ-T002", "finish unconnected"])
  }

  @Test("draining reads no more, stores what is under way, and ends")
  func drain() {
    let t = Trace()
    _ = t.running([("a", nil)], isFinal: false)
    _ = t.on(read("a", 1, 0, 4))
    #expect(t.on(.drain) == ["say draining"])
    #expect(t.on(read("a", 2, 4, 6)) == ["process 2"])
    #expect(t.on(.processed(1, BatchFacts(rows: 4))) == ["take 1 0..<4"])
    #expect(t.on(.taken(1, .taken(next: Position(message: 4)))) == ["forget 1"])
    #expect(t.on(.processed(2, BatchFacts(rows: 2))) == ["take 2 0..<2"])
    #expect(t.on(.taken(2, .taken(next: Position(message: 6)))) == ["forget 2", "store a nil→6"])
    #expect(t.on(.stored(nil)) == ["commit a 6"])
    #expect(t.on(.committed(id("a"), nil)) == ["finish drained"])
  }

  @Test("draining that takes too long ends with nothing more stored")
  func drainDeadline() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 4))
    _ = t.on(.drain)
    #expect(t.on(.tick, after: .seconds(29)) == [])
    #expect(t.on(.tick, after: .seconds(2)) == ["finish drained"])
  }

  @Test("a revoked lane finishes what is under way before it is released")
  func revoke() {
    let t = Trace()
    _ = t.running([("a", nil), ("b", nil)], isFinal: false)
    _ = t.on(read("a", 1, 0, 4))
    _ = t.on(.lanes(LaneChange(revoked: [lane("a")])))
    _ = t.on(.processed(1, BatchFacts(rows: 4)))
    #expect(t.on(.taken(1, .taken(next: Position(message: 4)))).contains("store a nil→4"))
    #expect(t.on(.stored(nil)) == ["commit a 4"])
    #expect(t.on(.committed(id("a"), nil)) == ["release a"])
    #expect(t.on(.released(id("a"))) == [])
  }

  @Test("a lane that is gained again is begun anew once its release is done, in whatever order both are told")
  func regained() {
    let t = Trace()
    _ = t.running([("a", nil), ("b", nil)], isFinal: false)
    #expect(t.on(.lanes(LaneChange(revoked: [lane("a")]))) == ["watch"])
    #expect(t.on(.read(id("a"), 1, .caughtUp)) == ["forget 1", "release a"])
    #expect(t.on(.lanes(LaneChange(gained: [Lane(id: id("a"), epoch: 2)]))) == ["watch"])
    #expect(t.on(.released(id("a"))) == ["begin a #0"])
  }

  @Test("a group whose offset lies behind the sink's position follows when the lane is taken, with nothing to read")
  func groupFollows() {
    let t = Trace()
    #expect(t.running([("a", 7), ("b", nil)], isFinal: false).contains("commit a 7"))
    #expect(t.on(.read(id("a"), 1, .caughtUp)) == ["forget 1"])
  }

  @Test("until end waits for the pipelines that fill the source, then reads to the end as it is then")
  func untilEnd() {
    let t = Trace { $0.until = [.end] }
    _ = t.on(.feeding(true))
    _ = t.running([("a", nil)], isFinal: false)
    #expect(t.on(.read(id("a"), 1, .caughtUp)) == ["forget 1"])
    #expect(t.on(.tick, after: .seconds(1)) == ["read a as 2 from 0 (8192)"])
    #expect(t.on(.feeding(false)).contains("measure a"))
    #expect(t.on(.read(id("a"), 2, .caughtUp)) == ["forget 2", "say caught up"])
    #expect(t.on(.measured(id("a"), Position(message: 7), nil)) == [])
    #expect(t.on(.tick, after: .seconds(1)) == ["read a as 3 from 0 (8192)"])
    _ = t.on(read("a", 3, 0, 7))
    _ = t.on(.processed(3, BatchFacts(rows: 7)))
    _ = t.on(.taken(3, .taken(next: Position(message: 7))))
    #expect(t.on(.stored(nil)).contains("confirm"))
    #expect(t.on(.confirmed(false)) == [])
    _ = t.on(.committed(id("a"), nil))
    #expect(t.on(.tick, after: .seconds(1)) == ["confirm"])
    #expect(t.on(.confirmed(true)) == ["finish done"])
  }

  @Test("idleness counts only while connected, caught up and not fed")
  func untilIdle() {
    let t = Trace { $0.until = [.idle(.seconds(10))] }
    _ = t.on(.feeding(true))
    _ = t.running([("a", nil)], isFinal: false)
    _ = t.on(.read(id("a"), 1, .caughtUp))
    #expect(!t.on(.tick, after: .seconds(11)).contains("finish done"))
    _ = t.on(.read(id("a"), 2, .caughtUp))
    _ = t.on(.feeding(false))
    _ = t.on(.tick, after: .seconds(9))
    _ = t.on(.read(id("a"), 3, .caughtUp))
    let seen = t.on(.tick, after: .seconds(2)) + t.on(.read(id("a"), 4, .caughtUp))
    #expect(seen.last == "finish done")
  }

  @Test("a paced pipeline reads at most 100 ms' worth, and waits for its time")
  func pace() {
    let t = Trace { $0.rate = Rate(parsing: "100/s") }
    #expect(t.running([("a", nil)]) == ["read a as 1 from 0 (10)"])
    #expect(t.on(read("a", 1, 0, 10)) == ["process 1"])
    #expect(t.machine.nextWake == .milliseconds(100))
    #expect(t.on(.tick, after: .milliseconds(99)) == [])
    #expect(t.on(.tick, after: .milliseconds(1)) == ["read a as 2 from 10 (10)"])
  }

  @Test("no more batches are under way than the depth allows, and lanes take turns")
  func depth() {
    let t = Trace { $0.depth = 3 }
    #expect(
      t.running([("a", nil), ("b", nil)]) == ["read a as 1 from 0 (8192)", "read b as 2 from 0 (8192)"])
    #expect(t.on(read("a", 1, 0, 10)) == ["process 1", "read a as 3 from 10 (8192)"])
    #expect(t.on(read("b", 2, 0, 10)) == ["process 2"])
  }
}
