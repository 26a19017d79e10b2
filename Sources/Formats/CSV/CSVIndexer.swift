import CScan
import Columns

/// Turns the bytes of records into rows of cells: the first of the decoder's two phases.
@safe struct CSVIndexer: ~Copyable {
  /// One row of cells a record, in the order of the file.
  var table: CellTable
  var rows = DecodedRows()
  var failures: [RowFailure] = []
  /// How many fields the last record has.
  private(set) var lastWidth = 0
  let dialect: CSVDialect
  let nullText: [UInt8]
  /// How many bytes of a delimiter stand before its last.
  private let tail: Int
  private let lineEnd: UInt8
  /// The byte that opens a quoted field, or a number that no byte has.
  let quote: Int
  let bytes: UnsafePointer<UInt8>
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
    if dialect.isPlain { add(range, frame, PlainShape.self) } else { add(range, frame, OpenShape.self) }
  }

  private mutating func add<Shape: CSVShape>(_ range: Range<Int>, _ frame: Int?, _ shape: Shape.Type) {
    var scanner = CSVScanner(dialect)
    var record = Record(start: range.lowerBound)
    var at = range.lowerBound
    while at < range.upperBound {
      let end = min(at + Self.stretch, range.upperBound)
      if unsafe Shape.isPlain && scanner.passPlain(bytes + at, end - at) {
        unsafe stops.note(bytes, at..<end, scanner.delimiter)
        at = end
      }
      while at < end {
        let n = min(64, end - at)
        let ends = unsafe scanner.next(bytes + at, n)
        stops.note(ends.delimiters | ends.newlines, at: at)
        at += n
      }
      take(&record, isEnd: at == range.upperBound, frame, shape)
    }
    if record.start < range.upperBound {
      var end = range.upperBound
      if scanner.state == .quoted {
        record.fault = .unclosed(at: record.field - record.start)
        // Where the line alone was given up, its end is none of the field.
        if unsafe bytes[end - 1] == dialect.lineEnd { end -= 1 }
      }
      table.reserve(1)
      unsafe table.end.pointee = lastCell(end, &record, shape)
      record.cells += 1
      table.advance(by: 1)
      finish(&record, end, frame, shape)
    }
  }

  /// Takes in the fields whose ends are noted. Those of a record that isn't whole are left for the next time, unless
  /// they are the last, or too many to wait.
  private mutating func take<Shape: CSVShape>(
    _ record: inout Record, isEnd: Bool, _ frame: Int?, _ shape: Shape.Type
  ) {
    let count = stops.count
    let width = table.width
    var next = 0
    while next < count {
      if record.isEmpty && width <= Self.waiting {
        if count - next >= width {
          table.reserve(width)
          if let stop = wholeRecord(&record, next, shape) {
            next &+= width
            table.advance(by: width)
            finish(&record, stop, frame, shape)
            continue
          }
        } else if !isEnd {
          break
        }
      }
      field(stops[next], &record, frame, shape)
      next &+= 1
    }
    stops.forget(next)
  }

  /// Writes the cells of a record behind the table's end, and returns where its line end is: nil where the next ends
  /// noted aren't those of one record with as many fields as are wanted.
  @inline(__always)
  private func wholeRecord<Shape: CSVShape>(_ record: inout Record, _ first: Int, _ shape: Shape.Type) -> Int? {
    let cells = unsafe table.end
    let last = table.width &- 1
    guard last >= 0 else { return nil }
    // What is written through pointers might be these, as far as the compiler knows.
    let (tail, lineEnd) = Shape.isPlain ? (0, 0x0a) : (tail, lineEnd)
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
    unsafe cells[last] = lastCell(stop, &record, shape)
    record.cells = table.width
    return stop
  }

  /// Takes in the field that ends at `stop`, of a record that may have more or fewer fields than are wanted.
  @inline(never)
  private mutating func field<Shape: CSVShape>(
    _ stop: Int, _ record: inout Record, _ frame: Int?, _ shape: Shape.Type
  ) {
    table.reserve(1)
    let isLast = unsafe bytes[stop] == lineEnd
    unsafe table.end.pointee = isLast ? lastCell(stop, &record, shape) : content(record.field, stop &- tail, &record)
    table.advance(by: 1)
    record.cells += 1
    if isLast {
      finish(&record, stop, frame, shape)
    } else {
      record.field = stop &+ 1
      if record.cells > table.width { forgetSurplus(&record) }
    }
  }

  /// The record at hand.
  struct Record {
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
  enum Fault {
    case none
    case unclosed(at: Int)
    case goesOn(at: Int)
    case tooLong
  }

  /// The field between `start` and `stop`.
  @inline(__always)
  private func content(_ start: Int, _ stop: Int, _ record: inout Record) -> Cell {
    if unsafe Int(bytes[start]) != quote || start == stop { return Cell(bare: start, length: stop &- start) }
    return quotedCell(start, stop, &record)
  }

  /// The record's last field, which a carriage return before the line end isn't part of.
  @inline(__always)
  private func lastCell<Shape: CSVShape>(_ stop: Int, _ record: inout Record, _ shape: Shape.Type) -> Cell {
    record.end = stop
    if unsafe stop > record.field && bytes[stop &- 1] == 0x0d, Shape.isPlain || endsWithReturn(stop, record.field) {
      record.end = stop &- 1
    }
    return content(record.field, record.end, &record)
  }

  /// Whether the carriage return before a line end is a part of that, and not of the field.
  private func endsWithReturn(_ stop: Int, _ field: Int) -> Bool {
    unsafe lineEnd != 0x0d && !dialect.isMarked(bytes, field, stop &- 1)
  }

  /// A field that begins with a quote.
  @inline(never)
  func quotedCell(_ start: Int, _ stop: Int, _ record: inout Record) -> Cell {
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
  private mutating func finish<Shape: CSVShape>(
    _ record: inout Record, _ stop: Int, _ frame: Int?, _ shape: Shape.Type
  ) {
    let range = record.start..<record.end
    if range.isEmpty || !Shape.isPlain && isComment(range) {
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

  private func isComment(_ range: Range<Int>) -> Bool {
    unsafe dialect.comment.begins(bytes + range.lowerBound, range.count)
  }
}
