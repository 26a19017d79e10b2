import Columns

/// Makes the columns of what is known of records beside their fields.
struct RecordMetadata {
  let pipeline: String
  let run: String
  private let lane: LaneID
  private let labels: LaneLabels
  private let raw: RawBatch

  /// What is known of a batch's records. Of those that are sent again it is what was known when they were first read.
  init(pipeline: String, run: String, lane: LaneID, labels: LaneLabels, raw: RawBatch) {
    self.pipeline = pipeline
    self.run = run
    self.lane = raw.redriven?.lane ?? lane
    self.labels = raw.redriven?.labels ?? labels
    self.raw = raw
  }

  /// A column for `count` rows, of which row `i` is the decoded row `origin(i)` of `rows`, or, where there are no
  /// decoded rows yet, the message `origin(i)`.
  func column(
    _ metadata: Metadata, count: Int, of rows: DecodedRows?, contract: String?, origin: (Int) -> Int
  ) -> Column {
    func frame(_ row: Int) -> Int { rows?.frame(of: origin(row)) ?? origin(row) }
    let needsPositions = raw.redriven == nil && [.offset, .row, .record].contains(metadata)
    let positions = needsPositions ? rows.map { raw.positions(of: $0) } : nil
    func position(_ row: Int) -> Position? { raw.redriven?.positions[frame(row)] ?? positions?[origin(row)] }
    switch metadata {
    case .key: return envelope(count, .text) { raw.envelopes?.keys[frame($0)] }
    case .headers:
      let texts = envelope(count, .text) { row in raw.envelopes.map { $0.headers[frame(row)] } }
      // Headers were written by ourselves, as a JSON object; what isn't one is null.
      var failures: [RowFailure] = []
      return texts.parsed(as: Metadata.headers.field, emptyIsNull: true, failures: &failures)
    case .timestamp: return numbers(count, .timestamp) { row in raw.envelopes?.times[frame(row)] }
    case .topic: return texts(count, labels.topic)
    case .file: return texts(count, labels.file)
    case .partition:
      var builder = FixedBuilder<Int32>(capacity: count, zero: 0)
      for _ in 0..<count {
        if let partition = labels.partition { builder.append(partition) } else { builder.appendNull() }
      }
      return builder.column(.int32)
    case .offset:
      return numbers(count, .int64) { row in
        if raw.redriven == nil, case .offsets(let offsets) = raw.positions { return offsets[frame(row)] }
        return position(row)?.message
      }
    case .row: return numbers(count, .int64) { row in position(row).map { Int64($0.row) } }
    case .contract: return texts(count, contract)
    case .run: return texts(count, run)
    case .record:
      return places(count, position)
    case .parameters, .remote, .value, .unknown: return .nulls(metadata.field.type, count: count)
    }
  }

  /// One text, or null, in every row.
  private func texts(_ count: Int, _ text: String?) -> Column {
    guard let text else { return .nulls(.text, count: count) }
    let bytes = Buffer.copying(text)
    var builder = TextBuilder(capacity: count, bytes: count * bytes.count)
    for _ in 0..<count { unsafe builder.append(bytes.bytes) }
    return builder.column()
  }

  /// What tells each record from all others: all of it but the position is the same for every row.
  private func places(_ count: Int, _ position: (Int) -> Position?) -> Column {
    let lane = Buffer.copying("\(pipeline)\n\(lane.name)\n\(lane.identity)\n")
    var builder = TextBuilder(capacity: count, bytes: count * (lane.count + 20))
    for row in 0..<count {
      if let position = position(row) {
        unsafe builder.data.append(lane.bytes)
        builder.data.append("\(position)")
        builder.finish()
      } else {
        builder.appendNull()
      }
    }
    return builder.column()
  }

  private func envelope(_ count: Int, _ type: ColumnType, _ range: (Int) -> Range<Int>?) -> Column {
    var builder = TextBuilder(capacity: count)
    for row in 0..<count {
      if let range = range(row) {
        // The batch holds the bytes for as long as it is worked on.
        unsafe builder.append(UnsafeRawBufferPointer(rebasing: raw.frames.bytes.bytes[range]))
      } else {
        builder.appendNull()
      }
    }
    return builder.column(type)
  }

  private func numbers(_ count: Int, _ type: ColumnType, _ number: (Int) -> Int64?) -> Column {
    var builder = FixedBuilder<Int64>(capacity: count, zero: 0)
    for row in 0..<count { if let number = number(row) { builder.append(number) } else { builder.appendNull() } }
    return builder.column(type)
  }
}
