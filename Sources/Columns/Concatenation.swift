extension Column {
  /// The columns' rows, one behind the other, in memory of their own. All have the same type, and there is at least one.
  public static func concat(_ columns: [Column]) -> Column {
    guard let first = columns.first else { preconditionFailure("the type of no columns is unknown") }
    precondition(columns.allSatisfy { $0.type == first.type }, "columns of several types can't be joined")
    if columns.count == 1 { return first }
    let count = columns.reduce(0) { $0 + $1.count }
    let values: Buffer
    var data: Buffer?
    var children: [Column] = []
    switch first.type.layout {
    case .bits:
      var bits = BitBuilder(capacity: count)
      for column in columns { for row in 0..<column.count { bits.append(column.bit(row)) } }
      values = bits.buffer()
    case .fixed(let width):
      var memory = RawMemory(capacity: count * width)
      for column in columns {
        let from = unsafe column.values.start + column.offset * width
        unsafe memory.append(UnsafeRawBufferPointer(start: from, count: column.count * width))
      }
      values = memory.buffer()
    case .variable:
      var joined = RawMemory(capacity: columns.reduce(0) { $0 + ($1.data?.count ?? 0) })
      values = offsets(of: columns, count: count) { column, used in
        let source = unsafe UnsafeRawBufferPointer(start: column.data?.start, count: column.data?.count ?? 0)
        unsafe joined.append(UnsafeRawBufferPointer(rebasing: source[used]))
      }
      data = joined.buffer()
    case .list:
      var parts: [Column] = []
      values = offsets(of: columns, count: count) { column, used in parts.append(column.children[0].slice(used)) }
      children = [concat(parts)]
    case .children:
      values = .empty
      children = first.children.indices.map { child in concat(columns.map { $0.children[child] }) }
    }
    return Column(
      type: first.type, count: count, validity: validity(of: columns, count: count), values: values, data: data,
      children: children)
  }

  /// The columns' offsets as those of one; `take` takes what each column uses of its data or elements.
  private static func offsets(
    of columns: [Column], count: Int, _ take: (Column, Range<Int>) -> Void
  ) -> Buffer {
    var offsets = RawMemory(capacity: (count + 1) * 4)
    var end = 0
    offsets.append(Int32(0))
    for column in columns {
      let source = unsafe column.pointer(to: Int32.self)
      let used = unsafe Int(source[0])..<Int(source[column.count])
      for row in 0..<column.count {
        offsets.append(Int32(truncatingIfNeeded: unsafe end + Int(source[row + 1]) - used.lowerBound))
      }
      take(column, used)
      end += used.count
      precondition(end <= Int(Int32.max), "a column holds at most 2 GiB of text, and 2³¹ elements")
    }
    return offsets.buffer()
  }

  private static func validity(of columns: [Column], count: Int) -> Buffer? {
    guard columns.contains(where: { $0.validity != nil }) else { return nil }
    var bits = BitBuilder(capacity: count)
    for column in columns { for row in 0..<column.count { bits.append(column.isValid(row)) } }
    return bits.validity()
  }
}
