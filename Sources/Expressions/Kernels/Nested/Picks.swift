import Columns

/// Which row of which column each row of a new column is: how nested columns are gathered, joined and cut.
struct Picks: Sendable {
  private struct Pick {
    /// The column, or -1 for null.
    let source: Int32
    let row: Int32
  }

  private var picks: [Pick] = []

  init(capacity: Int) { picks.reserveCapacity(capacity) }

  var count: Int { picks.count }

  mutating func append(source: Int = 0, row: Int) {
    picks.append(Pick(source: Int32(truncatingIfNeeded: source), row: Int32(truncatingIfNeeded: row)))
  }

  mutating func appendNull() { picks.append(Pick(source: -1, row: 0)) }

  /// The column of the rows picked, in memory of its own.
  func column(_ type: ColumnType, from columns: [Column]) -> Column {
    switch type.layout {
    case .bits:
      let readers = columns.map { Vector($0).bits }
      let values = bits { source, row in readers[source][row] }
      return Column(type: type, count: count, validity: validity(columns), values: values)
    case .fixed(1): return fixed(type, columns, UInt8(0))
    case .fixed(2): return fixed(type, columns, UInt16(0))
    case .fixed(4): return fixed(type, columns, UInt32(0))
    case .fixed(8): return fixed(type, columns, UInt64(0))
    case .fixed: return fixed(type, columns, UInt128(0))
    case .variable: return texts(type, columns)
    case .list: return lists(type, columns)
    case .children: return structures(type, columns)
    }
  }

  /// One bit a pick; none is set where it is null.
  @inline(__always) private func bits(_ bit: (Int, Int) -> Bool) -> Buffer {
    unsafe picks.withUnsafeBufferPointer { picks in
      Bitmap.buffer(bits: picks.count) { place in
        let pick = unsafe picks[place]
        return pick.source >= 0 && bit(Int(pick.source), Int(pick.row))
      }
    }
  }

  private func validity(_ columns: [Column]) -> Buffer? {
    let isDense = columns.allSatisfy { $0.validity == nil }
    if isDense, !picks.contains(where: { $0.source < 0 }) { return nil }
    let readers = columns.map { BitReader(validityOf: Vector($0)) }
    return bits { source, row in isDense || readers[source][row] }
  }

  private func fixed<T: BitwiseCopyable>(_ type: ColumnType, _ columns: [Column], _ zero: T) -> Column {
    var values = RawMemory(capacity: count * MemoryLayout<T>.stride)
    let out = unsafe values.start.assumingMemoryBound(to: T.self)
    let readers = columns.map { Vector($0).fixed(T.self) }
    for (place, pick) in picks.enumerated() {
      unsafe out[place] = pick.source < 0 ? zero : readers[Int(pick.source)][Int(pick.row)]
    }
    values.advance(by: count * MemoryLayout<T>.stride)
    withExtendedLifetime(columns) {}
    return Column(type: type, count: count, validity: validity(columns), values: values.buffer())
  }

  private func texts(_ type: ColumnType, _ columns: [Column]) -> Column {
    var offsets = RawMemory(capacity: (count + 1) * 4)
    var data = RawMemory(capacity: count * 8)
    let ends = unsafe offsets.start.assumingMemoryBound(to: Int32.self)
    unsafe ends[0] = 0
    let readers = columns.map { (texts: Vector($0).texts, valid: BitReader(validityOf: Vector($0))) }
    for (place, pick) in picks.enumerated() {
      if pick.source >= 0 {
        let reader = readers[Int(pick.source)]
        if reader.valid[Int(pick.row)] { unsafe data.append(piece: reader.texts[Int(pick.row)]) }
      }
      unsafe ends[place + 1] = Int32(truncatingIfNeeded: data.count)
    }
    offsets.advance(by: (count + 1) * 4)
    withExtendedLifetime(columns) {}
    precondition(data.count <= Int(Int32.max), "a column holds no more than 2 GiB of text")
    return Column(
      type: type, count: count, validity: validity(columns), values: offsets.buffer(), data: data.buffer())
  }

  private func lists(_ type: ColumnType, _ columns: [Column]) -> Column {
    var offsets = RawMemory(capacity: (count + 1) * 4)
    var elements = Picks(capacity: count)
    offsets.append(Int32(0))
    for pick in picks {
      let (source, row) = (Int(pick.source), Int(pick.row))
      if source >= 0, columns[source].isValid(row) {
        for element in columns[source].elements(row) { elements.append(source: source, row: element) }
      }
      offsets.append(Int32(truncatingIfNeeded: elements.count))
    }
    precondition(elements.count <= Int(Int32.max), "a column holds no more than 2^31 elements")
    let child = elements.column(type.elementType ?? .text, from: columns.map { $0.children[0] })
    return Column(
      type: type, count: count, validity: validity(columns), values: offsets.buffer(), children: [child])
  }

  private func structures(_ type: ColumnType, _ columns: [Column]) -> Column {
    guard case .structure(let fields) = type else { preconditionFailure("only structs have children") }
    let children = fields.indices.map { place in
      column(fields[place].type, from: columns.map { $0.children[place] })
    }
    return Column(type: type, count: count, validity: validity(columns), values: .empty, children: children)
  }
}
