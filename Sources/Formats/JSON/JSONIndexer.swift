import CScan
import Columns

/// Turns the bytes of records into rows of cells, in the schema's order: the first of the decoder's two phases. All of
/// a record's syntax is checked here, also that of what nobody wants.
@safe struct JSONIndexer: ~Copyable {
  private(set) var table: CellTable
  private(set) var rows = DecodedRows()
  private(set) var failures: [RowFailure] = []
  let bytes: UnsafePointer<UInt8>
  private var keys: JSONKeys
  /// Where a row's record stands that is only a part of its bytes.
  var pointed: [Int: Range<Int>] = [:]
  /// For each field, in which row it was met last, and by how good a name: 256 times the row's number, and the rank.
  private var met: [Int]
  private var unknown: UnknownMembers
  private let isDropping: Bool
  let options: JSONOptions
  /// Whether `NaN` and its like are values.
  let isLenient: Bool

  /// An indexer of records in `bytes`, which has to outlive it.
  init(
    _ bytes: Buffer, _ names: FieldNames, width: Int, rows: Int, unknown: UnknownFields, options: JSONOptions
  ) {
    self.options = options
    isLenient = options.nan != .reject
    self.unknown = UnknownMembers(unknown)
    isDropping = unknown == .drop
    unsafe self.bytes = bytes.start.assumingMemoryBound(to: UInt8.self)
    keys = JSONKeys(bytes, names)
    table = CellTable(width: width, rows: rows, escapes: .json)
    table.notFinite = options.nan.reading
    met = Array(repeating: -1, count: width)
    self.rows.reserve(rows)
  }

  /// Adds the records of frames.
  mutating func add(_ frames: Frames) {
    let layout = frames.prologue.map { unsafe JSONLayout(options, $0.bytes) }
    for (frame, whole) in frames.ranges.enumerated() {
      let place = frames.ranges.count > 1 ? frame : nil
      if frames.areRecords {
        let isText = options.at != nil && (layout == .lines || layout == .document)
        if isText { addDocument(whole, frame: place) } else { addRecord(whole, frame: place) }
      } else if let layout {
        add(whole, layout, frame: place)
      } else {
        addMessage(withoutMark(whole), frame: place)
      }
    }
  }

  /// Adds the records of a piece of a file.
  private mutating func add(_ range: Range<Int>, _ layout: JSONLayout, frame: Int?) {
    switch layout {
    case .lines: addLines(range, frame: frame)
    case .objects: addObjects(range, frame: frame)
    case .elements(let isNested): _ = addElements(range, frame: frame, isNested: isNested)
    case .document: addDocument(range, frame: frame)
    }
  }

  func withoutMark(_ range: Range<Int>) -> Range<Int> {
    let whole = unsafe UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count)
    let mark = unsafe ByteOrderMark.length(in: whole, isEnd: true) ?? 0
    return (range.lowerBound + mark)..<range.upperBound
  }

  /// The unknown fields of each row as one object; nil where they aren't kept. Rows in which they are no UTF-8 fail.
  mutating func unknownColumn() -> Column? {
    guard let column = unknown.takeColumn() else { return nil }
    for (row, _) in column.rowsThatAreNoUTF8() {
      let range = rows.range(of: row)
      let at = unsafe UTF8Check.validPrefix(bytes + range.lowerBound, range.count)
      let message = "is not UTF-8, at byte \(at)"
      failures.append(RowFailure(row: row, message: message, field: Metadata.unknown.rawValue, kind: .notUTF8))
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
  mutating func addLines(_ range: Range<Int>, frame: Int?) {
    if options.at != nil { return addPointedLines(range, frame: frame) }
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
}

/// Single records.
extension JSONIndexer {
  /// Writes the cells of the record at `start` behind the table's end; returns where it ends.
  @inline(__always)
  mutating func record(_ start: Int, _ end: Int) throws(JSONFault) -> Int {
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
        if try isBest(meaning, key..<i, of: start) { unsafe cells[meaning.field] = cell }
      } else if isDropping {
        unknown.counts[~meaning.field] &+= 1
      } else {
        unsafe unknown.note(bytes, key..<i, mayHoldWords: isLenient)
      }
      i = unsafe JSONSyntax.skipSpace(bytes, i, end)
      guard i < end else { throw JSONFault(start, "an object has no end", isOpen: true) }
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
      at = try unsafe JSONSyntax.skipNumber(bytes, start, end, notFinite: isLenient)
      if isLenient && isNullWord(at) { return .absent }
      return Cell(.bare, start: start, length: at - start)
    case 0x7b, 0x5b:
      at = try unsafe JSONSyntax.skipNested(bytes, start, end, notFinite: isLenient)
      return Cell(.nested, start: start, length: at - start)
    default:
      at = try unsafe JSONSyntax.skipWord(bytes, start, end, notFinite: isLenient)
      if unsafe bytes[start] == 0x6e || isNullWord(at) { return .absent }
      return Cell(.bare, start: start, length: at - start)
    }
  }

  /// Whether the value that ends at `end` is a word for a number that isn't finite, and null by that.
  private func isNullWord(_ end: Int) -> Bool {
    options.nan == .asNull && (unsafe bytes[end - 1] == 0x4e || bytes[end - 1] == 0x79)
  }

  /// Whether a field's value is to be kept: a name that is exact wins over one that isn't, and none may come twice.
  @inline(__always)
  private mutating func isBest(
    _ meaning: JSONKeys.Meaning, _ member: Range<Int>, of record: Int
  ) throws(JSONFault) -> Bool {
    let now = rows.count &* 256 &+ meaning.rank
    let before = met[meaning.field]
    if before < rows.count &* 256 {
      met[meaning.field] = now
      return true
    }
    return try isBetter(meaning, member, of: record)
  }

  /// Whether a name is better than the one by which its field was met before in the record that begins at `record`. The
  /// lesser of them is unknown if it is the field's but for case.
  @inline(never)
  private mutating func isBetter(
    _ meaning: JSONKeys.Meaning, _ member: Range<Int>, of record: Int
  ) throws(JSONFault) -> Bool {
    let before = met[meaning.field] &- rows.count &* 256
    if before == meaning.rank { throw JSONFault(member.lowerBound, "a key is there twice") }
    if before > meaning.rank {
      if FieldNames.isFolded(meaning.rank) { try addUnknown(member) }
      return false
    }
    if FieldNames.isFolded(before) {
      let lesser = JSONKeys.Meaning(field: meaning.field, rank: before)
      try addUnknown(self.member(lesser, of: record, before: member.lowerBound))
    }
    met[meaning.field] = rows.count &* 256 &+ meaning.rank
    return true
  }

  /// Looks once more for a member that was met already, by what its key means.
  private func member(
    _ meaning: JSONKeys.Meaning, of record: Int, before end: Int
  ) throws(JSONFault) -> Range<Int> {
    var at = unsafe JSONSyntax.skipSpace(bytes, record + 1, end)
    while true {
      let key = try unsafe JSONSyntax.skipString(bytes, at + 1, end)
      let colon = unsafe JSONSyntax.skipSpace(bytes, key.close + 1, end)
      let value = unsafe JSONSyntax.skipSpace(bytes, colon + 1, end)
      let stop = try unsafe JSONSyntax.skipValue(bytes, value, end, notFinite: isLenient)
      if keys.meaning(of: at..<key.close + 1, isEscaped: key.isEscaped) == meaning { return at..<stop }
      // A comma follows, since it isn't the last.
      at = unsafe JSONSyntax.skipSpace(bytes, JSONSyntax.skipSpace(bytes, stop, end) + 1, end)
    }
  }

  /// Takes in a member that no field is met by, though its name is one but for case.
  private mutating func addUnknown(_ member: Range<Int>) throws(JSONFault) {
    guard isDropping else { return unsafe unknown.note(bytes, member, mayHoldWords: isLenient) }
    let key = try unsafe JSONSyntax.skipString(bytes, member.lowerBound + 1, member.upperBound)
    unknown.counts[keys.stranger(member.lowerBound..<key.close + 1, isEscaped: key.isEscaped)] &+= 1
  }

  /// Ends the row whose cells stand behind the table's end.
  @inline(__always)
  mutating func finish(_ range: Range<Int>, frame: Int?) {
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
  mutating func refuse(_ fault: JSONFault, in start: Int) {
    forget()
    unknown.forget()
    failures.append(RowFailure(row: rows.count, message: "at byte \(fault.offset - start): \(fault.reason)"))
  }

  /// What stands where an object should.
  @inline(never)
  func notAnObject(_ start: Int) -> String {
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
