import Columns

/// Guesses how many bytes hold as many records as a batch may have, from those cut so far.
struct CuttingPace: Sendable {
  /// Fewer bytes aren't worth a read.
  static let least = 1 << 16

  private var bytesPerRecord = 256.0

  func bytes(for limit: ReadLimit) -> Int {
    // A little more, so that few batches fall short of their records by one that is longer than the others.
    let wanted = Double(limit.records) * bytesPerRecord * 1.02 + 1024
    return max(1, min(limit.bytes, max(CuttingPace.least, Int(min(wanted, Double(Int32.max))))))
  }

  mutating func count(_ split: Split) {
    bytesPerRecord += (Double(split.length) / Double(split.records) - bytesPerRecord) / 4
  }
}
