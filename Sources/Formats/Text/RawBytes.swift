public import Columns

/// Gives each file or message as one record of bytes, or of whatever type the field has.
public struct RawDecoder: Decoder {
  public let schema: Schema
  private let keepsUnfit: Bool
  private let place: Int?

  public init(schema: Schema, keepsUnfit: Bool = false) {
    self.schema = schema
    self.keepsUnfit = keepsUnfit
    place = schema.place(ofSole: RawFormat.field)
  }

  public func decode(_ frames: Frames) -> Decoded {
    var rows = DecodedRows()
    var table = CellTable(width: 1, rows: frames.ranges.count, escapes: .none)
    for (frame, range) in frames.ranges.enumerated() {
      if frames.ranges.count > 1 { rows.append(range, frame: frame) } else { rows.append(range) }
      table.append(Cell(.quoted, start: range.lowerBound, length: range.count))
    }
    guard let place, schema.fields[place].type == .bytes else {
      return table.decoded(
        schema, from: schema.fields.indices.map { $0 == place ? 0 : nil }, of: frames.bytes, rows: rows, failures: [],
        keepsUnfit: keepsUnfit)
    }
    var bytes = TextBuilder(capacity: rows.count)
    for range in frames.ranges { unsafe bytes.append(UnsafeRawBufferPointer(rebasing: frames.bytes.bytes[range])) }
    let column = bytes.column(.bytes)
    let columns = schema.fields.indices.map { $0 == place ? column : .nulls(schema.fields[$0].type, count: rows.count) }
    return Decoded(
      batch: ColumnBatch(schema: schema, columns: columns, count: rows.count), rows: rows, failures: [])
  }

  public func lineEnd(of frame: Int, in frames: Frames) -> LineEnd? { nil }
}

/// Writes a column's bytes as they are, one value right behind the other; null is nothing.
public struct RawEncoder: Encoder {
  public init() {}

  public func prologue(for schema: Schema) -> Buffer? { nil }

  public func encode(_ whole: ColumnBatch, lines: Bool) -> EncodedRows {
    var values = whole.sole(RawFormat.field)
    if let column = values, column.type != .bytes { values = column.asText(.iso) }
    var bytes = RawMemory(capacity: values?.data?.count ?? 0)
    var ends: [Int] = []
    ends.reserveCapacity(whole.count)
    for row in 0..<whole.count {
      if let values, values.isValid(row) { unsafe bytes.append(values.bytes(row)) }
      ends.append(bytes.count)
    }
    return EncodedRows(bytes: bytes.buffer(), ends: ends)
  }
}
