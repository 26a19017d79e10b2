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
      case .element(_, let next): found = Split(length: next, records: found.records + 1)
      case .close(let bracket):
        // Whoever goes on behind the last record has to meet the bracket again.
        return found.records > 0 ? found : Split(length: bracket + 1, records: 0, isLast: true)
      case .more:
        // What is left of an array is cut off.
        return isEnd && place == .stream && found.records == 0 ? unsafe rest(start, bytes.count) : found
      }
    }
    return found
  }

  /// What is left at the end: space, or a record that nothing closes, which may have taken others with it.
  @unsafe private func rest(_ start: UnsafePointer<UInt8>, _ count: Int) -> Split {
    if unsafe JSONSyntax.skipSpace(start, 0, count) == count { return Split(length: count, records: 0) }
    var scan = ElementScan(place, isWary: true)
    guard case .element(_, let next) = unsafe scan.next(start, 0, count, isEnd: true) else {
      return Split(length: 0, records: 0)
    }
    return Split(length: next, records: 1)
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
