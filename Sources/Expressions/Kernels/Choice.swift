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
    let source = sources()
    switch type.layout {
    case .bits: return Vector(bits(type, source))
    case .fixed(1): return Vector(fixed(UInt8.self, type, source))
    case .fixed(2): return Vector(fixed(UInt16.self, type, source))
    case .fixed(4): return Vector(fixed(UInt32.self, type, source))
    case .fixed(8): return Vector(fixed(UInt64.self, type, source))
    case .fixed: return Vector(fixed(UInt128.self, type, source))
    case .variable: return Vector(text(type, source, &refused))
    case .list, .children: return Vector(nested(type, source, &refused))
    }
  }

  private func nested(_ type: ColumnType, _ source: [Int32], _ refused: inout [Int]) -> Column {
    if chosen.contains(where: { $0.vector.isTooLarge(for: count) }) {
      refused += 0..<count
      return .nulls(type, count: count)
    }
    var picks = Picks(capacity: count)
    for (row, index) in source.enumerated() {
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
    var source = [Int32](repeating: Int32(chosen.count), count: count)
    for (index, choice) in chosen.enumerated() {
      for row in choice.rows.rows { source[Int(row)] = Int32(index) }
    }
    return source
  }

  private func validity(_ source: [Int32]) -> Buffer? {
    let valid = chosen.map { BitReader(validityOf: $0.vector) }
    if open.isEmpty, chosen.allSatisfy({ !$0.vector.mayHoldNull }) { return nil }
    return Bitmap.buffer(bits: count) { row in
      let index = Int(source[row])
      return index < valid.count && valid[index][row]
    }
  }

  private func bits(_ type: ColumnType, _ source: [Int32]) -> Column {
    let readers = chosen.map(\.vector.bits)
    let values = Bitmap.buffer(bits: count) { row in
      let index = Int(source[row])
      return index < readers.count && readers[index][row]
    }
    return Column(type: type, count: count, validity: validity(source), values: values)
  }

  private func fixed<T: BitwiseCopyable & FixedWidthInteger>(
    _: T.Type, _ type: ColumnType, _ source: [Int32]
  ) -> Column {
    let readers = chosen.map { $0.vector.fixed(T.self) }
    var values = RawMemory(capacity: count * MemoryLayout<T>.stride)
    for row in 0..<count {
      let index = Int(source[row])
      values.append(index < readers.count ? readers[index][row] : 0)
    }
    return Column(type: type, count: count, validity: validity(source), values: values.buffer())
  }

  private func text(_ type: ColumnType, _ source: [Int32], _ refused: inout [Int]) -> Column {
    let readers = chosen.map(\.vector.texts)
    var writer = TextWriter(rows: count, bytes: chosen.map { $0.vector.texts.byteCount }.max() ?? 0)
    for row in 0..<count {
      let index = Int(source[row])
      if index < readers.count { unsafe writer.append(readers[index][row]) }
      writer.finish()
    }
    refused += writer.refused
    return writer.column(type, validity: validity(source))
  }
}
