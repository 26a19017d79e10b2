import CScan

/// Cuts text into lines, each of which is a record.
public struct LineSplitter: Splitter {
  private let skipsBlank: Bool

  /// A splitter for which lines of nothing but space may be no records.
  public init(skipsBlank: Bool) { self.skipsBlank = skipsBlank }

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
      let isRecord = unsafe !skipsBlank || !isBlank(start + found.length, length)
      found = Split(length: found.length + min(length + 1, left), records: found.records + (isRecord ? 1 : 0))
    }
    return found
  }

  public func space(before bytes: UnsafeRawBufferPointer) -> Int {
    guard skipsBlank, let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    return unsafe JSONSyntax.skipSpace(start, 0, bytes.count)
  }

  /// Few lines begin with space, of which some have nothing else.
  @unsafe @inline(__always) private func isBlank(_ line: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    unsafe length == 0 || line[0] <= 0x20 && JSONSyntax.skipSpace(line, 0, length) == length
  }
}
