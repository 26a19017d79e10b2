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

  @Test("tells options of formats and batches, and hides what sounds secret")
  func options() throws {
    let text = try compared(("contract: order\n", "contract: order\n    batch: { records: 10 }\n"))
    #expect(text == "~ pipeline store-orders\n    batch.records: 10 (new)")
  }
}
