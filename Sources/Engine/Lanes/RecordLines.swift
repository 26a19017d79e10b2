package import Columns

/// Tells on which lines records begin. Asked for one after the other, it looks at each byte between them once.
package struct RecordLines: Sendable {
  private let raw: RawBatch
  private let rows: DecodedRows
  private let decoder: any Decoder
  /// Of which frame lines were counted up to where, and how many these are.
  private var frame = -1
  private var end: LineEnd?
  private var place = 0
  private var count = 0

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
    if frame != self.frame || range.lowerBound < place {
      (self.frame, place, count) = (frame, whole.lowerBound, 0)
      end = decoder.lineEnd(of: frame, in: raw.frames)
    }
    guard let end else { return nil }
    if range.lowerBound > place {
      count += unsafe end.count(in: UnsafeRawBufferPointer(rebasing: raw.frames.bytes.bytes[place..<range.lowerBound]))
      place = range.lowerBound
    }
    switch raw.positions {
    case .bytes: return raw.lines.map { $0 + count + 1 }
    case .offsets:
      // A line end, of up to two characters, may stand behind the only record.
      let isOnly = count == 0 && range.upperBound + 2 * end.length >= whole.upperBound
      return isOnly ? nil : count + 1
    }
  }
}
