import Engine
import Testing

@Suite struct OutageTraceTests {
  @Test("a sink that is away at the start is tried again, and then the source is opened")
  func sinkAwayAtStart() {
    let t = Trace()
    #expect(t.on(.start) == ["open sink"])
    #expect(t.on(.sinkOpened(away)) == ["say paused OZ-T001"])
    #expect(t.on(.tick, after: .seconds(3)) == ["open sink"])
    #expect(t.on(.sinkOpened(nil)) == ["say resumed", "open source"])
    #expect(t.on(.sourceOpened(nil)) == ["watch"])
  }

  @Test("while the source is away, what was read of it is taken and stored")
  func sourceAway() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    #expect(t.on(.processed(1, BatchFacts(rows: 10))) == ["take 1 0..<10"])
    #expect(t.on(.read(id("a"), 2, .failed(away))) == ["forget 2", "say paused OZ-T001"])
    #expect(t.on(.taken(1, .taken(next: Position(message: 10)))) == ["forget 1", "store a nil→10"])
    #expect(t.on(.stored(nil)) == ["commit a 10"])
  }

  @Test("a group's commit that failed is tried again after a pause, unless the lane has passed to another")
  func uncommitted() {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    _ = t.on(.taken(1, .taken(next: Position(message: 10))))
    #expect(t.on(.stored(nil)) == ["commit a 10"])
    #expect(t.on(.committed(id("a"), away)) == [])
    #expect(t.on(.tick, after: .milliseconds(900)) == [])
    #expect(t.on(.tick, after: .milliseconds(200)) == ["commit a 10"])
    #expect(t.on(.committed(id("a"), Failure(.busy, "OZ-E008", "it has passed"))) == [])
    #expect(t.on(.tick, after: .seconds(2)) == [])
  }

  @Test("a sink that goes away while the source is opened anew is opened too", arguments: [nil, away])
  func sinkAwayToo(answer: Failure?) {
    let t = Trace()
    _ = t.running([("a", nil)])
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    _ = t.on(.taken(1, .taken(next: Position(message: 10))))
    _ = t.on(.read(id("a"), 2, .failed(away)))
    #expect(t.on(.tick, after: .seconds(3)) == ["open source"])
    #expect(t.on(.stored(.failure(away))).contains("abandon"))
    _ = t.on(.sourceOpened(answer))
    _ = t.on(.abandoned)
    #expect(t.on(.tick, after: .seconds(3)) == ["open sink"])
    #expect(t.on(.sinkOpened(nil)) == ["say resumed", "begin a #1"])
  }

  @Test("a lane whose end can't be found is asked for it again only after a pause, or stops the pipeline")
  func unmeasurable() {
    let t = Trace { $0.until = [.end] }
    #expect(t.running([("a", nil)], isFinal: false).contains("measure a"))
    #expect(t.on(.measured(id("a"), nil, away)) == ["say paused OZ-T001"])
    #expect(t.on(.tick, after: .seconds(3)) == ["open source"])
    #expect(t.on(.sourceOpened(nil)) == ["say resumed", "measure a"])
    #expect(t.on(.measured(id("a"), nil, denied)).last == "finish failed OZ-T002")
  }

  @Test("while the sink is away, lanes that can't be watched are watched again only after a pause")
  func unwatchable() {
    let t = Trace()
    _ = t.running([("a", nil)], isFinal: false)
    _ = t.on(read("a", 1, 0, 10))
    _ = t.on(.processed(1, BatchFacts(rows: 10)))
    _ = t.on(.taken(1, .failed(away)))
    #expect(t.on(.lanesFailed(away)) == [])
    #expect(t.on(.tick, after: .milliseconds(900)) == [])
    #expect(t.on(.tick, after: .milliseconds(100)) == ["watch"])
  }

  @Test("an outage that comes again after every opening is said once more, and that it is over when the sink stores")
  func recurring() {
    let t = Trace { $0.depth = 1 }
    _ = t.running([("a", nil)], isFinal: false)
    func fail(_ batch: Int, _ generation: Int) -> [String] {
      _ = t.on(read("a", batch, 0, 10))
      _ = t.on(.processed(batch, BatchFacts(rows: 10)))
      let said = t.on(.taken(batch, .failed(away))).filter { $0.hasPrefix("say") }
      _ = t.on(.abandoned)
      _ = t.on(.tick, after: .seconds(3))
      let back = t.on(.sinkOpened(nil)).filter { $0.hasPrefix("say") }
      _ = t.on(.began([start("a", nil)], generation: generation))
      return said + back
    }
    #expect(fail(1, 1) == ["say paused OZ-T001", "say resumed"])
    #expect(fail(2, 2) == ["say paused OZ-T001"])
    #expect(fail(3, 3) == [])
    _ = t.on(read("a", 4, 0, 10))
    _ = t.on(.processed(4, BatchFacts(rows: 10)))
    _ = t.on(.taken(4, .taken(next: Position(message: 10))))
    #expect(t.on(.stored(nil)).contains("say resumed"))
  }
}
