extension CellTable {
  /// Column `index` of the table as values of the field's type. A cell that doesn't parse is null in the column and a
  /// failure of its row, counted within the table.
  ///
  /// `bytes` is what the cells point into.
  public func column(_ index: Int, of bytes: Buffer, as field: Field, failures: inout [RowFailure]) -> Column {
    precondition(index < width)
    var reading = unsafe CellReading(
      cells: start + index, width: width, rows: rows, bytes: bytes, escapes: escapes, emptyIsNull: emptyIsNull,
      notFinite: notFinite, field: field)
    reading.describesFailures = describesFailures
    let column = reading.column()
    failures += reading.failures
    // The cells and the bytes were read through pointers until here.
    withExtendedLifetime(bytes) {}
    return column
  }
}

/// The reading of one column's cells, from top to bottom. Its pointers hold for as long as `CellTable.column` runs.
@safe struct CellReading: ~Copyable {
  let cells: UnsafeMutablePointer<Cell>
  let width: Int
  let rows: Int
  let bytes: UnsafePointer<UInt8>
  /// What `bytes` lie in.
  let buffer: Buffer
  let escapes: Escapes
  let emptyIsNull: Bool
  let notFinite: NotFinite.Reading
  let field: Field
  var failures: [RowFailure] = []
  /// Whether failures say what is wrong, which takes longer than to find it.
  var describesFailures = true
  /// Where values with escapes are resolved.
  private var scratch = RawMemory()

  init(
    cells: UnsafeMutablePointer<Cell>, width: Int, rows: Int, bytes: Buffer, escapes: Escapes, emptyIsNull: Bool,
    notFinite: NotFinite.Reading, field: Field
  ) {
    unsafe self.cells = cells
    self.width = width
    self.rows = rows
    unsafe self.bytes = bytes.start.assumingMemoryBound(to: UInt8.self)
    buffer = bytes
    self.escapes = escapes
    self.emptyIsNull = emptyIsNull
    self.notFinite = notFinite
    self.field = field
  }

  /// The type is looked at once; behind each case lies a loop of its own.
  mutating func column() -> Column {
    switch field.type {
    case .bool: bools()
    case .int8: unsafe fixed(Int8(0)) { unsafe ValueParser.integer($0, $1) }
    case .int16: unsafe fixed(Int16(0)) { unsafe ValueParser.integer($0, $1) }
    case .int32: unsafe fixed(Int32(0)) { unsafe ValueParser.integer($0, $1) }
    case .int64: unsafe fixed(Int64(0)) { unsafe ValueParser.integer($0, $1) }
    case .uint8: unsafe fixed(UInt8(0)) { unsafe ValueParser.integer($0, $1) }
    case .uint16: unsafe fixed(UInt16(0)) { unsafe ValueParser.integer($0, $1) }
    case .uint32: unsafe fixed(UInt32(0)) { unsafe ValueParser.integer($0, $1) }
    case .uint64: unsafe fixed(UInt64(0)) { unsafe ValueParser.integer($0, $1) }
    case .float32: unsafe fixed(Float(0)) { unsafe ValueParser.float32($0, $1) }
    case .float64: unsafe fixed(Double(0)) { unsafe ValueParser.float64($0, $1) }
    case .decimal(let precision, let scale):
      unsafe fixed(Int128(0)) { unsafe ValueParser.decimal($0, $1, precision: precision, scale: scale) }
    case _ where field.hasTimeForms: times()
    case .date: unsafe fixed(Int32(0)) { unsafe ValueParser.date($0, $1) }
    case .time: unsafe fixed(Int64(0)) { unsafe ValueParser.time($0, $1) }
    case .timestamp: unsafe fixed(Int64(0)) { unsafe ValueParser.timestamp($0, $1, isLocal: false) }
    case .localTimestamp: unsafe fixed(Int64(0)) { unsafe ValueParser.timestamp($0, $1, isLocal: true) }
    case .uuid: unsafe fixed(UInt128(0)) { unsafe ValueParser.uuid($0, $1) }
    case .text: texts()
    case .bytes: decodedBytes()
    case .json: documents()
    case .list, .map, .structure: nested()
    }
  }

  /// A column of values that are all equally wide.
  @inline(__always)
  mutating func fixed<T: BitwiseCopyable>(
    _ zero: T, _ parse: (UnsafePointer<UInt8>, Int) -> T?
  ) -> Column {
    let rows = self.rows
    let width = self.width
    let bytes = unsafe self.bytes
    var values = RawMemory(capacity: rows * MemoryLayout<T>.stride)
    var valid = ValidityWords(rows: rows)
    let out = unsafe values.start.assumingMemoryBound(to: T.self)
    var cell = unsafe cells
    var row = 0
    while row < rows {
      var word: UInt64 = 0
      let end = min(row + 64, rows)
      while row < end {
        var length = unsafe cell.pointee.length
        var p = unsafe bytes + cell.pointee.start
        unsafe out[row] = zero
        if unsafe (cell.pointee.isPlain && length > 0) || prepare(cell.pointee, row, &p, &length) {
          if let value = unsafe parse(p, length) {
            unsafe out[row] = value
            word |= 1 &<< UInt64(truncatingIfNeeded: row)
          } else {
            unsafe refuse(row, p, length)
          }
        }
        unsafe cell += width
        row += 1
      }
      valid.append(word, rows: rows)
    }
    values.advance(by: rows * MemoryLayout<T>.stride)
    return Column(type: field.type, count: rows, validity: valid.buffer(), values: values.buffer())
  }

  private mutating func bools() -> Column {
    var column = unsafe fixed(false) { unsafe ValueParser.bool($0, $1) }
    var bits = BitBuilder(capacity: column.count)
    for row in 0..<column.count { bits.append(column.value(row, as: Bool.self)) }
    column = Column(type: .bool, count: column.count, validity: column.validity, values: bits.buffer())
    return column
  }

  /// Makes a cell that isn't plain ready for parsing; false where there is nothing to parse.
  @inline(never)
  private mutating func prepare(
    _ cell: Cell, _ row: Int, _ p: inout UnsafePointer<UInt8>, _ length: inout Int
  ) -> Bool {
    switch cell.kind {
    case .absent: return false
    case .bare, .quoted: break
    case .nested:
      unsafe refuse(row, p, length)
      return false
    case .escaped, .loose:
      scratch.reserve(length)
      let text = unsafe scratch.start.assumingMemoryBound(to: UInt8.self)
      length = unsafe escapes.resolve(p, length, isQuoted: cell.kind == .escaped, to: text)
      // The scratch isn't touched again until the value is parsed.
      unsafe p = UnsafePointer(text)
    }
    if length > 0 { return true }
    if !emptyIsNull { unsafe refuse(row, p, length) }
    return false
  }

  /// Records that the row's text is no value of the type.
  @inline(never)
  mutating func refuse(
    _ row: Int, _ p: UnsafePointer<UInt8>, _ length: Int, because reason: String? = nil, kind: RowFailure.Kind = .other
  ) {
    guard describesFailures else { return failures.append(RowFailure(row: row, message: "", field: field.name)) }
    let reason = unsafe reason ?? "is \(ValueParser.complaint(p, length, field))"
    let shown = unsafe field.form.isPersonal ? "personal" : ShortenedText.of(p, length)
    failures.append(RowFailure(row: row, message: "«\(shown)» \(reason)", field: field.name, kind: kind))
  }
}

/// Validity as it grows, 64 rows at a time.
struct ValidityWords: ~Copyable {
  private var memory: RawMemory
  private var isFull = true

  init(rows: Int) { memory = RawMemory(capacity: (rows + 63) / 64 * 8) }

  /// Adds the next up to 64 of `rows` rows.
  mutating func append(_ word: UInt64, rows: Int) {
    let left = rows - memory.count * 8
    if word != (left >= 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: left) &- 1) { isFull = false }
    memory.append(word)
  }

  /// The bitmap, or nothing where every row holds a value.
  consuming func buffer() -> Buffer? { isFull ? nil : memory.buffer() }
}
