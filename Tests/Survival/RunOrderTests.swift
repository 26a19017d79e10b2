import Glibc
import SQLiteClient
import Testing

/// Where runs begin and end, and in which order, through the built program.
@Suite("The order of runs")
struct RunOrderTests {
  /// A topic of 5,000 made-up orders in three partitions, and the configuration that fills and reads it.
  private func configuration(_ place: Workplace, source: String = "", pipeline: String = "") -> String {
    """
    connections:
      events: { type: embedded, path: \(place.topics) }
      store: { type: sqlite, path: \(place.table) }
    state: \(place.data)/state
    contracts:
      order: { fields: { order_id: uuid } }
    pipelines:
      fill:
        source: { generator: { kind: orders, count: 5000 } }
        sink: { topic: { connection: events, name: orders, partitions: 3, key: "cast(order_id as text)", format: json } }
      load:
        source: { topic: { connection: events, name: orders, format: json\(source) } }
        contract: order
        sink: { table: { connection: store, name: orders } }
    \(pipeline)
    """
  }

  private func run(_ place: Workplace, _ arguments: String...) throws -> Program {
    let program = try Program(["run", place.configuration] + arguments)
    try program.wait(within: .seconds(120))
    return program
  }

  private func count(_ place: Workplace, _ rows: String) throws -> Int64? {
    try Connection(opening: place.table).integer("SELECT count(*) FROM \(rows)")
  }

  private func rows(_ place: Workplace) throws -> Int64? { try count(place, "orders") }

  @Test("`until: records` reads that many, exactly, and the next run as many behind them")
  func records() async throws {
    try await alone {
      let place = Workplace()
      place.write(configuration(place, source: ", until: [\"records:1234\", \"for:10m\"]"))
      let first = try run(place)
      #expect(first.end == .exited(0), "\(first.said)")
      #expect(try rows(place) == 1234)
      #expect(try run(place, "--only", "load").end == .exited(0))
      #expect(try rows(place) == 2468)
      // What the command line says replaces the configuration's.
      #expect(try run(place, "--only", "load", "--until", "end").end == .exited(0))
      #expect(try rows(place) == 5000)
    }
  }

  @Test("`from: latest` keeps where it began, so that what comes between two runs is read")
  func latest() async throws {
    try await alone {
      let place = Workplace()
      let text = configuration(place, source: ", from: latest")
      place.write(text)
      _ = try run(place, "--only", "fill")
      #expect(try run(place, "--only", "load", "--until", "end").end == .exited(0))
      place.write(text.replacing("count: 5000", with: "count: 5100"))
      _ = try run(place, "--only", "fill")
      #expect(try run(place, "--only", "load", "--until", "end").end == .exited(0))
      #expect(try rows(place) == 100)
    }
  }

  @Test("`--from` is asked for, and where nobody can answer it wants `--yes`; then it reads again, once")
  func replay() async throws {
    try await alone {
      let place = Workplace()
      place.write(configuration(place))
      #expect(try run(place, "--until", "end").end == .exited(0))
      let refused = try run(place, "--only", "load", "--until", "end", "--from", "last:10")
      #expect(refused.end == .exited(2) && refused.said.contains("`--yes`"), "\(refused.said)")
      #expect(try rows(place) == 5000)
      let unfit = try run(place, "--from", "earliest", "--yes")
      #expect(unfit.end == .exited(2) && unfit.said.contains("pipeline `fill`"), "\(unfit.said)")
      let replayed = try run(place, "--only", "load", "--until", "end", "--from", "last:10", "--yes")
      #expect(replayed.end == .exited(0) && replayed.said.contains("begins at"), "\(replayed.said)")
      #expect(try rows(place) == 5030)
      #expect(try run(place, "--only", "load", "--until", "end").end == .exited(0))
      #expect(try rows(place) == 5030)
    }
  }

  @Test("killed in a replay, it goes on with that, and has replayed each lane whole that it had begun")
  func killedReplay() async throws {
    try await alone {
      let place = Workplace()
      let text = configuration(place)
      place.write(text)
      #expect(try run(place, "--until", "end").end == .exited(0))
      place.write(text.replacing("    contract: order", with: "    contract: order\n    rate: 2000/s"))
      let replay = ["run", place.configuration, "--only", "load", "--until", "end", "--from", "earliest", "--yes"]
      let program = try Program(replay, isTracing: true)
      try program.until("something is stored") { program.trace.stored > 0 }
      program.signal(SIGKILL)
      try program.wait()
      // A lane that was moved back isn't at its end: the pace forbids it.
      let ends = try Connection(opening: place.topics).integers("SELECT next_offset FROM partitions ORDER BY partition")
      let stands = try Connection(opening: place.table).integers("SELECT message FROM ouzel_positions ORDER BY lane")
      let begun = zip(stands, ends).filter { $0 < $1 }
      #expect(!begun.isEmpty && stands.count == ends.count)
      #expect(try rows(place) == 5000 + begun.reduce(0) { $0 + $1.0 })
      place.write(text)
      #expect(try run(place, "--only", "load", "--until", "end").end == .exited(0))
      #expect(try rows(place) == 5000 + begun.reduce(0) { $0 + $1.1 })
    }
  }

  @Test("what is to run after one that failed doesn't, and the exit code tells")
  func afterFailure() async throws {
    try await alone {
      let place = Workplace()
      place.write(
        configuration(
          place,
          pipeline: """
              behind:
                after: [load, broken]
                source: { generator: { kind: orders, count: 10 } }
                sink: { table: { connection: store, name: never } }
              broken:
                source: { files: { path: none.csv, format: csv } }
                contract: order
                sink: { table: { connection: store, name: broken } }
            """))
      let program = try run(place, "--until", "end")
      #expect(program.end == .exited(4), "\(program.said)")
      #expect(program.said.contains("behind WARN doesn't run: `broken` did not end well"))
      #expect(try rows(place) == 5000)
      #expect(try count(place, "sqlite_schema WHERE name = 'never'") == 0)
    }
  }

  @Test("a schedule makes good for what was missed, waits for its next time, and ends when it is told to")
  func schedule() async throws {
    try await alone {
      let place = Workplace()
      place.write(
        configuration(place).replacing("  load:", with: "  load:\n    schedule: { cron: \"0 3 1 1 *\" }"))
      let first = try Program(["run", place.configuration])
      try first.until(saying: "load runs next at")
      first.signal(SIGTERM)
      try first.wait(within: .seconds(60))
      #expect(first.end == .exited(0), "\(first.said)")
      // A year and more ago.
      try Connection(opening: place.state).execute("UPDATE scheduled_runs SET due = due - 40000000")
      let second = try Program(["run", place.configuration])
      try second.until(saying: "load runs now")
      // It ends by itself at the topic's end, and waits.
      try second.until(saying: "load runs next at")
      second.signal(SIGTERM)
      try second.wait(within: .seconds(60))
      #expect(second.end == .exited(0), "\(second.said)")
      #expect(try rows(place) == 5000)
    }
  }
}

extension Connection {
  /// The numbers of a query's first column.
  fileprivate borrowing func integers(_ query: String) throws -> [Int64] {
    var select = try prepare(query)
    var numbers: [Int64] = []
    while try select.step() == .row { numbers.append(select.int64(0)) }
    return numbers
  }
}
