import Columns
import Specifications

/// What is passed over: records and comments too long to be held, and what stands behind the last record.
extension RecordCutter {
  /// Passes over what no record begins with, of which there may be more than is held.
  mutating func passNothing(in most: Int) -> Bool {
    let (space, isComment) = unsafe window.withBytes { held in
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: held[..<most])
      let space = unsafe splitter.space(before: bytes)
      return unsafe (space, splitter.isComment(bytes))
    }
    // The record begins behind it, where people look for it.
    if isComment { stage = .passing }
    pass(space)
    window.compact()
    return isComment || space > 0
  }

  /// Passes over more of a comment.
  mutating func passComment() {
    let line = line(in: 0..<whole(of: window.count))
    pass(line ?? whole(of: window.count))
    if line != nil {
      stage = .records
    } else {
      window.compact()
      // A part of a character may be held.
      needed = window.count + 1
    }
  }

  /// Passes over more of a record that is too long; returns it at its end.
  mutating func skip(_ scan: OversizedScan, to end: (any RecordEnd)?) -> Oversized? {
    var (scan, end) = (scan, end)
    let held = whole(of: window.count)
    let line = unsafe window.withBytes { bytes in
      let found = unsafe end == nil ? splitter.line(in: bytes) : end?.length(in: bytes)
      let line = found ?? (isAtEnd ? bytes.count : nil)
      unsafe scan.add(UnsafeRawBufferPointer(rebasing: bytes[..<(line ?? held)]))
      return line
    }
    pass(line ?? held)
    guard line != nil else {
      window.compact()
      // A part of a character may be held.
      needed = window.count + 1
      stage = .skipping(scan, end)
      return nil
    }
    stage = .records
    return scan.finish()
  }

  /// Refuses an end of the stream where what bounds its records isn't closed.
  func end(within structure: (any StreamStructure)?) throws(CuttingFault) {
    guard var ending = structure?.ending() else { return }
    do { _ = try unsafe ending.pass(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true) } catch {
      throw .broken(at: window.position, isCutOff: true, reason: error.reason)
    }
  }

  /// Passes over what stands behind the last record; true where the stream has ended.
  mutating func pass(_ ending: any StreamEnding) throws(CuttingFault) -> Bool {
    var ending = ending
    let position = window.position
    let (count, isEnd) = (window.count, isAtEnd)
    let passed: Result<Int, StreamFault> = unsafe window.withBytes { bytes in
      do throws(StreamFault) { return .success(try unsafe ending.pass(bytes, isEnd: isEnd)) } catch {
        return .failure(error)
      }
    }
    switch passed {
    case .failure(let fault):
      throw .broken(
        at: position + Int64(fault.offset), isCutOff: isEnd && fault.offset == count, reason: fault.reason)
    case .success(let length):
      stage = .ending(ending)
      if length == 0 && count >= maxRecord {
        throw .endingTooLong(at: position, limit: ByteCount(maxRecord))
      }
      pass(length)
      window.compact()
      if length < count { grow() }
      return isEnd
    }
  }
}
