import Configuration
import Testing

@testable import OuzelCLI

@Suite("A described configuration") struct DescriptionTests {
  private func described(_ text: String, environment: [String: String] = [:]) throws -> String {
    let files = FileAccess(
      read: { path throws(FileFailure) in
        guard path == "/w/f.yaml" else { throw FileFailure("No such file or directory") }
        return Array(text.utf8)
      }, names: { _ in nil })
    let checked = CheckedConfiguration(
      ["f.yaml"], in: Surroundings(environment: environment, files: files, workingDirectory: "/w"))
    return Description(plan: try #require(checked.plan, "\(checked.told)"), tree: checked.tree).text
  }

  @Test("shows pipelines as a picture in which a topic is one place, promises, steps, contracts and DDL")
  func whole() throws {
    let text = try described(Checkout.text("Examples/orders/orders.yaml") ?? "")
    for part in [
      "```mermaid\nflowchart LR\n", "[(\"topic ecommerce-orders on events\")]",
      "place0 --> pipeline0[[\"publish-orders\"]]",
      "pipeline0 --> place1", "place1 --> pipeline1", "**exactly once**", "`{ set: { order_hour:",
      "```sql\nCREATE TABLE \"orders\"", "| `order_id` | `uuid` | required |  |", "filled by `publish-orders`",
      "| `events` | embedded | `path: data/events.db` |",
    ] { #expect(text.contains(part), "\(part) is missing in \(text)") }
    #expect(text.split(separator: "topic ecommerce-orders on events\")]").count == 2)
  }

  @Test("shows which sink takes what, its own steps, and when a pipeline runs")
  func sinks() throws {
    let text = try described(
      """
      contracts: { sale: { fields: { id: int64, email: text } } }
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: sale
          schedule: { cron: "0 4 * * *", zone: UTC }
          sinks:
            large: { stdout: { format: json }, when: id > 100, steps: [ { mask: { email: hash } } ] }
            rest: { stdout: { format: csv }, when: otherwise }
      """)
    for part in [
      "when `id > 100`", "  - with steps of its own: `{ mask: { email: hash } }`", "when `otherwise`",
      "runs at `0 4 * * *` in UTC", "pipeline0 -->|\"large\"|",
    ] { #expect(text.contains(part), "\(part) is missing in \(text)") }
  }

  @Test("shows no value that a reference brings, and of personal fields none that they may have")
  func hidden() throws {
    let text = try described(
      """
      connections: { store: { type: sqlite, path: "${DB}" } }
      contracts:
        person:
          fields: { email: { type: text, pii: true, one_of: [ada@example.org] }, salt: { type: text, one_of: ["${SALT}"] } }
      pipelines:
        p:
          description: people
          owner: grace
          source: { stdin: { format: json } }
          contract: person
          steps: [ { filter: "salt <> '${SALT}'" } ]
          sink: { table: { connection: store, name: people } }
      """, environment: ["DB": "s3cret.db", "SALT": "hunter2"])
    for hidden in ["s3cret", "hunter2", "ada@example.org"] { #expect(!text.contains(hidden), "\(text)") }
    for shown in ["people\n", "Ask grace.", "personal", "${SALT}", "${DB}"] { #expect(text.contains(shown), "\(text)") }
  }
}
