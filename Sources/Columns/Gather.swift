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
    case .list, .children: fatalError("nested columns are refused when the configuration is checked")
    }
  }

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
    return Column(
      type: type, count: rows.count, validity: gatherValidity(rows), values: offsets.buffer(), data: data.buffer())
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
    return Column(
      type: type, count: count, validity: valid.validity(), values: zeros.buffer(), data: RawMemory().buffer())
  }
}
