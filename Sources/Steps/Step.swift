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
  /// The step for some columns; nil if it has mistakes, which are recorded.
  func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)?
}

/// The columns that reach a step when it is checked.
package struct KnownColumns: Sendable {
  package var schema: Schema
  /// Columns of which nothing is known since a mistake stands where they are made: it is told once, there.
  package var broken: Set<String> = []

  package init(_ schema: Schema) { self.schema = schema }
}
