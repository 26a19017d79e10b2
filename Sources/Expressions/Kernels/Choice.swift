import Columns

/// Puts a result together of several vectors, each for some rows.
struct Choice {
  private var chosen: [(vector: Vector, rows: RowSet)] = []
  /// The rows for which nothing is chosen yet.
  private(set) var open: RowSet
  private let count: Int

  init(_ count: Int) {
    self.count = count
    open = RowSet(count) { _ in ~0 }
  }

  /// Takes the values of `rows`, as far as these are open.
  mutating func take(_ vector: Vector, where rows: RowSet) {
    let taken = rows.intersection(open)
    chosen.append((vector, taken))
    open = RowSet(count) { open.words[$0] & ~taken.words[$0] }
  }

  /// The result; rows for which nothing was chosen are null. Rows whose text goes beyond what a column may hold are
  /// `refused`.
  func merged(_ type: ColumnType, refused: inout [Int]) -> Vector {
    if let all = chosen.first(where: { $0.rows.size == count && count > 0 })?.vector { return all }
    if let masked = masked(type) { return Vector(masked) }
    switch type.layout {
    case .bits: return Vector(bits(type))
    case .fixed(1): return Vector(fixed(UInt8.self, type))
    case .fixed(2): return Vector(fixed(UInt16.self, type))
    case .fixed(4): return Vector(fixed(UInt32.self, type))
    case .fixed(8): return Vector(fixed(UInt64.self, type))
    case .fixed: return Vector(fixed(UInt128.self, type))
    case .variable: return Vector(text(type, &refused))
    case .list, .children: return Vector(nested(type, &refused))
    }
  }

  /// Where all values are of one column, it is that column with more nulls, and of the type that was asked for: its own
  /// may be another of the same layout.
  private func masked(_ type: ColumnType) -> Column? {
    let used = chosen.filter { !$0.rows.isEmpty }
    guard used.count == 1, !used[0].vector.isConstant, used[0].vector.column.offset == 0 else { return nil }
    let (column, rows) = (used[0].vector.column, used[0].rows)
    let valid = BitReader(validityOf: used[0].vector)
    return Column(
      type: type, count: count, validity: Bitmap.buffer(count) { rows.words[$0] & valid.word($0) },
      values: column.values, data: column.data, children: column.children)
  }

  private func nested(_ type: ColumnType, _ refused: inout [Int]) -> Column {
    if chosen.contains(where: { $0.vector.isTooLarge(for: count) }) {
      refused += 0..<count
      return .nulls(type, count: count)
    }
    var picks = Picks(capacity: count)
    for (row, index) in sources().enumerated() {
      guard index < chosen.count else {
        picks.appendNull()
        continue
      }
      picks.append(source: Int(index), row: chosen[Int(index)].vector.isConstant ? 0 : row)
    }
    return picks.column(type, from: chosen.map(\.vector.column))
  }

  /// For each row, which of the vectors it takes its value from; one behind the last is null.
  private func sources() -> [Int32] {
    unsafe [Int32](unsafeUninitializedCapacity: count) { source, filled in
      unsafe source.initialize(repeating: Int32(chosen.count))
      for (index, choice) in chosen.enumerated() { choice.rows.each { unsafe source[$0] = Int32(index) } }
      filled = count
    }
  }

  private func validity() -> Buffer? {
    if open.isEmpty, chosen.allSatisfy({ !$0.vector.mayHoldNull }) { return nil }
    let parts = chosen.map { (words: $0.rows.words, valid: BitReader(validityOf: $0.vector)) }
    return Bitmap.buffer(count) { word in
      var valid: UInt64 = 0
      for part in parts { valid |= part.words[word] & part.valid.word(word) }
      return valid
    }
  }

  private func bits(_ type: ColumnType) -> Column {
    let parts = chosen.map { (words: $0.rows.words, values: $0.vector.bits) }
    let values = Bitmap.buffer(count) { word in
      var bits: UInt64 = 0
      for part in parts { bits |= part.words[word] & part.values.word(word) }
      return bits
    }
    return Column(type: type, count: count, validity: validity(), values: values)
  }

  private func fixed<T: BitwiseCopyable & FixedWidthInteger>(_: T.Type, _ type: ColumnType) -> Column {
    var values = RawMemory(capacity: count * MemoryLayout<T>.stride)
    if open.isEmpty {
      values.advance(by: count * MemoryLayout<T>.stride)
    } else {
      values.append(repeating: 0, count: count * MemoryLayout<T>.stride)
    }
    let out = unsafe values.start.assumingMemoryBound(to: T.self)
    for choice in chosen {
      let reader = choice.vector.fixed(T.self)
      choice.rows.each { unsafe out[$0] = reader[$0] }
    }
    return Column(type: type, count: count, validity: validity(), values: values.buffer())
  }

  private func text(_ type: ColumnType, _ refused: inout [Int]) -> Column {
    let readers = chosen.map(\.vector.texts)
    let source = sources()
    var writer = TextWriter(rows: count, bytes: readers.reduce(0) { max($0, $1.byteCount) })
    let isConstant = chosen.map(\.vector.isConstant)
    var row = 0
    while row < count {
      let index = Int(source[row])
      guard index < readers.count, !isConstant[index] else {
        if index < readers.count { unsafe writer.append(readers[index][row]) }
        writer.finish()
        row += 1
        continue
      }
      // Texts that follow each other in one column do so in the result.
      var end = row + 1
      while end < count, Int(source[end]) == index { end += 1 }
      writer.append(readers[index], row..<end)
      row = end
    }
    refused += writer.refused
    return writer.column(type, validity: validity())
  }
}
