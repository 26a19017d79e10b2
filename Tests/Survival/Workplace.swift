import SQLiteClient
import TestSupport

/// A folder with a configuration and its data, in which the program is run as a user would run it.
final class Workplace: Sendable {
  private let folder = TemporaryFolder()
  /// Where what is moved lies, and the state: another disk, where one is given.
  let data: String

  init(on disk: String? = nil) {
    data = disk ?? folder.file("data")
    folder.write("", to: "data/.keep")
  }

  var configuration: String { folder.file("orders.yaml") }
  var csv: String { folder.file("orders.csv") }
  var table: String { data + "/orders.db" }
  var topics: String { data + "/events.db" }
  var state: String { data + "/state/state.db" }

  /// Writes the configuration of both pipelines: from `orders.csv` to a topic of three partitions, and on to a table.
  ///
  /// The table has no key, so that an order that comes twice is there twice. A status is looked at by the second
  /// contract alone.
  func configure(pace: String? = nil, csv: String = "orders.csv", more: String = "") {
    let rate = pace.map { "\n    rate: \($0)" } ?? ""
    let fields = """
            order_id: { type: uuid, required: true }
            customer_id: { type: uuid, required: true }
            order_purchase_timestamp: { type: timestamp, required: true }
            order_approved_at: timestamp
            order_delivered_carrier_date: timestamp
            order_delivered_customer_date: timestamp
            order_estimated_delivery_date: timestamp
      """
    write(
      """
      connections:
        events: { type: embedded, path: \(topics) }
        store: { type: sqlite, path: \(table) }
      state: \(data)/state
      \(more)
      contracts:
        written:
          fields:
            order_status: text
      \(fields)
        order:
          fields:
            order_status:
              type: text
              one_of: [created, approved, invoiced, processing, shipped, delivered, unavailable, canceled]
      \(fields)
      pipelines:
        publish:
          source:
            files: { path: "\(csv)", format: csv }
          contract: written
          sink:
            topic:
              connection: events
              name: orders
              partitions: 3
              key: "customer_id || '_' || order_id"
              format: json\(rate)
        store:
          source:
            topic: { connection: events, name: orders, group: readers, format: json }
          contract: order
          steps:
            - set: { order_hour: hour(order_purchase_timestamp) }
          sink:
            table: { connection: store, name: orders }\(rate)
      """)
  }

  func write(_ configuration: String) { folder.write(configuration, to: "orders.yaml") }

  /// Puts orders where the first pipeline reads them.
  func put(_ bytes: some Sequence<UInt8>, adding: Bool = false) {
    folder.write(bytes, to: "orders.csv", adding: adding)
  }

  func rename(_ name: String, to other: String) { folder.rename(name, to: other) }
  func file(_ name: String) -> String { folder.file(name) }

  /// Removes a database with what lies beside it.
  func removeDatabase(_ path: String) { for end in ["", "-wal", "-shm"] { unlinkFile(path + end) } }

  /// Starts `ouzel run` to the end of what there is.
  func run(_ arguments: String..., isTracing: Bool = false) throws -> Program {
    try Program(["run", configuration, "--until", "end"] + arguments, isTracing: isTracing)
  }

  /// Runs to the end; returns what the program said.
  @discardableResult
  func finish(_ arguments: String..., within limit: Duration = .seconds(300)) throws -> Program {
    let program = try Program(["run", configuration, "--until", "end"] + arguments)
    try program.wait(within: limit)
    return program
  }
}
