extension CellTable {
  /// The table's rows as a batch, without those that failed, in `failures` or while their values were read.
  ///
  /// `columns[i]` is the table's column for field `i` of the schema, or nil where the records have none: it is null.
  /// What the schema doesn't name is the last column, `unknown`, where it is kept, and else counted in `dropped`.
  public func decoded(
    _ schema: Schema, from columns: [Int?], of bytes: Buffer, rows: DecodedRows, failures: [RowFailure],
    unknown: Column? = nil, dropped: DroppedFields = DroppedFields(), keepsUnfit: Bool = false
  ) -> Decoded {
    precondition(bytes.count <= Int(Int32.max), "a batch's bytes are fewer than 2 GiB")
    var (failures, unfit) = (failures, [RowFailure]())
    var values = zip(schema.fields, columns).map { field, index in
      index.map { column($0, of: bytes, as: field, failures: &unfit) } ?? .nulls(field.type, count: rows.count)
    }
    for index in unfit.indices { unfit[index].tellByte(in: rows) }
    if let unknown { values.append(unknown) }
    let batch = ColumnBatch(
      schema: schema.keeping(unknown == nil ? .drop : .keep), columns: values, count: rows.count)
    if keepsUnfit {
      // What is wrong with one field, a name that is refused among them, is for the contract to judge.
      unfit += failures.filter { $0.field != nil }
      failures.removeAll { $0.field != nil }
    } else {
      failures += unfit
      unfit = []
    }
    if failures.isEmpty {
      return Decoded(batch: batch, rows: rows, failures: [], dropped: dropped.counts, unfit: unfit)
    }
    let first = failures.firstOfEachRow()
    return Decoded(
      batch: batch.dropping(first.map { Int32($0.row) }), rows: rows, failures: first, dropped: dropped.counts,
      unfit: unfit)
  }
}

extension Schema {
  /// The columns that come out of decoding: with those that the schema doesn't name, where they are kept.
  public func keeping(_ unknown: UnknownFields) -> Schema {
    unknown == .keep ? Schema(fields + [Metadata.unknown.field]) : self
  }
}

/// How often fields were met that are left out, by name.
public struct DroppedFields: Sendable {
  /// How many names are told apart; what comes behind them counts as `…`.
  public static let mostNames = 100
  /// How often each name was met.
  public private(set) var counts: [String: Int] = [:]

  public init() {}

  /// Counts a field that was met so many times.
  public mutating func add(_ name: String, times: Int) {
    guard times > 0 else { return }
    let isTold = counts[name] != nil || counts.count < Self.mostNames
    counts[isTold ? name : "…", default: 0] += times
  }
}

extension RowFailure {
  /// Says at which byte of the record it goes wrong, where that is known.
  fileprivate mutating func tellByte(in rows: DecodedRows) {
    guard let byte else { return }
    message += ", at byte \(byte - rows.range(of: row).lowerBound)"
    self.byte = nil
  }

  /// The failure of a row that has a field which the contract doesn't name, where such rows are rejected.
  public static func unknownField(_ name: String, row: Int) -> RowFailure {
    RowFailure(row: row, message: "the contract names no such field, and rejects records that have others", field: name)
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
