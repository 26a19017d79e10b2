package import Columns

/// The way of records of one contract: how they are decoded, what all of them go through, and where they go then.
package struct Route: Sendable {
  /// The contract's name.
  package let contract: String
  package let decoder: any Decoder
  /// Holds what was decoded against the contract; nil where the contract describes the sink. The failures are values
  /// that are none of their field's type, in rows of the batch.
  package let contractCheck: (@Sendable (ColumnBatch, [RowFailure]) -> StageResult)?
  /// The fields without which no record keeps the contract.
  package let required: [String]
  package let stages: [Stage]
  /// The way to each of the pipeline's sinks, in their order.
  package let branches: [Branch]

  package init(
    contract: String, decoder: any Decoder,
    contractCheck: (@Sendable (ColumnBatch, [RowFailure]) -> StageResult)? = nil, required: [String] = [],
    stages: [Stage], branches: [Branch]
  ) {
    self.contract = contract
    self.required = required
    self.contractCheck = contractCheck
    self.decoder = decoder
    self.stages = stages
    self.branches = branches
  }
}

/// The way from the last step that all records share to one of several sinks.
package struct Branch: Sendable {
  /// Which records the sink takes.
  package enum Admission: Sendable {
    case all
    /// Those for which a condition holds.
    case when(@Sendable (ColumnBatch) -> Admitted)
    /// Those that no other sink took.
    case otherwise

    /// Whether it is what no other sink took.
    package var isOtherwise: Bool { if case .otherwise = self { true } else { false } }
  }

  package let admission: Admission
  package let stages: [Stage]
  /// Which of the sink's forms the records have in the end.
  package let form: Int

  package init(_ admission: Admission = .all, stages: [Stage] = [], form: Int = 0) {
    self.admission = admission
    self.stages = stages
    self.form = form
  }
}

/// The rows for which a condition holds, and those for which it couldn't be told; both by their row in the batch.
package struct Admitted: Sendable {
  package let rows: [Int32]
  package let failures: [RowFailure]

  package init(rows: [Int32], failures: [RowFailure] = []) {
    self.rows = rows
    self.failures = failures
  }
}

/// Chooses the route of each record by what is known before it is decoded.
package struct Fork: Sendable {
  /// What becomes of one record.
  package struct Choice: Sendable, Equatable {
    /// The number of its route; nil if it has none.
    package let route: Int?
    /// Why it has none; nil where it is left out as was asked for.
    package let refusal: String?

    package static func route(_ number: Int) -> Choice { Choice(route: number, refusal: nil) }
    package static func failure(_ why: String) -> Choice { Choice(route: nil, refusal: why) }
    package static let drop = Choice(route: nil, refusal: nil)
  }

  /// What the choice looks at: metadata.
  package let metadata: [Metadata]
  /// Gives each record whole, as the column `_value`, where the choice looks into it; else the choice is made once a
  /// message.
  package let whole: (any Decoder)?
  /// The choice for each row of the metadata's columns.
  package let choose: @Sendable (ColumnBatch) -> [Choice]

  package init(
    metadata: [Metadata], whole: (any Decoder)?, choose: @escaping @Sendable (ColumnBatch) -> [Choice]
  ) {
    self.metadata = metadata
    self.whole = whole
    self.choose = choose
  }
}
