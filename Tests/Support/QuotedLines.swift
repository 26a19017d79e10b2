package import Columns

/// Records as lines, in which quotes hide line ends: what cutting needs of a format, and the plainest way to say it.
package struct QuotedLines: Splitter {
  /// Whether the first record is a header.
  package let header: Bool

  package init(header: Bool = true) { self.header = header }

  package func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    if !header { return 0 }
    let split = unsafe split(bytes, isEnd: isEnd, atMost: 1)
    return split.records == 1 ? split.length : isEnd ? bytes.count : nil
  }

  package func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    var found = Split(length: 0, records: 0)
    var start = 0
    var isQuoted = false
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == UInt8(ascii: "\n"), !isQuoted else { continue }
      found.length = index + 1
      found.records += index > start ? 1 : 0
      start = index + 1
      if found.records == records { return found }
    }
    if isEnd && !isQuoted && start < bytes.count { return Split(length: bytes.count, records: found.records + 1) }
    return found
  }

  package func line(in bytes: UnsafeRawBufferPointer) -> Int? {
    unsafe bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }
}
