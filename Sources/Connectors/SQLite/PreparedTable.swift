import Columns
import Engine

/// Rows in the forms in which SQLite takes them.
struct PreparedTable: PreparedRows {
  let count: Int
  let failures: [RowFailure]
  /// In the order of the insert's parameters; of type int64, uint64, float64, text or bytes.
  let columns: [Column]
  /// The rows in the order in which they are best written; empty where they are written as they came.
  let order: [KeyOrder]
  /// Whether any column is about a person.
  let isPersonal: Bool

  init(_ whole: ColumnBatch, for table: TableLayout) {
    let batch = whole.withoutMetadata
    count = batch.count
    isPersonal = batch.schema.isPersonal
    columns = zip(batch.columns, table.columns).map { $1.form.apply(to: $0) }
    order = table.isSorted ? KeyOrder.sorted(columns, by: table.key, count: count) : []
    failures = Self.nulls(in: batch, table)
  }

  var footprint: Int { columns.reduce(order.count * MemoryLayout<KeyOrder>.stride) { $0 + $1.footprint } }

  /// Rows with a null where the table has none: told here, they cost the transaction nothing.
  private static func nulls(in batch: ColumnBatch, _ table: TableLayout) -> [RowFailure] {
    var failures: [RowFailure] = []
    var failed: Set<Int> = []
    for (column, place) in zip(batch.columns, table.columns) where !place.isNullable && column.nullCount > 0 {
      for row in 0..<batch.count where !column.isValid(row) && failed.insert(row).inserted {
        failures.append(
          RowFailure(row: row, message: "is null, which the table doesn't allow", field: place.name))
      }
    }
    return failures.sorted { $0.row < $1.row }
  }
}
