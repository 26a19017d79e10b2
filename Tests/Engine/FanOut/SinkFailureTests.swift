import Engine
import Testing

@Suite("Several sinks, one of which fails") struct SinkFailureTests {
  @Test(
    "whatever fails, wherever it does, each sink has what its position says, and goes on from there",
    arguments: [
      "one take", "two take", "three take", "one store", "two store", "three store", "one lost", "two lost",
      "three lost",
    ])
  func failures(_ place: String) async throws {
    let bench = SinkBench(["one": "x", "two": "x", "three": "y"])
    let (sink, call) = (String(place.split(separator: " ")[0]), place.split(separator: " ")[1])
    let world = bench.world
    _ = try await bench.begin("a")
    try await bench.take("a", 0..<10, by: ["one": [1], "two": [2], "three": [3]])
    try await bench.store(["a": 10])
    // From here on the sink fails; lost, since another process has moved it on without us.
    if call == "lost" {
      world.stand(sink, "a", at: 20, tenure: "another")
      world.change { $0.tables[sink, default: []] += [MemoryRow(lane: "a", message: 13)] }
    } else {
      world.decide { kind, name, _ in name == sink && "\(kind)" == call ? .away : nil }
    }
    await #expect(throws: (any Error).self) {
      try await bench.take("a", 10..<20, by: ["one": [11], "two": [12], "three": [13]])
      try await bench.store(["a": 20])
    }
    await bench.group.abandon()
    #expect(world.now.writers.isEmpty, "a turn is held by who holds nothing")
    world.decide { _, _, _ in nil }
    // All is read again; each takes what lies behind its own position.
    let (starts, standings) = try await bench.group.begin([lane("a")], from: MemorySource())
    let own = standings[id("a")]!.map(\.message)
    #expect(starts[0].position.message == own.min())
    var rows: [String: [Int64]] = [:]
    for (name, (stands, message)) in zip(["one", "two", "three"], zip(own, [11, 12, 13] as [Int64]))
    where stands <= message {
      rows[name] = [message]
    }
    try await bench.take("a", 10..<20, by: rows)
    try await bench.store(["a": 20])
    for (name, message) in ["one": 1, "two": 2, "three": 3] as [String: Int64] {
      let another: Int64 = call == "lost" && sink == name ? 13 : message + 10
      #expect(bench.rows(name) == [message, another], "\(name)")
      #expect(world.position(name, "a") == 20)
    }
    #expect(bench.violations == [])
  }

  @Test(
    "an answer that is lost when the first of two has stored doubles nothing in it, and loses nothing in the second")
  func lostAnswer() async throws {
    let bench = SinkBench(["one": "x", "two": "y"])
    _ = try await bench.begin("a")
    try await bench.take("a", 0..<10, by: ["one": [1], "two": [2]])
    bench.world.decide { call, name, _ in call == .store && name == "one" ? .lostAnswer : nil }
    await #expect(throws: StoreFailure.self) { try await bench.store(["a": 10]) }
    bench.world.decide { _, _, _ in nil }
    let (starts, standings) = try await bench.group.begin([lane("a")], from: MemorySource())
    #expect(starts[0].position.message == 0 && standings[id("a")]?.map(\.message) == [10, 0])
    try await bench.take("a", 0..<10, by: ["two": [2]])
    try await bench.store(["a": 10])
    #expect(bench.rows("one") == [1] && bench.rows("two") == [2])
  }

  @Test("rows that a sink refuses change nothing of what the others hold")
  func refused() async throws {
    let bench = SinkBench(["one": nil, "two": nil])
    _ = try await bench.begin("a")
    bench.world.decide { call, name, rows in
      let refused = rows.indices.filter { rows[$0].message == 3 }
      guard call == .take, name == "two", !refused.isEmpty else { return nil }
      return .take(.rows(refused.map { RefusedRow(row: $0, message: "no") }))
    }
    await #expect(throws: SinkGroup.Refusal.self) {
      try await bench.take("a", 0..<10, by: ["one": [1], "two": [2, 3]])
    }
    let taking = SinkGroup.Taking(
      batch: 1, lane: id("a"), to: Position(message: 10), check: "", tenure: "now")
    try await bench.group.take(MemoryRows(rows: [MemoryRow(lane: "a", message: 2)]), by: 1, of: taking)
    try await bench.store(["a": 10])
    #expect(bench.rows("one") == [1] && bench.rows("two") == [2])
  }

  @Test("a letter counts once the position of its own sink lies behind it, and is withdrawn where that sink begins")
  func letters() async throws {
    let bench = SinkBench(["one": nil, "two": nil])
    _ = try await bench.begin("a")
    for sink in ["one", "two"] { bench.letters.keep(sink, MemoryRow(lane: "a", message: 3), tenure: "now") }
    try await bench.take("a", 0..<10, by: ["one": [1], "two": [2]])
    bench.world.decide { call, name, _ in call == .store && name == "two" ? .away : nil }
    await #expect(throws: StoreFailure.self) { try await bench.store(["a": 10]) }
    #expect(bench.letters.settled.map(\.sink) == ["one"])
    bench.world.decide { _, _, _ in nil }
    _ = try await bench.begin("a")
    #expect(bench.letters.settled.map(\.sink) == ["one"])
    bench.letters.keep("two", MemoryRow(lane: "a", message: 3), tenure: "now")
    try await bench.take("a", 0..<10, by: ["two": [2]])
    try await bench.store(["a": 10])
    #expect(bench.letters.settled.map(\.sink).sorted() == ["one", "two"])
  }

  @Test("a lane that another process began meanwhile is told as lost once, and holds up no other")
  func lostBeginning() async throws {
    let bench = SinkBench(["one": "x", "two": "x"])
    for sink in ["one", "two"] { bench.world.stand(sink, "a", at: 10) }
    _ = try await bench.begin("a", "b", from: MemorySource(fresh: 100, isKept: true))
    bench.world.stand("one", "b", at: 120, tenure: "another")
    await #expect(throws: SinkGroup.Refusal.self) { try await bench.take("a", 10..<20, by: ["one": [11]]) }
    // The lane is no longer held, and so isn't begun anew.
    _ = try await bench.begin("a")
    try await bench.take("a", 10..<20, by: ["one": [11]])
    try await bench.store(["a": 20])
    #expect(bench.rows("one") == [11] && bench.world.position("one", "b") == 120)
    #expect(bench.world.position("two", "b") == nil)
  }
}
