package import Columns

/// What happens to rows between decoding and the sink: the contract, then each step.
package struct Stage: Sendable {
  /// As dead letters name it: `contract`, `step 2 (set)`.
  package let name: String
  package let run: @Sendable (ColumnBatch) -> StageResult

  package init(name: String, run: @escaping @Sendable (ColumnBatch) -> StageResult) {
    self.name = name
    self.run = run
  }
}

/// What a stage made of rows. The failures' rows are places among the decoded rows.
package struct StageResult: Sendable {
  package var batch: ColumnBatch
  package var failures: [RowFailure]
  package var filtered: Int

  package init(batch: ColumnBatch, failures: [RowFailure] = [], filtered: Int = 0) {
    self.batch = batch
    self.failures = failures
    self.filtered = filtered
  }
}

/// A batch on its way to the sink, with what is needed to bisect it and to write its dead letters.
package struct ProcessedBatch: Sendable {
  package let raw: RawBatch
  package let rows: DecodedRows
  package let batch: ColumnBatch
  package let prepared: any PreparedRows
  package let letters: [DeadLetter]
  package let facts: BatchFacts

  /// Memory held, for the budget.
  package var footprint: Int { raw.frames.bytes.footprint + batch.footprint + prepared.footprint + rows.count * 12 }

  /// Where the batch's row `row` stands; behind the last, where the lane goes on.
  package func position(of row: Int) -> Position {
    row < batch.count ? raw.position(of: batch.origins[row], in: rows) : raw.to
  }
}

/// The pure work on a batch: decode, contract, steps, and the sink's own form. Many batches are worked on at once.
package struct Processing: Sendable {
  package let pipeline: String
  package let decoder: any Decoder
  package let stages: [Stage]
  package let sink: any Sink

  package init(pipeline: String, decoder: any Decoder, stages: [Stage], sink: any Sink) {
    self.pipeline = pipeline
    self.decoder = decoder
    self.stages = stages
    self.sink = sink
  }

  /// Works on records of a lane, of which those before `from` are settled already.
  package func run(_ raw: RawBatch, of lane: LaneID, from: Position) -> ProcessedBatch {
    var decoded = decoder.decode(raw.frames)
    let settled = settledRows(raw, decoded.rows, from)
    if settled > 0 { skip(settled, &decoded) }
    let letterWriter = LetterWriter(pipeline: pipeline, lane: lane, raw: raw, rows: decoded.rows)
    var letters = raw.oversized.map { letterWriter.letter($0) }
    letters += decoded.failures.map { letterWriter.letter($0, stage: "decode") }
    var batch = decoded.batch
    var filtered = 0
    for stage in stages {
      let result = stage.run(batch)
      letters += result.failures.map { letterWriter.letter($0, stage: stage.name) }
      filtered += result.filtered
      batch = result.batch
    }
    var prepared = sink.prepare(batch)
    if !prepared.failures.isEmpty {
      letters += prepared.failures.map { failure in
        letterWriter.letter(
          RowFailure(row: batch.origins[failure.row], message: failure.message, field: failure.field), stage: "sink")
      }
      batch = batch.dropping(Set(prepared.failures.map { Int32($0.row) }).sorted())
      prepared = sink.prepare(batch)
    }
    let facts = BatchFacts(rows: batch.count, filtered: filtered, failed: letters.count)
    return ProcessedBatch(
      raw: raw, rows: decoded.rows, batch: batch, prepared: prepared, letters: letters, facts: facts)
  }

  /// How many of the decoded rows, those of a message that was settled in part, lie before `from`.
  private func settledRows(_ raw: RawBatch, _ rows: DecodedRows, _ from: Position) -> Int {
    guard from.row > 0 else { return 0 }
    var settled = 0
    while settled < rows.count, raw.position(of: settled, in: rows) < from { settled += 1 }
    return settled
  }

  private func skip(_ settled: Int, _ decoded: inout Decoded) {
    decoded.failures.removeAll { $0.row < settled }
    let batch = decoded.batch
    let kept = (0..<Int32(batch.count)).filter { batch.origins[Int($0)] >= settled }
    decoded.batch = batch.gather(kept)
  }
}

/// Writes the dead letters of a batch's rows.
package struct LetterWriter: Sendable {
  let pipeline: String
  let lane: LaneID
  let raw: RawBatch
  let rows: DecodedRows

  /// The letter of a failed row, which is a place among the decoded rows.
  package func letter(_ failure: RowFailure, stage: String) -> DeadLetter {
    let range = rows.range(of: failure.row)
    let frame = rows.frame(of: failure.row)
    var letter = DeadLetter(
      pipeline: pipeline, sink: "sink", lane: lane, position: raw.position(of: failure.row, in: rows),
      bytes: copy(range), length: Int64(range.count), stage: stage, message: failure.sentence)
    if let envelopes = raw.envelopes {
      letter.key = envelopes.keys[frame].map(copy)
      let headers = envelopes.headers[frame]
      letter.headers = unsafe String(decoding: raw.frames.bytes.bytes[headers], as: UTF8.self)
      letter.time = envelopes.times[frame]
    }
    return letter
  }

  /// The letter of a record that was too large to be read.
  package func letter(_ oversized: Oversized) -> DeadLetter {
    DeadLetter(
      pipeline: pipeline, sink: "sink", lane: lane, position: oversized.position, bytes: oversized.beginning,
      length: oversized.length, sha256: oversized.sha256, stage: "read", message: oversized.message)
  }

  private func copy(_ range: Range<Int>) -> Buffer {
    unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: raw.frames.bytes.bytes[range]))
  }
}
