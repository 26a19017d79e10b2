/// Rows in columns: what decoders make, steps change, and encoders and sinks read.
public struct ColumnBatch: Sendable {
  public let schema: Schema
  public let columns: [Column]
  public let count: Int
  /// For each row, which of the decoded rows it came from: the thread back to its position and original bytes.
  public let origins: Origins

  public init(schema: Schema, columns: [Column], count: Int, origins: Origins? = nil) {
    precondition(schema.fields.count == columns.count && columns.allSatisfy { $0.count == count })
    self.schema = schema
    self.columns = columns
    self.count = count
    self.origins = origins ?? .consecutive(from: 0)
  }

  /// The column of that name, met without regard to case.
  public func column(_ name: String) -> Column? { schema.index(of: name).map { columns[$0] } }

  /// Rows `range`, sharing memory.
  public func slice(_ range: Range<Int>) -> ColumnBatch {
    if range == 0..<count { return self }
    return ColumnBatch(
      schema: schema, columns: columns.map { $0.slice(range) }, count: range.count, origins: origins.slice(range))
  }

  /// The rows named, in that order. Where these are most rows, one behind the other, they share the memory.
  public func gather(_ rows: [Int32]) -> ColumnBatch {
    if rows.count * 2 > count, let range = rows.asRange { return slice(range) }
    return ColumnBatch(
      schema: schema, columns: columns.map { $0.gather(rows) }, count: rows.count, origins: origins.gather(rows))
  }

  /// The same rows without those named (ascending).
  public func dropping(_ rows: [Int32]) -> ColumnBatch {
    rows.isEmpty ? self : gather(.others(than: rows, of: count))
  }

  /// The same rows with other columns.
  public func with(schema: Schema, columns: [Column]) -> ColumnBatch {
    ColumnBatch(schema: schema, columns: columns, count: count, origins: origins)
  }

  /// Memory that the columns hold, for the budget.
  public var footprint: Int { columns.reduce(0) { $0 + $1.footprint } + origins.footprint }
}

/// Which decoded row each row of a batch came from.
public enum Origins: Sendable {
  /// Row `i` came from decoded row `from + i`.
  case consecutive(from: Int)
  /// Row `i` came from decoded row `rows[i]`.
  case listed(ArraySlice<Int32>)

  public subscript(row: Int) -> Int {
    switch self {
    case .consecutive(let from): from + row
    case .listed(let rows): Int(rows[rows.startIndex + row])
    }
  }

  func slice(_ range: Range<Int>) -> Origins {
    switch self {
    case .consecutive(let from): .consecutive(from: from + range.lowerBound)
    case .listed(let rows):
      .listed(rows[(rows.startIndex + range.lowerBound)..<(rows.startIndex + range.upperBound)])
    }
  }

  func gather(_ rows: [Int32]) -> Origins {
    switch self {
    case .consecutive(let from): .listed(rows.map { Int32(from) + $0 }[...])
    case .listed(let mine): .listed(rows.map { mine[mine.startIndex + Int($0)] }[...])
    }
  }

  var footprint: Int {
    switch self {
    case .consecutive: 0
    case .listed(let rows): rows.count * 4
    }
  }
}

/// One row that can't go on, and why: it becomes a dead letter while its neighbours go on.
public struct RowFailure: Sendable, Equatable {
  /// The row, in the batch at hand.
  public var row: Int
  /// A sentence for people; values of it are shown shortened.
  public var message: String
  /// The field that it is about.
  public var field: String?
  /// Where what is wrong begins, in the bytes that records were read from, where that is known and still to be told.
  var byte: Int?

  /// What has gone wrong, as far as whoever tells of it has to know.
  public var kind: Kind

  /// Kinds of failures.
  public enum Kind: Sendable, Equatable {
    /// Bytes that should be text are none.
    case notUTF8
    /// Anything else.
    case other
  }

  /// The field and what is wrong with it, as one sentence.
  public var sentence: String { field.map { "\($0): \(message)" } ?? message }

  public init(row: Int, message: String, field: String? = nil, kind: Kind = .other) {
    self.kind = kind
    self.row = row
    self.message = message
    self.field = field
  }
}
