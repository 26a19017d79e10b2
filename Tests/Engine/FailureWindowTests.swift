import Columns
import Engine
import Testing

/// Records of a batch that failed: for each, the how many-th it is and what is said of it.
func failed(_ entries: [(Int, String)], stage: String = "contract") -> FailedRecords {
  var failed = FailedRecords()
  for (ordinal, message) in entries {
    let letter = DeadLetter(
      pipeline: "p", sink: "sink", lane: id("a"), position: Position(message: Int64(ordinal)), line: ordinal + 2,
      bytes: .copying(""), length: 0, stage: stage, message: message, isPersonal: false)
    failed.add(letter, ordinal: ordinal)
  }
  return failed
}

@Suite struct FailureWindowTests {
  private let limit = StopAbove(share: 0.5, of: 10)

  private func bad(_ ordinals: [Int], _ message: String = "`n` is no number") -> FailedRecords {
    failed(ordinals.map { ($0, message) })
  }

  @Test("nothing is judged before so many records were seen")
  func tooFew() {
    var window = FailureWindow()
    #expect(window.add(bad(Array(0..<9)), of: 9, limit) == nil)
    let excess = window.add(FailedRecords(), of: 1, limit)
    #expect(excess?.failed == 9 && excess?.of == 10)
    #expect(excess?.known.place == "a at 0, line 2")
  }

  @Test("half of them is not more than half")
  func half() {
    var window = FailureWindow()
    #expect(window.add(bad([0, 2, 4, 6, 8]), of: 10, limit) == nil)
    #expect(window.add(bad([0]), of: 1, limit) == nil)
    #expect(window.add(bad([0]), of: 1, limit)?.failed == 6)
  }

  @Test("failures for different reasons aren't added up, and messages that differ in their values have one reason")
  func reasons() {
    var window = FailureWindow()
    let mixed = failed((0..<10).map { ($0, $0 % 2 == 0 ? "`n` is no number" : "`m` is null") })
    #expect(window.add(mixed, of: 10, limit) == nil)
    var other = FailureWindow()
    let same = failed((0..<10).map { ($0, "\"x\($0)\" is no number") })
    #expect(other.add(same, of: 10, limit)?.known.reason.shape == "\"…\" is no number")
  }

  @Test("within a large batch, the last records count and not the batch")
  func slides() {
    var window = FailureWindow()
    #expect(window.add(bad(Array(500..<506)), of: 1000, limit)?.failed == 6)
    var sparse = FailureWindow()
    #expect(sparse.add(bad(Array(stride(from: 0, to: 1000, by: 2))), of: 1000, limit) == nil)
  }

  @Test("what has left the window is forgotten, its reason too")
  func forgets() {
    var window = FailureWindow()
    _ = window.add(bad([0, 1, 2]), of: 3, limit)
    #expect(window.hasFailures)
    _ = window.add(FailedRecords(), of: 7, limit)
    #expect(window.runs == [.init(reason: 0, count: 3), .init(reason: nil, count: 7)])
    _ = window.add(FailedRecords(), of: 100, limit)
    #expect(!window.hasFailures && window.runs == [.init(reason: nil, count: 10)])
  }

  @Test("it finds what counting each window anew finds", arguments: 0..<40)
  func differential(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let limit = StopAbove(share: 0.3 + random.fraction() * 0.6, of: Int.random(in: 1...30, using: &random))
    var window = FailureWindow()
    var all: [Int?] = []
    for _ in 0..<40 {
      let size = Int.random(in: 0...20, using: &random)
      let share = random.fraction()
      let batch: [Int?] = (0..<size).map { _ in
        random.fraction() < share ? Int.random(in: 0..<2, using: &random) : nil
      }
      let failing: [(Int, String)] = batch.enumerated().compactMap { at, reason in
        reason.map { (at, $0 == 0 ? "reason a" : "reason b") }
      }
      let before = (window, all)
      let found = window.add(failed(failing), of: size, limit)
      var isExpected = false
      for record in batch {
        all.append(record)
        let last = all.suffix(limit.records)
        guard last.count == limit.records else { continue }
        let worst = max(last.count { $0 == 0 }, last.count { $0 == 1 })
        if Double(worst) > limit.share * Double(limit.records) { isExpected = true }
      }
      #expect((found != nil) == isExpected, "seed \(seed)")
      // Such a batch isn't settled.
      if found != nil { (window, all) = before }
      #expect(window.runs.reduce(0) { $0 + $1.count } == min(all.count, limit.records))
    }
  }
}

@Suite struct UnkeptLettersTraceTests {
  @Test("letters that find no room let what was taken before them be stored, and then pause the pipeline")
  func unkept() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(read("a", 2, 10, 20))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    _ = t.on(.processed(2, BatchFacts(rows: 9, failed: 1)))
    #expect(t.on(.taken(1, .taken(next: Position(message: 10)))).contains("take 2 0..<9"))
    #expect(t.on(.taken(2, .unkept(away))) == ["store a nil→10"])
    #expect(t.on(.stored(nil)) == ["take 2 0..<9", "commit a 10"])
    #expect(t.on(.taken(2, .unkept(away))).suffix(2) == ["abandon", "say paused OZ-T001"])
    #expect(t.machine.counts.read == 10)
  }
}

@Suite struct SentLettersTraceTests {
  @Test("a pipeline that is done first sends its letters on; that they can't be sent is an outage like others")
  func sends() {
    let t = Trace { $0.sendsLetters = true }
    _ = t.running([("a", nil)])
    #expect(t.on(.read(id("a"), 1, .ended)) == ["forget 1", "release a", "send letters"])
    #expect(t.on(.lettersSent(away)) == ["say paused OZ-T001"])
    #expect(t.on(.tick, after: .seconds(3)) == ["open sink"])
    #expect(t.on(.sinkOpened(nil)) == ["say resumed", "send letters"])
    #expect(t.on(.lettersSent(nil)) == ["finish done"])
  }

  @Test("who drains while letters can't be sent doesn't wait for them")
  func drains() {
    let t = Trace { $0.sendsLetters = true }
    _ = t.running([("a", nil)])
    _ = t.on(.read(id("a"), 1, .ended))
    _ = t.on(.lettersSent(away))
    #expect(t.on(.drain).last == "finish drained")
  }
}

@Suite struct StopAboveTraceTests {
  private func trace() -> Trace {
    Trace {
      $0.depth = 2
      $0.stopAbove = StopAbove(share: 0.5, of: 10)
    }
  }

  private func facts(_ rows: Int, failed count: Int, from: Int = 0) -> BatchFacts {
    var facts = BatchFacts(rows: rows, failed: count)
    facts.failedRecords = failed((from..<from + count).map { ($0, "`n` is no number") })
    return facts
  }

  @Test("the batch that crosses the limit isn't taken; what was taken before it is stored, and the pipeline stops")
  func crosses() {
    let t = trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(read("a", 2, 10, 20))
    #expect(t.on(.processed(1, facts(8, failed: 2))) == ["take 1 0..<8"])
    #expect(t.on(.processed(2, facts(3, failed: 7))) == [])
    let seen = t.on(.taken(1, .taken(next: Position(message: 10))))
    #expect(
      seen == [
        "forget 1", "read a as 3 from 20 (8192)", "forget 2", "forget 3", "say failed OZ-L001", "store a nil→10",
      ])
    #expect(t.on(.stored(nil)) == ["keep window 2×0 8", "commit a 10"])
    #expect(t.on(.committed(id("a"), nil)) == [])
    #expect(t.on(.windowKept(nil)) == ["finish failed OZ-L001"])
    #expect(t.machine.counts.deadLettered == 2)
  }

  @Test("a run that begins with the window of the last one stops at the same records")
  func again() {
    let t = Trace {
      $0.stopAbove = StopAbove(share: 0.5, of: 10)
      $0.window = FailureWindow(
        reasons: [.init(reason: FailureReason(stage: "contract", shape: "`n` is no number"), place: "a at 3")],
        runs: [.init(reason: nil, count: 5), .init(reason: 0, count: 5)])
    }
    _ = t.running([("a", 10)])
    _ = t.on(.committed(id("a"), nil))
    _ = t.on(read("a", 1, 10, 11))
    let seen = t.on(.processed(1, facts(0, failed: 1)))
    #expect(seen.suffix(2) == ["say failed OZ-L001", "finish failed OZ-L001"])
  }

  @Test("rows that the sink refuses count too; then nothing of what was taken with them is stored")
  func refused() {
    let t = trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(.processed(1, facts(5, failed: 5)))
    #expect(t.on(.taken(1, .rows([RefusedRow(row: 2, message: "too long")]))).first == "keep 1 [2]")
    let more = failed([(7, "`n` is no number")])
    #expect(t.on(.kept(1, nil, failed: more)).suffix(2) == ["say failed OZ-L001", "finish failed OZ-L001"])
  }

  @Test("records that are read again after an outage count once")
  func outage() {
    let t = trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 8))
    _ = t.on(.processed(1, facts(4, failed: 4)))
    _ = t.on(.taken(1, .taken(next: Position(message: 8))))
    #expect(t.on(.stored(.failure(away))).contains("abandon"))
    _ = t.on(.abandoned)
    _ = t.on(.tick, after: .seconds(3))
    _ = t.on(.sinkOpened(nil))
    _ = t.on(.began([start("a", nil)], generation: 1))
    let seen = t.on(read("a", 3, 0, 8)) + t.on(.processed(3, facts(4, failed: 4)))
    #expect(seen.contains("take 3 0..<4"))
  }

  @Test("a window that can't be kept stops nothing, and where nothing fails none is kept")
  func unkept() {
    let t = trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 4))
    _ = t.on(.processed(1, facts(3, failed: 1)))
    _ = t.on(.taken(1, .taken(next: Position(message: 4))))
    #expect(t.on(.stored(nil)).contains("keep window 1×0 3"))
    #expect(t.on(.windowKept(away)) == [])
    _ = t.on(read("a", 2, 4, 24))
    _ = t.on(.processed(2, facts(20, failed: 0)))
    _ = t.on(.taken(2, .taken(next: Position(message: 24))))
    #expect(t.on(.stored(nil)).contains("keep window 10"))
    _ = t.on(.windowKept(nil))
    _ = t.on(read("a", 3, 24, 30))
    _ = t.on(.processed(3, facts(6, failed: 0)))
    _ = t.on(.taken(3, .taken(next: Position(message: 30))))
    #expect(!t.on(.stored(nil)).contains { $0.hasPrefix("keep window") })
  }
}
