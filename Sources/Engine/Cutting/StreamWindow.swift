import Columns

/// The part of a stream that is held: bytes still to be cut, and a little of what stands before them.
struct StreamWindow: ~Copyable {
  /// How much is held of what stands before the next byte.
  static let past = 4096

  /// Bytes are filled in here; once batches share them they lie in `chunk` instead.
  private var filling = RawMemory()
  private var chunk: Buffer?
  /// Where in the stream the held bytes begin.
  private var base: Int64
  /// The first byte that isn't cut, among those held; behind them until what stands before it is filled in.
  private var next: Int

  init(at offset: Int64, next position: Int64? = nil) {
    base = offset
    next = position.map { Int($0 - offset) } ?? 0
  }

  private var held: Int { chunk?.count ?? filling.count }

  /// How many bytes are to be cut; negative while what stands before them isn't filled in.
  var count: Int { held - next }
  /// Where in the stream the next byte to be cut stands.
  var position: Int64 { base + Int64(next) }
  /// Where in the stream the next byte to be filled in stands.
  var end: Int64 { base + Int64(held) }

  /// Lets `read` write up to `count` bytes behind those held; it returns how many it wrote, and so does this.
  mutating func fill<E: Error>(
    _ count: Int, by read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) -> Int {
    if chunk != nil || next > Self.past + count { carry(room: count) }
    filling.reserve(count)
    // There is room for `count` bytes behind the end.
    let written = try unsafe read(UnsafeMutableRawBufferPointer(start: filling.end, count: count))
    filling.advance(by: written)
    return written
  }

  /// Passes over bytes.
  mutating func pass(_ count: Int) { next += count }

  /// Gives the next `length` bytes away in a buffer, with where that begins in the stream, and where in it they lie.
  mutating func take(_ length: Int) -> (Buffer, base: Int64, Range<Int>) {
    let range = next..<next + length
    let start = base
    // A small part is copied, so that it doesn't hold all the memory.
    if length * 4 < held {
      let copied = copy(length)
      next = range.upperBound
      return (copied, start + Int64(range.lowerBound), 0..<length)
    }
    let buffer = freeze()
    next = range.upperBound
    compact()
    return (buffer, start, range)
  }

  /// A copy of the next `length` bytes.
  func copy(_ length: Int) -> Buffer {
    unsafe withBytes { unsafe Buffer.copying(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
  }

  /// Lets go of bytes that were cut, if most of the held ones were.
  mutating func compact() {
    if count * 4 < held { carry(room: 0) }
  }

  /// Calls `body` with the bytes to be cut.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe withHeld { unsafe body(UnsafeRawBufferPointer(rebasing: $0[min(next, held)...])) }
  }

  /// Calls `body` with what stands before them.
  func withPast<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let end = min(next, held)
    return unsafe withHeld { unsafe body(UnsafeRawBufferPointer(rebasing: $0[max(0, end - Self.past)..<end])) }
  }

  private func withHeld<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    if let chunk { return withExtendedLifetime(chunk) { unsafe body(chunk.bytes) } }
    // The memory stays where it is while it is only read.
    return unsafe body(UnsafeRawBufferPointer(start: filling.start, count: filling.count))
  }

  private mutating func freeze() -> Buffer {
    if let chunk { return chunk }
    var full = RawMemory()
    swap(&full, &filling)
    let buffer = full.buffer()
    chunk = buffer
    return buffer
  }

  /// Moves what is still needed to new memory, with room for more.
  private mutating func carry(room: Int) {
    let from = max(0, min(next, held) - Self.past)
    var kept = RawMemory(capacity: held - from + room)
    unsafe withHeld { unsafe kept.append(UnsafeRawBufferPointer(rebasing: $0[from...])) }
    swap(&kept, &filling)
    chunk = nil
    base += Int64(from)
    next -= from
  }
}
