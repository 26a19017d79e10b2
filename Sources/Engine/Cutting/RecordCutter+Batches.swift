import Columns
import Specifications

/// What is cut off, as batches.
extension RecordCutter {
  mutating func batch(_ split: Split, isGivenUp: Bool) -> RawBatch {
    let before = lines
    countLines(split.length)
    let (buffer, base, range) = window.take(split.length)
    pace.count(split)
    needed = 0
    barren = 0
    let frames = Frames(bytes: buffer, ranges: [range], prologue: prologue)
    var batch = RawBatch(
      frames: frames, positions: .bytes(base: base), from: .start, to: .start, records: split.records, lines: before)
    batch.givenUpWithin = isGivenUp ? ByteCount(maxRecord) : nil
    return advance(batch)
  }

  /// The header of a stream without a record, so that it is told where none could be read; nil where it is empty.
  mutating func header() -> RawBatch? {
    guard let prologue, prologue.count > 0 else { return nil }
    var batch = RawBatch(
      frames: Frames(bytes: prologue, ranges: [0..<0], prologue: prologue), positions: .bytes(base: 0),
      from: .start, to: .start, records: 0, lines: 0)
    batch.isHeader = true
    return advance(batch)
  }

  mutating func batch(_ oversized: Oversized) -> RawBatch {
    let frames = Frames(bytes: RawMemory().buffer(), ranges: [], prologue: prologue)
    return advance(
      RawBatch(
        frames: frames, positions: .bytes(base: oversized.position.message), from: .start, to: .start, records: 1,
        oversized: [oversized]))
  }

  /// Says where a batch begins and ends.
  mutating func advance(_ batch: RawBatch) -> RawBatch {
    var batch = batch
    batch.from = Position(message: position)
    position = window.position
    batch.to = Position(message: position)
    return batch
  }
}
