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

  private enum Stage: Sendable {
    case prologue
    case records
    /// Within a record that is too long.
    case skipping(OversizedScan)
  }

  /// How many bytes before a position recognise it.
  package static let past = StreamWindow.past

  /// Cuts the prologue off, and what follows as that says.
  private var splitter: any Splitter
  private let maxRecord: Int
  private var window: StreamWindow
  private var stage = Stage.prologue
  private var pace = CuttingPace()
  /// Where no record is whole within what is held: how much wants to be held for the next try.
  private var needed = 0
  /// How many of the bytes held are known to have no whole record at their beginning.
  private var barren = 0
  /// Whether the stream's end was seen.
  private var isAtEnd = false

  /// What stood once at the beginning of the stream, which may be nothing; nil until it is found.
  package private(set) var prologue: Buffer?
  /// Where the next batch begins.
  package private(set) var position: Int64 = 0
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

  /// Goes on at `position`, a record's beginning behind the prologue. The next byte filled in is that at `offset`, a
  /// little before it if `check` shall know what precedes the position.
  package mutating func restart(at position: Int64, from offset: Int64) {
    precondition(prologue != nil && offset <= position)
    window = StreamWindow(at: offset, next: position)
    self.position = position
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
  package mutating func cut(_ limit: ReadLimit) throws(PrologueTooLong) -> Cut {
    while true {
      switch stage {
      case .prologue:
        guard try findPrologue() else { return .more }
      case .records:
        guard window.count > 0 else { return isAtEnd ? .ended : .more }
        let held = window.count
        if let split = split(limit) { return .records(batch(split)) }
        // Blank lines were passed over, or a record too long begins: the stage and what is held tell.
        if case .records = stage, window.count == held { return .more }
      case .skipping(let scan):
        if let oversized = skip(scan) { return .records(batch(oversized)) }
        if !isAtEnd { return .more }
      }
    }
  }

  /// Looks for the prologue, which cutting does by itself; false where more bytes are missing.
  package mutating func findPrologue() throws(PrologueTooLong) -> Bool {
    guard case .prologue = stage else { return true }
    let found = unsafe window.withBytes { unsafe splitter.prologue(in: $0, isEnd: isAtEnd) }
    let length = found ?? (isAtEnd ? window.count : nil)
    if length ?? window.count > maxRecord { throw PrologueTooLong(limit: ByteCount(maxRecord)) }
    guard let length else {
      // One byte more than it may have tells that it is too long.
      grow(upTo: maxRecord + 1)
      return false
    }
    let prologue = window.copy(length)
    self.prologue = prologue
    splitter = splitter.following(prologue)
    pass(length)
    stage = .records
    return true
  }

  /// Finds whole records at the front of what is held; nil if there are none, or blank lines were passed over.
  private mutating func split(_ limit: ReadLimit) -> Split? {
    // No record that is longer than it may be is ever whole within so many bytes.
    let most = min(window.count, maxRecord)
    let isDecided = most == maxRecord || isAtEnd
    if barren > 0 && !isDecided && line(in: barren..<most) == nil {
      // No record ends where no line does.
      barren = most
      grow()
      return nil
    }
    var size = min(most, max(1, limit.bytes))
    while true {
      let isEnd = isAtEnd && size == window.count
      let records = size > limit.bytes ? 1 : limit.records
      let split = unsafe window.withBytes {
        unsafe splitter.split(UnsafeRawBufferPointer(rebasing: $0[..<size]), isEnd: isEnd, atMost: records)
      }
      if split.records > 0 { return split }
      if split.length > 0 {
        pass(split.length)
        return nil
      }
      if size == most { break }
      size = min(size * 2, most)
    }
    guard isDecided else {
      barren = most
      grow()
      return nil
    }
    if let line = line(in: 0..<most) { return Split(length: line, records: 1) }
    if isAtEnd && most == window.count { return Split(length: most, records: 1) }
    stage = .skipping(OversizedScan(at: window.position, limit: maxRecord))
    return nil
  }

  private func line(in range: Range<Int>) -> Int? {
    unsafe window.withBytes { unsafe splitter.line(in: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  private mutating func grow(upTo most: Int? = nil) {
    needed = min(max(window.count * 2, CuttingPace.least), most ?? maxRecord)
  }

  private mutating func pass(_ count: Int) {
    window.pass(count)
    needed = 0
    barren = 0
  }

  /// Passes over more of a record that is too long; returns it at its end.
  private mutating func skip(_ scan: OversizedScan) -> Oversized? {
    var scan = scan
    let line = unsafe window.withBytes { bytes in
      let line = unsafe splitter.line(in: bytes) ?? (isAtEnd ? bytes.count : nil)
      unsafe scan.add(UnsafeRawBufferPointer(rebasing: bytes[..<(line ?? bytes.count)]))
      return line
    }
    pass(line ?? window.count)
    guard line != nil else {
      window.compact()
      stage = .skipping(scan)
      return nil
    }
    stage = .records
    return scan.finish()
  }

  private mutating func batch(_ split: Split) -> RawBatch {
    let (buffer, base, range) = window.take(split.length)
    pace.count(split)
    needed = 0
    barren = 0
    let frames = Frames(bytes: buffer, ranges: [range], prologue: prologue)
    return advance(RawBatch(frames: frames, positions: .bytes(base: base), records: split.records))
  }

  private mutating func batch(_ oversized: Oversized) -> RawBatch {
    let frames = Frames(bytes: RawMemory().buffer(), ranges: [], prologue: prologue)
    return advance(
      RawBatch(
        frames: frames, positions: .bytes(base: oversized.position.message), records: 1, oversized: [oversized]))
  }

  /// Says where a batch begins and ends.
  private mutating func advance(_ batch: RawBatch) -> RawBatch {
    var batch = batch
    batch.from = Position(message: position)
    position = window.position
    batch.to = Position(message: position)
    return batch
  }
}

/// What stands at the beginning of a stream is longer than a record may be.
package struct PrologueTooLong: Error, Equatable, Sendable {
  /// How long it may be.
  package let limit: ByteCount
}

extension RawBatch {
  fileprivate init(frames: Frames, positions: FramePositions, records: Int, oversized: [Oversized] = []) {
    self.init(
      frames: frames, positions: positions, from: .start, to: .start, records: records, oversized: oversized)
  }
}
