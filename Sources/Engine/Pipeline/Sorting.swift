import Columns

/// Decoded records, sorted by the route that they take.
struct SortedRecords {
  /// Every row, decoded or not.
  var rows = DecodedRows()
  /// For each route, its records; nil where there are none.
  var groups: [ColumnBatch?]
  /// The rows that didn't decode, or for which no route could be chosen.
  var failures: [RowFailure] = []
  /// Rows that were left out by choice.
  var filtered: [Int] = []
  var dropped: [String: Int] = [:]
  /// Values that are none of their field's type, in rows that go on; by their place among all rows.
  var unfit: [RowFailure] = []
}

extension SortedRecords {
  /// Lets nothing of a frame go on that should be one record and isn't, since the configuration reads it otherwise now:
  /// sent once more, what of it had gone through would be doubled.
  func oneForEachFrame() -> SortedRecords {
    var counts: [Int: Int] = [:]
    for row in 0..<rows.count { counts[rows.frame(of: row), default: 0] += 1 }
    guard counts.values.contains(where: { $0 > 1 }) else { return self }
    let refused = Set((0..<rows.count).filter { counts[rows.frame(of: $0), default: 0] > 1 })
    var sorted = self
    sorted.groups = groups.map { group in
      group.map { batch in
        batch.dropping((0..<Int32(batch.count)).filter { refused.contains(batch.origins[Int($0)]) })
      }
    }
    sorted.failures.removeAll { refused.contains($0.row) }
    sorted.filtered.removeAll { refused.contains($0) }
    sorted.failures += refused.sorted().map { row in
      let count = counts[rows.frame(of: row), default: 0]
      return RowFailure(row: row, message: "its bytes are \(count) records by now, and not the one that they were")
    }
    return sorted
  }
}

/// Chooses a route for each message, or for each record where the choice looks into it, and decodes it by that.
struct Sorting {
  private let processing: Processing
  private let raw: RawBatch
  private let task: ProcessingTask

  init(_ processing: Processing, _ raw: RawBatch, _ task: ProcessingTask) {
    self.processing = processing
    self.raw = raw
    self.task = task
  }

  func sorted() -> SortedRecords {
    raw.redriven == nil || raw.isHeader ? chosen() : chosen().oneForEachFrame()
  }

  private func chosen() -> SortedRecords {
    if raw.isHeader { return header() }
    var sorted =
      processing.fork.map { fork in fork.whole.map { byRecord($0, fork) } ?? byMessage(fork) } ?? whole()
    if let limit = raw.givenUpWithin {
      // One that is closed further on can't be told from one that never is.
      for place in sorted.failures.indices {
        sorted.failures[place].message +=
          ", as far as max_record (\(limit)) goes: if it is one long field, raise `max_record`"
      }
    }
    return sorted
  }

  /// There is but one route.
  private func whole() -> SortedRecords {
    let decoded = processing.routes[0].decoder.decode(raw.frames)
    return SortedRecords(
      rows: decoded.rows, groups: [decoded.batch], failures: decoded.failures,
      dropped: decoded.dropped, unfit: decoded.unfit)
  }

  /// A file's header, with which no route could read any record: it fails in their place.
  private func header() -> SortedRecords {
    var sorted = SortedRecords(groups: processing.routes.map { _ in nil })
    guard let header = raw.frames.prologue else { return sorted }
    let faults = processing.routes.compactMap { $0.decoder.fault(of: header, required: $0.required) }
    guard faults.count == processing.routes.count, let fault = faults.first else { return sorted }
    let end = processing.routes[0].decoder.lineEnd(of: 0, in: raw.frames)
    sorted.rows.append(0..<(unsafe end?.bare(header.bytes) ?? header.count))
    sorted.failures = [fault]
    return sorted
  }

  // MARK: By message

  private func byMessage(_ fork: Fork) -> SortedRecords {
    let count = raw.frames.ranges.count
    let choices = fork.choose(metadata(fork, count: count, of: nil, value: nil) { $0 })
    // Rows are told by message and place in it until all of them are known.
    var found: [(frame: Int, route: Int, row: Int, range: Range<Int>)] = []
    var decodings: [(route: Int, decoded: Decoded)] = []
    for route in processing.routes.indices {
      let frames = choices.indices.filter { choices[$0].route == route }
      guard !frames.isEmpty else { continue }
      let decoded = processing.routes[route].decoder.decode(subset(frames.map { raw.frames.ranges[$0] }))
      for row in 0..<decoded.rows.count {
        let frame = frames[decoded.rows.frame(of: row)]
        found.append((frame, decodings.count, row, decoded.rows.range(of: row)))
      }
      decodings.append((route, decoded))
    }
    // A message without a route is one row of its own.
    for frame in choices.indices {
      if choices[frame].route != nil { continue }
      found.append((frame, -1, 0, raw.frames.ranges[frame]))
    }
    found.sort { ($0.frame, $0.route, $0.row) < ($1.frame, $1.route, $1.row) }
    var sorted = SortedRecords(groups: processing.routes.map { _ in nil })
    var places = decodings.map { [Int](repeating: 0, count: $0.decoded.rows.count) }
    for (place, row) in found.enumerated() {
      sorted.rows.append(row.range, frame: row.frame)
      guard row.route < 0 else {
        places[row.route][row.row] = place
        continue
      }
      refuse(choices[row.frame], place, &sorted)
    }
    for (index, (route, decoded)) in decodings.enumerated() {
      add(decoded, to: route, places[index], &sorted)
    }
    return sorted
  }

  // MARK: By record

  private func byRecord(_ decoder: any Decoder, _ fork: Fork) -> SortedRecords {
    let first = decoder.decode(raw.frames)
    let batch = first.batch
    let choices = fork.choose(
      metadata(fork, count: batch.count, of: first.rows, value: batch) { batch.origins[$0] })
    var sorted = SortedRecords(
      rows: first.rows, groups: processing.routes.map { _ in nil }, failures: first.failures)
    for route in processing.routes.indices {
      let rows = choices.indices.filter { choices[$0].route == route }.map { batch.origins[$0] }
      guard !rows.isEmpty else { continue }
      let decoded = processing.routes[route].decoder.decode(
        subset(rows.map { first.rows.range(of: $0) }, areRecords: true))
      // Each frame was one record.
      let places = (0..<decoded.rows.count).map { rows[decoded.rows.frame(of: $0)] }
      add(decoded, to: route, places, &sorted)
    }
    for (row, choice) in choices.enumerated() { refuse(choice, batch.origins[row], &sorted) }
    return sorted
  }

  // MARK: Both

  private func refuse(_ choice: Fork.Choice, _ place: Int, _ sorted: inout SortedRecords) {
    if choice.route != nil { return }
    guard let refusal = choice.refusal else { return sorted.filtered.append(place) }
    sorted.failures.append(RowFailure(row: place, message: refusal))
  }

  /// Adds what was decoded for a route; its row `i` is row `places[i]` of all.
  private func add(_ decoded: Decoded, to route: Int, _ places: [Int], _ sorted: inout SortedRecords) {
    let batch = decoded.batch
    let origins = (0..<batch.count).map { Int32(truncatingIfNeeded: places[batch.origins[$0]]) }
    sorted.groups[route] = ColumnBatch(
      schema: batch.schema, columns: batch.columns, count: batch.count, origins: .listed(origins[...]))
    sorted.failures += decoded.failures.map {
      RowFailure(row: places[$0.row], message: $0.message, field: $0.field)
    }
    sorted.unfit += decoded.unfit.map { RowFailure(row: places[$0.row], message: $0.message, field: $0.field) }
    sorted.dropped.merge(decoded.dropped, uniquingKeysWith: +)
  }

  private func subset(_ ranges: [Range<Int>], areRecords: Bool = false) -> Frames {
    Frames(
      bytes: raw.frames.bytes, ranges: ranges, prologue: raw.frames.prologue,
      areRecords: areRecords || raw.frames.areRecords)
  }

  private func metadata(
    _ fork: Fork, count: Int, of rows: DecodedRows?, value: ColumnBatch?, origin: (Int) -> Int
  ) -> ColumnBatch {
    let facts = RecordMetadata(
      pipeline: processing.pipeline, run: task.run, lane: task.lane, labels: task.labels, raw: raw)
    let columns = fork.metadata.map { wanted in
      if wanted == .value, let value, let column = value.column(wanted.rawValue) { return column }
      return facts.column(wanted, count: count, of: rows, contract: nil, origin: origin)
    }
    return ColumnBatch(schema: Schema(fork.metadata.map(\.field)), columns: columns, count: count)
  }
}
