import Columns
import EmbeddedConnector
import Engine
import SQLiteClient
import Specifications

/// Fills an embedded topic with messages, through the topic's own sink, and looks at what is in one.
struct TopicFill {
  let path: String
  let name: String

  /// Values as they are.
  private struct BareEncoder: Encoder {
    func prologue(for schema: Schema) -> Buffer? { nil }

    func encode(_ batch: ColumnBatch, lines: Bool) -> EncodedRows {
      var memory = RawMemory(capacity: 64)
      var ends: [Int] = []
      for row in 0..<batch.count {
        memory.append(batch.columns[0].text(row) ?? "")
        ends.append(memory.count)
      }
      return EncodedRows(bytes: memory.buffer(), ends: ends)
    }
  }

  private struct Unmade: Error {}

  func fill(_ values: [String]) async throws {
    let bare = Specification("bare", "Values as they are.")
    let offer = Connector.embedded(formats: [bare]).sinks[0]
    let context = ReadingContext(workingDirectory: "/")
    var problems = Problems()
    let schema = Schema([Field("value", .text)])
    guard
      let options = offer.kind.read(
        ["connection": "events", "name": Node(name), "partitions": 2, "key": "value", "format": "bare"], in: context,
        problems: &problems),
      let connection = EmbeddedOptions.connection.read(["path": Node(path)], in: context, problems: &problems),
      let sink = offer.make(
        SinkRequest(
          pipeline: "fill", options: options, connection: ConnectionValues(name: "events", values: connection),
          encoder: BareEncoder(), schema: schema, contractKey: []), &problems)
    else { throw Unmade() }
    try await sink.open()
    var column = TextBuilder(capacity: values.count)
    for value in values { column.append(value) }
    let lane = LaneID(name: "hand", identity: "1")
    let batch = ColumnBatch(schema: schema, columns: [column.column()], count: values.count)
    try await sink.take(sink.prepare(batch), of: lane)
    let to = Position(message: Int64(values.count))
    try await sink.store([LedgerMove(lane: lane, expected: nil, to: to, tenure: Tenure(id: "hand", since: .start))])
    await sink.close()
  }

  /// The values of all messages.
  func values() throws -> [String] {
    let connection = try Connection(opening: path)
    var select = try connection.prepare(
      "SELECT base_offset, count, payload FROM blocks WHERE topic = (SELECT number FROM topics WHERE name = ?1)")
    try select.bind(text: name, at: 1)
    var values: [String] = []
    while try select.step() == .row {
      var gathering = MessageGathering(limit: ReadLimit(records: .max, bytes: .max))
      let (base, count) = (select.int64(0), Int(select.int64(1)))
      let bytes = select.blob(2)
      let taken = unsafe bytes.withUnsafeBytes { unsafe gathering.take($0, base: base, count: count, time: 0, from: 0) }
      let batch = gathering.batch(from: .start)
      // The frames' buffer lives as long as the batch.
      values += batch.frames.ranges.map { unsafe String(decoding: batch.frames.bytes.bytes[$0], as: UTF8.self) }
      if taken != .whole { values.append("a damaged block") }
    }
    return values
  }
}
