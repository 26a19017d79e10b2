package import Columns
package import Specifications

/// One step of a pipeline, held against the columns that reach it.
package protocol Step: Sendable {
  /// As the language names it: `set`.
  var name: String { get }
  /// The columns that leave it.
  var schema: Schema { get }
  /// Works on a batch. A value: any number of batches may be worked on at once.
  func run(_ batch: ColumnBatch) -> StepOutcome
}

/// What a step made of a batch.
package struct StepOutcome: Sendable {
  /// The rows that go on.
  package var batch: ColumnBatch
  /// The rows that failed, by the decoded rows from which they came.
  package var failures: [RowFailure]
  /// How many rows were left out, as was asked for.
  package var filtered: Int

  package init(_ batch: ColumnBatch, failures: [RowFailure] = [], filtered: Int = 0) {
    self.batch = batch
    self.failures = failures
    self.filtered = filtered
  }
}

/// A step as it was written, not yet held against any columns: several contracts may reach it.
package protocol StepDeclaration: Sendable {
  /// As the language names it: `set`.
  static var name: String { get }
  /// The columns that it looks at, as they are written, in the order of what it does.
  var columnsUsed: [String] { get }
  /// The columns that it makes, whatever their names were before.
  var columnsMade: [String] { get }
  /// The step for some columns; nil if it has mistakes, which are recorded.
  func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)?
}

extension [any StepDeclaration] {
  /// The columns of records that the steps look at, and those that they make before any of them is looked at.
  package var mentions: (used: [String], made: [String]) {
    var (used, made): ([String], [String]) = ([], [])
    func isAmong(_ name: String, _ names: [String]) -> Bool {
      names.contains { $0.lowercased() == name.lowercased() }
    }
    for declaration in self {
      for name in declaration.columnsUsed where !isAmong(name, made) && !isAmong(name, used) { used.append(name) }
      for name in declaration.columnsMade where !isAmong(name, made) && !isAmong(name, used) { made.append(name) }
    }
    return (used, made)
  }
}

extension [RowFailure] {
  /// The failures by the decoded rows from which the rows of `batch` came.
  func from(_ batch: ColumnBatch) -> [RowFailure] {
    map { RowFailure(row: batch.origins[$0.row], message: $0.message, field: $0.field) }
  }
}
