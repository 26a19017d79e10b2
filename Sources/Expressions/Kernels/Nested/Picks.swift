import Columns

/// Which row of which column each row of a new column is: how nested columns are gathered, joined and cut.
struct Picks: Sendable {
  /// The column, or -1 for null.
  private var sources: [Int32] = []
  private var rows: [Int32] = []

  init(capacity: Int) {
    sources.reserveCapacity(capacity)
    rows.reserveCapacity(capacity)
  }

  var count: Int { rows.count }

  mutating func append(source: Int = 0, row: Int) {
    sources.append(Int32(truncatingIfNeeded: source))
    rows.append(Int32(truncatingIfNeeded: row))
  }

  mutating func appendNull() {
    sources.append(-1)
    rows.append(0)
  }

  /// The column of the rows picked, in memory of its own.
  func column(_ type: ColumnType, from columns: [Column]) -> Column {
    switch type.layout {
    case .bits:
      var values = BitBuilder(capacity: count)
      for index in rows.indices {
        values.append(sources[index] >= 0 && columns[Int(sources[index])].bit(Int(rows[index])))
      }
      return Column(type: type, count: count, validity: validity(columns), values: values.buffer())
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

  private func validity(_ columns: [Column]) -> Buffer? {
    if !sources.contains(where: { $0 < 0 }), columns.allSatisfy({ $0.validity == nil }) { return nil }
    var valid = BitBuilder(capacity: count)
    for index in rows.indices {
      valid.append(sources[index] >= 0 && columns[Int(sources[index])].isValid(Int(rows[index])))
    }
    return valid.validity()
  }

  private func fixed<T: BitwiseCopyable>(_ type: ColumnType, _ columns: [Column], _ zero: T) -> Column {
    var values = RawMemory(capacity: count * MemoryLayout<T>.stride)
    if columns.count == 1 {
      // One source is what most picks have.
      let from = unsafe columns[0].pointer(to: T.self)
      for index in rows.indices { unsafe values.append(sources[index] < 0 ? zero : from[Int(rows[index])]) }
    } else {
      for index in rows.indices {
        values.append(sources[index] < 0 ? zero : columns[Int(sources[index])].value(Int(rows[index]), as: T.self))
      }
    }
    return Column(type: type, count: count, validity: validity(columns), values: values.buffer())
  }

  private func texts(_ type: ColumnType, _ columns: [Column]) -> Column {
    var offsets = RawMemory(capacity: (count + 1) * 4)
    var data = RawMemory()
    offsets.append(Int32(0))
    for index in rows.indices {
      if sources[index] >= 0, columns[Int(sources[index])].isValid(Int(rows[index])) {
        unsafe data.append(columns[Int(sources[index])].bytes(Int(rows[index])))
      }
      offsets.append(Int32(truncatingIfNeeded: data.count))
    }
    precondition(data.count <= Int(Int32.max), "a column holds no more than 2 GiB of text")
    return Column(
      type: type, count: count, validity: validity(columns), values: offsets.buffer(), data: data.buffer())
  }

  private func lists(_ type: ColumnType, _ columns: [Column]) -> Column {
    var offsets = RawMemory(capacity: (count + 1) * 4)
    var elements = Picks(capacity: count)
    offsets.append(Int32(0))
    for index in rows.indices {
      let (source, row) = (Int(sources[index]), Int(rows[index]))
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
