import Engine
import Specifications
import Testing

@Suite struct EndingTraceTests {
  private func readLast(_ name: String, _ batch: Int, _ from: Int64, _ to: Int64) -> PipelineEvent {
    .read(
      id(name), batch,
      .batch(
        from: Position(message: from), to: Position(message: to), records: Int(to - from), bytes: 100, check: "",
        isLast: true))
  }

  @Test("until records asks for no more than is left, whatever is under way, and ends when all of them are read")
  func records() {
    let t = Trace {
      $0.until = [.records(100)]
      $0.depth = 4
    }
    #expect(t.running([("a", nil), ("b", nil)], isFinal: false) == ["read a as 1 from 0 (100)"])
    // What came short of the limit is left for others.
    #expect(t.on(read("a", 1, 0, 30)) == ["process 1", "read b as 2 from 0 (70)"])
    #expect(t.on(.read(id("b"), 2, .caughtUp)) == ["forget 2", "read a as 3 from 30 (70)"])
    #expect(t.on(read("a", 3, 30, 100)) == ["process 3"])
    _ = t.on(.processed(1, BatchFacts(rows: 30)))
    #expect(t.on(.processed(3, BatchFacts(rows: 70))) == [])
    #expect(t.on(.taken(1, .taken(next: Position(message: 30)))).contains("take 3 0..<70"))
    #expect(t.on(.taken(3, .taken(next: Position(message: 100)))).contains("store a nil→100"))
    _ = t.on(.stored(nil))
    #expect(t.on(.committed(id("a"), nil)) == ["finish done"])
    #expect(t.machine.counts.read == 100)
  }

  @Test("what an outage drops is read again and counts once")
  func recordsAfterOutage() {
    let t = Trace {
      $0.until = [.records(100)]
      $0.depth = 1
    }
    _ = t.running([("a", nil)], isFinal: false)
    _ = t.on(read("a", 1, 0, 60))
    _ = t.on(.processed(1, BatchFacts(rows: 60)))
    _ = t.on(.taken(1, .taken(next: Position(message: 60))))
    _ = t.on(.stored(.failure(away)))
    _ = t.on(.abandoned)
    _ = t.on(.tick, after: .seconds(3))
    _ = t.on(.sinkOpened(nil))
    #expect(t.on(.began([start("a", nil)], generation: 1)).last?.hasSuffix("(100)") == true)
  }

  @Test("until time and offsets end when the lanes have come to them, and only the lanes named count for offsets")
  func stops() {
    let t = Trace { $0.until = [.offsets(PartitionOffsets([0: 7]))] }
    _ = t.running([("x/0", nil), ("x/1", nil)], isFinal: false)
    #expect(t.on(.read(id("x/0"), 1, .stopped)).contains("forget 1"))
    #expect(t.on(.read(id("x/1"), 2, .caughtUp)) == ["forget 2", "finish done"])
    let u = Trace { $0.until = [.time(7), .idle(.seconds(10))] }
    _ = u.running([("x/0", nil), ("x/1", nil)], isFinal: false)
    #expect(!u.on(.read(id("x/0"), 1, .stopped)).contains("finish done"))
    #expect(u.on(.read(id("x/1"), 2, .stopped)) == ["forget 2", "finish done"])
  }

  @Test("the limits of time and offset go with every read of their lane")
  func limits() {
    let t = Trace { $0.until = [.time(7), .offsets(PartitionOffsets([0: 9]))] }
    _ = t.on(.start)
    _ = t.on(.sinkOpened(nil))
    _ = t.on(.sourceOpened(nil))
    _ = t.on(.lanes(LaneChange(gained: [lane("x/0"), lane("x/1")])))
    let actions = t.machine.handle(.began([start("x/0", nil), start("x/1", nil)], generation: 0), at: t.now)
    let limits = actions.compactMap { if case .read(_, _, _, _, let limit) = $0 { limit } else { nil } }
    #expect(limits.map(\.offset) == [9, nil] && limits.map(\.time) == [7, 7])
  }

  @Test("of several ends the first that comes true counts, and the others decide nothing more")
  func list() {
    let t = Trace { $0.until = [.elapsed(.seconds(5)), .end, .records(10)] }
    _ = t.running([("a", nil)], isFinal: false)
    _ = t.on(.read(id("a"), 1, .caughtUp))
    _ = t.on(.tick, after: .seconds(5))
    // The read that was under way is waited for, and nothing else is asked for.
    #expect(t.on(.read(id("a"), 2, .caughtUp)) == ["forget 2", "finish done"])
    let u = Trace { $0.until = [.idle(.seconds(60)), .records(10), .end] }
    _ = u.running([("a", nil)], isFinal: false)
    #expect(u.on(read("a", 1, 0, 10)) == ["process 1"])
  }

  @Test("in a list, too, idleness doesn't count while a pipeline that fills the source is busy, or without a lane")
  func idleInList() {
    let t = Trace { $0.until = [.records(1000), .idle(.seconds(10))] }
    _ = t.on(.feeding(true))
    _ = t.running([("a", nil)], isFinal: false)
    _ = t.on(.read(id("a"), 1, .caughtUp))
    _ = t.on(.tick, after: .seconds(30))
    _ = t.on(.read(id("a"), 2, .caughtUp))
    _ = t.on(.feeding(false))
    #expect(!t.on(.tick, after: .seconds(5)).contains("finish done"))
    let none = Trace { $0.until = [.idle(.seconds(10))] }
    _ = none.running([], isFinal: false)
    #expect(!none.on(.tick, after: .seconds(60)).contains("finish done"))
  }

  @Test("behind the last of what a lane holds, records gather for the next batch; to a known end they needn't")
  func age() {
    let t = Trace { $0.batchAge = .seconds(10) }
    _ = t.running([("a", nil)], isFinal: false)
    #expect(t.on(readLast("a", 1, 0, 3)) == ["process 1"])
    #expect(t.machine.nextWake == .seconds(10))
    #expect(t.on(.tick, after: .seconds(9)) == [])
    #expect(t.on(.tick, after: .seconds(1)) == ["read a as 2 from 3 (8192)"])
    // A full batch has more behind it.
    #expect(t.on(read("a", 2, 3, 9)) == ["process 2"])
    let u = Trace {
      $0.batchAge = .seconds(10)
      $0.until = [.end]
    }
    _ = u.running([("a", nil)], isFinal: false)
    _ = u.on(.measured(id("a"), Position(message: 7), nil))
    #expect(u.on(readLast("a", 1, 0, 3)) == ["process 1", "read a as 2 from 3 (8192)"])
  }

  @Test("a lane that begins at its end has that stored, though nothing was read")
  func kept() {
    let t = Trace()
    _ = t.on(.start)
    _ = t.on(.sinkOpened(nil))
    _ = t.on(.sourceOpened(nil))
    _ = t.on(.lanes(LaneChange(gained: [lane("a")])))
    let start = LaneStart(lane: lane("a"), position: Position(message: 40), isKept: true)
    #expect(t.on(.began([start], generation: 0)) == ["read a as 1 from 40 (8192)", "store a nil→40"])
    _ = t.on(.stored(nil))
    _ = t.on(read("a", 1, 40, 44))
    _ = t.on(.processed(1, BatchFacts(rows: 4)))
    #expect(t.on(.taken(1, .taken(next: Position(message: 44)))).contains("store a 40→44"))
  }

  @Test("under a rate in bytes a read brings at most 100 ms' worth, and lanes make no burst together")
  func paceOfBytes() {
    let t = Trace { $0.rate = Rate(parsing: "1MiB/s") }
    _ = t.on(.start)
    _ = t.on(.sinkOpened(nil))
    _ = t.on(.sourceOpened(nil))
    _ = t.on(.lanes(LaneChange(gained: [lane("a"), lane("b")])))
    let actions = t.machine.handle(.began([start("a", nil), start("b", nil)], generation: 0), at: t.now)
    let limits = actions.compactMap { if case .read(_, _, _, _, let limit) = $0 { limit.bytes } else { nil } }
    #expect(limits == [104_857])
    let event = PipelineEvent.read(
      id("a"), 1,
      .batch(from: .start, to: Position(message: 5), records: 5, bytes: 104_857, check: ""))
    #expect(t.on(event) == ["process 1"])
    #expect(t.on(.tick, after: .milliseconds(99)) == [])
    #expect(t.on(.tick, after: .milliseconds(2)) == ["read b as 2 from 0 (8192)"])
  }

  @Test("a lane that has ended is given up once all of it is stored: no outage after that begins it anew")
  func endedLane() {
    let t = Trace { $0.depth = 4 }
    #expect(t.running([("a", nil), ("b", nil)], isFinal: false).count == 2)
    #expect(t.on(read("a", 1, 0, 10)) == ["process 1", "read a as 3 from 10 (8192)"])
    #expect(t.on(.read(id("a"), 3, .ended)) == ["forget 3"])
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    #expect(!t.on(.taken(1, .taken(next: Position(message: 10)))).contains("release a"))
    #expect(t.on(.stored(nil)).contains("commit a 10"))
    #expect(t.on(.committed(id("a"), nil)).contains("release a"))
    _ = t.on(read("b", 2, 0, 10))
    _ = t.on(.processed(2, BatchFacts(rows: 10)))
    _ = t.on(.taken(2, .failed(away)))
    _ = t.on(.abandoned)
    #expect(t.on(.tick, after: .seconds(60)).contains("open sink"))
    // Although the source hasn't answered yet.
    #expect(t.on(.sinkOpened(nil)).contains("begin b #1"))
    #expect(t.on(.released(id("a"))) == [])
  }
}
