import Columns
import Engine
import FileSystems
import Specifications

/// One file being read: where it stands in it, and how it goes on without reading anything twice.
final class FileCursor {
  private let name: String
  private let splitter: any Splitter
  private let maxRecord: ByteCount
  private var stream: ByteStream
  private var cutter: RecordCutter

  init(opening file: SourceFile, splitter: any Splitter, maxRecord: ByteCount) throws(Failure) {
    name = file.name
    self.splitter = splitter
    self.maxRecord = maxRecord
    stream = try ByteStream(opening: file.path, name: file.name)
    cutter = RecordCutter(splitter, maxRecord: maxRecord)
  }

  /// What stands before the place, as the ledger keeps it.
  var check: PlaceCheck { PlaceCheck(hash: cutter.check(), lines: cutter.lines) }

  /// How many lines end before it; nil where that isn't known.
  var lines: Int? { cutter.lines }

  /// Goes to a record's beginning, before which lines are counted from `mark` on; false if the file ends before it.
  func seek(to position: Int64, countingFrom mark: LineMark?) throws(Failure) -> Bool {
    // Where an earlier place lay behind the end, the stream stands elsewhere.
    if position == cutter.position && stream.offset == cutter.offset { return true }
    if position == 0 {
      cutter = RecordCutter(splitter, maxRecord: maxRecord)
      return try stream.seek(to: 0)
    }
    // Every batch goes with the file's header, wherever reading begins.
    while try !findPrologue() { try fill(cutter.missing(for: ReadLimit(records: 1, bytes: 1 << 16))) }
    // What was read before the header was whole, or the array had begun, were no records.
    guard position >= cutter.beginning else { return false }
    let lines = try mark.flatMap { (mark) throws(Failure) in try self.lines(before: position, from: mark) }
    // What stands before the position recognises it.
    let before = min(position, Int64(RecordCutter.past))
    guard try stream.seek(to: position - before) else { return false }
    cutter.restart(at: position, from: position - before, lines: lines)
    return try fill(Int(before)) == Int(before)
  }

  /// How many lines end before a place behind the mark; nil if the file ends before it.
  private func lines(before position: Int64, from mark: LineMark) throws(Failure) -> Int? {
    guard mark.position < position else { return mark.lines }
    guard try stream.seek(to: mark.position) else { return nil }
    let lineEnd = cutter.lineEnd
    var lines = mark.lines
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    defer { unsafe room.deallocate() }
    while stream.offset < position {
      let part = unsafe UnsafeMutableRawBufferPointer(
        rebasing: room[..<Int(min(Int64(room.count), position - stream.offset))])
      guard try unsafe stream.read(into: part) == part.count else { return nil }
      lines += unsafe lineEnd.count(in: UnsafeRawBufferPointer(part))
    }
    return lines
  }

  /// Whether the file has grown although all of it was one record, which is another now.
  func isAnotherRecord() throws(Failure) -> Bool {
    guard cutter.isOneRecord, cutter.position > cutter.beginning else { return false }
    try fill(1)
    return cutter.offset > cutter.position
  }

  /// The next records; nil at the end of the file.
  func read(_ limit: ReadLimit) throws(Failure) -> RawBatch? {
    while true {
      try fill(cutter.missing(for: limit))
      switch try cut(limit) {
      case .records(var batch):
        batch.check = check.text
        return batch
      case .more: continue
      case .ended: return nil
      }
    }
  }

  private func cut(_ limit: ReadLimit) throws(Failure) -> RecordCutter.Cut {
    do { return try cutter.cut(limit) } catch { throw Failure(error, in: name) }
  }

  private func findPrologue() throws(Failure) -> Bool {
    do { return try cutter.findPrologue() } catch { throw Failure(error, in: name) }
  }

  @discardableResult
  private func fill(_ wanted: Int) throws(Failure) -> Int {
    guard wanted > 0 else { return 0 }
    let left = try stream.left()
    // No more room is made than the file has bytes.
    let count = Int(min(Int64(wanted), left ?? Int64(wanted)))
    let filled = try unsafe cutter.fill(count) { (room) throws(Failure) in try unsafe stream.read(into: room) }
    if filled < wanted { cutter.end() }
    return filled
  }
}
