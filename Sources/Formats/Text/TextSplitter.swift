import CScan
public import Columns

/// Cuts text into lines, each of which is a record, also an empty one.
public struct TextSplitter: Splitter {
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
      found = Split(length: found.length + min(length + 1, left), records: found.records + 1)
    }
    return found
  }
}
