import Synchronization

/// Bytes that never change, shared by reference between columns, batches and dead letters.
///
/// The memory is 64-byte aligned and has at least 64 readable bytes behind `count`, so that scanning in whole vectors
/// needs no special end.
@safe public final class Buffer: @unchecked Sendable {  // nothing writes to the memory once a buffer holds it
  /// Where the bytes begin. Reading is safe while the buffer is alive.
  public let start: UnsafeRawPointer
  /// How many bytes there are.
  public let count: Int
  private let capacity: Int
  /// What is known of the bytes: 0 is nothing, 1 that all are ASCII, 2 that some aren't.
  private let ascii = Atomic<UInt8>(0)

  /// Takes over memory made by `RawMemory`.
  init(owning start: UnsafeMutableRawPointer, count: Int, capacity: Int) {
    unsafe self.start = UnsafeRawPointer(start)
    self.count = count
    self.capacity = capacity
  }

  /// A copy of `bytes`.
  public static func copying(_ bytes: UnsafeRawBufferPointer) -> Buffer {
    var memory = RawMemory(capacity: bytes.count)
    unsafe memory.append(bytes)
    return memory.buffer()
  }

  /// A copy of the text's UTF-8.
  public static func copying(_ text: String) -> Buffer {
    var memory = RawMemory(capacity: text.utf8.count)
    memory.append(text)
    return memory.buffer()
  }

  deinit { unsafe UnsafeMutableRawPointer(mutating: start).deallocate() }

  /// All bytes. Valid while the buffer is alive.
  @inlinable public var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }

  /// Whether all bytes are ASCII, which is looked at once: decoders ask it to check texts, and functions of text to
  /// count characters without looking at them.
  public var isASCII: Bool {
    let known = ascii.load(ordering: .relaxed)
    if known != 0 { return known == 1 }
    let isASCII = unsafe UTF8Check.isASCII(bytes)
    ascii.store(isASCII ? 1 : 2, ordering: .relaxed)
    return isASCII
  }

  /// Memory that the buffer holds, for the budget.
  public var footprint: Int { capacity }
}
