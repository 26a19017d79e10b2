import Configuration
import Engine
import Testing

@testable import OuzelCLI

/// What the options of a run become in its plan.
@Suite("A run's options") struct RunOptionTests {
  private func plan(
    source: String = "{ topic: { connection: events, name: orders, format: json } }", _ pipeline: String = "",
    more: String = ""
  ) throws -> Plan {
    let text = """
      connections:
        events: { type: embedded, path: events.db }
        store: { type: sqlite, path: orders.db }
      contracts:
        order: { fields: { order_id: uuid } }
      pipelines:
        load:
          source: \(source)
          contract: order
          sink: { table: { connection: store, name: orders } }
          \(pipeline)
      \(more)
      """
    let files = FileAccess(
      read: { path throws(FileFailure) in
        guard path == "/w/f.yaml" else { throw FileFailure("No such file or directory") }
        return Array(text.utf8)
      }, names: { _ in nil })
    let checked = CheckedConfiguration(
      ["f.yaml"], in: Surroundings(environment: [:], files: files, workingDirectory: "/w"))
    return try #require(checked.plan, "\(checked.told)")
  }

  @Test("reach the settings of their pipeline, and have the language's defaults")
  func settings() throws {
    let plain = try plan().pipelines[0]
    #expect(plain.settings.retry == RetryPolicy(attempts: 3, base: .seconds(2), cap: .seconds(60)))
    #expect(plain.settings.batchAge == .seconds(1) && plain.settings.until.isEmpty)
    #expect(plain.schedule == nil && plain.after.isEmpty && !plain.stopsAll)
    let set = try plan("retry: { attempts: 7 }\n    batch: { age: 250ms }\n    on_failure: stop_all").pipelines[0]
    #expect(set.settings.retry.attempts == 7 && set.settings.batchAge == .milliseconds(250) && set.stopsAll)
  }

  @Test(
    "end any source by what fits it",
    arguments: [
      "{ topic: { connection: events, name: orders, format: json, until: UNTIL } }",
      "{ files: { path: a.csv, format: csv, until: UNTIL } }", "{ generator: { kind: orders, until: UNTIL } }",
      "{ stdin: { format: csv, until: UNTIL } }",
    ])
  func until(source: String) throws {
    let source = source.replacing("UNTIL", with: "[\"records:5\", \"idle:1s\", \"for:1m\", end]")
    let until = try plan(source: source).pipelines[0].settings.until
    #expect(until == [.records(5), .idle(.seconds(1)), .elapsed(.seconds(60)), .end])
  }

  @Test("end a topic by time and offsets too, as a block or in one word")
  func untilOfTopics() throws {
    let source = "{ topic: { connection: events, name: orders, format: json, until: UNTIL } }"
    let until = try plan(
      source: source.replacing("UNTIL", with: "[{ offsets: { \"0\": 5555 } }, \"offsets:1=3\", \"time:1970-01-02\"]")
    ).pipelines[0].settings.until
    #expect(
      until == [.offsets(PartitionOffsets([0: 5555])), .offsets(PartitionOffsets([1: 3])), .time(86_400_000_000)])
  }

  @Test("let a topic end by itself under a schedule, and behind one, unless `until` says otherwise")
  func scheduled() throws {
    let next = """
        next:
          after: [load]
          source: { topic: { connection: events, name: orders, group: next, format: json } }
          contract: order
          sink: { table: { connection: store, name: next } }
      """
    let scheduled = try plan("schedule: { cron: \"@hourly\", zone: Europe/Berlin }", more: next)
    #expect(scheduled.pipelines.map(\.settings.until) == [[.end], [.end]])
    #expect(scheduled.pipelines[0].schedule?.shown(0) == "1970-01-01 01:00 CET")
    let own = try plan(
      source: "{ topic: { connection: events, name: orders, format: json, until: \"records:5\" } }",
      "schedule: { cron: \"@hourly\" }")
    #expect(own.pipelines[0].settings.until == [.records(5)])
  }
}
