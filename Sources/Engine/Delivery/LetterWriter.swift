package import Columns

/// Writes the dead letters of a batch's rows.
package struct LetterWriter: Sendable {
  private let pipeline: String
  private let isPersonal: Bool
  private let lane: LaneID
  private let raw: RawBatch
  private let rows: DecodedRows
  private var lines: RecordLines?
  /// Whatever the contract, the format is the same.
  private let decoder: (any Decoder)?
  /// What records of a frame need before them; those of a message share it.
  private var prologue: (frame: Int, bytes: Buffer?)?

  /// Writes letters of rows of a batch.
  package init(of processing: Processing, lane: LaneID, raw: RawBatch, rows: DecodedRows) {
    pipeline = processing.pipeline
    isPersonal = processing.isPersonal
    self.lane = lane
    self.raw = raw
    self.rows = rows
    decoder = processing.routes.first?.decoder
    lines = decoder.map { RecordLines(raw, rows, decodedBy: $0) }
  }

  /// The letter of a failed row, which is a place among the decoded rows.
  /// `isOwn` says whether it failed on the way to that sink alone.
  package mutating func letter(_ failure: RowFailure, stage: String, sink: String, isOwn: Bool) -> DeadLetter {
    let range = rows.range(of: failure.row)
    let frame = rows.frame(of: failure.row)
    var letter = DeadLetter(
      pipeline: pipeline, sink: sink, lane: lane, position: raw.position(of: failure.row, in: rows),
      line: lines?.line(of: failure.row), bytes: copy(range), form: form(of: range, frame),
      length: Int64(range.count), stage: stage,
      message: failure.sentence, isOwn: isOwn, isPersonal: isPersonal)
    if let envelopes = raw.envelopes {
      letter.key = envelopes.keys[frame].map(copy)
      let headers = envelopes.headers[frame]
      letter.headers = unsafe String(decoding: raw.frames.bytes.bytes[headers], as: UTF8.self)
      letter.time = envelopes.times[frame]
    }
    return letter
  }

  private mutating func form(of range: Range<Int>, _ frame: Int) -> LetterForm {
    if raw.isHeader { return .header }
    if raw.frames.prologue == nil, range == raw.frames.ranges[frame] { return .message }
    if prologue?.frame != frame { prologue = (frame, decoder?.prologue(of: frame, in: raw.frames)) }
    return .record(behind: prologue?.bytes)
  }

  /// Where a row stands, for people: `1042, line 17`.
  package func place(of row: Int) -> String {
    if let redriven = raw.redriven {
      let frame = rows.frame(of: row)
      return "\(redriven.positions[frame])" + (redriven.lines[frame].map { ", line \($0)" } ?? "")
    }
    var lines = lines
    return "\(raw.position(of: row, in: rows))" + (lines?.line(of: row).map { ", line \($0)" } ?? "")
  }

  /// The letter of a record that was too large to be read.
  package func letter(_ oversized: Oversized, sink: String) -> DeadLetter {
    DeadLetter(
      pipeline: pipeline, sink: sink, lane: lane, position: oversized.position, line: oversized.line,
      bytes: oversized.beginning, length: oversized.length, sha256: oversized.sha256, stage: "read",
      message: oversized.message,
      isPersonal: isPersonal)
  }

  private func copy(_ range: Range<Int>) -> Buffer {
    unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: raw.frames.bytes.bytes[range]))
  }
}
