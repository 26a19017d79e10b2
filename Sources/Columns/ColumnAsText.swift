extension Column {
  /// The same values written as text; null stays null, and what is nested becomes JSON. Text and JSON are shared, not
  /// copied. `write` is a field's own way of writing, `hex` or a pattern of times.
  public func asText(_ style: TextStyle, write: String? = nil) -> Column {
    if type == .text || type == .json {
      return Column(
        type: .text, count: count, offset: offset, validity: validity, values: values, data: data)
    }
    if type.isNested {
      let writer = NestedText(self, write: write)
      return written(bytes: 32) { writer.write($0, to: &$1) }
    }
    if let write, type.isWritten(as: write), let column = asText(written: write) { return column }
    let raw = unsafe RawColumn(self)
    if type == .bytes {
      return written(bytes: 20) { row, text in
        let (start, length) = unsafe raw.bytes(row)
        text.reserve(Base64.length(of: length))
        let out = unsafe text.end.assumingMemoryBound(to: UInt8.self)
        text.advance(by: unsafe Base64.encode(UnsafeRawBufferPointer(start: start, count: length), to: out))
      }
    }
    return written(bytes: 20) { row, text in
      text.reserve(ValueText.longest)
      text.advance(by: unsafe raw.write(row, style, to: text.end.assumingMemoryBound(to: UInt8.self)))
    }
  }

  /// The column as text formats write it: nested values as JSON, and those that the field has written in a way of its
  /// own as text.
  public func written(as form: String?, notFinite: Bool = false) -> Column {
    if type.isNested { return asJSON(write: form, notFinite: notFinite) }
    if let form, type.isWritten(as: form) { return asText(.iso, write: form) }
    return self
  }

  /// The same values as JSON, each a whole text: what other programs read as a value, text between quotes. Numbers that
  /// aren't finite are null, or words that JSON hasn't if those are let in as `notFinite`.
  public func asJSON(write: String? = nil, notFinite: Bool = false) -> Column {
    if type == .json { return self }
    let writer = NestedText(self, write: write, notFinite: notFinite)
    return written(bytes: 32, as: .json) { writer.write($0, to: &$1) }
  }

  private func asText(written form: String) -> Column? {
    let raw = unsafe RawColumn(self)
    if form == FieldForm.hex {
      let isUUID = type == .uuid
      return written(bytes: 32) { row, text in
        let (start, count) = unsafe isUUID ? (raw.start(row, width: 16), 16) : raw.bytes(row)
        text.reserve(2 * count)
        unsafe HexDigits.write(start, count, to: text.end.assumingMemoryBound(to: UInt8.self))
        text.advance(by: 2 * count)
      }
    }
    guard let pattern = try? TimePattern(form) else { return nil }
    let isDate = type == .date
    return written(bytes: 20) { row, text in
      let moment =
        unsafe isDate
        ? Int64(raw.value(row, Int32.self)) * CivilCalendar.microsecondsPerDay : raw.value(row, Int64.self)
      pattern.write(moment, to: &text)
    }
  }

  /// A column of what `write` appends for each row that isn't null.
  private func written(
    bytes: Int, as type: ColumnType = .text, _ write: (Int, inout RawMemory) -> Void
  ) -> Column {
    var text = RawMemory(capacity: count * bytes)
    var offsets = RawMemory(capacity: (count + 1) * 4)
    let ends = unsafe offsets.start.assumingMemoryBound(to: Int32.self)
    let raw = unsafe RawColumn(self)
    unsafe ends[0] = 0
    for row in 0..<count {
      if unsafe raw.isValid(row) { write(row, &text) }
      unsafe ends[row + 1] = Int32(truncatingIfNeeded: text.count)
    }
    // The values were read through pointers until here.
    withExtendedLifetime(self) {}
    precondition(text.count <= Int(Int32.max), "a column holds at most 2 GiB of text")
    offsets.advance(by: (count + 1) * 4)
    return Column(type: type, count: count, validity: validityOfRows, values: offsets.buffer(), data: text.buffer())
  }

  /// Which rows hold a value, beginning with the first bit: shared where the column isn't a slice.
  private var validityOfRows: Buffer? {
    guard offset > 0, let validity else { return validity }
    var bits = BitBuilder(capacity: count)
    for row in 0..<count { unsafe bits.append(Bits.isSet(validity.start, offset + row)) }
    return bits.validity()
  }

  /// A column of text read as values of another type. Text that is none is null in the column and a failure.
  ///
  /// `emptyIsNull` makes null of empty text, as decoders do; else it is a failure like other text. Where no failure is
  /// told, `describing` them isn't needed either.
  public func parsed(
    as field: Field, emptyIsNull: Bool = false, describing: Bool = true, failures: inout [RowFailure]
  ) -> Column {
    guard let data else { preconditionFailure("only text is parsed") }
    var table = CellTable(text: self, emptyIsNull: emptyIsNull)
    table.describesFailures = describing
    return table.column(0, of: data, as: field, failures: &failures)
  }
}

extension FieldForm {
  /// The way of writing bytes and UUIDs as hexadecimal digits.
  public static let hex = "hex"
}

extension ColumnType {
  /// Whether values can be written in a way that a field asks for: times by a pattern, bytes and UUIDs as `hex`.
  public func isWritten(as form: String) -> Bool {
    switch self {
    case .bytes, .uuid: form == FieldForm.hex
    case .date, .time, .timestamp, .localTimestamp: form != FieldForm.hex
    case .list(let element), .map(let element): element.isWritten(as: form)
    default: false
    }
  }
}
