import CScan
public import Columns

/// Turns lines of text into a column, of text or of whatever type its field has.
public struct TextDecoder: Decoder {
  public let schema: Schema
  private let keepsUnfit: Bool
  private let place: Int?

  public init(schema: Schema, keepsUnfit: Bool = false) {
    self.schema = schema
    self.keepsUnfit = keepsUnfit
    place = schema.place(ofSole: TextFormat.field)
  }

  public func decode(_ frames: Frames) -> Decoded {
    var rows = DecodedRows()
    var table = CellTable(width: 1, rows: frames.ranges.count, escapes: .none)
    for (frame, range) in frames.ranges.enumerated() {
      add(range, frames, frame: frames.ranges.count > 1 ? frame : nil, to: &table, &rows)
    }
    return table.decoded(
      schema, from: schema.fields.indices.map { $0 == place ? 0 : nil }, of: frames.bytes, rows: rows, failures: [],
      keepsUnfit: keepsUnfit)
  }

  /// Adds the lines of a frame. A message without any text is one empty line.
  private func add(
    _ range: Range<Int>, _ frames: Frames, frame: Int?, to table: inout CellTable, _ rows: inout DecodedRows
  ) {
    let start = unsafe frames.bytes.start.assumingMemoryBound(to: UInt8.self)
    if frames.areRecords {
      table.append(Cell(.quoted, start: range.lowerBound, length: range.count))
      if let frame { rows.append(range, frame: frame) } else { rows.append(range) }
      return
    }
    var at = range.lowerBound
    if frames.prologue == nil {
      at +=
        unsafe ByteOrderMark.length(in: UnsafeRawBufferPointer(start: start + at, count: range.count), isEnd: true) ?? 0
    }
    let isEmptyMessage = frames.prologue == nil && at == range.upperBound
    while at < range.upperBound || isEmptyMessage {
      let lineEnd = unsafe at + Int(ouzel_find(start + at, range.upperBound - at, 0x0a))
      let isReturned = unsafe lineEnd > at && lineEnd < range.upperBound && start[lineEnd - 1] == 0x0d
      let line = at..<(isReturned ? lineEnd - 1 : lineEnd)
      table.append(Cell(.quoted, start: line.lowerBound, length: line.count))
      if let frame { rows.append(line, frame: frame) } else { rows.append(line) }
      if isEmptyMessage { return }
      at = lineEnd + 1
    }
  }
}

extension Schema {
  /// The place of the one field that a format of a single field has: the one that bears its name, or the only one.
  func place(ofSole name: String) -> Int? {
    FieldNames(fields).meaning(of: name)?.field ?? (fields.count == 1 ? 0 : nil)
  }
}
