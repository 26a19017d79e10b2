import Columns

/// What becomes of a file's columns that no field of the schema is met by.
struct UnknownColumns {
  private let policy: UnknownFields
  /// How often each was met that is left out.
  private(set) var dropped = DroppedFields()
  /// What is kept, an object a row: the fields' texts.
  private var kept: [Column] = []

  init(_ policy: UnknownFields) { self.policy = policy }

  /// Takes in the records of a table under their header.
  mutating func add(
    _ table: borrowing CellTable, _ rows: Int, under header: CSVHeader, of bytes: Buffer,
    failures: inout [RowFailure]
  ) {
    switch policy {
    case .drop: for other in header.unknown { dropped.add(other.name, times: rows) }
    case .reject:
      guard let first = header.unknown.first else { return }
      for row in 0..<rows { failures.append(.unknownField(first.name, row: row)) }
    case .keep:
      let fields = header.unknown.map { Field($0.name, .text) }
      guard !fields.isEmpty else {
        kept.append(.nulls(.json, count: rows))
        return
      }
      let columns = zip(fields, header.unknown).map { field, other in
        table.column(other.place, of: bytes, as: field, failures: &failures)
      }
      kept.append(Column.structures(fields, columns, count: rows).asJSON())
    }
  }

  /// Takes in a record that can't be read.
  mutating func addNull() {
    if policy == .keep { kept.append(.nulls(.json, count: 1)) }
  }

  /// The objects of all rows; nil where none are kept.
  func column() -> Column? {
    guard policy == .keep else { return nil }
    return kept.isEmpty ? .nulls(.json, count: 0) : .concat(kept)
  }
}
