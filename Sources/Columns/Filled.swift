extension Column {
  /// The same values, but null in the rows named.
  public func cleared(_ rows: some Sequence<Int>) -> Column {
    var words = [UInt8](repeating: 0, count: (offset + count + 7) / 8 + 8)
    for row in 0..<count where isValid(row) { words[(offset + row) >> 3] |= 1 << UInt8((offset + row) & 7) }
    for row in rows { words[(offset + row) >> 3] &= ~(1 << UInt8((offset + row) & 7)) }
    let validity = unsafe words.withUnsafeBytes { unsafe Buffer.copying($0) }
    return Column(
      type: type, count: count, offset: offset, validity: validity, values: values, data: data, children: children)
  }

  /// The same values, and in the rows that are null that of another column's first row.
  public func filled(with value: Column) -> Column {
    guard nullCount > 0 else { return self }
    let rows = (0..<count).map { Int32(truncatingIfNeeded: isValid($0) ? $0 : count) }
    return Column.concat([self, value.slice(0..<1)]).gather(rows)
  }
}
