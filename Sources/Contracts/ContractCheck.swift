package import Columns

/// What a contract made of a batch.
package struct ContractOutcome: Sendable {
  /// The rows that keep it.
  package var batch: ColumnBatch
  /// The rows that break it and become dead letters, by the decoded rows from which they came.
  package var failures: [RowFailure] = []
  /// How many rows were left out because they break it.
  package var dropped = 0
  /// How many values of each field became null because they break it.
  package var nulled: [String: Int] = [:]
  /// What the first record breaks that stops the pipeline; nil where it goes on.
  package var fatal: String?
  /// The decoded row that is to blame for it.
  package var fatalOrigin: Int?

  /// What became of rows that all keep the contract.
  package init(_ batch: ColumnBatch) { self.batch = batch }
}

extension Contract {
  /// Holds decoded rows against the contract, column by column, after defaults were filled in.
  ///
  /// Of the rows that fail, each is told once, by the first constraint that it breaks. `unfit` are rows of the batch of
  /// which a field is null since what was there is no value of its type: they break the contract too.
  package func check(_ batch: ColumnBatch, unfit: [RowFailure] = []) -> ContractOutcome {
    var violations = Violations(count: batch.count)
    for failure in unfit { violations.add(failure, of: failure.field.flatMap { field(at: $0) }) }
    // What is no value doesn't become the default.
    let batch = filled(batch, except: violations)
    for field in fields where !field.constraints.isEmpty {
      violations.begin(field)
      guard let column = batch.column(field.name) else {
        if field.isRequired { violations.addAll("is required, but missing") }
        continue
      }
      for constraint in field.constraints { constraint.check(column, &violations) }
    }
    var outcome = ContractOutcome(batch)
    if violations.isEmpty { return outcome }
    let broken = violations.sorted()
    switch violation {
    case .deadLetter: outcome.refuse(broken)
    case .drop:
      outcome.batch = batch.dropping(broken.map { Int32(truncatingIfNeeded: $0.row) })
      outcome.dropped = broken.count
    case .nullField: outcome.clear(violations)
    case .fail:
      outcome.batch = batch.slice(0..<0)
      outcome.fatal = broken[0].sentence
      outcome.fatalOrigin = batch.origins[broken[0].row]
    }
    return outcome
  }

  /// The field in which a path lies, as `items` is of `items[3].price`.
  private func field(at path: String) -> ContractField? {
    field(path) ?? field(String(path.prefix { $0 != "[" && $0 != "." }))
  }

  /// The batch with the default where a value is missing, but for the fields that spoil a row already.
  private func filled(_ batch: ColumnBatch, except violations: Violations) -> ColumnBatch {
    var columns = batch.columns
    for field in fields {
      guard let standard = field.standard, let index = batch.schema.index(of: field.name) else { continue }
      columns[index] = columns[index].filled(with: standard.column)
      let spoilt = violations.byField.first { $0.field.name == field.name }?.rows ?? []
      if violation == .nullField, !spoilt.isEmpty { columns[index] = columns[index].cleared(spoilt) }
    }
    return batch.with(schema: batch.schema, columns: columns)
  }
}

extension ContractOutcome {
  /// Takes the rows out that fail, which are places in the batch.
  fileprivate mutating func refuse(_ broken: [RowFailure]) {
    failures = broken.map { RowFailure(row: batch.origins[$0.row], message: $0.message, field: $0.field) }
    batch = batch.dropping(broken.map { Int32(truncatingIfNeeded: $0.row) })
  }

  /// Makes null of what breaks a constraint; where the field is required, the row fails.
  fileprivate mutating func clear(_ violations: Violations) {
    var columns = batch.columns
    var lost = violations.unassigned
    for (field, rows) in violations.byField where !rows.isEmpty {
      guard !field.isRequired, let index = batch.schema.index(of: field.name) else {
        lost.formUnion(rows)
        continue
      }
      columns[index] = columns[index].cleared(rows)
      nulled[field.name, default: 0] += rows.count
    }
    batch = batch.with(schema: batch.schema, columns: columns)
    if !lost.isEmpty { refuse(violations.sorted().filter { lost.contains($0.row) }) }
  }
}
