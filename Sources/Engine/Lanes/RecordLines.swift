package import Columns

/// Tells on which lines records begin. Each byte before them is counted once, and those of a stretch of bytes again for
/// each record in it, in whatever order they are asked for.
package struct RecordLines: Sendable {
  private let raw: RawBatch
  private let rows: DecodedRows
  private let decoder: any Decoder
  /// How long a stretch is; whole characters of any width.
  private static let stretch = 1 << 12
  /// Of which frame lines were counted, and how many end before each of its first stretches.
  private var frame = -1
  private var end: LineEnd?
  private var counts: [Int] = []

  /// Lines of a batch's records, as `decoder` found them.
  package init(_ raw: RawBatch, _ rows: DecodedRows, decodedBy decoder: any Decoder) {
    self.raw = raw
    self.rows = rows
    self.decoder = decoder
  }

  /// The line of a row, the first being 1: of its file, or of its message, where that holds more than the one record.
  /// Nil where it isn't known, or the format has no lines.
  package mutating func line(of row: Int) -> Int? {
    let frame = rows.frame(of: row)
    let range = rows.range(of: row)
    let whole = raw.frames.ranges[frame]
    if frame != self.frame {
      (self.frame, counts) = (frame, [0])
      end = decoder.lineEnd(of: frame, in: raw.frames)
    }
    guard let end else { return nil }
    let (stretch, rest) = (range.lowerBound - whole.lowerBound).quotientAndRemainder(dividingBy: Self.stretch)
    while counts.count <= stretch {
      let start = whole.lowerBound + (counts.count - 1) * Self.stretch
      counts.append(counts[counts.count - 1] + lines(end, in: start..<start + Self.stretch))
    }
    let count = counts[stretch] + lines(end, in: range.lowerBound - rest..<range.lowerBound)
    switch raw.positions {
    case .bytes: return raw.lines.map { $0 + count + 1 }
    case .offsets:
      // A line end, of up to two characters, may stand behind the only record.
      let isOnly = count == 0 && range.upperBound + 2 * end.length >= whole.upperBound
      return isOnly ? nil : count + 1
    }
  }

  private func lines(_ end: LineEnd, in range: Range<Int>) -> Int {
    unsafe end.count(in: UnsafeRawBufferPointer(rebasing: raw.frames.bytes.bytes[range]))
  }
}
