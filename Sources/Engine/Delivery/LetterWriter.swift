package import Columns

/// Writes the dead letters of a batch's rows.
package struct LetterWriter: Sendable {
  private let pipeline: String
  private let isPersonal: Bool
  private let lane: LaneID
  private let raw: RawBatch
  private let rows: DecodedRows

  /// Writes letters of rows of a batch.
  package init(of processing: Processing, lane: LaneID, raw: RawBatch, rows: DecodedRows) {
    pipeline = processing.pipeline
    isPersonal = processing.isPersonal
    self.lane = lane
    self.raw = raw
    self.rows = rows
  }

  /// The letter of a failed row, which is a place among the decoded rows.
  package func letter(_ failure: RowFailure, stage: String, sink: String) -> DeadLetter {
    let range = rows.range(of: failure.row)
    let frame = rows.frame(of: failure.row)
    var letter = DeadLetter(
      pipeline: pipeline, sink: sink, lane: lane, position: raw.position(of: failure.row, in: rows),
      bytes: copy(range), length: Int64(range.count), stage: stage, message: failure.sentence,
      isPersonal: isPersonal)
    if let envelopes = raw.envelopes {
      letter.key = envelopes.keys[frame].map(copy)
      let headers = envelopes.headers[frame]
      letter.headers = unsafe String(decoding: raw.frames.bytes.bytes[headers], as: UTF8.self)
      letter.time = envelopes.times[frame]
    }
    return letter
  }

  /// The letter of a record that was too large to be read.
  package func letter(_ oversized: Oversized, sink: String) -> DeadLetter {
    DeadLetter(
      pipeline: pipeline, sink: sink, lane: lane, position: oversized.position, bytes: oversized.beginning,
      length: oversized.length, sha256: oversized.sha256, stage: "read", message: oversized.message,
      isPersonal: isPersonal)
  }

  private func copy(_ range: Range<Int>) -> Buffer {
    unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: raw.frames.bytes.bytes[range]))
  }
}
