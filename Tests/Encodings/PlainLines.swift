import Columns

/// A format of UTF-8 lines, one text each, as plain as can be.
struct PlainLines: Splitter, Decoder, Encoder {
  var schema: Schema { Schema([Field("line", type)]) }
  /// What the lines are read as.
  var type = ColumnType.text
  /// How many lines stand before the records.
  var header = 0

  func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    guard let mark = unsafe ByteOrderMark.length(in: bytes, isEnd: isEnd) else { return nil }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[mark...])
    let lines = unsafe split(rest, isEnd: isEnd, atMost: header)
    return lines.records == header || isEnd ? mark + lines.length : nil
  }

  func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    var found = Split(length: 0, records: 0)
    for index in bytes.indices where found.records < records {
      if unsafe bytes[index] == 0x0a { found = Split(length: index + 1, records: found.records + 1) }
    }
    if isEnd && found.records < records && found.length < bytes.count {
      found = Split(length: bytes.count, records: found.records + 1)
    }
    return found
  }

  func decode(_ frames: Frames) -> Decoded {
    var rows = DecodedRows()
    var table = CellTable(width: 1, rows: 1, escapes: .none)
    for (frame, range) in frames.ranges.enumerated() {
      var start = range.lowerBound
      if frames.prologue == nil {
        let whole = unsafe UnsafeRawBufferPointer(rebasing: frames.bytes.bytes[range])
        start += unsafe ByteOrderMark.length(in: whole, isEnd: true) ?? 0
      }
      while start < range.upperBound {
        let end = unsafe frames.bytes.bytes[start..<range.upperBound].firstIndex(of: 0x0a) ?? range.upperBound
        if frames.prologue == nil { rows.append(start..<end, frame: frame) } else { rows.append(start..<end) }
        table.append(Cell(.quoted, start: start, length: end - start))
        start = end + 1
      }
    }
    return table.decoded(schema, from: [0], of: frames.bytes, rows: rows, failures: [])
  }

  func prologue(for schema: Schema) -> Buffer? {
    header == 0 ? nil : Buffer.copying(schema.fields.map(\.name).joined(separator: ",") + "\n")
  }

  func encode(_ batch: ColumnBatch, lines: Bool) -> EncodedRows {
    var bytes = RawMemory()
    var ends: [Int] = []
    for row in 0..<batch.count {
      bytes.append((batch.columns[0].text(row) ?? "") + (lines ? "\n" : ""))
      ends.append(bytes.count)
    }
    return EncodedRows(bytes: bytes.buffer(), ends: ends)
  }
}

/// A batch of one column of texts.
func batch(_ texts: [String], name: String = "line") -> ColumnBatch {
  var builder = TextBuilder(capacity: texts.count)
  for text in texts { builder.append(text) }
  return ColumnBatch(schema: Schema([Field(name, .text)]), columns: [builder.column()], count: texts.count)
}
