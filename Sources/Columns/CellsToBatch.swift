extension CellTable {
  /// The table's rows as a batch, without those that failed, in `failures` or while their values were read.
  ///
  /// `columns[i]` is the table's column for field `i` of the schema, or nil where the records have none: it is null.
  public func decoded(
    _ schema: Schema, from columns: [Int?], of bytes: Buffer, rows: DecodedRows, failures: [RowFailure]
  ) -> Decoded {
    precondition(bytes.count <= Int(Int32.max), "a batch's bytes are fewer than 2 GiB")
    var failures = failures
    let values = zip(schema.fields, columns).map { field, index in
      index.map { column($0, of: bytes, as: field, failures: &failures) } ?? .nulls(field.type, count: rows.count)
    }
    let batch = ColumnBatch(schema: schema, columns: values, count: rows.count)
    if failures.isEmpty { return Decoded(batch: batch, rows: rows, failures: []) }
    let first = failures.firstOfEachRow()
    return Decoded(batch: batch.dropping(first.map { Int32($0.row) }), rows: rows, failures: first)
  }
}

extension [RowFailure] {
  /// The failures by row, of each row the first alone: a row has one dead letter.
  public func firstOfEachRow() -> [RowFailure] {
    let order = indices.sorted { (self[$0].row, $0) < (self[$1].row, $1) }
    var result: [RowFailure] = []
    for index in order where result.last?.row != self[index].row { result.append(self[index]) }
    return result
  }
}
