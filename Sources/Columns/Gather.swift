extension Column {
  /// The rows named by `rows`, in that order, in memory of their own.
  public func gather(_ rows: [Int32]) -> Column {
    switch type.layout {
    case .bits:
      var values = BitBuilder(capacity: rows.count)
      for row in rows { values.append(bit(Int(row))) }
      return Column(type: type, count: rows.count, validity: gatherValidity(rows), values: values.buffer())
    case .fixed(1): return gatherFixed(rows, UInt8.self)
    case .fixed(2): return gatherFixed(rows, UInt16.self)
    case .fixed(4): return gatherFixed(rows, UInt32.self)
    case .fixed(8): return gatherFixed(rows, UInt64.self)
    case .fixed: return gatherFixed(rows, UInt128.self)
    case .variable: return gatherText(rows)
    case .list: return gatherLists(rows)
    case .children:
      return Column(
        type: type, count: rows.count, validity: gatherValidity(rows), values: values,
        children: children.map { $0.gather(rows) })
    }
  }

  /// The rows without those named (ascending).
  public func dropping(_ rows: [Int32]) -> Column { rows.isEmpty ? self : gather(.others(than: rows, of: count)) }

  private func gatherFixed<T: BitwiseCopyable>(_ rows: [Int32], _: T.Type) -> Column {
    var values = RawMemory(capacity: rows.count * MemoryLayout<T>.stride)
    let source = unsafe pointer(to: T.self)
    for row in rows { unsafe values.append(source[Int(row)]) }
    return Column(type: type, count: rows.count, validity: gatherValidity(rows), values: values.buffer())
  }

  private func gatherText(_ rows: [Int32]) -> Column {
    var offsets = RawMemory(capacity: (rows.count + 1) * 4)
    var data = RawMemory(capacity: count == 0 ? 0 : (self.data?.count ?? 0) / max(count, 1) * rows.count)
    offsets.append(Int32(0))
    for row in rows {
      unsafe data.append(bytes(Int(row)))
      offsets.append(Int32(truncatingIfNeeded: data.count))
    }
    precondition(data.count <= Int(Int32.max), "a column holds no more than 2 GiB of text")
    return Column(
      type: type, count: rows.count, validity: gatherValidity(rows), values: offsets.buffer(), data: data.buffer())
  }

  private func gatherLists(_ rows: [Int32]) -> Column {
    var offsets = RawMemory(capacity: (rows.count + 1) * 4)
    var elements: [Int32] = []
    offsets.append(Int32(0))
    for row in rows {
      for element in self.elements(Int(row)) { elements.append(Int32(truncatingIfNeeded: element)) }
      offsets.append(Int32(truncatingIfNeeded: elements.count))
    }
    precondition(elements.count <= Int(Int32.max), "a column holds no more than 2^31 elements")
    return Column(
      type: type, count: rows.count, validity: gatherValidity(rows), values: offsets.buffer(),
      children: [children[0].gather(elements)])
  }

  private func gatherValidity(_ rows: [Int32]) -> Buffer? {
    guard validity != nil else { return nil }
    var bits = BitBuilder(capacity: rows.count)
    for row in rows { bits.append(isValid(Int(row))) }
    return bits.validity()
  }

  /// A column of `count` nulls.
  public static func nulls(_ type: ColumnType, count: Int) -> Column {
    var valid = BitBuilder(capacity: count)
    for _ in 0..<count { valid.append(false) }
    var zeros = RawMemory(capacity: (count + 1) * 16)
    zeros.append(repeating: 0, count: (count + 1) * 16)
    let children: [Column] =
      switch type {
      case .structure(let fields): fields.map { .nulls($0.type, count: count) }
      default: type.elementType.map { [.nulls($0, count: 0)] } ?? []
      }
    return Column(
      type: type, count: count, validity: valid.validity(), values: zeros.buffer(),
      data: type.layout == .variable ? .empty : nil, children: children)
  }
}

extension [Int32] {
  /// The rows of `count` that aren't among those named, which ascend.
  static func others(than rows: [Int32], of count: Int) -> [Int32] {
    var kept: [Int32] = []
    kept.reserveCapacity(Swift.max(0, count - rows.count))
    var next = 0
    for row in 0..<Int32(count) {
      if next < rows.count && rows[next] == row {
        while next < rows.count && rows[next] == row { next += 1 }
      } else {
        kept.append(row)
      }
    }
    return kept
  }
}
