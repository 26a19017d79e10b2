import CScan
import Columns

/// Bits in words of 64, one a row.
enum Bitmap {
  /// How many words hold `count` bits.
  static func words(_ count: Int) -> Int { (count + 63) / 64 }

  /// A bitmap made word by word; what stands behind the last row is cleared.
  @inline(__always) static func buffer(_ count: Int, _ word: (Int) -> UInt64) -> Buffer {
    let words = words(count)
    var memory = RawMemory(capacity: words * 8)
    for index in 0..<words { memory.append(word(index) & mask(index, count)) }
    return memory.buffer()
  }

  /// A bitmap made row by row: of bytes first, so that the loop can be one over vectors.
  @inline(__always) static func buffer(bits count: Int, _ bit: (Int) -> Bool) -> Buffer {
    let flags = flags(count)
    let bytes = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    for row in 0..<count { unsafe bytes[row] = bit(row).flag }
    return buffer(flags, count)
  }

  /// A bitmap of the rows whose flag is 1, with the bits of `flip` turned round in each word.
  static func buffer(_ flags: borrowing RawMemory, _ count: Int, flippedBy flip: UInt64 = 0) -> Buffer {
    let bytes = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    return buffer(count) { unsafe ouzel_match64(bytes + $0 &* 64, 1) ^ flip }
  }

  /// Room for a byte a row, each of which becomes a bit.
  static func flags(_ count: Int) -> RawMemory { RawMemory(capacity: words(count) * 64) }

  /// The rows, ascending, whose flag is 1 and that hold a value.
  static func rows(_ flags: borrowing RawMemory, _ validity: Buffer?, _ count: Int) -> [Int] {
    let bytes = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    var rows: [Int] = []
    for index in 0..<words(count) {
      var word = unsafe ouzel_match64(bytes + index * 64, 1) & mask(index, count)
      if word == 0 { continue }
      if let validity { word &= unsafe validity.start.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self) }
      while word != 0 {
        rows.append(index * 64 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
    return rows
  }

  /// Which bits of a word are rows.
  @inline(__always) static func mask(_ word: Int, _ count: Int) -> UInt64 {
    let left = count &- word &* 64
    return left >= 64 ? ~0 : (1 &<< UInt64(left)) &- 1
  }

  /// Where all of the vectors hold values; nil where they do in every row. Constants that are null don't come here.
  static func validity(_ vectors: [Vector], count: Int) -> Buffer? {
    let sparse = vectors.filter { !$0.isConstant && $0.column.validity != nil }
    guard let first = sparse.first else { return nil }
    if sparse.count == 1, first.column.offset == 0 { return first.column.validity }
    let readers = sparse.map { BitReader(validityOf: $0) }
    if readers.count == 2 {
      let (a, b) = (readers[0], readers[1])
      return buffer(count) { a.word($0) & b.word($0) }
    }
    return buffer(count) { word in readers.reduce(~0) { $0 & $1.word(word) } }
  }
}

/// Some of the rows of a batch.
struct RowSet: Sendable, Equatable {
  private(set) var words: [UInt64]
  let count: Int

  /// No rows.
  init(none count: Int) {
    words = [UInt64](repeating: 0, count: Bitmap.words(count))
    self.count = count
  }

  /// Rows, 64 at a time.
  init(_ count: Int, _ word: (Int) -> UInt64) {
    words = (0..<Bitmap.words(count)).map { word($0) & Bitmap.mask($0, count) }
    self.count = count
  }

  /// The rows in which a `bool` vector is true.
  init(trueIn vector: Vector, count: Int) {
    let (values, valid) = (vector.bits, BitReader(validityOf: vector))
    self.init(count) { values.word($0) & valid.word($0) }
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  /// How many rows there are.
  var size: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  func contains(_ row: Int) -> Bool { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }

  /// Adds a row; says whether it is new.
  mutating func insert(_ row: Int) -> Bool {
    if contains(row) { return false }
    words[row >> 6] |= 1 << UInt64(row & 63)
    return true
  }

  /// The rows that are in `other`, where that is not nil, too.
  func intersection(_ other: RowSet?) -> RowSet {
    guard let other else { return self }
    return RowSet(count) { words[$0] & other.words[$0] }
  }

  /// The rows, ascending.
  var rows: [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(size)
    each { rows.append(Int32(truncatingIfNeeded: $0)) }
    return rows
  }

  /// Goes over the rows, ascending.
  @inline(__always) func each(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() {
      let first = index &* 64
      if word == ~0 {
        for row in first..<first &+ 64 { body(row) }
        continue
      }
      var rest = word
      while rest != 0 {
        body(first &+ rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }
}
