import Columns
import Engine
import Expressions

/// Rows in the forms in which SQLite takes them, shared out among their tables.
struct PreparedTables: PreparedRows {
  let count: Int
  let failures: [RowFailure]
  let parts: [PreparedTable]

  init(_ batch: ColumnBatch, form: Int, for targets: TableTargets, as layout: (TableTargets.Place) -> TableLayout) {
    count = batch.count
    let (shares, refused) = targets.names.shares(of: batch, form: form)
    let written = batch.withoutMetadata
    parts = shares.map { share in
      let place = TableTargets.Place(name: share.name, form: form)
      return PreparedTable(place, written, share.rows, for: layout(place))
    }
    let failures = refused + parts.flatMap(\.failures)
    self.failures = parts.count > 1 || !refused.isEmpty ? failures.sorted { $0.row < $1.row } : failures
  }

  var footprint: Int { parts.reduce(0) { $0 + $1.footprint } }
}

/// Rows of a batch that go to one table.
struct PreparedTable: Sendable {
  let place: TableTargets.Place
  let count: Int
  /// Those that the table can't have, by their rows in the batch.
  let failures: [RowFailure]
  /// In the order of the insert's parameters; of type int64, uint64, float64, text or bytes.
  let columns: [Column]
  /// The rows in the order in which they are best written; empty where they are written as they came.
  let order: [KeyOrder]
  /// Whether any column is about a person.
  let isPersonal: Bool
  /// The table that they were prepared for.
  let layout: TableLayout
  /// What they were made from, should the table turn out to be another.
  private let batch: ColumnBatch
  /// Which rows of the batch they are; nil for all.
  private let rows: [Int32]?

  init(_ place: TableTargets.Place, _ batch: ColumnBatch, _ rows: [Int32]?, for layout: TableLayout) {
    self.place = place
    self.layout = layout
    self.batch = batch
    self.rows = rows
    isPersonal = batch.schema.isPersonal
    let own = rows.map { batch.gather($0) } ?? batch
    count = own.count
    columns = zip(own.columns, layout.columns).map { $1.form.apply(to: $0) }
    order = layout.isSorted ? KeyOrder.sorted(columns, by: layout.key, count: count) : []
    failures = Self.nulls(in: own, as: columns, layout).map { failure in
      guard let rows else { return failure }
      return RowFailure(row: Int(rows[failure.row]), message: failure.message, field: failure.field)
    }
  }

  /// The same rows for a table that is another than they were prepared for.
  func prepared(for layout: TableLayout) -> PreparedTable { PreparedTable(place, batch, rows, for: layout) }

  /// Which row of the batch a row is.
  func origin(of row: Int) -> Int { rows.map { Int($0[row]) } ?? row }

  var footprint: Int {
    columns.reduce(order.count * MemoryLayout<KeyOrder>.stride + (rows?.count ?? 0) * 4) { $0 + $1.footprint }
  }

  /// Rows with a null where the table has none, or with a NaN, of which SQLite makes one: told here, they cost the
  /// transaction nothing. `written` are the batch's columns as they are inserted.
  private static func nulls(in batch: ColumnBatch, as written: [Column], _ table: TableLayout) -> [RowFailure] {
    var failures: [RowFailure] = []
    var failed: Set<Int> = []
    for (index, place) in table.columns.enumerated() where !place.isNullable {
      let column = batch.columns[index]
      if column.nullCount > 0 {
        for row in 0..<batch.count where !column.isValid(row) && failed.insert(row).inserted {
          failures.append(
            RowFailure(row: row, message: "is null, which the table doesn't allow", field: place.name))
        }
      }
      guard place.form == .reals else { continue }
      let reals = written[index]
      for row in 0..<batch.count where reals.isValid(row) && reals.value(row, as: Double.self).isNaN {
        guard failed.insert(row).inserted else { continue }
        let message = "is NaN, which SQLite keeps as null, and the table doesn't allow that"
        failures.append(RowFailure(row: row, message: message, field: place.name))
      }
    }
    return failures.sorted { $0.row < $1.row }
  }
}
