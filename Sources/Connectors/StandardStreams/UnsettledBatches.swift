import Columns
import Engine

/// Batches of a stream that can't be read again, kept until they are stored: a lane that is rewound finds them here.
struct UnsettledBatches: Sendable {
  private let splitter: any Splitter
  private var batches: ArraySlice<RawBatch> = []
  /// What lies before it is stored.
  private(set) var settled: Int64 = 0

  init(_ splitter: any Splitter) { self.splitter = splitter }

  mutating func add(_ batch: RawBatch) { batches.append(batch) }

  /// What lies before the position is stored.
  mutating func settle(_ position: Int64) {
    settled = max(settled, position)
    while let first = batches.first, first.to.message <= position { batches.removeFirst() }
  }

  /// The batch that goes on at the position, which may lie within it where a part of it is stored.
  func batch(from position: Int64) -> RawBatch? {
    guard var batch = batches.first(where: { $0.to.message > position }), batch.from.message <= position else {
      return nil
    }
    if batch.from.message == position { return batch }
    guard case .bytes(let base) = batch.positions, let range = batch.frames.ranges.first else { return nil }
    let rest = Int(position - base)..<range.upperBound
    guard range.contains(rest.lowerBound) else { return nil }
    let behind = batch.frames.prologue.map(splitter.following) ?? splitter
    batch.lines = batch.lines.map {
      let passed = batch.frames.ranges[0].lowerBound..<rest.lowerBound
      return unsafe $0 + behind.lineEnd.count(in: UnsafeRawBufferPointer(rebasing: batch.frames.bytes.bytes[passed]))
    }
    batch.frames = Frames(bytes: batch.frames.bytes, ranges: [rest], prologue: batch.frames.prologue)
    batch.from = Position(message: position)
    batch.records = Self.records(in: batch.frames.bytes, rest, by: behind)
    return batch
  }

  /// How many records a part of a batch holds; some splitters stop before one that is broken.
  private static func records(in bytes: Buffer, _ range: Range<Int>, by splitter: any Splitter) -> Int {
    var (records, rest) = (0, range)
    while !rest.isEmpty {
      let split = unsafe splitter.split(
        UnsafeRawBufferPointer(rebasing: bytes.bytes[rest]), isEnd: true, atMost: .max)
      // What bounds the last record (an array's bracket, a quote) may be no part of the batch.
      if split.length == 0 { return records + 1 }
      records += split.records
      rest = rest.lowerBound + split.length..<rest.upperBound
    }
    return records
  }
}
