import Columns

/// What `cast` reads of text beyond what decoders do, as DuckDB does: spaces around a value, whole numbers with a
/// fraction or an exponent, which are rounded, and the day of a moment.
enum LenientText {
  /// Reads once more the texts that failed. What can be read is put into the column, and no longer a failure.
  static func read(_ texts: Column, into column: Column, _ failures: inout [RowFailure]) -> Column {
    var builder = TextBuilder(capacity: texts.count)
    var next = 0
    var hasCandidates = false
    for row in 0..<texts.count {
      guard next < failures.count, failures[next].row == row else {
        builder.appendNull()
        continue
      }
      next += 1
      if unsafe mayBe(texts.bytes(row), column.type),
        let candidate = texts.text(row).flatMap({ plain($0, column.type) })
      {
        builder.append(candidate)
        hasCandidates = true
      } else {
        builder.appendNull()
      }
    }
    guard hasCandidates else { return column }
    var refused: [RowFailure] = []
    let second = Vector(builder.column().parsed(as: Field("", column.type), describing: false, failures: &refused))
    failures.removeAll { second.isValid($0.row) }
    var choice = Choice(texts.count)
    for vector in [second, Vector(column)] {
      let valid = BitReader(validityOf: vector)
      choice.take(vector, where: RowSet(texts.count) { valid.word($0) })
    }
    // What was read from text holds none.
    var none: [Int] = []
    return choice.merged(column.type, refused: &none).column
  }

  /// Whether a text is worth a closer look: without a digit it is neither a whole number nor a time.
  private static func mayBe(_ text: UnsafeRawBufferPointer, _ type: ColumnType) -> Bool {
    switch type {
    case .date, .time, .timestamp, .localTimestamp: break
    default: if !type.isInteger, !type.isDecimal { return true }
    }
    for place in 0..<text.count where unsafe text[place] &- 0x30 < 10 { return true }
    return false
  }

  /// A text in the form that decoders read; nil if it is in that form already, or in none.
  private static func plain(_ text: String, _ type: ColumnType) -> String? {
    let bytes = text.utf8
    let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
    let last = bytes.lastIndex { !isSpace($0) }
    let trimmed = last.map { text[start...$0] } ?? ""
    if type.isInteger, let whole = whole(LenientForms.ungrouped(trimmed)) { return whole }
    if let digits = type.decimal { return Decimals.rounded(String(trimmed), digits) }
    if type == .date, let end = trimmed.utf8.firstIndex(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "T") }),
      isMoment(String(trimmed))
    {
      return String(trimmed[..<end])
    }
    if let mended = LenientForms.mended(trimmed, type) { return mended }
    return trimmed.utf8.count == bytes.count || type == .bool ? nil : String(trimmed)
  }

  /// The digits of a whole number, or of what one is rounded to: exact, however many there are.
  private static func whole(_ text: String) -> String? {
    Int128(text)?.description ?? Decimals.rounded(text, (ColumnType.greatestPrecision, 0))
  }

  private static func isMoment(_ text: String) -> Bool {
    var failures: [RowFailure] = []
    _ = Constant.text(text).column.parsed(as: Field("", .localTimestamp), describing: false, failures: &failures)
    return failures.isEmpty
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
