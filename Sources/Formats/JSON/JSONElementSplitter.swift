import Columns

/// Cuts the elements of an array into records, each with the comma behind it; or objects that stand behind one another.
struct JSONElementSplitter: Splitter {
  let place: ElementScan.Place
  /// What has to stand behind the array; nil where there is none.
  let closing: JSONClosing?

  func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? { 0 }

  func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    var found = Split(length: 0, records: 0)
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return found }
    while found.records < records {
      var scan = ElementScan(place)
      switch unsafe scan.next(start, found.length, bytes.count, isEnd: isEnd) {
      case .element(let end, let next) where place != .stream && next > end:
        let following = unsafe JSONSyntax.skipSpace(start, next, bytes.count)
        // Whether it was the last comma the byte behind it tells.
        if following == bytes.count && !isEnd { return found }
        if unsafe following < bytes.count && start[following] == 0x5d {
          // The element that is missing behind it is told as a record of its own, which is the comma.
          let isComma = unsafe JSONSyntax.skipSpace(start, found.length, end) == end
          return Split(length: isComma ? next : end, records: found.records + 1)
        }
        found = Split(length: next, records: found.records + 1)
      case .element(_, let next): found = Split(length: next, records: found.records + 1)
      case .close(let bracket):
        // Whoever goes on behind the last record has to meet the bracket again.
        return found.records > 0 ? found : Split(length: bracket + 1, records: 0, isLast: true)
      case .more:
        guard isEnd && place == .stream else { return found }
        if let doubt = scan.doubt {
          found = Split(length: doubt, records: found.records + 1)
          continue
        }
        // What is left of an array is cut off; of objects it is space, or a record that nothing closes.
        let isSpace = unsafe JSONSyntax.skipSpace(start, found.length, bytes.count) == bytes.count
        if isSpace && found.records > 0 { return found }
        return Split(length: bytes.count, records: found.records + (isSpace ? 0 : 1))
      }
    }
    return found
  }

  func space(before bytes: UnsafeRawBufferPointer) -> Int {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    return unsafe JSONSyntax.skipSpace(start, 0, bytes.count)
  }

  func line(in bytes: UnsafeRawBufferPointer) -> Int? { nil }

  var structure: (any StreamStructure)? { Structure(place: place, closing: closing) }

  private struct Structure: StreamStructure {
    let place: ElementScan.Place
    let closing: JSONClosing?

    func recordEnd() -> any RecordEnd { ElementEnd(scan: ElementScan(place)) }
    func ending() -> (any StreamEnding)? { closing }
  }

  private struct ElementEnd: RecordEnd {
    var scan: ElementScan

    mutating func length(in bytes: UnsafeRawBufferPointer) -> Int? {
      guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
      guard case .element(_, let next) = unsafe scan.next(start, 0, bytes.count, isEnd: false) else { return nil }
      return next
    }
  }
}
