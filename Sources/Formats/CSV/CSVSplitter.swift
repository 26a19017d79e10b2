import CScan
public import Columns

/// Cuts a CSV into records, mindful of quotes.
///
/// A quote that somebody forgot would close at the next one, many records later, and take those with it. It can be told
/// by what follows there, which is no delimiter: then its line alone is a record, and the lines behind it are others.
public struct CSVSplitter: Splitter {
  private let options: CSVOptions
  private let dialect: CSVDialect

  public init(_ options: CSVOptions = CSVOptions()) { self.init(options, lineEnd: 0x0a) }

  init(_ options: CSVOptions, lineEnd: UInt8) {
    self.options = options
    dialect = CSVDialect(options, lineEnd: lineEnd)
  }

  public var lineEnd: LineEnd { LineEnd(dialect.lineEnd) }

  public var hasHeader: Bool { options.header }

  /// A byte order mark, the lines that are skipped and, where there is a header, that record with the blank lines and
  /// comments before it.
  public func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    guard let start = unsafe beginning(in: bytes, isEnd: isEnd) else { return nil }
    if !options.header { return start.place }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start.place...])
    let splitter = CSVSplitter(options, lineEnd: start.lineEnd)
    let header = unsafe splitter.split(rest, isEnd: isEnd, atMost: 1)
    if header.records == 1 { return start.place + header.length }
    if !isEnd { return nil }
    // A header whose quote nothing closes: its line is taken, and found to be broken when it is read.
    let broken = unsafe UnsafeRawBufferPointer(rebasing: rest[header.length...])
    return unsafe start.place + header.length + (splitter.line(in: broken) ?? broken.count)
  }

  /// Lines end as the header's does.
  public func following(_ prologue: Buffer) -> any Splitter {
    // At its end every text tells.
    let isReturn = unsafe beginning(in: prologue.bytes, isEnd: true)!.lineEnd == 0x0d
    return isReturn ? CSVSplitter(options, lineEnd: 0x0d) : self
  }

  /// How much is looked at to tell carriage returns from line feeds.
  private static let telling = 1 << 16

  /// Where a file's header or first record begins, behind a byte order mark and the lines that are skipped, and what
  /// ends its lines; nil where too few bytes are there to tell.
  ///
  /// A file that begins with carriage returns and no line feed has lines that end with those. Where there is neither a
  /// header nor a line to skip, it can't be told from what follows, and lines end with line feeds alone.
  @unsafe func beginning(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> (place: Int, lineEnd: UInt8)? {
    guard let mark = unsafe ByteOrderMark.length(in: bytes, isEnd: isEnd) else { return nil }
    var (place, lineEnd) = (mark, UInt8(0x0a))
    if options.header || options.skip > 0 {
      let told = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.telling))
      if unsafe LineEnd.lineFeed.line(in: told) == nil, unsafe LineEnd(0x0d).line(in: told) != nil {
        if !isEnd && bytes.count < Self.telling { return nil }
        lineEnd = 0x0d
      }
    }
    for _ in 0..<options.skip {
      guard let line = unsafe LineEnd(lineEnd).line(in: UnsafeRawBufferPointer(rebasing: bytes[place...])) else {
        return isEnd ? (bytes.count, lineEnd) : nil
      }
      place += line
    }
    return (place, lineEnd)
  }

  public func isComment(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    return unsafe dialect.comment.begins(start, bytes.count)
  }

  public func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    var counter = CSVRecordCounter(dialect, wanted: records)
    unsafe counter.count(bytes)
    if isEnd { unsafe counter.finish(bytes) }
    if counter.isCut && counter.found.records == 0 {
      let broken = unsafe UnsafeRawBufferPointer(rebasing: bytes[counter.found.length...])
      return unsafe Split(length: counter.found.length + (line(in: broken) ?? 0), records: 1)
    }
    return counter.found
  }

}

/// Counts records and blank lines, which are none.
private struct CSVRecordCounter {
  private(set) var found = Split(length: 0, records: 0)
  /// Whether the record that comes next has a quote that doesn't close where it should.
  private(set) var isCut = false
  private let wanted: Int
  private var scanner: CSVScanner
  /// Bit 0 is set where the next byte begins a line.
  private var lineStart: UInt64 = 1
  /// Bit 0 is set where the last byte was a carriage return that begins a line.
  private var lineReturn: UInt64 = 0
  /// Up to where no line ends within the record at hand, as far as strays had it looked for.
  private var searched = 0

  init(_ dialect: CSVDialect, wanted: Int) {
    scanner = CSVScanner(dialect)
    self.wanted = wanted
  }

  /// Looks through all bytes, or until the wanted records are found.
  @unsafe mutating func count(_ bytes: UnsafeRawBufferPointer) {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), wanted > 0 else { return }
    var at = 0
    // The first block has nothing before it, and a stretch that can't be passed over isn't tried block by block.
    var next = 64
    while at + 64 <= bytes.count {
      if at >= next && at + Self.stretch <= bytes.count {
        next = at + Self.stretch
        if unsafe passPlain(start + at, at: at) {
          at = next
          continue
        }
      }
      if unsafe count(block: start + at, 64, at: at, of: start) { return }
      at += 64
    }
    let left = bytes.count - at
    if left == 0 { return }
    // The last block is read whole, but maybe not all of it may be.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { block in
      let copy = block.baseAddress!
      unsafe copy.initialize(repeating: 0, count: 64)
      unsafe copy.update(from: start + at, count: left)
      _ = unsafe count(block: copy, left, at: at, of: start)
    }
  }

  /// So many bytes without a quote or a carriage return are counted at once.
  private static let stretch = 2_048

  /// Passes over a stretch in which only line ends count, fewer than are wanted; false where it isn't one.
  @unsafe private mutating func passPlain(_ p: UnsafePointer<UInt8>, at: Int) -> Bool {
    let n = Self.stretch
    guard scanner.isPlain, lineReturn == 0, unsafe Int(ouzel_find(p, n, 0x0d)) == n else { return false }
    var hasBlank: Int32 = 0
    let here = unsafe Int(ouzel_count_apart(p, n, 0x0a, &hasBlank))
    guard hasBlank == 0 && found.records + here < wanted, unsafe scanner.passPlain(p, n) else { return false }
    lineStart = 0
    if here > 0 {
      var end = n
      while unsafe p[end - 1] != 0x0a { end -= 1 }
      found.records += here
      found.length = at + end
      lineStart = end == n ? 1 : 0
    }
    return true
  }

  /// Counts one block, whose first byte is `at`; true where the wanted records are found, or the next is to be cut.
  @unsafe @inline(__always)
  private mutating func count(
    block p: UnsafePointer<UInt8>, _ n: Int, at: Int, of start: UnsafePointer<UInt8>
  ) -> Bool {
    var newlines = unsafe scanner.next(p, n).newlines
    if scanner.strays != 0 { unsafe newlines = cut(newlines, at: at, of: start) }
    if unsafe count(newlines, p, n, at: at) { return true }
    return isCut
  }

  /// Looks whether a stray ends a quoted field that began on another line: only the line ends before that record count.
  @unsafe @inline(never)
  private mutating func cut(_ newlines: UInt64, at: Int, of start: UnsafePointer<UInt8>) -> UInt64 {
    var strays = scanner.strays
    scanner.strays = 0
    while strays != 0 {
      let bit = strays & (0 &- strays)
      strays ^= bit
      let before = newlines & (bit &- 1)
      let record = before == 0 ? found.length : at + 64 - before.leadingZeroBitCount
      let stray = at + bit.trailingZeroBitCount
      let from = max(record, searched)
      if from < stray, unsafe Int(ouzel_find(start + from, stray - from, scanner.dialect.lineEnd)) < stray - from {
        isCut = true
        return before
      }
      searched = stray
    }
    return newlines
  }

  @unsafe @inline(__always)
  private mutating func count(_ newlines: UInt64, _ p: UnsafePointer<UInt8>, _ n: Int, at: Int) -> Bool {
    let starts = newlines &<< 1 | lineStart
    let returns = unsafe starts & ouzel_match64(p, 0x0d)
    let blank = newlines & (starts | returns &<< 1 | lineReturn | scanner.comments)
    lineStart = newlines &>> UInt64(truncatingIfNeeded: n &- 1) & 1
    lineReturn = returns &>> UInt64(truncatingIfNeeded: n &- 1) & 1
    if newlines == 0 { return false }
    var ends = newlines & ~blank
    let here = ends.nonzeroBitCount
    if found.records + here < wanted {
      found.records += here
      found.length = at + 64 - newlines.leadingZeroBitCount
      return false
    }
    for _ in 1..<(wanted - found.records) { ends &= ends &- 1 }
    found = Split(length: at + ends.trailingZeroBitCount + 1, records: wanted)
    return true
  }

  /// Takes in what stands behind the last line end of a stream.
  @unsafe mutating func finish(_ bytes: UnsafeRawBufferPointer) {
    let left = bytes.count - found.length
    guard left > 0 && found.records < wanted && !isCut && scanner.state != .quoted else { return }
    let isBlank = unsafe left == 1 && bytes[found.length] == 0x0d
    let isNone = isBlank || scanner.state == .comment
    found = Split(length: bytes.count, records: found.records + (isNone ? 0 : 1))
  }
}
