import Columns

/// What fields mean that stand without quotes.
extension CSVIndexer {
  /// Brings what stands without quotes into its meaning, once all records are in: space that is trimmed, escapes, and
  /// what the options take for null.
  mutating func settle(nulls: Bool = true) {
    if dialect.hasLooseFields {
      for row in 0..<rows.count { settleLooseFields(of: row) }
    }
    if nulls && !nullText.isEmpty { applyNullText() }
  }

  private mutating func settleLooseFields(of row: Int) {
    let cells = unsafe table.start + row * table.width
    var record = Record(start: rows.range(of: row).lowerBound)
    for place in 0..<table.width {
      let cell = unsafe cells[place]
      guard cell.kind == .bare else { continue }
      let start = unsafe dialect.trimmedStart(of: bytes, cell.start, cell.start + cell.length)
      let stop = unsafe dialect.trimmedEnd(of: bytes, start, cell.start + cell.length)
      if unsafe start < stop && Int(bytes[start]) == quote {
        unsafe cells[place] = quotedCell(start, stop, &record)
      } else {
        let isEscaped = unsafe dialect.hasEscapes(inUnquoted: bytes + start, stop - start)
        unsafe cells[place] =
          isEscaped ? Cell(.loose, start: start, length: stop - start) : Cell(bare: start, length: stop - start)
      }
    }
    if case .none = record.fault { return }
    for place in 0..<table.width { unsafe cells[place] = .absent }
    failures.append(RowFailure(row: row, message: complaint(about: record)))
  }

  /// Makes absent the fields without quotes that say what the options take for null, escapes and all.
  private mutating func applyNullText() {
    let cells = unsafe table.start
    for i in 0..<table.count {
      let cell = unsafe cells[i]
      guard cell.kind == .bare || cell.kind == .loose, cell.length == nullText.count else { continue }
      let isNull = (0..<nullText.count).allSatisfy { unsafe bytes[cell.start + $0] == nullText[$0] }
      if isNull { unsafe cells[i] = .absent }
    }
  }
}
