/// Collects bits: a validity bitmap or the values of a `bool` column.
@frozen @safe public struct BitBuilder: ~Copyable {
  @usableFromInline var memory: RawMemory
  @usableFromInline var pending: UInt64 = 0
  /// How many bits were appended.
  public private(set) var count = 0
  /// How many of them are not set.
  public private(set) var zeros = 0

  public init(capacity: Int) { memory = RawMemory(capacity: (capacity + 7) / 8 + 8) }

  @inlinable public mutating func append(_ bit: Bool) {
    pending |= (bit ? 1 : 0) << UInt64(truncatingIfNeeded: count & 63)
    step(bit)
  }

  @usableFromInline @inline(__always) mutating func step(_ bit: Bool) {
    zeros += bit ? 0 : 1
    count += 1
    if count & 63 == 0 {
      memory.append(pending)
      pending = 0
    }
  }

  /// The bits as a buffer.
  public consuming func buffer() -> Buffer {
    if count & 63 != 0 { memory.append(pending) }
    return memory.buffer()
  }

  /// The bits as a validity bitmap: nothing where all are set.
  public consuming func validity() -> Buffer? { zeros == 0 ? nil : buffer() }
}

/// Builds a column of a fixed layout.
@frozen @safe public struct FixedBuilder<T: BitwiseCopyable>: ~Copyable {
  @usableFromInline var memory: RawMemory
  @usableFromInline var valid: BitBuilder
  @usableFromInline let zero: T

  /// A builder for about `capacity` rows; `zero` stands where a row is null.
  public init(capacity: Int, zero: T) {
    memory = RawMemory(capacity: capacity * MemoryLayout<T>.stride)
    valid = BitBuilder(capacity: capacity)
    self.zero = zero
  }

  @inlinable public var count: Int { valid.count }

  @inlinable public mutating func append(_ value: T) {
    memory.append(value)
    valid.append(true)
  }

  @inlinable public mutating func appendNull() {
    memory.append(zero)
    valid.append(false)
  }

  public consuming func column(_ type: ColumnType) -> Column {
    let count = valid.count
    return Column(type: type, count: count, validity: valid.validity(), values: memory.buffer())
  }
}

/// Builds a column of text, bytes or JSON.
@frozen @safe public struct TextBuilder: ~Copyable {
  @usableFromInline var offsets: RawMemory
  /// The bytes of all values. Append to it, then call `finish`.
  public var data: RawMemory
  @usableFromInline var valid: BitBuilder

  public init(capacity: Int, bytes: Int = 0) {
    offsets = RawMemory(capacity: (capacity + 1) * 4)
    offsets.append(Int32(0))
    data = RawMemory(capacity: bytes)
    valid = BitBuilder(capacity: capacity)
  }

  @inlinable public var count: Int { valid.count }

  @inlinable public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    unsafe data.append(bytes)
    finish()
  }

  public mutating func append(_ text: String) {
    data.append(text)
    finish()
  }

  @inlinable public mutating func appendNull() {
    offsets.append(Int32(truncatingIfNeeded: data.count))
    valid.append(false)
  }

  /// Ends the value whose bytes were appended to `data`.
  @inlinable public mutating func finish() {
    precondition(data.count <= Int(Int32.max), "a column holds at most 2 GiB of text")
    offsets.append(Int32(truncatingIfNeeded: data.count))
    valid.append(true)
  }

  public consuming func column(_ type: ColumnType = .text) -> Column {
    let count = valid.count
    return Column(type: type, count: count, validity: valid.validity(), values: offsets.buffer(), data: data.buffer())
  }
}
