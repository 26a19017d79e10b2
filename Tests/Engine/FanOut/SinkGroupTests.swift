import Engine
import Testing

@Suite("Several sinks") struct SinkGroupTests {
  // MARK: Positions

  @Test("each sink begins where it stands: reading begins at the smallest, which is told")
  func positions() async throws {
    let bench = SinkBench(["one": nil, "two": nil, "new": nil])
    bench.world.stand("one", "a", at: 30)
    bench.world.stand("two", "a", at: 50)
    let (starts, standings) = try await bench.group.begin([lane("a")], from: MemorySource())
    #expect(starts.map(\.position.message) == [0])
    #expect(standings[id("a")]?.map(\.message) == [30, 50, 0])
    #expect(starts[0].note?.contains("one at 30, two at 50, new at 0") == true)
  }

  @Test("sinks that stand at one place tell nothing")
  func together() async throws {
    let bench = SinkBench(["one": nil, "two": nil])
    bench.world.stand("one", "a", at: 30)
    bench.world.stand("two", "a", at: 30)
    #expect(try await bench.begin("a")[0].note == nil)
  }

  @Test("a sink that is ahead keeps its position until the others come up to it")
  func ahead() async throws {
    let bench = SinkBench(["one": nil, "two": nil])
    bench.world.stand("two", "a", at: 25)
    _ = try await bench.begin("a")
    try await bench.take("a", 0..<10, by: ["one": [1, 2]])
    try await bench.store(["a": 10])
    #expect(bench.world.position("one", "a") == 10 && bench.world.position("two", "a") == 25)
    try await bench.take("a", 10..<25, by: ["one": [11]])
    try await bench.store(["a": 25])
    #expect(bench.world.calls().filter { $0.hasPrefix("two stores") } == [])
    try await bench.take("a", 25..<30, by: ["one": [26], "two": [26]])
    try await bench.store(["a": 30])
    #expect(bench.world.position("one", "a") == 30 && bench.world.position("two", "a") == 30)
    #expect(bench.rows("two") == [26])
  }

  @Test("a batch of which nothing is left moves every sink's position too")
  func empty() async throws {
    let bench = SinkBench(["one": "x", "two": "x", "three": nil])
    _ = try await bench.begin("a")
    try await bench.take("a", 0..<10, by: [:])
    try await bench.store(["a": 10])
    for sink in ["one", "two", "three"] { #expect(bench.world.position(sink, "a") == 10) }
  }

  @Test("a lane's former name moves with the first store of each sink that knew it so")
  func renamed() async throws {
    let bench = SinkBench(["one": nil, "two": nil])
    bench.world.stand("one", "old", at: 10)
    bench.world.stand("two", "a", at: 10)
    let starts = try await bench.begin("a", from: MemorySource(renamed: [id("a"): id("old")]))
    #expect(starts.map(\.position.message) == [10])
    try await bench.take("a", 10..<20, by: ["one": [11]])
    try await bench.store(["a": 20])
    #expect(bench.world.position("one", "old") == nil && bench.world.position("one", "a") == 20)
    #expect(bench.world.position("two", "a") == 20)
    try await bench.store(["a": 30])
    #expect(bench.world.position("one", "a") == 30)
  }

  @Test("where `from` has sinks begin is kept by each of them before anything is taken")
  func keptFirst() async throws {
    let bench = SinkBench(["one": "x", "two": "x"])
    let starts = try await bench.begin("a", from: MemorySource(fresh: 100, isKept: true))
    #expect(starts[0].isKept)
    try await bench.take("a", 100..<110, by: ["two": [101]])
    #expect(bench.world.calls() == ["one stores a -→100", "two stores a -→100", "two takes 101"])
    try await bench.store(["a": 110])
    #expect(bench.world.position("one", "a") == 110 && bench.world.position("two", "a") == 110)
  }

  @Test("a sink without a position begins where the others stand, if the source names another place each time")
  func keptBeside() async throws {
    let bench = SinkBench(["one": nil, "two": nil])
    bench.world.stand("one", "a", at: 100)
    // `latest` is further on by now.
    let (starts, standings) = try await bench.group.begin(
      [lane("a")], from: MemorySource(fresh: 150, isKept: true))
    #expect(starts.map(\.position.message) == [100] && standings[id("a")]?.map(\.message) == [100, 100])
    try await bench.store(["a": 100])
    #expect(bench.world.position("two", "a") == 100)
  }

  @Test("a lane gained while a sink holds rows of another keeps its beginning with exactly those rows' positions")
  func keptBesideRows() async throws {
    let bench = SinkBench(["one": "x", "two": "x"])
    let source = MemorySource(fresh: 100, isKept: true)
    bench.world.stand("one", "a", at: 10)
    bench.world.stand("two", "a", at: 10)
    _ = try await bench.begin("a", from: source)
    try await bench.take("a", 10..<20, by: ["one": [11], "two": [12]])
    _ = try await bench.begin("b", from: source)
    _ = bench.world.calls()
    try await bench.take("b", 100..<105, by: ["one": [101]])
    #expect(bench.world.calls() == ["two stores a 10→20", "one stores b -→100", "two stores b -→100", "one takes 101"])
    #expect(bench.rows("one") == [11] && bench.rows("two") == [12])
    #expect(bench.violations == [])
  }

  // MARK: Turns

  @Test("of two sinks of one database, who holds rows stores before the other takes: all that it has, and no more")
  func turns() async throws {
    let bench = SinkBench(["one": "x", "two": "x", "other": "y"])
    _ = try await bench.begin("a", "b")
    try await bench.take("a", 0..<10, by: ["one": [1, 2], "two": [3]])
    // The first has all that it gets of this batch.
    #expect(bench.world.calls() == ["one takes 1 2", "one stores a -→10", "two takes 3"])
    try await bench.take("b", 0..<5, by: ["two": [1]])
    #expect(bench.world.calls() == ["two takes 1"])
    try await bench.take("a", 10..<20, by: ["one": [11], "other": [12]])
    // The second has nothing of this batch yet: it stands before it, in that lane.
    #expect(bench.world.calls() == ["two stores a -→10, b -→5", "one takes 11", "other takes 12"])
    try await bench.store(["a": 20, "b": 5])
    #expect(
      bench.world.calls() == [
        "one stores a 10→20, b -→5", "other stores a -→20, b -→5", "two stores a 10→20",
      ])
    #expect(bench.violations == [])
    #expect(bench.rows("one") == [1, 2, 11] && bench.rows("two") == [3, 1] && bench.rows("other") == [12])
  }

  @Test("at the end whoever holds rows stores first, since the others need its turn")
  func holdersFirst() async throws {
    let bench = SinkBench(["one": "x", "two": "x"])
    _ = try await bench.begin("a")
    try await bench.take("a", 0..<10, by: ["two": [3]])
    try await bench.store(["a": 10])
    #expect(bench.world.calls() == ["two takes 3", "two stores a -→10", "one stores a -→10"])
    #expect(bench.violations == [])
  }

  @Test("who needs a turn that comes before one that is held has its holder store first, so that none wait in a circle")
  func turnsInOrder() async throws {
    let bench = SinkBench(["late": "y", "early": "x", "later": "z"])
    _ = try await bench.begin("a")
    try await bench.take("a", 0..<10, by: ["late": [1], "early": [2], "later": [3]])
    #expect(bench.world.calls() == ["late takes 1", "late stores a -→10", "early takes 2", "later takes 3"])
    // Who has its turn needs none.
    try await bench.take("a", 10..<20, by: ["early": [11], "later": [12]])
    #expect(bench.world.calls() == ["early takes 11", "later takes 12"])
    try await bench.store(["a": 20])
    for sink in ["late", "early", "later"] { #expect(bench.world.position(sink, "a") == 20) }
  }

  @Test("a sink that stands ahead isn't moved back by a store that comes early")
  func earlyAhead() async throws {
    let bench = SinkBench(["one": "x", "two": "x"])
    bench.world.stand("one", "b", at: 50)
    _ = try await bench.begin("a", "b")
    try await bench.take("b", 0..<10, by: ["two": [1]])
    try await bench.take("a", 0..<10, by: ["one": [1], "two": [2]])
    try await bench.store(["a": 10, "b": 10])
    #expect(bench.world.position("one", "b") == 50 && bench.world.position("two", "b") == 10)
  }
}
