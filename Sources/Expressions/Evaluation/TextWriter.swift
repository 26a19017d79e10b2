import Columns

/// Builds a column of text whose validity is known beforehand.
struct TextWriter: ~Copyable {
  /// How much text one column of a batch may hold, which is sixteen times what is read at once: what grows beyond it
  /// fails its row instead of the process.
  static let most = 64 << 20

  /// What is told of a row that goes beyond it.
  static let refusal: FailureMessage = "the text grows beyond 64 MiB in one batch"

  private var offsets: RawMemory
  /// The bytes of all values.
  var data: RawMemory
  private var rows = 0
  /// The rows whose text went beyond what there is room for.
  private(set) var refused: [Int] = []

  init(rows: Int, bytes: Int) {
    offsets = RawMemory(capacity: (rows + 1) * 4)
    offsets.append(Int32(0))
    data = RawMemory(capacity: bytes)
  }

  /// Where the value at hand begins.
  @inline(__always) var start: Int { unsafe Int(offsets.start.assumingMemoryBound(to: Int32.self)[rows]) }

  @inline(__always) mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe data.append(bytes) }

  /// Ends the value whose bytes were appended.
  @inline(__always) mutating func finish() {
    if data.count > Self.most { refuse() }
    offsets.append(Int32(truncatingIfNeeded: data.count))
    rows += 1
  }

  @inline(never) private mutating func refuse() {
    data.truncate(to: start)
    refused.append(rows)
  }

  consuming func column(_ type: ColumnType = .text, validity: Buffer?) -> Column {
    let count = rows
    return Column(type: type, count: count, validity: validity, values: offsets.buffer(), data: data.buffer())
  }
}
