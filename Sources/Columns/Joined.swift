extension Column {
  /// These rows and, behind them, those of another column of the same type, in memory of their own.
  public func joined(with other: Column) -> Column {
    precondition(type == other.type, "columns that are joined have one type")
    let (validity, total) = (joinedValidity(with: other), count + other.count)
    switch type.layout {
    case .bits:
      var bits = BitBuilder(capacity: total)
      for column in [self, other] { for row in 0..<column.count { bits.append(column.bit(row)) } }
      return Column(type: type, count: total, validity: validity, values: bits.buffer())
    case .fixed(let size):
      var values = RawMemory(capacity: total * size)
      for column in [self, other] {
        let start = column.offset * size
        unsafe values.append(UnsafeRawBufferPointer(rebasing: column.values.bytes[start..<start + column.count * size]))
      }
      return Column(type: type, count: total, validity: validity, values: values.buffer())
    case .variable:
      var data = RawMemory()
      let offsets = joinedOffsets(with: other) { column, range in
        guard let bytes = unsafe column.data?.bytes, !range.isEmpty else { return }
        unsafe data.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
      return Column(type: type, count: total, validity: validity, values: offsets, data: data.buffer())
    case .list:
      var parts: [Column] = []
      let offsets = joinedOffsets(with: other) { column, range in parts.append(column.children[0].slice(range)) }
      return Column(
        type: type, count: total, validity: validity, values: offsets, children: [parts[0].joined(with: parts[1])])
    case .children:
      let children = zip(children, other.children).map { $0.joined(with: $1) }
      return Column(type: type, count: total, validity: validity, values: RawMemory().buffer(), children: children)
    }
  }

  /// The offsets of both columns' rows; `take` is given each column and what its offsets span.
  private func joinedOffsets(with other: Column, _ take: (Column, Range<Int>) -> Void) -> Buffer {
    var memory = RawMemory(capacity: (count + other.count + 1) * 4)
    memory.append(Int32(0))
    var end: Int32 = 0
    for column in [self, other] {
      let offsets = unsafe column.pointer(to: Int32.self)
      let first = unsafe offsets[0]
      let last = unsafe offsets[column.count]
      for row in 0..<column.count { unsafe memory.append(end + offsets[row + 1] - first) }
      take(column, Int(first)..<Int(last))
      end += last - first
      // The offsets were read through a pointer until here.
      withExtendedLifetime(column) {}
    }
    return memory.buffer()
  }

  private func joinedValidity(with other: Column) -> Buffer? {
    guard validity != nil || other.validity != nil else { return nil }
    var bits = BitBuilder(capacity: count + other.count)
    for column in [self, other] { for row in 0..<column.count { bits.append(column.isValid(row)) } }
    return bits.validity()
  }

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
    return joined(with: value.slice(0..<1)).gather(rows)
  }
}
