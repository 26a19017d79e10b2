/// Takes a whole stream as one record, but for spaces and line ends alone where those are nothing.
public struct WholeStream: Splitter {
  private let isBlankNothing: Bool
  private let skipsMark: Bool

  /// A splitter for which blank bytes alone may be no record, and a byte order mark none of it.
  public init(isBlankNothing: Bool, skipsMark: Bool) {
    self.isBlankNothing = isBlankNothing
    self.skipsMark = skipsMark
  }

  public func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    skipsMark ? unsafe ByteOrderMark.length(in: bytes, isEnd: isEnd) : 0
  }

  public func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    guard unsafe isEnd && !bytes.isEmpty else { return Split(length: 0, records: 0) }
    let isBlank = unsafe isBlankNothing && bytes.allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    return Split(length: bytes.count, records: isBlank ? 0 : 1)
  }

  public func line(in bytes: UnsafeRawBufferPointer) -> Int? { nil }

  public var structure: (any StreamStructure)? { Endless() }
  public var takesAll: Bool { true }

  /// A record that ends with the stream.
  private struct Endless: StreamStructure, RecordEnd {
    func recordEnd() -> any RecordEnd { self }
    func ending() -> (any StreamEnding)? { nil }
    mutating func length(in bytes: UnsafeRawBufferPointer) -> Int? { nil }
  }
}
