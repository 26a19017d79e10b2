import CScan

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
    let out = unsafe values.start.assumingMemoryBound(to: T.self)
    var place = 0
    rows.forEachRun { first, count in
      // Most runs are long, where few rows were filtered out, or of one row, where few were kept.
      if count == 1 {
        unsafe out[place] = source[first]
      } else {
        unsafe (out + place).update(from: source + first, count: count)
      }
      place &+= count
    }
    values.advance(by: rows.count * MemoryLayout<T>.stride)
    withExtendedLifetime(self) {}
    return Column(type: type, count: rows.count, validity: gatherValidity(rows), values: values.buffer())
  }

  private func gatherText(_ rows: [Int32]) -> Column {
    var offsets = RawMemory(capacity: (rows.count + 1) * 4)
    var data = RawMemory(capacity: count == 0 ? 0 : (self.data?.count ?? 0) / max(count, 1) * rows.count)
    let ends = unsafe pointer(to: Int32.self)
    let from = unsafe (self.data ?? .empty).start.assumingMemoryBound(to: UInt8.self)
    let out = unsafe offsets.start.assumingMemoryBound(to: Int32.self)
    unsafe out[0] = 0
    var place = 0
    rows.forEachRun { first, count in
      let start = unsafe ends[first]
      let length = unsafe Int(ends[first &+ count] &- start)
      data.reserve(length)
      let to = unsafe data.end.assumingMemoryBound(to: UInt8.self)
      // Both memories have room behind their ends.
      if length <= 64 {
        unsafe ouzel_copy(to, from + Int(start), length)
      } else {
        unsafe to.update(from: from + Int(start), count: length)
      }
      let shift = unsafe out[place] &- start
      for row in 1...count { unsafe out[place &+ row] = ends[first &+ row] &+ shift }
      data.advance(by: length)
      place &+= count
      precondition(data.count <= Int(Int32.max), "a column holds no more than 2 GiB of text")
    }
    offsets.advance(by: (rows.count + 1) * 4)
    withExtendedLifetime(self) {}
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
    guard let validity else { return nil }
    var words = ValidityWords(rows: rows.count)
    let bits = unsafe validity.start
    var row = 0
    while row < rows.count {
      var word: UInt64 = 0
      let end = min(row + 64, rows.count)
      for place in row..<end where unsafe Bits.isSet(bits, offset &+ Int(rows[place])) {
        word |= 1 &<< UInt64(truncatingIfNeeded: place &- row)
      }
      words.append(word, rows: rows.count)
      row = end
    }
    withExtendedLifetime(validity) {}
    return words.buffer()
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
  /// Calls `body` with each run of rows that follow each other: its first row, and how many they are.
  @inline(__always) func forEachRun(_ body: (Int, Int) -> Void) {
    var start = 0
    while start < count {
      let first = self[start]
      var end = start + 1
      while end < count && self[end] == first &+ Int32(truncatingIfNeeded: end &- start) { end += 1 }
      body(Int(first), end - start)
      start = end
    }
  }

  /// The range that the rows are, where each follows the one before it.
  var asRange: Range<Int>? {
    guard let first, let last, first >= 0, Int(last) - Int(first) == count - 1 else { return nil }
    for place in indices where self[place] != first &+ Int32(truncatingIfNeeded: place) { return nil }
    return Int(first)..<Int(last) + 1
  }

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
