import Columns

/// Messages that each begin with a header.
extension CSVDecoder {
  /// Where a message's parts stand, and what ends its lines.
  private struct Message {
    let header: Range<Int>
    let records: Range<Int>
    let lineEnd: UInt8
  }

  /// Brings the records of messages into the schema's order, so that those with different headers make one batch.
  func decodeMessages(_ frames: Frames) -> Decoded {
    var others = UnknownColumns(unknown)
    var table = CellTable(
      width: fields.fields.count, rows: frames.ranges.count, escapes: CSVDialect(options).escapes)
    var rows = DecodedRows()
    var failures: [RowFailure] = []
    let messages = frames.ranges.map { message(in: $0, of: frames) }
    var first = 0
    while first < messages.count {
      // Most messages of a topic have the same header, and are indexed together.
      let alike = messages[first...].prefix { hasSameHeader($0, messages[first], frames.bytes) }.indices
      first = alike.upperBound
      let (text, lineEnd) = (messages[alike.lowerBound].header, messages[alike.lowerBound].lineEnd)
      let header = CSVHeader(in: frames.bytes, text, schema: fields, options: options, lineEnd: lineEnd)
      if let fault = header.fault {
        for frame in alike {
          failures.append(RowFailure(row: rows.count, message: fault))
          rows.append(frames.ranges[frame], frame: frame)
          table.appendAbsentRow()
          others.addNull()
        }
        continue
      }
      var indexer = CSVIndexer(
        frames.bytes, width: header.width, rows: alike.count, options: options, lineEnd: lineEnd)
      for frame in alike { indexer.add(messages[frame].records, frame: frame) }
      indexer.settle()
      var its = indexer.failures
      others.add(indexer.table, indexer.rows.count, under: header, of: frames.bytes, failures: &its)
      for failure in its {
        failures.append(RowFailure(row: rows.count + failure.row, message: failure.message, field: failure.field))
      }
      for row in 0..<indexer.rows.count {
        rows.append(indexer.rows.range(of: row), frame: indexer.rows.frame(of: row))
        let cells = unsafe indexer.table.start + row * header.width
        for column in header.columns { table.append(column.map { unsafe cells[$0] } ?? .absent) }
      }
    }
    return table.decoded(
      fields, from: Array(0..<fields.fields.count), of: frames.bytes, rows: rows, failures: failures,
      unknown: others.column(), dropped: others.dropped, keepsUnfit: keepsUnfit)
  }

  private func message(in range: Range<Int>, of frames: Frames) -> Message {
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: frames.bytes.bytes[range])
    let length = unsafe CSVSplitter(options).prologue(in: bytes, isEnd: true) ?? bytes.count
    let (start, lineEnd) = beginning(of: range, in: frames.bytes)
    let end = range.lowerBound + length
    return Message(header: start..<max(start, end), records: end..<range.upperBound, lineEnd: lineEnd)
  }

  private func hasSameHeader(_ a: Message, _ b: Message, _ bytes: Buffer) -> Bool {
    unsafe a.lineEnd == b.lineEnd && a.header.count == b.header.count
      && bytes.bytes[a.header].elementsEqual(bytes.bytes[b.header])
  }
}
