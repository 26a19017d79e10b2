package import Columns
import Digests
package import Specifications

/// Cuts a stream of bytes, as it comes, into batches of whole records. It reads nothing itself: whoever does asks how
/// much is `missing`, fills that in, and cuts.
///
/// A record longer than `maxRecord` is passed over in fixed memory. Where a quote that is never closed makes it one,
/// its first line alone is given as a record, so that the decoder can say what is wrong with it, and the lines behind
/// it are records again.
package struct RecordCutter: ~Copyable {
  /// What cutting brought.
  package enum Cut: Sendable {
    case records(RawBatch)
    /// No record is whole: more bytes are missing.
    case more
    /// The stream has ended, and all of it was cut.
    case ended
  }

  enum Stage: Sendable {
    case prologue
    case records
    /// Within a record that is too long; nil where it ends with its line.
    case skipping(OversizedScan, (any RecordEnd)?)
    /// Within a comment that is too long to be held.
    case passing
    /// Behind the last record.
    case ending(any StreamEnding)
  }

  /// How many bytes before a position recognise it.
  package static let past = StreamWindow.past

  /// Cuts the prologue off, and what follows as that says.
  var splitter: any Splitter
  let maxRecord: Int
  var window: StreamWindow
  var stage = Stage.prologue
  var pace = CuttingPace()
  /// Where no record is whole within what is held: how much wants to be held for the next try.
  var needed = 0
  /// How many of the bytes held are known to have no whole record at their beginning.
  var barren = 0
  /// Whether the stream's end was seen.
  var isAtEnd = false

  /// What stood once at the beginning of the stream, which may be nothing; nil until it is found.
  package private(set) var prologue: Buffer?
  /// Where the first record begins; known once the prologue is found.
  package private(set) var beginning: Int64 = 0
  /// Whether all behind the prologue is one record.
  package var isOneRecord: Bool { splitter.takesAll }
  /// What ends a line, once the prologue is found.
  package var lineEnd: LineEnd { splitter.lineEnd }
  /// Where the next batch begins.
  package internal(set) var position: Int64 = 0
  /// How many lines end before what comes next; nil where that isn't known.
  package private(set) var lines: Int? = 0
  /// Where in the stream the next byte filled in belongs.
  package var offset: Int64 { window.end }

  /// A cutter at the beginning of a stream.
  package init(_ splitter: any Splitter, maxRecord: ByteCount) {
    self.splitter = splitter
    self.maxRecord = max(1, maxRecord.bytes)
    window = StreamWindow(at: 0)
  }

  /// How many more bytes a batch wants; none at the end of the stream.
  package func missing(for limit: ReadLimit) -> Int {
    if isAtEnd { return 0 }
    return max(0, max(needed, pace.bytes(for: limit)) - window.count)
  }

  /// Lets `read` write up to `count` bytes that follow those held; it returns how many it wrote, and so does this.
  package mutating func fill<E: Error>(
    _ count: Int, by read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) -> Int {
    try unsafe window.fill(count, by: read)
  }

  /// Tells that the stream ends behind the bytes held.
  package mutating func end() { isAtEnd = true }

  /// Goes on at `position`, a record's beginning behind the prologue, before which `lines` end. The next byte filled in
  /// is that at `offset`, a little before it if `check` shall know what precedes the position.
  package mutating func restart(at position: Int64, from offset: Int64, lines: Int?) {
    precondition(prologue != nil && offset <= position)
    window = StreamWindow(at: offset, next: position)
    self.position = position
    self.lines = lines
    stage = .records
    needed = 0
    barren = 0
    isAtEnd = false
  }

  /// What recognises the position: a hash of up to 4 KiB before it.
  package func check() -> String {
    unsafe window.withPast { unsafe SHA256.digest(of: $0).hex }
  }

  /// Cuts the next batch, within the limit but for a first record that exceeds its bytes.
  package mutating func cut(_ limit: ReadLimit) throws(CuttingFault) -> Cut {
    while true {
      switch stage {
      case .prologue:
        guard try findPrologue() else { return .more }
      case .records:
        guard whole > 0 else {
          if isAtEnd { try end(within: splitter.structure) }
          if isAtEnd, position == 0, splitter.hasHeader, let header = header() { return .records(header) }
          return isAtEnd ? .ended : .more
        }
        let held = window.count
        if let found = try split(limit) { return .records(batch(found.split, isGivenUp: found.isGivenUp)) }
        // Blank lines were passed over, or a record too long begins: the stage and what is held tell.
        if case .records = stage, window.count == held { return .more }
      case .skipping(let scan, let end):
        if let oversized = skip(scan, to: end) { return .records(batch(oversized)) }
        if !isAtEnd { return .more }
      case .passing:
        passComment()
        if case .passing = stage { return isAtEnd ? .ended : .more }
      case .ending(let ending): return try pass(ending) ? .ended : .more
      }
    }
  }

  /// Looks for the prologue, which cutting does by itself; false where more bytes are missing.
  package mutating func findPrologue() throws(CuttingFault) -> Bool {
    guard case .prologue = stage else { return true }
    let found = unsafe window.withBytes { unsafe splitter.prologue(in: $0, isEnd: isAtEnd) }
    var length = found ?? (isAtEnd ? window.count : nil)
    if length == nil && window.count > maxRecord {
      length = unsafe window.withBytes { unsafe splitter.prologue(ofLongRecord: $0) }
    }
    if length ?? window.count > maxRecord {
      throw .prologueTooLong(splitter.prologueName, limit: ByteCount(maxRecord))
    }
    guard let length else {
      // One byte more than it may have tells that it is too long.
      grow(upTo: maxRecord + 1)
      return false
    }
    let kept = unsafe window.withBytes { unsafe splitter.kept(ofPrologue: length, in: $0) }
    let prologue = window.copy(kept)
    self.prologue = prologue
    splitter = splitter.following(prologue)
    pass(length)
    beginning = window.position
    stage = .records
    return true
  }

  /// How many bytes are looked at for a record's end: one that isn't whole within them is longer than it may be. The end
  /// of its line counts for nothing.
  var sight: Int { splitter.structure == nil ? whole(of: maxRecord) + 2 * splitter.lineEnd.length : maxRecord }

  /// Finds whole records at the front of what is held, or the line of one that is given up; nil if there are none, or
  /// blank lines were passed over.
  private mutating func split(_ limit: ReadLimit) throws(CuttingFault) -> (split: Split, isGivenUp: Bool)? {
    let structure = splitter.structure
    let held = whole
    let most = min(held, sight)
    let isDecided = most == sight || isAtEnd
    if barren > 0 && !isDecided && structure == nil && line(in: barren..<most) == nil {
      // No record ends where no line does.
      barren = whole(of: most)
      grow()
      return nil
    }
    var size = min(most, max(1, limit.bytes))
    while true {
      let isEnd = isAtEnd && size == held
      let records = size > limit.bytes ? 1 : limit.records
      let split = bounded(found(in: size, isEnd: isEnd, atMost: records))
      if split.records > 0 { return (split, false) }
      if split.length > 0 {
        pass(split.length)
        if split.isLast, let ending = structure?.ending() { stage = .ending(ending) }
        return nil
      }
      if size == most { break }
      size = min(size * 2, most)
    }
    guard isDecided else {
      barren = whole(of: most)
      grow()
      return nil
    }
    if most == sight, passNothing(in: most) { return nil }
    if structure == nil, let line = line(in: 0..<most), bare(line) <= maxRecord {
      return (Split(length: line, records: 1), most < held || !isAtEnd)
    }
    if isAtEnd && most == held && bare(most) <= maxRecord {
      try end(within: structure)
      return (Split(length: most, records: 1), false)
    }
    let scan = OversizedScan(
      at: window.position, line: lines.map { $0 + 1 }, limit: maxRecord,
      lineEnd: structure == nil ? splitter.lineEnd : nil)
    stage = .skipping(scan, structure?.recordEnd())
    return nil
  }

  func found(in size: Int, isEnd: Bool, atMost records: Int) -> Split {
    unsafe window.withBytes {
      unsafe splitter.split(UnsafeRawBufferPointer(rebasing: $0[..<size]), isEnd: isEnd, atMost: records)
    }
  }

  /// A split without a record that is longer than it may be. Several are never as long together.
  private func bounded(_ split: Split) -> Split {
    guard split.length > maxRecord, split.records == 1, splitter.structure == nil else { return split }
    // Blank lines and comments around a record aren't part of it.
    let inner = found(in: whole(of: maxRecord), isEnd: false, atMost: 1)
    if inner.length > 0 { return inner }
    return bare(split.length) > maxRecord ? Split(length: 0, records: 0) : split
  }

  /// How long a line, or what the stream ends with, is without its end.
  func bare(_ line: Int) -> Int {
    if splitter.structure != nil { return line }
    return unsafe window.withBytes { unsafe splitter.lineEnd.bare(UnsafeRawBufferPointer(rebasing: $0[..<line])) }
  }

  func line(in range: Range<Int>) -> Int? {
    unsafe window.withBytes { unsafe splitter.line(in: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  mutating func grow(upTo most: Int? = nil) {
    needed = min(max(window.count * 2, CuttingPace.least), most ?? sight)
  }

  /// How many bytes are held; at the end without a part of a character, which isn't there yet.
  var whole: Int { isAtEnd ? whole(of: window.count) : window.count }

  /// As many of `count` bytes as are whole characters.
  func whole(of count: Int) -> Int { count - count % splitter.lineEnd.length }

  mutating func pass(_ count: Int) {
    countLines(count)
    window.pass(count)
    needed = 0
    barren = 0
  }

  /// Counts the lines that end in the next `count` bytes.
  mutating func countLines(_ count: Int) {
    guard let before = lines else { return }
    lines =
      before
      + (unsafe window.withBytes { unsafe splitter.lineEnd.count(in: UnsafeRawBufferPointer(rebasing: $0[..<count])) })
  }
}
