import Columns
import Engine
import Specifications
import TestSupport

/// What a stream was cut into.
struct CutStream {
  var batches: [RawBatch] = []
  var prologue: String?
  /// The most bytes that were asked for at once.
  var largestFill = 0

  /// Each batch's records as text.
  var texts: [String] {
    batches.filter { $0.oversized.isEmpty }.map { batch in
      unsafe String(decoding: batch.frames.bytes.bytes[batch.frames.ranges[0]], as: UTF8.self)
    }
  }
  var records: Int { batches.reduce(0) { $0 + $1.records } }
  /// How many lines end before each batch's first record.
  var lines: [Int?] { batches.filter { $0.oversized.isEmpty }.map(\.lines) }
  var oversized: [Oversized] { batches.flatMap(\.oversized) }
  /// Where each batch's records begin, as the batch says.
  var starts: [Int64] {
    batches.filter { $0.oversized.isEmpty }.map { batch in
      guard case .bytes(let base) = batch.positions else { return -1 }
      return base + Int64(batch.frames.ranges[0].lowerBound)
    }
  }
}

/// Cuts a whole stream of which at most `piece` bytes come at a time.
func cut(
  _ bytes: [UInt8], header: Bool = true, piece: Int = .max, from position: Int64 = 0,
  lines: Int? = nil, limit: ReadLimit = ReadLimit(records: 8192, bytes: 4 << 20), maxRecord: Int = 32 << 20
) throws -> CutStream {
  var cutter = RecordCutter(QuotedLines(header: header), maxRecord: ByteCount(maxRecord))
  var result = CutStream()
  while true {
    if position > cutter.position, try cutter.findPrologue() {
      cutter.restart(at: position, from: max(0, position - 4096), lines: lines)
    }
    switch try cutter.cut(limit) {
    case .records(let batch): result.batches.append(batch)
    case .more:
      let missing = cutter.missing(for: limit)
      let offset = Int(cutter.offset)
      let count = min(missing, piece, bytes.count - offset)
      result.largestFill = max(result.largestFill, missing)
      _ = unsafe cutter.fill(missing) { room in
        unsafe room.copyBytes(from: bytes[offset..<offset + count])
        return count
      }
      if offset + count == bytes.count { cutter.end() }
    case .ended:
      result.prologue = cutter.prologue.map { unsafe String(decoding: $0.bytes, as: UTF8.self) }
      return result
    }
  }
}

func cut(
  _ text: String, header: Bool = true, piece: Int = .max,
  limit: ReadLimit = ReadLimit(records: 8192, bytes: 4 << 20), maxRecord: Int = 32 << 20
) throws -> CutStream {
  try cut(Array(text.utf8), header: header, piece: piece, limit: limit, maxRecord: maxRecord)
}
