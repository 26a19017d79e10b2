import CScan
public import Columns

/// Cuts JSON lines into records. No string of JSON holds a line end, so that each ends a record.
public struct JSONLinesSplitter: Splitter {
  public init() {}

  /// A byte order mark, if there is one.
  public func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    unsafe ByteOrderMark.length(in: bytes, isEnd: isEnd)
  }

  public func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    var found = Split(length: 0, records: 0)
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return found }
    while found.records < records && found.length < bytes.count {
      let left = bytes.count - found.length
      let length = unsafe Int(ouzel_find(start + found.length, left, 0x0a))
      if length == left && !isEnd { break }
      // Few lines begin with space, of which some have nothing else.
      let isBlank = unsafe length == 0 || start[found.length] <= 0x20 && isSpace(start + found.length, length)
      found = Split(
        length: found.length + min(length + 1, left), records: found.records + (isBlank ? 0 : 1))
    }
    return found
  }

  @unsafe private func isSpace(_ line: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    unsafe JSONSyntax.skipSpace(line, 0, length) == length
  }
}
