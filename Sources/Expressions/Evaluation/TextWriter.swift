import CScan
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

  @inline(__always) mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe data.append(piece: bytes) }

  /// Ends the value whose bytes were appended.
  @inline(__always) mutating func finish() {
    if data.count > Self.most { refuse() }
    rows += 1
    // There is room for as many rows as were announced.
    unsafe offsets.start.assumingMemoryBound(to: Int32.self)[rows] = Int32(truncatingIfNeeded: data.count)
  }

  /// Writes and ends values that lie one behind the other.
  @inline(__always) mutating func append(_ reader: TextReader, _ range: Range<Int>) {
    let (from, to) = (reader.start(range.lowerBound), reader.start(range.upperBound))
    if data.count + to - from > Self.most {
      for row in range {
        unsafe append(reader[row])
        finish()
      }
      return
    }
    let ends = unsafe offsets.start.assumingMemoryBound(to: Int32.self) + rows
    let shift = data.count - from
    unsafe append(reader.bytes(from..<to))
    for place in 1...range.count {
      unsafe ends[place] = Int32(truncatingIfNeeded: reader.start(range.lowerBound &+ place) &+ shift)
    }
    rows += range.count
  }

  @inline(never) private mutating func refuse() {
    data.truncate(to: start)
    refused.append(rows)
  }

  consuming func column(_ type: ColumnType = .text, validity: Buffer?) -> Column {
    let count = rows
    offsets.advance(by: count * 4)
    return Column(type: type, count: count, validity: validity, values: offsets.buffer(), data: data.buffer())
  }
}

extension RawMemory {
  /// Writes bytes that lie in a buffer, behind whose end there are others to read: few of them without a call.
  @inline(__always) mutating func append(piece: UnsafeRawBufferPointer) {
    guard piece.count <= 64, let start = piece.baseAddress else { return unsafe append(piece) }
    reserve(piece.count)
    unsafe ouzel_copy(
      end.assumingMemoryBound(to: UInt8.self), start.assumingMemoryBound(to: UInt8.self), piece.count)
    advance(by: piece.count)
  }
}
