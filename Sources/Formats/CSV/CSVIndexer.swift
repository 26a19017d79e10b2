import CScan
import Columns

/// Turns the bytes of records into rows of cells: the first of the decoder's two phases.
@safe struct CSVIndexer: ~Copyable {
  /// One row of cells a record, in the order of the file.
  var table: CellTable
  private(set) var rows = DecodedRows()
  private(set) var failures: [RowFailure] = []
  /// How many fields the last record has.
  private(set) var lastWidth = 0
  private let dialect: CSVDialect
  private let nullText: [UInt8]
  /// How many bytes of a delimiter stand before its last.
  private let tail: Int
  private let lineEnd: UInt8
  /// The byte that opens a quoted field, or a number that no byte has.
  private let quote: Int
  private let bytes: UnsafePointer<UInt8>
  /// Where the next fields end.
  private var stops = FieldStops(capacity: stretch + waiting)

  /// So many bytes are scanned before the fields in them are taken in.
  private static let stretch = 4_096
  /// So many fields of a record that isn't whole may wait for the others.
  private static let waiting = 1_024

  /// An indexer of records in `bytes`, which has to outlive it, with `width` fields each.
  init(_ bytes: Buffer, width: Int, rows: Int, options: CSVOptions, lineEnd: UInt8 = 0x0a) {
    unsafe self.bytes = bytes.start.assumingMemoryBound(to: UInt8.self)
    dialect = CSVDialect(options, lineEnd: lineEnd)
    nullText = Array(options.nullText.utf8)
    tail = dialect.delimiter.count - 1
    self.lineEnd = lineEnd
    quote = options.quote.map { Int($0) } ?? 256
    table = CellTable(width: width, rows: rows, escapes: dialect.escapes)
    self.rows.reserve(rows)
  }

  /// Adds the records in `range`, which begins with a record; `frame` where frames are messages.
  mutating func add(_ range: Range<Int>, frame: Int?) {
    var scanner = CSVScanner(dialect)
    var record = Record(start: range.lowerBound)
    var at = range.lowerBound
    while at < range.upperBound {
      let end = min(at + Self.stretch, range.upperBound)
      if unsafe scanner.passPlain(bytes + at, end - at) {
        unsafe stops.note(bytes, at..<end, scanner.delimiter)
        at = end
      }
      while at < end {
        let n = min(64, end - at)
        let ends = unsafe scanner.next(bytes + at, n)
        stops.note(ends.delimiters | ends.newlines, at: at)
        at += n
      }
      take(&record, isEnd: at == range.upperBound, frame: frame)
    }
    if record.start < range.upperBound {
      var end = range.upperBound
      if scanner.state == .quoted {
        record.fault = .unclosed(at: record.field - record.start)
        // Where the line alone was given up, its end is none of the field.
        if unsafe bytes[end - 1] == dialect.lineEnd { end -= 1 }
      }
      table.reserve(1)
      unsafe table.end.pointee = lastCell(end, &record)
      record.cells += 1
      table.advance(by: 1)
      finish(&record, end, frame: frame)
    }
  }

  /// Takes in the fields whose ends are noted. Those of a record that isn't whole are left for the next time, unless
  /// they are the last, or too many to wait.
  private mutating func take(_ record: inout Record, isEnd: Bool, frame: Int?) {
    let count = stops.count
    let width = table.width
    var next = 0
    while next < count {
      if record.isEmpty && width <= Self.waiting {
        if count - next >= width {
          table.reserve(width)
          if let stop = wholeRecord(&record, next) {
            next &+= width
            table.advance(by: width)
            finish(&record, stop, frame: frame)
            continue
          }
        } else if !isEnd {
          break
        }
      }
      field(stops[next], &record, frame: frame)
      next &+= 1
    }
    stops.forget(next)
  }

  /// Writes the cells of a record behind the table's end, and returns where its line end is: nil where the next ends
  /// noted aren't those of one record with as many fields as are wanted.
  @inline(__always)
  private func wholeRecord(_ record: inout Record, _ first: Int) -> Int? {
    let cells = unsafe table.end
    let last = table.width &- 1
    guard last >= 0 else { return nil }
    // What is written through pointers might be these, as far as the compiler knows.
    let (tail, lineEnd) = (tail, lineEnd)
    var field = record.start
    var isBroken = false
    for place in 0..<last {
      let stop = stops[first &+ place]
      unsafe cells[place] = content(field, stop &- tail, &record)
      isBroken = unsafe isBroken || bytes[stop] == lineEnd
      field = stop &+ 1
    }
    let stop = stops[first &+ last]
    if unsafe isBroken || bytes[stop] != lineEnd {
      record = Record(start: record.start)
      return nil
    }
    record.field = field
    unsafe cells[last] = lastCell(stop, &record)
    record.cells = table.width
    return stop
  }

  /// Takes in the field that ends at `stop`, of a record that may have more or fewer fields than are wanted.
  @inline(never)
  private mutating func field(_ stop: Int, _ record: inout Record, frame: Int?) {
    table.reserve(1)
    let isLast = unsafe bytes[stop] == lineEnd
    unsafe table.end.pointee = isLast ? lastCell(stop, &record) : cell(record.field, stop, &record)
    table.advance(by: 1)
    record.cells += 1
    if isLast {
      finish(&record, stop, frame: frame)
    } else {
      record.field = stop &+ 1
      if record.cells > table.width { forgetSurplus(&record) }
    }
  }

  /// The record at hand.
  private struct Record {
    /// Where it begins.
    var start: Int
    /// Where its field at hand begins.
    var field: Int
    /// How many of its cells are in the table.
    var cells = 0
    /// How many fields it has beyond those that are wanted and were forgotten again.
    var surplus = 0
    /// Where its line end begins.
    var end = 0
    var fault = Fault.none

    init(start: Int) {
      self.start = start
      field = start
    }

    /// Whether none of its fields is taken in.
    var isEmpty: Bool { field == start }
  }

  /// What is wrong with a record's quotes.
  private enum Fault {
    case none
    case unclosed(at: Int)
    case goesOn(at: Int)
    case tooLong
  }

  /// The field between `start` and a delimiter, whose last byte is at `stop`.
  @inline(__always)
  private func cell(_ start: Int, _ stop: Int, _ record: inout Record) -> Cell { content(start, stop &- tail, &record) }

  /// The field between `start` and `stop`.
  @inline(__always)
  private func content(_ start: Int, _ stop: Int, _ record: inout Record) -> Cell {
    if unsafe Int(bytes[start]) != quote || start == stop { return Cell(bare: start, length: stop &- start) }
    return quotedCell(start, stop, &record)
  }

  /// The record's last field, which a carriage return before the line end isn't part of.
  @inline(__always)
  private func lastCell(_ stop: Int, _ record: inout Record) -> Cell {
    record.end = unsafe stop > record.field && bytes[stop &- 1] == 0x0d ? beforeReturn(stop, record.field) : stop
    return content(record.field, record.end, &record)
  }

  /// Where a line ends that ends with a carriage return, before another line end.
  @inline(__always)
  private func beforeReturn(_ stop: Int, _ field: Int) -> Int {
    if dialect.isPlain { return stop &- 1 }
    return unsafe dialect.lineEnd == 0x0d || dialect.isMarked(bytes, field, stop &- 1) ? stop : stop &- 1
  }

  /// A field that begins with a quote.
  @inline(never)
  private func quotedCell(_ start: Int, _ stop: Int, _ record: inout Record) -> Cell {
    if case .unclosed = record.fault { return .absent }
    let stop = unsafe dialect.trimmedEnd(of: bytes, start, stop)
    let length = stop - start - 2
    guard length >= 0, unsafe Int(bytes[stop - 1]) == quote, length <= Cell.longest else {
      record.fault = length > Cell.longest ? .tooLong : .goesOn(at: start - record.start)
      return .absent
    }
    guard let isEscaped = unsafe dialect.hasEscapes(inQuoted: bytes + start + 1, length) else {
      record.fault = .goesOn(at: start - record.start)
      return .absent
    }
    return Cell(isEscaped ? .escaped : .quoted, start: start + 1, length: length)
  }

  /// Ends a record, whose cells are all in the table, at the line end that begins or ends at `stop`.
  @inline(__always)
  private mutating func finish(_ record: inout Record, _ stop: Int, frame: Int?) {
    let range = record.start..<record.end
    if range.isEmpty || isComment(range) {
      // Blank lines and comments are no records.
      table.truncate(to: table.count - record.cells)
    } else {
      lastWidth = record.cells &+ record.surplus
      if let frame { rows.append(range, frame: frame) } else { rows.append(range) }
      if case .none = record.fault, record.cells == table.width, record.surplus == 0, range.count <= Cell.longest {
        // It is as it should be.
      } else {
        refuse(record)
      }
    }
    record = Record(start: stop &+ 1)
  }

  @inline(__always)
  private func isComment(_ range: Range<Int>) -> Bool {
    if dialect.comment.count == 0 { return false }
    return unsafe dialect.comment.begins(bytes + range.lowerBound, range.count)
  }

  /// Keeps the record from growing the table without bound: what is too much is counted, not kept.
  @inline(never)
  private mutating func forgetSurplus(_ record: inout Record) {
    let surplus = record.cells - table.width
    table.truncate(to: table.count - surplus)
    record.cells -= surplus
    record.surplus += surplus
  }

  /// Replaces the record's cells by a row of which nothing is there, and says why.
  @inline(never)
  private mutating func refuse(_ record: Record) {
    table.truncate(to: table.count - record.cells)
    table.appendAbsentRow()
    failures.append(RowFailure(row: rows.count - 1, message: complaint(about: record)))
  }

  private func complaint(about record: Record) -> String {
    switch record.fault {
    case .unclosed(let at): return "the quoted field that begins at character \(place(at, record)) is never closed"
    case .goesOn(let at):
      return "the quoted field that begins at character \(place(at, record)) goes on behind its closing quote"
    case .none where record.end - record.start <= Cell.longest:
      let found = "\(lastWidth) field\(lastWidth == 1 ? " was" : "s were") found where \(table.width) are wanted"
      let text = unsafe UnsafeBufferPointer(start: bytes + record.start, count: record.end - record.start)
      guard dialect.lineEnd != 0x0d, unsafe text.contains(0x0d) else { return found }
      return found + "; carriage returns are in it, which end lines only where all of a file's do and it has a header"
    case .none, .tooLong: return "a record has to be shorter than 512 MiB"
    }
  }

  /// Which of a record's characters stands `at` bytes behind its beginning, whatever the file's encoding.
  private func place(_ at: Int, _ record: Record) -> Int {
    (0..<at).count { unsafe bytes[record.start + $0] & 0xc0 != 0x80 }
  }

  /// Brings what stands without quotes into its meaning, once all records are in: space that is trimmed, escapes, and
  /// what the options take for null.
  mutating func settle(nulls: Bool = true) {
    if dialect.hasLooseFields {
      for row in 0..<rows.count { settleLooseFields(of: row) }
    }
    if nulls && !nullText.isEmpty { applyNullText() }
  }

  private mutating func settleLooseFields(of row: Int) {
    let cells = unsafe table.start + row * table.width
    var record = Record(start: rows.range(of: row).lowerBound)
    for place in 0..<table.width {
      let cell = unsafe cells[place]
      guard cell.kind == .bare else { continue }
      let start = unsafe dialect.trimmedStart(of: bytes, cell.start, cell.start + cell.length)
      let stop = unsafe dialect.trimmedEnd(of: bytes, start, cell.start + cell.length)
      if unsafe start < stop && Int(bytes[start]) == quote {
        unsafe cells[place] = quotedCell(start, stop, &record)
      } else {
        let isEscaped = unsafe dialect.hasEscapes(inUnquoted: bytes + start, stop - start)
        unsafe cells[place] =
          isEscaped ? Cell(.loose, start: start, length: stop - start) : Cell(bare: start, length: stop - start)
      }
    }
    if case .none = record.fault { return }
    for place in 0..<table.width { unsafe cells[place] = .absent }
    failures.append(RowFailure(row: row, message: complaint(about: record)))
  }

  /// Makes absent the fields without quotes that say what the options take for null, escapes and all.
  private mutating func applyNullText() {
    let cells = unsafe table.start
    for i in 0..<table.count {
      let cell = unsafe cells[i]
      guard cell.kind == .bare || cell.kind == .loose, cell.length == nullText.count else { continue }
      let isNull = (0..<nullText.count).allSatisfy { unsafe bytes[cell.start + $0] == nullText[$0] }
      if isNull { unsafe cells[i] = .absent }
    }
  }
}
