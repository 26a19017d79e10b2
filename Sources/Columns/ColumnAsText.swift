extension Column {
  /// The same values written as text; null stays null. Text and JSON are shared, not copied.
  public func asText(_ style: TextStyle) -> Column {
    if type == .text || type == .json {
      return Column(
        type: .text, count: count, offset: offset, validity: validity, values: values, data: data)
    }
    var text = TextBuilder(capacity: count, bytes: count * 20)
    let raw = unsafe RawColumn(self)
    for row in 0..<count {
      if unsafe !raw.isValid(row) {
        text.appendNull()
        continue
      }
      if type == .bytes {
        let (start, length) = unsafe raw.bytes(row)
        text.data.reserve(Base64.length(of: length))
        let out = unsafe text.data.end.assumingMemoryBound(to: UInt8.self)
        text.data.advance(by: unsafe Base64.encode(UnsafeRawBufferPointer(start: start, count: length), to: out))
      } else {
        text.data.reserve(ValueText.longest)
        let out = unsafe text.data.end.assumingMemoryBound(to: UInt8.self)
        text.data.advance(by: unsafe raw.write(row, style, to: out))
      }
      text.finish()
    }
    // The values were read through pointers until here.
    withExtendedLifetime(self) {}
    return text.column()
  }

  /// A column of text read as values of another type. Text that is none is null in the column and a failure.
  ///
  /// `emptyIsNull` makes null of empty text, as decoders do; else it is a failure like other text.
  public func parsed(as field: Field, emptyIsNull: Bool = false, failures: inout [RowFailure]) -> Column {
    guard let data else { preconditionFailure("only text is parsed") }
    return CellTable(text: self, emptyIsNull: emptyIsNull).column(0, of: data, as: field, failures: &failures)
  }
}
