import Engine
import Testing

@Suite struct OutageTraceTests {
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
}
