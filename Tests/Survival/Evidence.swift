import Glibc
import SQLiteClient
import Testing

/// What the databases themselves say, read by connections that can't write.
extension Workplace {
  /// How far both pipelines are: bytes of the file, and messages of the topic.
  func settled() throws -> (bytes: Int64, messages: Int64) {
    (try position(in: topics), try position(in: table))
  }

  private func position(in path: String) throws -> Int64 {
    let sum = "SELECT sum(message) FROM ouzel_positions"
    return try Self.reading(path, of: "ouzel_positions") { connection in try connection.integer(sum) } ?? 0
  }

  /// How many messages the topic has.
  func messages() throws -> Int64 {
    try Self.reading(topics, of: "partitions") { connection in
      try connection.integer("SELECT sum(next_offset) FROM partitions")
    } ?? 0
  }

  /// The table's rows: a status for each order, and the ids of those that are there more than once.
  func rows() throws -> (statuses: [String: String], doubled: Set<String>) {
    var statuses: [String: String] = [:]
    var doubled: Set<String> = []
    _ = try Self.reading(table, of: "orders") { connection in
      var select = try connection.prepare("SELECT order_id, order_status FROM orders")
      while try select.step() == .row {
        if statuses.updateValue(select.text(1), forKey: select.text(0)) != nil { doubled.insert(select.text(0)) }
      }
      return 0
    }
    return (statuses, doubled)
  }

  /// A dead letter as a test compares it.
  struct Letter: Hashable {
    let pipeline: String
    /// Where it stood in the file; 0 for messages, whose offset follows from the order of transactions.
    let position: Int64
    /// Its bytes; of a message the order's id.
    let content: [UInt8]
  }

  /// The dead letters that count.
  func letters() throws -> [Letter] {
    var letters: [Letter] = []
    _ = try Self.reading(state, of: "dead_letters") { connection in
      var select = try connection.prepare(
        """
        SELECT pipeline, message, bytes, json_extract(iif(pipeline = 'store', CAST(bytes AS TEXT), '{}'), '$.order_id')
        FROM dead_letters WHERE is_settled
        """)
      while try select.step() == .row {
        let isMessage = select.text(0) == "store"
        letters.append(
          Letter(
            pipeline: select.text(0), position: isMessage ? 0 : select.int64(1),
            content: isMessage ? Array(select.text(3).utf8) : select.blob(2)))
      }
      return 0
    }
    return letters
  }

  /// Reads a database by a connection of its own; nil where there is no such table.
  static func reading(
    _ path: String, of table: String, _ body: (borrowing Connection) throws -> Int64?
  ) throws -> Int64? {
    guard unsafe access(path, R_OK) == 0 else { return nil }
    var options = ConnectionOptions()
    options.access = .readOnly
    options.busyTimeout = .seconds(10)
    let connection = try Connection(opening: path, options: options)
    guard try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = '\(table)'") == 1 else { return nil }
    return try body(connection)
  }

  /// Expects each good order once in the table, and as dead letters the broken ones, and no others.
  func expectEachOnce(of files: [OrdersFile], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let good = files.reduce(into: [:]) { $0.merge($1.good) { one, _ in one } }
    let (statuses, doubled) = try rows()
    let missing = good.keys.filter { statuses[$0] == nil }
    let strange = statuses.keys.filter { good[$0] == nil }
    #expect(
      missing.isEmpty, "\(missing.count) orders are missing: \(missing.prefix(3))", sourceLocation: sourceLocation)
    #expect(
      strange.isEmpty, "\(strange.count) rows are no orders: \(strange.prefix(3))", sourceLocation: sourceLocation)
    #expect(
      doubled.isEmpty, "\(doubled.count) orders are doubled: \(doubled.prefix(3))", sourceLocation: sourceLocation)
    let altered = good.filter { statuses[$0.key] != nil && statuses[$0.key] != $0.value }
    #expect(altered.count == 0, "orders are altered: \(altered.prefix(3))", sourceLocation: sourceLocation)

    let wanted = files.flatMap(\.broken).map { broken in
      broken.poison.passesFirst
        ? Letter(pipeline: "store", position: 0, content: Array(broken.id.utf8))
        : Letter(pipeline: "publish", position: broken.position, content: broken.bytes)
    }
    let found = try letters()
    #expect(found.count == wanted.count, "dead letters", sourceLocation: sourceLocation)
    let lacking = Set(wanted).subtracting(found)
    let surplus = Set(found).subtracting(wanted)
    #expect(lacking.count == 0, "\(described(lacking)) are no dead letters", sourceLocation: sourceLocation)
    #expect(surplus.count == 0, "\(described(surplus)) are dead letters", sourceLocation: sourceLocation)
  }

  private func described(_ letters: Set<Letter>) -> String {
    let first = letters.prefix(3).map {
      "\($0.pipeline) at \($0.position): \(String(decoding: $0.content.prefix(200), as: UTF8.self))"
    }
    return "\(letters.count) records (\(first.joined(separator: "; ")))"
  }
}

func unlinkFile(_ path: String) { unsafe unlink(path) }
