import Columns

/// What an expression gives for the rows of a batch: a column, or one value that holds for all of them.
struct Vector: Sendable {
  let column: Column
  /// Whether row 0 of the column holds for every row.
  let isConstant: Bool

  init(_ column: Column) {
    self.column = column
    isConstant = false
  }

  init(_ constant: Constant) {
    column = constant.column
    isConstant = true
  }

  init(_ column: Column, isConstant: Bool) {
    self.column = column
    self.isConstant = isConstant
  }

  var type: ColumnType { column.type }
  var isNull: Bool { isConstant && !column.isValid(0) }

  /// Whether row `row` holds a value.
  func isValid(_ row: Int) -> Bool { column.isValid(isConstant ? 0 : row) }

  /// Whether so many rows of a constant would be more than a column may hold.
  func isTooLarge(for count: Int) -> Bool {
    guard isConstant else { return false }
    let (bytes, isBeyond) = column.heldBytes.multipliedReportingOverflow(by: count)
    return isBeyond || bytes > TextWriter.most
  }

  /// The vector as a column of `count` rows.
  func expanded(to count: Int) -> Column {
    isConstant ? column.gather([Int32](repeating: 0, count: count)) : column
  }

  /// The same memory, seen as another type of the same layout.
  func retyped(_ type: ColumnType) -> Vector {
    let seen = Column(
      type: type, count: column.count, offset: column.offset, validity: column.validity, values: column.values,
      data: column.data, children: column.children)
    return Vector(seen, isConstant: isConstant)
  }

  func fixed<T: BitwiseCopyable>(_: T.Type = T.self) -> FixedReader<T> { FixedReader(self) }
  var texts: TextReader { TextReader(self) }
  /// Whether every character of the texts is a byte: asked before a loop, known mostly since the values were read.
  var isASCII: Bool { column.data?.isASCII ?? true }
  var bits: BitReader { BitReader(self) }
}

extension Column {
  /// How many bytes of text it holds, with all columns inside it.
  fileprivate var heldBytes: Int { (data?.count ?? 0) + children.reduce(0) { $0 + $1.heldBytes } }
}

// A kernel holds its arguments while it runs, so that what the readers point into stays alive; the rows they are asked
// for are those of the arguments' columns.

/// Reads the values of a fixed layout, a constant's for every row.
@safe struct FixedReader<T: BitwiseCopyable> {
  private let start: UnsafePointer<T>
  private let step: Int

  @inline(__always) init(_ vector: Vector) {
    unsafe start = vector.column.pointer(to: T.self)
    step = vector.isConstant ? 0 : 1
  }

  @inline(__always) subscript(row: Int) -> T { unsafe start[row &* step] }
}

/// Reads the values of text, bytes or JSON.
@safe struct TextReader {
  private let offsets: UnsafePointer<Int32>
  private let data: UnsafeRawPointer
  private let step: Int
  /// How many bytes all the values have that are read without a step of zero.
  let byteCount: Int

  @inline(__always) init(_ vector: Vector) {
    let column = vector.column
    unsafe offsets = column.pointer(to: Int32.self)
    unsafe data = (column.data ?? TextReader.nothing).start
    step = vector.isConstant ? 0 : 1
    byteCount = unsafe column.count == 0 ? 0 : Int(offsets[column.count] - offsets[0])
  }

  /// A column of nulls may have no bytes at all.
  private static let nothing = RawMemory().buffer()

  @inline(__always) subscript(row: Int) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: data + start(row), count: count(row))
  }

  /// Bytes of values that follow each other.
  @inline(__always) func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: data + range.lowerBound, count: range.count)
  }

  @inline(__always) func count(_ row: Int) -> Int {
    unsafe Int(offsets[row &* step &+ 1] &- offsets[row &* step])
  }

  /// The first eight bytes of a value, whatever follows it included.
  @inline(__always) func firstWord(_ row: Int) -> UInt64 {
    unsafe data.loadUnaligned(fromByteOffset: start(row), as: UInt64.self)
  }

  /// The first eight bytes of a value as a number that is in the order of the texts; zeros stand for what is missing.
  @inline(__always) func leadingWord(_ row: Int) -> UInt64 {
    // Without a branch: how long texts are can't be foreseen. Eight bytes are shifted out in two halves.
    let missing = 8 &- count(row)
    let half = UInt64(truncatingIfNeeded: 4 &* (missing & ~(missing &>> 63)))
    return UInt64(bigEndian: firstWord(row)) & ((UInt64.max &<< half) &<< half)
  }

  @inline(__always) func start(_ row: Int) -> Int { unsafe Int(offsets[row &* step]) }

  /// Where a value begins in memory.
  @inline(__always) func start(of row: Int) -> UnsafeRawPointer { unsafe data + start(row) }
}

/// Reads bits, 64 at a time: the values of `bool`, or which rows hold a value.
@safe struct BitReader {
  private let start: UnsafeRawPointer?
  private let offset: Int
  /// What every bit is where there is no memory.
  private let all: UInt64

  /// The values of a `bool` vector; those of null rows are anything.
  init(_ vector: Vector) {
    if vector.isConstant {
      self.init(all: vector.column.bit(0))
    } else {
      unsafe self.init(vector.column.values.start, from: vector.column.offset)
    }
  }

  /// Which rows of a vector hold a value.
  init(validityOf vector: Vector) {
    if let validity = vector.column.validity, !vector.isConstant {
      unsafe self.init(validity.start, from: vector.column.offset)
    } else {
      self.init(all: !vector.isNull)
    }
  }

  private init(_ start: UnsafeRawPointer, from offset: Int) {
    unsafe self.start = start
    self.offset = offset
    all = 0
  }

  init(all: Bool) {
    unsafe start = nil
    offset = 0
    self.all = all ? ~0 : 0
  }

  /// Bits `64 * word ..< 64 * (word + 1)`; those behind the last row are anything.
  @inline(__always) func word(_ word: Int) -> UInt64 {
    guard let start = unsafe start else { return all }
    let bit = offset &+ word &* 64
    let shift = UInt64(bit & 7)
    // A buffer has readable bytes behind its end.
    let low = unsafe start.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
    if shift == 0 { return low }
    let high = unsafe UInt64(start.load(fromByteOffset: (bit >> 3) + 8, as: UInt8.self))
    return low >> shift | high << (64 - shift)
  }

  @inline(__always) subscript(row: Int) -> Bool {
    guard let start = unsafe start else { return all != 0 }
    return unsafe Bits.isSet(start, offset &+ row)
  }
}
