import Configuration
import Testing

@testable import OuzelCLI

@Suite("A configuration held against an older one") struct ComparisonTests {
  private static let base = """
    connections:
      events: { type: embedded, path: events.db }
      store: { type: sqlite, path: orders.db }
    contracts:
      order: { fields: { id: { type: uuid, required: true }, total: float64, note: text }, key: [id] }
    pipelines:
      store-orders:
        source: { topic: { connection: events, name: orders, format: json } }
        contract: order
        sink: { table: { connection: store, name: orders } }
    """

  private func checked(_ text: String) -> CheckedConfiguration {
    let files = FileAccess(
      read: { path throws(FileFailure) in
        guard path == "/w/f.yaml" else { throw FileFailure("No such file or directory") }
        return Array(text.utf8)
      }, names: { _ in nil })
    return CheckedConfiguration(["f.yaml"], in: Surroundings(environment: [:], files: files, workingDirectory: "/w"))
  }

  private func compared(_ changes: (String, String)...) throws -> String {
    let text = changes.reduce(Self.base) { $0.replacing($1.0, with: $1.1) }
    #expect(text != Self.base || changes.isEmpty)
    let new = checked(text)
    try #require(new.plan != nil, "\(new.told)")
    return Comparison(old: checked(Self.base), new: new).text
  }

  @Test("that says the same changes nothing")
  func same() throws {
    #expect(try compared() == "Nothing that a run would notice has changed.")
    #expect(try compared(("name: orders }", "name: \"orders\" }")) == "Nothing that a run would notice has changed.")
    #expect(try compared(("order: {", "order:   {")) == "Nothing that a run would notice has changed.")
  }

  @Test("and writes into another table begins anew there")
  func otherTable() throws {
    let text = try compared(("name: orders }", "name: all_orders }"))
    #expect(text.contains("sink.table.name: orders → all_orders"))
    #expect(text.contains("its positions begin anew in table all_orders on store"))
  }

  @Test("and keeps its table in another database begins anew there")
  func otherDatabase() throws {
    let text = try compared(("path: orders.db", "path: other.db"))
    #expect(text.contains("its positions begin anew in table orders on store"))
  }

  @Test("and reads another topic says so")
  func otherTopic() throws {
    #expect(try compared(("name: orders, format", "name: orders2, format")).contains("reads another source"))
  }

  @Test("whose pipeline is called otherwise keeps its positions, if it says what it was")
  func renamed() throws {
    let renamed = try compared(("store-orders:", "keep-orders:\n    was: store-orders"))
    #expect(renamed == "~ pipeline store-orders → keep-orders\n    keeps the positions of store-orders")
    let unsaid = try compared(("store-orders:", "keep-orders:"))
    #expect(unsaid.contains("+ pipeline keep-orders"))
    #expect(unsaid.contains("- pipeline store-orders: its positions stay, and nothing uses them"))
    #expect(unsaid.contains("write `was: store-orders` there"))
  }

  @Test("tells fields that came, went or changed their type, the key, and what a table would be made as")
  func contract() throws {
    let text = try compared(("total: float64, note: text }, key: [id]", "total: int64, memo: text }, key: [id, memo]"))
    for line in [
      "~ contract order", "total: float64 → int64", "+ memo: text", "- note: text", "key: [id] → [id, memo]",
      "a missing table would be made as: CREATE TABLE",
    ] { #expect(text.contains(line), "\(text)") }
  }

  @Test(
    "tells all else that a contract says of a field, of unknown fields and of violations",
    arguments: [
      ("note: text", "note: { type: text, default: x }"), ("note: text", "note: { type: text, pattern: x }"),
      ("note: text", "note: { type: text, one_of: [x] }"), ("note: text", "note: { type: text, max_length: 3 }"),
      ("note: text", "note: { type: text, also_named: [memo] }"), ("note: text", "note: { type: text, pii: true }"),
      ("note: text", "note: { type: text, ignore_case: true }"),
    ])
  func constraints(_ change: (String, String)) throws {
    let text = try compared(change)
    let block = change.1.split(separator: ": ", maxSplits: 1)[1]
    #expect(text.contains("    note: text → \(block)"), "\(text)")
  }

  @Test("tells what becomes of unknown fields and of violations")
  func terms() throws {
    let text = try compared(("key: [id]", "key: [id], unknown: reject, violation: drop"))
    #expect(text == "~ contract order\n    unknown: drop → reject\n    violation: dead_letter → drop")
  }

  @Test("tells another folder of the state, and what begins anew there")
  func state() throws {
    let text = try compared(("connections:", "state: other\nmemory: 64MiB\nmax_record: 1MiB\nconnections:"))
    for line in ["~ state: by default → other", "dead letters begin anew there", "~ memory: by", "~ max_record: by"] {
      #expect(text.contains(line), "\(text)")
    }
    #expect(!text.contains("positions of"))
    let beside = try compared(
      ("connections:", "state: other\nconnections:"),
      ("table: { connection: store, name: orders }", "stdout: { format: json }"))
    #expect(beside.contains("positions of `store-orders` are kept there, and begin anew"), "\(beside)")
  }

  @Test(
    "tells what changed of a pipeline",
    arguments: [
      ("steps: [ { filter: total > 1 } ]", "steps: "), ("rate: 10/s", "rate: "), ("retry: { attempts: 3 }", "retry."),
      ("schedule: { cron: '0 * * * *' }", "schedule."),
    ])
  func pipeline(_ change: (String, String)) throws {
    let text = try compared(("contract: order\n", "contract: order\n    \(change.0)\n"))
    #expect(text.contains("~ pipeline store-orders\n    \(change.1)"), "\(text)")
    let standard = try compared(("connections:", "defaults: { \(change.0) }\nconnections:"))
    #expect(standard.contains("~ pipeline store-orders\n    \(change.1)"), "\(standard)")
  }

  @Test("tells where sinks begin that are new, beside those that stand")
  func sinks() throws {
    let sink = "sink: { table: { connection: store, name: orders } }"
    let one = "a: { table: { connection: store, name: orders } }"
    let renamed = try compared((sink, "sinks: { \(one), b: { stdout: { format: json }, when: total > 1 } }"))
    #expect(renamed.contains("sink a is new: its positions begin anew, from where `from` says\n"), "\(renamed)")
    #expect(renamed.contains("sink sink is gone"))
    let added = try compared(
      (sink, "sinks: { sink: { table: { connection: store, name: orders } }, b: { stdout: { format: json } } }"))
    #expect(
      added.contains("sink b is new: its positions begin anew, from where `from` says, while `sink` goes on"),
      "\(added)")
  }

  @Test("tells options of formats and batches, and hides what sounds secret")
  func options() throws {
    let text = try compared(("contract: order\n", "contract: order\n    batch: { records: 10 }\n"))
    #expect(text == "~ pipeline store-orders\n    batch.records: 10 (new)")
  }
}
