/// Values of one type, in Arrow's layout: immutable, shared by reference, sliced without copying.
@frozen @safe public struct Column: Sendable {
  public let type: ColumnType
  /// How many rows the column has.
  public let count: Int
  /// The row of the buffers at which this column begins (a slice begins later).
  public let offset: Int
  /// One bit a row of the buffers, set where there is a value; absent where no row is null.
  public let validity: Buffer?
  /// Values, bits or `Int32` offsets, as the type's layout says.
  public let values: Buffer
  /// What the offsets of text and bytes point into.
  public let data: Buffer?
  /// The columns inside a list, map or struct.
  public let children: [Column]

  public init(
    type: ColumnType, count: Int, offset: Int = 0, validity: Buffer? = nil, values: Buffer, data: Buffer? = nil,
    children: [Column] = []
  ) {
    self.type = type
    self.count = count
    self.offset = offset
    self.validity = validity
    self.values = values
    self.data = data
    self.children = children
  }

  /// Whether row `row` holds a value.
  @inlinable public func isValid(_ row: Int) -> Bool {
    guard let validity else { return true }
    return unsafe Bits.isSet(validity.start, offset + row)
  }

  /// How many rows are null.
  public var nullCount: Int {
    guard let validity else { return 0 }
    let valid = unsafe Bits.count(validity.start, from: offset, count: count)
    return count - valid
  }

  /// The first value of a fixed layout, seen as `T`. Valid while the column is alive: use inside `withExtendedLifetime`.
  @inlinable @unsafe public func pointer<T: BitwiseCopyable>(to type: T.Type) -> UnsafePointer<T> {
    unsafe values.start.assumingMemoryBound(to: T.self) + offset
  }

  /// The value of a fixed layout in row `row`.
  @inlinable public func value<T: BitwiseCopyable>(_ row: Int, as type: T.Type = T.self) -> T {
    precondition(row >= 0 && row < count)
    return unsafe pointer(to: T.self)[row]
  }

  /// The bit in row `row` of a `bool` column.
  @inlinable public func bit(_ row: Int) -> Bool {
    precondition(row >= 0 && row < count)
    return unsafe Bits.isSet(values.start, offset + row)
  }

  /// The bytes in row `row` of a text, bytes or JSON column. Valid while the column is alive.
  @inlinable @unsafe public func bytes(_ row: Int) -> UnsafeRawBufferPointer {
    let offsets = unsafe pointer(to: Int32.self)
    let from = unsafe Int(offsets[row])
    let to = unsafe Int(offsets[row + 1])
    return unsafe UnsafeRawBufferPointer(start: data.unsafelyUnwrapped.start + from, count: to - from)
  }

  /// Where the elements of the list, or the entries of the map, in row `row` lie in the child.
  @inlinable public func elements(_ row: Int) -> Range<Int> {
    precondition(row >= 0 && row < count)
    let offsets = unsafe pointer(to: Int32.self)
    return unsafe Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// The text in row `row`, copied: for messages and tests, not for loops.
  public func text(_ row: Int) -> String? {
    guard isValid(row) else { return nil }
    return unsafe String(decoding: bytes(row), as: UTF8.self)
  }

  /// Rows `range` of the column, sharing its memory.
  public func slice(_ range: Range<Int>) -> Column {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return Column(
      type: type, count: range.count, offset: offset + range.lowerBound, validity: validity, values: values, data: data,
      children: type.layout == .children ? children.map { $0.slice(range) } : children)
  }

  /// Memory that the column holds, counted whole even where it shares, for the budget.
  public var footprint: Int {
    (validity?.footprint ?? 0) + values.footprint + (data?.footprint ?? 0) + children.reduce(0) { $0 + $1.footprint }
  }
}

/// Bits in Arrow's order, least significant first.
public enum Bits {
  @inlinable @unsafe public static func isSet(_ start: UnsafeRawPointer, _ index: Int) -> Bool {
    unsafe start.load(fromByteOffset: index >> 3, as: UInt8.self) & (1 << UInt8(truncatingIfNeeded: index & 7)) != 0
  }

  /// How many of `count` bits from `from` on are set.
  @unsafe public static func count(_ start: UnsafeRawPointer, from: Int, count: Int) -> Int {
    var sum = 0
    var index = from
    let end = from + count
    while index < end && index & 7 != 0 {
      if unsafe isSet(start, index) { sum += 1 }
      index += 1
    }
    while index + 64 <= end {
      sum += unsafe start.loadUnaligned(fromByteOffset: index >> 3, as: UInt64.self).nonzeroBitCount
      index += 64
    }
    while index < end {
      if unsafe isSet(start, index) { sum += 1 }
      index += 1
    }
    return sum
  }
}
