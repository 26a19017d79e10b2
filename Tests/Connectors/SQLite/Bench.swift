import Columns
import Engine
import Glibc
import SQLiteClient
import SQLiteConnector
import Specifications
import Testing

/// A database in a folder of its own, sinks that fill it, and a look into it.
struct Bench {
  let folder = TemporaryFolder()
  static let lane = LaneID(name: "orders.csv", identity: "f1")
  static let tenure = Tenure(id: "t", since: .start)

  var path: String { folder.file("data/orders.db") }

  /// A sink as a configuration of these options makes it.
  func sink(
    _ schema: Schema, _ options: Node, contractKey: [String] = [], pipeline: String = "p", path: String? = nil
  ) throws -> any Sink {
    var problems = Problems()
    let sink = make(schema, options, contractKey: contractKey, pipeline: pipeline, path: path, &problems)
    #expect(problems.all.map(\.sentence).isEmpty)
    return try #require(sink)
  }

  func make(
    _ schema: Schema, _ options: Node, contractKey: [String] = [], pipeline: String = "p", path: String? = nil,
    _ problems: inout Problems
  ) -> (any Sink)? {
    let context = ReadingContext(workingDirectory: folder.path)
    let offer = Connector.sqlite.sinks[0]
    guard let options = offer.kind.read(options, in: context, problems: &problems),
      let connection = SQLiteOptions.connection.read(
        ["path": Node(path ?? self.path)], in: context, problems: &problems)
    else { return nil }
    let request = SinkRequest(
      pipeline: pipeline, options: options, connection: ConnectionValues(name: "store", values: connection),
      encoder: nil, schema: schema, contractKey: contractKey)
    return offer.make(request, &problems)
  }

  /// A sink for rows of several forms.
  func sink(_ forms: [SinkForm], _ options: Node, _ problems: inout Problems) -> (any Sink)? {
    let context = ReadingContext(workingDirectory: folder.path)
    let offer = Connector.sqlite.sinks[0]
    guard let options = offer.kind.read(options, in: context, problems: &problems),
      let connection = SQLiteOptions.connection.read(["path": Node(path)], in: context, problems: &problems)
    else { return nil }
    let request = SinkRequest(
      pipeline: "p", options: options, connection: ConnectionValues(name: "store", values: connection), encoder: nil,
      forms: forms)
    return offer.make(request, &problems)
  }

  /// Rows of a query, their values as SQLite writes them, with their class before them where it matters.
  func query(_ sql: String, path: String? = nil) throws -> [[String?]] {
    let connection = try Connection(opening: path ?? self.path)
    var statement = try connection.prepare(sql)
    var rows: [[String?]] = []
    while try statement.step() == .row {
      rows.append((0..<statement.columnCount).map { statement.isNull($0) ? nil : statement.text($0) })
    }
    return rows
  }

  /// Makes the database's folder, for a test that comes before the sink.
  func makeFolder() { unsafe mkdir(folder.file("data"), 0o700) }

  func execute(_ sql: String) throws { try Connection(opening: path).execute(sql) }
}

/// A batch read from text as a decoder would.
func batch(_ fields: [Field], _ rows: [[String?]]) -> ColumnBatch {
  var columns: [Column] = []
  for (index, field) in fields.enumerated() {
    var text = TextBuilder(capacity: rows.count)
    for row in rows {
      if let value = row[index] { text.append(value) } else { text.appendNull() }
    }
    var failures: [RowFailure] = []
    let column = text.column()
    columns.append(field.type == .text ? column : column.parsed(as: field, failures: &failures))
    precondition(failures.isEmpty, "\(failures)")
  }
  return ColumnBatch(schema: Schema(fields), columns: columns, count: rows.count)
}

extension Sink {
  /// Takes rows of the lane as one part.
  func take(_ batch: ColumnBatch) async throws(TakeFailure) { try await take(prepare(batch), of: Bench.lane) }

  func store(from: Int64?, to: Int64) async throws(StoreFailure) {
    let move = LedgerMove(
      lane: Bench.lane, expected: from.map { Position(message: $0) }, to: Position(message: to),
      tenure: Bench.tenure)
    try await store([move])
  }
}

/// What a sink answered to rows or moves.
enum Answer: Equatable {
  case done
  case refused([RefusedRow])
  case lost([LaneID])
  case failed(Failure)

  var rows: [Int] { if case .refused(let rows) = self { rows.map(\.row) } else { [] } }
  var messages: [String] { if case .refused(let rows) = self { rows.map(\.message) } else { [] } }
  var failure: Failure? { if case .failed(let failure) = self { failure } else { nil } }
}

extension Sink {
  func answer(toTaking batch: ColumnBatch) async -> Answer {
    do throws(TakeFailure) {
      try await take(batch)
      return .done
    } catch {
      switch error {
      case .rows(let rows): return .refused(rows)
      case .somewhere(let message, _): return .failed(Failure(.fatal, "", message))
      case .failure(let failure): return .failed(failure)
      }
    }
  }

  func answer(toStoringFrom from: Int64?, to: Int64) async -> Answer {
    do throws(StoreFailure) {
      try await store(from: from, to: to)
      return .done
    } catch {
      switch error {
      case .lost(let lanes): return .lost(lanes)
      case .failure(let failure): return .failed(failure)
      }
    }
  }
}
