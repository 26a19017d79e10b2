import Columns
import Contracts
import Engine
import Expressions
import Specifications
import Steps

/// The way of one contract's records, before its decoder and the sinks are made.
struct RouteDraft {
  let contract: Contract
  /// What records are decoded into.
  var decoded: Schema
  var terms: DecodingTerms
  var contractCheck: (@Sendable (ColumnBatch, [RowFailure]) -> StageResult)?
  var required: [String] = []
  var stages: [Stage] = []
  var branches: [(admission: Branch.Admission, stages: [Stage])] = []
  /// For each sink, what records look like when they arrive.
  var forms: [SinkForm] = []

  func route(_ decoder: any Decoder, form: Int) -> Route {
    Route(
      contract: contract.name, decoder: decoder, contractCheck: contractCheck, required: required, stages: stages,
      branches: branches.map { Branch($0.admission, stages: $0.stages, form: form) })
  }
}

extension PlanAssembly {
  /// Holds the steps against each contract that can reach them; nil if there are mistakes.
  mutating func drafts(
    _ contracts: ChosenContracts, _ values: OptionValues, _ sinks: [NamedSink], _ metadata: [Metadata]
  ) -> [RouteDraft]? {
    let declarations = values[Language.steps]
    var drafts = contracts.all.map { draft($0, declarations, sinks) }
    let names = drafts.map(\.contract.name)
    let first = drafts.map { draft in
      Schema(
        draft.decoded.fields
          + ((draft.terms.unknown == .keep ? [Metadata.unknown] : []) + metadata).map {
            $0.field(amongPersonal: draft.decoded.isPersonal)
          })
    }
    guard let steps = StepList.check(declarations, over: first, named: names, &problems) else { return nil }
    for index in drafts.indices { drafts[index].stages += stages(of: steps[index]) }
    let before = problems.errorCount
    for sink in sinks {
      let admissions = steps.map { admission(sink, $0.schema) }
      guard let own = StepList.check(sink.steps, over: steps.map(\.schema), named: names, &problems) else { continue }
      for index in drafts.indices {
        guard let admission = admissions[index] else { continue }
        let list = stages(of: own[index], sink: sink.name)
        add(sink, admission, list, own[index].schema, contracts.place, to: &drafts[index])
      }
    }
    return problems.errorCount == before ? drafts : nil
  }

  /// What a contract's records are decoded into, and the contract itself where it holds right behind decoding.
  private func draft(
    _ contract: Contract, _ steps: [any StepDeclaration], _ sinks: [NamedSink]
  ) -> RouteDraft {
    guard contract.describesSink else {
      return RouteDraft(
        contract: contract, decoded: contract.schema,
        terms: DecodingTerms(unknown: contract.unknown, keepsUnfit: contract.violation != .deadLetter),
        contractCheck: { batch, unfit in StageResult(contract.check(batch, unfit: unfit)) },
        required: contract.fields.filter { $0.isRequired && $0.terms.standard == nil }.map(\.name))
    }
    let before = contract.beforeSteps
    var check: (@Sendable (ColumnBatch, [RowFailure]) -> StageResult)?
    if contract.violation != .deadLetter {
      check = { batch, unfit in StageResult(before.check(batch, unfit: unfit)) }
    }
    // The contract says what the sink wants: before the steps, records are as they were read.
    var (used, made) = steps.mentions
    for sink in sinks {
      if let when = sink.when, !sink.isOtherwise, let expression = try? Expression(when) {
        used += expression.columnsUsed.filter { name in !made.contains { $0.lowercased() == name.lowercased() } }
      }
      let own = sink.steps.mentions
      used += own.used.filter { name in !made.contains { $0.lowercased() == name.lowercased() } }
      made += own.made
    }
    return RouteDraft(
      contract: contract, decoded: contract.decodingSchema(mentioned: used, made: made),
      terms: DecodingTerms(keepsUnfit: contract.violation != .deadLetter), contractCheck: check)
  }

  private mutating func add(
    _ sink: NamedSink, _ admission: Branch.Admission, _ list: [Stage], _ schema: Schema, _ place: Place,
    to draft: inout RouteDraft
  ) {
    var (list, schema) = (list, schema)
    if draft.contract.describesSink {
      guard let conformance = Conformance(to: draft.contract, over: schema, at: place, &problems) else { return }
      list.append(Stage(name: "contract") { batch in StageResult(conformance.run(batch)) })
      schema = conformance.schema
    }
    draft.branches.append((admission, list))
    draft.forms.append(SinkForm(contract: draft.contract.name, schema: schema, key: draft.contract.key))
  }

  /// The steps as stages; those that one sink alone has are named with it.
  private func stages(of list: StepList, sink: String? = nil) -> [Stage] {
    let owner = sink.map { " of \($0)" } ?? ""
    return list.steps.enumerated().map { index, step in
      Stage(name: "step \(index + 1)\(owner) (\(step.name))") { batch in
        let outcome = step.run(batch)
        return StageResult(batch: outcome.batch, failures: outcome.failures, filtered: outcome.filtered)
      }
    }
  }

  private mutating func admission(_ sink: NamedSink, _ schema: Schema) -> Branch.Admission? {
    guard let text = sink.when else { return .all }
    if sink.isOtherwise { return .otherwise }
    guard let expression = Expression.parse(text, &problems) else { return nil }
    do throws(ExpressionProblems) {
      var calculation = Calculation(over: schema)
      try calculation.add(expression, as: "", type: .bool)
      let condition = calculation
      return .when { batch in
        let calculated = condition.run(batch)
        return Admitted(rows: calculated.trueRows, failures: calculated.failures)
      }
    } catch {
      problems.add(error, in: text)
      return nil
    }
  }
}

extension StageResult {
  /// What a contract made of a batch.
  fileprivate init(_ outcome: ContractOutcome) {
    self.init(
      batch: outcome.batch, failures: outcome.failures, filtered: outcome.dropped, nulled: outcome.nulled,
      fatal: outcome.fatal.map { sentence in
        Failure(
          .fatal, "OZ-C002", "a record breaks its contract, which says `violation: fail`: \(sentence)",
          mend: "mend the record or the contract; with `violation: dead_letter` the others go on")
      }, fatalOrigin: outcome.fatalOrigin)
  }
}
