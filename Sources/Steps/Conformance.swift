package import Columns
package import Contracts
import Expressions
package import Specifications

/// What brings the columns that the steps leave to a contract that describes the sink, and holds them against it.
package struct Conformance: Sendable {
  /// Where a field of the contract comes from.
  private enum Origin: Sendable {
    case column(Int, ColumnCast)
    /// No column has its name: it is null, or its default.
    case nowhere
  }

  package let contract: Contract
  /// The contract's columns, and the metadata behind them.
  package let schema: Schema
  private let origins: [Origin]
  private let metadata: [Int]

  /// The way from the columns of a schema to the contract; nil where one can't become what the contract wants, or a
  /// required one is missing, which is recorded at the place of what names the contract.
  package init?(to contract: Contract, over schema: Schema, at place: Place, _ problems: inout Problems) {
    let wanted = contract.schema.fields
    let before = problems.errorCount
    var origins: [Origin] = []
    for field in wanted {
      guard let index = schema.index(of: field.name) else {
        origins.append(.nowhere)
        if !field.isNullable, contract.field(field.name)?.terms.standard == nil {
          Self.miss(field, in: contract, at: place, &problems)
        }
        continue
      }
      let from = schema.fields[index]
      do throws(ExpressionProblems) {
        origins.append(.column(index, try ColumnCast(from: from, to: field, isRead: true)))
      } catch {
        problems.error(
          at: place,
          "`\(from.name)` is \(from.type) behind the steps, which can't become the \(field.type) of the contract `\(contract.name)`",
          mend: "a `set` or `cast` step before it makes it \(field.type)")
      }
    }
    guard problems.errorCount == before else { return nil }
    self.contract = contract
    self.origins = origins
    metadata = schema.fields.indices.filter { Metadata.isName(schema.fields[$0].name) }
    // What a column is about goes on with it.
    self.schema = Schema(
      zip(wanted, origins).map { field, origin in
        guard case .column(let index, _) = origin, schema.fields[index].form.isPersonal else { return field }
        var form = field.form
        form.isPersonal = true
        return Field(field.name, field.type, isNullable: field.isNullable, form: form)
      } + metadata.map { schema.fields[$0] })
  }

  private static func miss(_ field: Field, in contract: Contract, at place: Place, _ problems: inout Problems) {
    problems.error(
      at: place, "nothing fills `\(field.name)`, which the contract `\(contract.name)` requires",
      mend: "make it by a step, as in `set: { \(field.name): … }`, or keep it where a step leaves it out")
  }

  /// Brings a batch to the contract. What a column holds and can't become what the contract wants breaks it.
  package func run(_ batch: ColumnBatch) -> ContractOutcome {
    var failures: [RowFailure] = []
    let fields = schema.fields.prefix(origins.count)
    let columns = zip(fields, origins).map { field, origin in
      switch origin {
      case .nowhere: Column.nulls(field.type, count: batch.count)
      case .column(let index, let cast): cast.run(batch.columns[index], &failures)
      }
    }
    let whole = batch.with(schema: schema, columns: columns + metadata.map { batch.columns[$0] })
    return contract.check(whole, unfit: failures)
  }
}
