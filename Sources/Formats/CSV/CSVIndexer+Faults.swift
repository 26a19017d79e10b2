import Columns

/// What is wrong with records, and how it is told.
extension CSVIndexer {
  /// Keeps the record from growing the table without bound: what is too much is counted, not kept.
  @inline(never)
  mutating func forgetSurplus(_ record: inout Record) {
    let surplus = record.cells - table.width
    table.truncate(to: table.count - surplus)
    record.cells -= surplus
    record.surplus += surplus
  }

  /// Replaces the record's cells by a row of which nothing is there, and says why.
  @inline(never)
  mutating func refuse(_ record: Record) {
    table.truncate(to: table.count - record.cells)
    table.appendAbsentRow()
    failures.append(RowFailure(row: rows.count - 1, message: complaint(about: record)))
  }

  func complaint(about record: Record) -> String {
    switch record.fault {
    case .unclosed(let at): return "the quoted field that begins at character \(place(at, record)) is never closed"
    case .goesOn(let at):
      return "the quoted field that begins at character \(place(at, record)) goes on behind its closing quote"
    case .none where record.end - record.start <= Cell.longest:
      let found = "\(lastWidth) field\(lastWidth == 1 ? " was" : "s were") found where \(table.width) are wanted"
      let text = unsafe UnsafeBufferPointer(start: bytes + record.start, count: record.end - record.start)
      guard dialect.lineEnd != 0x0d, unsafe text.contains(0x0d) else { return found }
      return found + "; carriage returns are in it, which end lines only where all of a file's do and it has a header"
    case .none, .tooLong: return "a record has to be shorter than 512 MiB"
    }
  }

  /// Which of a record's characters stands `at` bytes behind its beginning, whatever the file's encoding.
  private func place(_ at: Int, _ record: Record) -> Int {
    (0..<at).count { unsafe bytes[record.start + $0] & 0xc0 != 0x80 }
  }
}
