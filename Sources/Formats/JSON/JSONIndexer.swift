import CScan
import Columns

/// Turns the bytes of records into rows of cells, in the schema's order: the first of the decoder's two phases. All of
/// a record's syntax is checked here, also that of what nobody wants.
@safe struct JSONIndexer: ~Copyable {
  private(set) var table: CellTable
  private(set) var rows = DecodedRows()
  private(set) var failures: [RowFailure] = []
  private let bytes: UnsafePointer<UInt8>
  private var keys: JSONKeys
  /// For each field, in which row it was met last, and by how good a name: 256 times the row's number, and the rank.
  private var met: [Int]
  private var unknown: UnknownMembers
  private let isDropping: Bool

  /// An indexer of records in `bytes`, which has to outlive it.
  init(_ bytes: Buffer, _ names: FieldNames, width: Int, rows: Int, unknown: UnknownFields) {
    self.unknown = UnknownMembers(unknown)
    isDropping = unknown == .drop
    unsafe self.bytes = bytes.start.assumingMemoryBound(to: UInt8.self)
    keys = JSONKeys(bytes, names)
    table = CellTable(width: width, rows: rows, escapes: .json)
    met = Array(repeating: -1, count: width)
    self.rows.reserve(rows)
  }

  /// Adds the records of frames.
  mutating func add(_ frames: Frames, _ options: JSONOptions) {
    let isMessages = frames.prologue == nil
    for (frame, whole) in frames.ranges.enumerated() {
      let range = isMessages ? withoutMark(whole) : whole
      let place = frames.ranges.count > 1 ? frame : nil
      if isMessages && options.shape == .auto {
        addMessage(range, frame: place)
      } else {
        addLines(range, frame: place)
      }
    }
  }

  private func withoutMark(_ range: Range<Int>) -> Range<Int> {
    let whole = unsafe UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count)
    let mark = unsafe ByteOrderMark.length(in: whole, isEnd: true) ?? 0
    return (range.lowerBound + mark)..<range.upperBound
  }

  /// The unknown fields of each row as one object; nil where they aren't kept. Rows in which they are no UTF-8 fail.
  mutating func unknownColumn() -> Column? {
    guard let column = unknown.takeColumn() else { return nil }
    for (row, at) in column.rowsThatAreNoUTF8() {
      failures.append(RowFailure(row: row, message: "is not UTF-8, at byte \(at)", field: Metadata.unknown.rawValue))
    }
    return column
  }

  /// How often each field was met that is left out.
  var dropped: DroppedFields {
    var dropped = DroppedFields()
    if !isDropping { return dropped }
    for (number, name) in keys.strangers.enumerated() { dropped.add(name, times: unknown.counts[number]) }
    dropped.add("…", times: unknown.counts[keys.strangers.count])
    return dropped
  }

  /// Adds a record for each line in `range`; `frame` where frames are messages.
  private mutating func addLines(_ range: Range<Int>, frame: Int?) {
    var at = range.lowerBound
    while at < range.upperBound {
      let lineEnd = unsafe at + Int(ouzel_find(bytes + at, range.upperBound - at, 0x0a))
      let end = unsafe lineEnd > at && bytes[lineEnd - 1] == 0x0d ? lineEnd - 1 : lineEnd
      let start = unsafe JSONSyntax.skipSpace(bytes, at, end)
      if start < end {
        do throws(JSONFault) {
          let rest = try unsafe JSONSyntax.skipSpace(bytes, record(start, end), end)
          if rest < end { throw JSONFault(rest, "the line goes on behind its record") }
        } catch {
          refuse(error, in: start)
        }
        finish(start..<end, frame: frame)
      }
      at = lineEnd + 1
    }
  }

  /// Adds the records of a message: objects behind one another, or an array of them.
  private mutating func addMessage(_ range: Range<Int>, frame: Int?) {
    let start = unsafe JSONSyntax.skipSpace(bytes, range.lowerBound, range.upperBound)
    if start == range.upperBound {
      refuse(JSONFault(start, "there is no JSON value"), in: start)
      finish(range, frame: frame)
    } else if unsafe bytes[start] == 0x5b {
      addArray(start, range.upperBound, frame: frame)
    } else {
      addObjects(start, range.upperBound, frame: frame)
    }
  }

  private mutating func addObjects(_ first: Int, _ end: Int, frame: Int?) {
    var start = first
    while start < end {
      var stop: Int
      do throws(JSONFault) {
        stop = try record(start, end)
      } catch {
        refuse(error, in: start)
        stop = nextRecord(behind: start, end)
      }
      finish(start..<stop, frame: frame)
      start = unsafe JSONSyntax.skipSpace(bytes, stop, end)
    }
  }

  /// Where, behind a broken record, a line begins with an object: the next record, or the end.
  private func nextRecord(behind start: Int, _ end: Int) -> Int {
    var at = start
    while at < end {
      at += unsafe Int(ouzel_find(bytes + at, end - at, 0x0a))
      if at + 1 < end, unsafe bytes[at + 1] == 0x7b { return at }
      at += 1
    }
    return end
  }

  private mutating func addArray(_ bracket: Int, _ end: Int, frame: Int?) {
    var start = unsafe JSONSyntax.skipSpace(bytes, bracket + 1, end)
    do throws(JSONFault) {
      var isOpen = unsafe start >= end || bytes[start] != 0x5d
      while isOpen {
        let stop = try element(start, end)
        finish(start..<stop, frame: frame)
        start = unsafe JSONSyntax.skipSpace(bytes, stop, end)
        isOpen = unsafe start < end && bytes[start] == 0x2c
        if isOpen {
          start = unsafe JSONSyntax.skipSpace(bytes, start + 1, end)
        } else if unsafe start >= end || bytes[start] != 0x5d {
          throw JSONFault(start, "a comma or ] is missing")
        }
      }
      start = unsafe JSONSyntax.skipSpace(bytes, start + 1, end)
      if start < end { throw JSONFault(start, "the message goes on behind its array") }
    } catch {
      // What follows can't be told apart any more.
      let from = start < end ? start : bracket
      refuse(error, in: from)
      finish(from..<end, frame: frame)
    }
  }

  /// A record that is an element of an array. One that isn't an object fails alone.
  private mutating func element(_ start: Int, _ end: Int) throws(JSONFault) -> Int {
    if unsafe start < end && bytes[start] == 0x7b { return try record(start, end) }
    let stop = try unsafe JSONSyntax.skipValue(bytes, start, end)
    refuse(JSONFault(start, notAnObject(start)), in: start)
    return stop
  }
}

/// Single records.
extension JSONIndexer {
  /// Writes the cells of the record at `start` behind the table's end; returns where it ends.
  @inline(__always)
  private mutating func record(_ start: Int, _ end: Int) throws(JSONFault) -> Int {
    guard start < end, unsafe bytes[start] == 0x7b else { throw JSONFault(start, notAnObject(start)) }
    table.reserve(table.width)
    let cells = unsafe table.end
    for field in 0..<table.width { unsafe cells[field] = .absent }
    let stop = try unsafe object(start, end, cells)
    if stop - start > Cell.longest { throw JSONFault(start, "a record has to be shorter than 512 MiB") }
    return stop
  }

  /// Walks through an object and keeps the cells of its wanted fields.
  @unsafe @inline(__always)
  private mutating func object(
    _ start: Int, _ end: Int, _ cells: UnsafeMutablePointer<Cell>
  ) throws(JSONFault) -> Int {
    let bytes = unsafe self.bytes
    keys.begin()
    var i = unsafe JSONSyntax.skipSpace(bytes, start &+ 1, end)
    if unsafe i < end && bytes[i] == 0x7d { return i &+ 1 }
    while true {
      guard i < end, unsafe bytes[i] == 0x22 else { throw JSONFault(i, "a key is missing") }
      let key = i
      i &+= 1
      let meaning = try keys.next(&i, end)
      if unsafe i >= end || bytes[i] != 0x3a {
        i = unsafe JSONSyntax.skipSpace(bytes, i, end)
        guard i < end, unsafe bytes[i] == 0x3a else { throw JSONFault(i, "a colon is missing") }
      }
      i = unsafe JSONSyntax.skipSpace(bytes, i &+ 1, end)
      let cell = try unsafe value(bytes, &i, end)
      if meaning.field >= 0 {
        if try isFirst(meaning, key) { unsafe cells[meaning.field] = cell }
      } else if isDropping {
        unknown.counts[~meaning.field] &+= 1
      } else {
        unsafe unknown.note(bytes, key..<i)
      }
      i = unsafe JSONSyntax.skipSpace(bytes, i, end)
      guard i < end else { throw JSONFault(start, "an object has no end") }
      if unsafe bytes[i] == 0x2c {
        i = unsafe JSONSyntax.skipSpace(bytes, i &+ 1, end)
      } else if unsafe bytes[i] == 0x7d {
        return i &+ 1
      } else {
        throw JSONFault(i, "a comma or } is missing")
      }
    }
  }

  /// The value at `at`, which goes on behind it.
  @unsafe @inline(__always)
  private func value(_ bytes: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int) throws(JSONFault) -> Cell {
    guard at < end else { throw JSONFault(at, "a value is missing") }
    let start = at
    switch unsafe bytes[start] {
    case 0x22:
      let length = unsafe Int(ouzel_plain_prefix(bytes + start + 1, end &- start &- 1, 0x22, 0x5c))
      let close = start &+ 1 &+ length
      if unsafe close < end && bytes[close] == 0x22 {
        at = close &+ 1
        return Cell(.quoted, start: start &+ 1, length: length)
      }
      let string = try unsafe JSONSyntax.skipString(bytes, start + 1, end)
      at = string.close + 1
      return Cell(.escaped, start: start + 1, length: string.close - start - 1)
    case 0x2d, 0x30...0x39:
      at = try unsafe JSONSyntax.skipNumber(bytes, start, end)
      return Cell(.bare, start: start, length: at - start)
    case 0x7b, 0x5b:
      at = try unsafe JSONSyntax.skipNested(bytes, start, end)
      return Cell(.nested, start: start, length: at - start)
    default:
      at = try unsafe JSONSyntax.skipWord(bytes, start, end)
      return unsafe bytes[start] == 0x6e ? .absent : Cell(.bare, start: start, length: at - start)
    }
  }

  /// Whether a field's value is to be kept: a name that is exact wins over one that isn't, and none may come twice.
  @inline(__always)
  private mutating func isFirst(_ meaning: JSONKeys.Meaning, _ key: Int) throws(JSONFault) -> Bool {
    let now = rows.count &* 256 &+ meaning.rank
    let before = met[meaning.field]
    if before < rows.count &* 256 {
      met[meaning.field] = now
      return true
    }
    if before == now { throw JSONFault(key, "a key is there twice") }
    if before > now { return false }
    met[meaning.field] = now
    return true
  }

  /// Ends the row whose cells stand behind the table's end.
  @inline(__always)
  private mutating func finish(_ range: Range<Int>, frame: Int?) {
    if !isDropping { finishUnknown() }
    if let frame { rows.append(range, frame: frame) } else { rows.append(range) }
    table.advance(by: table.width)
  }

  /// Ends the row's fields that no field of the schema is met by.
  @inline(never)
  private mutating func finishUnknown() {
    guard let name = unsafe unknown.finish(bytes) else { return }
    forget()
    failures.append(.unknownField(name, row: rows.count))
  }

  private mutating func forget() {
    table.reserve(table.width)
    for field in 0..<table.width { unsafe table.end[field] = .absent }
  }

  /// Leaves nothing of the row at hand, which is still to be finished, and says why.
  @inline(never)
  private mutating func refuse(_ fault: JSONFault, in start: Int) {
    forget()
    unknown.forget()
    failures.append(RowFailure(row: rows.count, message: "at byte \(fault.offset - start): \(fault.reason)"))
  }

  /// What stands where an object should.
  @inline(never)
  private func notAnObject(_ start: Int) -> String {
    let kind =
      switch unsafe bytes[start] {
      case 0x5b: "an array"
      case 0x22: "a string"
      case 0x2d, 0x30...0x39: "a number"
      case 0x74, 0x66, 0x6e: "a word"
      default: "no JSON"
      }
    return "a record has to be an object, and this is \(kind)"
  }
}
