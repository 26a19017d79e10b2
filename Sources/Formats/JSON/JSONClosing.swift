import CScan
import Columns

/// Looks through what stands behind the array that holds the records, up to the end of the text. It has to be JSON, and
/// is nothing else to anybody.
@safe struct JSONClosing: StreamEnding {
  private enum Wanted {
    /// A comma, or the bracket that closes.
    case next
    case key, colon, value
    /// A value, or the bracket that closes an array without any; the same for keys.
    case valueOrClose, keyOrClose
    /// Nothing but space.
    case nothing
  }

  /// One bit a level that is open, set where it is an object.
  private var levels: UInt128
  private var depth: Int
  private var wanted: Wanted
  /// Whether the array itself is still open.
  private var isOpen: Bool

  /// What stands behind the array whose bracket a text's beginning ends with.
  init(behind beginning: UnsafeRawBufferPointer) {
    (levels, depth, wanted, isOpen) = (0, 0, .next, true)
    guard let start = unsafe beginning.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var i = 0
    // It was found to be JSON so far.
    while i < beginning.count - 1 {
      switch unsafe start[i] {
      case 0x22: i = (try? unsafe JSONSyntax.skipString(start, i + 1, beginning.count).close) ?? beginning.count
      case 0x7b: open(isObject: true)
      case 0x5b: open(isObject: false)
      case 0x7d, 0x5d:
        levels >>= 1
        depth -= 1
      default: break
      }
      i += 1
    }
    wanted = depth == 0 ? .nothing : .next
  }

  mutating func pass(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) throws(StreamFault) -> Int {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      if isEnd { try end(0) }
      return 0
    }
    // Whoever looks here has passed the array's own bracket.
    isOpen = false
    var i = 0
    while true {
      i = unsafe JSONSyntax.skipSpace(start, i, bytes.count)
      guard i < bytes.count else { break }
      guard let next = try unsafe token(start, i, bytes.count, isEnd: isEnd) else { return i }
      i = next
    }
    if isEnd { try end(bytes.count) }
    return bytes.count
  }

  private func end(_ at: Int) throws(StreamFault) {
    if isOpen { throw StreamFault(at, "the array of records has no end") }
    if wanted != .nothing { throw StreamFault(at, "what stands around the array of records has no end") }
  }

  /// Passes over the token at `at`; nil where it may go on behind the bytes.
  @unsafe private mutating func token(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, isEnd: Bool
  ) throws(StreamFault) -> Int? {
    let byte = unsafe p[at]
    switch (byte, wanted) {
    case (_, .nothing): throw StreamFault(at, "something stands behind the end of the array of records")
    case (0x7d, .next) where levels & 1 == 1, (0x7d, .keyOrClose), (0x5d, .valueOrClose):
      close()
      return at + 1
    case (0x5d, .next) where levels & 1 == 0:
      close()
      return at + 1
    case (0x2c, .next):
      wanted = levels & 1 == 1 ? .key : .value
      return at + 1
    case (_, .next): throw StreamFault(at, "a comma or \(levels & 1 == 1 ? "}" : "]") is missing")
    case (0x3a, .colon):
      wanted = .value
      return at + 1
    case (_, .colon): throw StreamFault(at, "a colon is missing")
    case (0x22, _):
      guard let close = try unsafe string(p, at, end, isEnd: isEnd) else { return nil }
      wanted = wanted == .key || wanted == .keyOrClose ? .colon : .next
      return close
    case (_, .key), (_, .keyOrClose): throw StreamFault(at, "a key is missing")
    case (0x7b, _), (0x5b, _):
      if depth == JSONSyntax.deepest {
        throw StreamFault(at, "values lie more than \(JSONSyntax.deepest) deep in one another")
      }
      open(isObject: byte == 0x7b)
      wanted = byte == 0x7b ? .keyOrClose : .valueOrClose
      return at + 1
    default: return try unsafe word(p, at, end, isEnd: isEnd)
    }
  }

  private mutating func open(isObject: Bool) {
    levels = levels << 1 | (isObject ? 1 : 0)
    depth += 1
  }

  private mutating func close() {
    levels >>= 1
    depth -= 1
    wanted = depth == 0 ? .nothing : .next
  }

  /// Passes over a string; nil where it may go on behind the bytes.
  @unsafe private func string(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, isEnd: Bool
  ) throws(StreamFault) -> Int? {
    do throws(JSONFault) { return try unsafe JSONSyntax.skipString(p, at + 1, end).close + 1 } catch {
      // An escape has twelve bytes at most.
      if !isEnd && (error.offset == at || error.offset > end - 12) { return nil }
      throw StreamFault(isEnd && error.offset == at ? end : error.offset, error.reason)
    }
  }

  /// Passes over a number or word; nil where it may go on behind the bytes.
  @unsafe private mutating func word(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, isEnd: Bool
  ) throws(StreamFault) -> Int? {
    var stop = at
    while stop < end, unsafe p[stop] != 0x2c && p[stop] != 0x7d && p[stop] != 0x5d && !JSONSyntax.isSpace(p[stop]) {
      stop += 1
    }
    if stop == end && !isEnd { return nil }
    do throws(JSONFault) {
      let close = try unsafe JSONSyntax.skipValue(p, at, stop, notFinite: true)
      if close < stop { throw JSONFault(close, "a comma or bracket is missing") }
      wanted = .next
      return close
    } catch {
      throw StreamFault(error.offset, error.reason)
    }
  }
}
