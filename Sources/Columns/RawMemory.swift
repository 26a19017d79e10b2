/// Growing memory that is written once, from front to back, and then frozen into a `Buffer`.
///
/// There are always `RawMemory.slack` writable bytes behind the capacity that was asked for.
@frozen @safe public struct RawMemory: ~Copyable {
  /// Bytes behind the end that may be read, and written by whole words, without harm.
  public static let slack = 64

  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline var used: Int
  @usableFromInline var capacity: Int

  /// Memory for `capacity` bytes, none of them used.
  public init(capacity: Int = 0) {
    self.capacity = max(capacity, 64)
    used = 0
    unsafe base = .allocate(byteCount: self.capacity + RawMemory.slack, alignment: 64)
  }

  deinit { unsafe base.deallocate() }

  /// How many bytes were written.
  @inlinable public var count: Int { used }

  /// Makes room for `more` bytes behind those written.
  @inlinable public mutating func reserve(_ more: Int) {
    if used + more > capacity { grow(to: used + more) }
  }

  @usableFromInline mutating func grow(to wanted: Int) {
    let larger = max(wanted, capacity * 2)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger + RawMemory.slack, alignment: 64)
    unsafe moved.copyMemory(from: base, byteCount: used)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }

  /// Where the next byte goes. Good until the next `reserve`.
  @inlinable public var end: UnsafeMutableRawPointer { unsafe base + used }
  /// Where the bytes begin. Good until the next `reserve`.
  @inlinable public var start: UnsafeMutableRawPointer { unsafe base }

  /// Counts `more` bytes, written behind the end, as used.
  @inlinable public mutating func advance(by more: Int) { used += more }

  /// Writes a value as it lies in memory.
  @inlinable public mutating func append<T: BitwiseCopyable>(_ value: T) {
    reserve(MemoryLayout<T>.size)
    unsafe (base + used).storeBytes(of: value, as: T.self)
    used += MemoryLayout<T>.size
  }

  /// Writes bytes.
  @inlinable public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let from = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (base + used).copyMemory(from: from, byteCount: bytes.count)
    used += bytes.count
  }

  /// Writes the text's UTF-8.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
  }

  /// Writes `byte` `times` times.
  public mutating func append(repeating byte: UInt8, count times: Int) {
    reserve(times)
    unsafe (base + used).initializeMemory(as: UInt8.self, repeating: byte, count: times)
    used += times
  }

  /// Forgets what lies at and behind `length`.
  @inlinable public mutating func truncate(to length: Int) { used = min(used, length) }

  /// Gives the memory away as an immutable buffer.
  public consuming func buffer() -> Buffer {
    let buffer = unsafe Buffer(owning: base, count: used, capacity: capacity + RawMemory.slack)
    discard self
    return buffer
  }
}
