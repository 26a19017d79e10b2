package import Columns

/// What happens to rows between decoding and the sink: the contract, then each step.
package struct Stage: Sendable {
  /// As dead letters name it: `contract`, `step 2 (set)`.
  package let name: String
  package let run: @Sendable (ColumnBatch) -> StageResult

  package init(name: String, run: @escaping @Sendable (ColumnBatch) -> StageResult) {
    self.name = name
    self.run = run
  }
}

/// What a stage made of rows. The failures' rows are places among the decoded rows.
package struct StageResult: Sendable {
  package var batch: ColumnBatch
  package var failures: [RowFailure]
  package var filtered: Int
  /// How many values of each field became null, since they break a contract.
  package var nulled: [String: Int]
  /// Why the pipeline has to stop, where a contract says that it should.
  package var fatal: Failure?
  /// The decoded row that is to blame for it.
  package var fatalOrigin: Int?

  package init(
    batch: ColumnBatch, failures: [RowFailure] = [], filtered: Int = 0, nulled: [String: Int] = [:],
    fatal: Failure? = nil, fatalOrigin: Int? = nil
  ) {
    self.nulled = nulled
    self.fatalOrigin = fatalOrigin
    self.batch = batch
    self.failures = failures
    self.filtered = filtered
    self.fatal = fatal
  }
}
