import Columns
import EmbeddedConnector
import Engine
import SQLiteClient
import Specifications
import TestSupport
import Testing

/// A message as a test looks at it.
struct Message: Equatable {
  var key: String?
  var value: String
  var headers = ""
  var time: Int64
  var offset: Int64
}

extension RawBatch {
  /// The batch of a topic, message by message.
  var messages: [Message] {
    guard let envelopes, case .offsets(let offsets) = positions else { return [] }
    func text(_ range: Range<Int>) -> String {
      // The frames' buffer lives as long as the batch.
      unsafe String(decoding: frames.bytes.bytes[range], as: UTF8.self)
    }
    return frames.ranges.indices.map { index in
      Message(
        key: envelopes.keys[index].map(text), value: text(frames.ranges[index]),
        headers: text(envelopes.headers[index]),
        time: envelopes.times[index], offset: offsets[index])
    }
  }
}

/// Rows as the bare text of their last column.
struct PlainEncoder: Encoder {
  func prologue(for schema: Schema) -> Buffer? { nil }

  func encode(_ batch: ColumnBatch, lines: Bool) -> EncodedRows {
    var memory = RawMemory(capacity: 64)
    var ends: [Int] = []
    let column = batch.columns[batch.columns.count - 1]
    for row in 0..<batch.count {
      memory.append(column.text(row) ?? "")
      ends.append(memory.count)
    }
    return EncodedRows(bytes: memory.buffer(), ends: ends)
  }
}

/// A database of topics in a folder of its own, sources and sinks on it, and a look into it.
struct TopicBench {
  let folder = TemporaryFolder()
  static let plain = Specification("plain", "The bare text.")
  static let schema = Schema([Field("k", .text), Field("v", .text)])
  static let input = LaneID(name: "orders.csv", identity: "f1")

  var path: String { folder.file("data/events.db") }

  private func connection(_ problems: inout Problems) -> ConnectionValues? {
    EmbeddedOptions.connection.read(
      ["path": "data/events.db"], in: ReadingContext(workingDirectory: folder.path), problems: &problems
    ).map { ConnectionValues(name: "events", values: $0) }
  }

  func sink(
    _ topic: String = "orders", key: String? = "k", partitions: Int = 3, pipeline: String = "fill",
    headers: Node? = nil, schema: Schema = Self.schema
  ) throws -> any Sink {
    var problems = Problems()
    let context = ReadingContext(workingDirectory: folder.path)
    let offer = Connector.embedded(formats: [Self.plain]).sinks[0]
    var entries: [(String, Node)] = [
      ("connection", "events"), ("name", Node(topic)), ("partitions", Node(integerLiteral: partitions)),
      ("format", "plain"),
    ]
    if let key { entries.append(("key", Node(key))) }
    if let headers { entries.append(("headers", headers)) }
    let node = Node(
      .mapping(entries.map { Node.Entry(key: Node($0.0), value: $0.1) }), at: .nowhere)
    let options = try #require(offer.kind.read(node, in: context, problems: &problems))
    let sink = offer.make(
      SinkRequest(
        pipeline: pipeline, options: options, connection: connection(&problems), encoder: PlainEncoder(),
        schema: schema, contractKey: []), &problems)
    #expect(problems.all.map(\.sentence) == [])
    return try #require(sink)
  }

  func source(
    _ topic: String = "orders", group: String = "readers", pipeline: String = "drain", _ more: (String, Node)...
  ) throws -> any Source {
    var problems = Problems()
    let offer = Connector.embedded(formats: [Self.plain]).sources[0]
    let entries: [(String, Node)] =
      [("connection", "events"), ("name", Node(topic)), ("group", Node(group)), ("format", "plain")] + more
    let node = Node(.mapping(entries.map { Node.Entry(key: Node($0.0), value: $0.1) }), at: .nowhere)
    let options = try #require(
      offer.kind.read(
        node, in: ReadingContext(workingDirectory: folder.path), problems: &problems))
    let source = offer.make(
      SourceRequest(
        pipeline: pipeline, options: options, connection: connection(&problems), splitter: nil, schema: Self.schema,
        maxRecord: .mebibytes(1), folder: folder.path), &problems)
    #expect(problems.all.map(\.sentence) == [])
    return try #require(source)
  }

  /// Fills a topic with rows of key and value, `size` rows a transaction.
  func fill(
    _ rows: [(String?, String)], _ topic: String = "orders", key: String? = "k", partitions: Int = 3, size: Int = 1000
  ) async throws {
    let sink = try sink(topic, key: key, partitions: partitions)
    try await sink.open()
    var at = try await sink.entries().first?.position.message
    for start in stride(from: 0, to: rows.count, by: size) {
      let part = Array(rows[start..<min(start + size, rows.count)])
      try await sink.take(sink.prepare(batch(part)), of: Self.input)
      try await sink.store([move(from: at, to: (at ?? 0) + Int64(part.count))])
      at = (at ?? 0) + Int64(part.count)
    }
    await sink.close()
  }

  func open() throws -> Connection { try Connection(opening: path) }

  func execute(_ sql: String) throws { try open().execute(sql) }

  func integer(_ sql: String) throws -> Int64? { try open().integer(sql) }
}

func batch(_ rows: [(String?, String)]) -> ColumnBatch {
  var keys = TextBuilder(capacity: rows.count)
  var values = TextBuilder(capacity: rows.count)
  for (key, value) in rows {
    if let key { keys.append(key) } else { keys.appendNull() }
    values.append(value)
  }
  return ColumnBatch(schema: TopicBench.schema, columns: [keys.column(), values.column()], count: rows.count)
}

func move(
  from: Int64?, to: Int64, lane: LaneID = TopicBench.input, tenure: String = "t"
) -> LedgerMove {
  LedgerMove(
    lane: lane, expected: from.map { Position(message: $0) }, to: Position(message: to),
    tenure: Tenure(id: tenure, since: .start))
}

extension Source {
  /// Opens, and waits until the lanes held are `count`, as far as the source tells of them.
  func lanes(_ count: Int) async throws -> [Lane] {
    try await open()
    return try await follow([], until: { $0.count == count }).sorted { $0.id.name < $1.id.name }
  }

  /// Follows the changes of the lanes until they are as wanted.
  func follow(
    _ lanes: [Lane], until isDone: @Sendable ([Lane]) -> Bool, releasing: Bool = true
  ) async throws -> [Lane] {
    var held = lanes
    while true {
      let change = try await change()
      held += change.gained
      for lane in change.revoked {
        for mine in held where mine.id == lane.id && releasing { await release(mine) }
        held.removeAll { $0.id == lane.id }
      }
      if isDone(held) { return held }
    }
  }

  /// Reads a lane from a position to its end.
  func messages(
    of lane: Lane, from position: Position = .start, limit: ReadLimit = ReadLimit(records: 100, bytes: 10_000)
  ) async throws -> [Message] {
    var (messages, position): ([Message], Position) = ([], position)
    while case .batch(let batch) = try await read(lane, from: position, limit: limit) {
      #expect(batch.from == position && batch.records == batch.messages.count && batch.records <= limit.records)
      messages += batch.messages
      position = batch.to
    }
    return messages
  }

  /// Where the lanes begin, and with which note.
  func starts(_ lanes: [Lane], _ ledger: LedgerEntries = []) async throws -> [LaneStart] {
    try await begin(lanes, ledger: ledger)
  }
}
