import Columns
import Contracts
import Digests
import Engine
import Expressions
package import Specifications
import Steps

extension Plan {
  /// Makes a plan of a configuration's tree, and records all that can be told to be wrong without a connection.
  package static func assemble(
    _ root: Node, home: String, registry: Registry, context: ReadingContext, problems: inout Problems
  ) -> Plan? {
    var assembly = PlanAssembly(registry: registry, context: context, home: home, problems: problems)
    let plan = assembly.run(root)
    problems = assembly.problems
    return problems.hasErrors ? nil : plan
  }
}

/// A plan in the making.
struct PlanAssembly {
  let registry: Registry
  let context: ReadingContext
  let home: String
  var problems: Problems
  private var connections: [Named<Selection>] = []
  private var contracts: [String: Contract] = [:]
  /// Connections and contracts that have mistakes, which are told where they stand.
  private var broken: Set<String> = []
  private var usedConnections: Set<String> = []
  /// Where each pipeline is named.
  private var places: [String: Place] = [:]
  private var usedContracts: Set<String> = []

  init(registry: Registry, context: ReadingContext, home: String, problems: Problems) {
    self.registry = registry
    self.context = context
    self.home = home
    self.problems = problems
  }

  mutating func run(_ root: Node) -> Plan? {
    let language = Language(registry)
    guard let values = language.root.read(root.withoutExtensions, in: context, problems: &problems) else {
      // What stands below is read all the same, since its mistakes are worth telling too.
      _ = named(root["connections"], language.connection)
      return nil
    }
    var plan = Plan(state: values[Language.state]?.absolute ?? home + "/.ouzel")
    plan.memory = values[Language.memory]
    connections = named(values[Language.connections], language.connection)
    broken = Set(values[Language.connections]?.entries?.map(\.name) ?? []).subtracting(connections.map(\.name))
    for entry in values[Language.contracts]?.entries ?? [] {
      contracts[entry.name] = Contract.read(entry.value, name: entry.name, in: context, problems: &problems)
      if contracts[entry.name] == nil { broken.insert(entry.name) }
    }
    for file in root["include"]?.items ?? [] { includeContracts(file) }
    let maxRecord = values[Language.maxRecord] ?? ByteCount(plan.memory.bytes / 8)
    let written = values[Language.pipelines]?.entries ?? []
    var formerNames: [String: Place] = [:]
    for pipeline in named(values[Language.pipelines], .block(language.pipeline)) {
      let node = written.first { $0.name == pipeline.name }?.value ?? root
      if var made = self.pipeline(pipeline, node, Limits(memory: plan.memory, record: maxRecord)) {
        made.description = pipeline.value[Language.description]
        made.owner = pipeline.value[Language.owner]
        made.formerNames = pipeline.value[Language.was]
        places[pipeline.name] = pipeline.place
        formerNames[pipeline.name] = pipeline.value.place(of: Language.was)
        plan.pipelines.append(made)
      }
    }
    plan.checkFormerNames(formerNames, &problems)
    warnOfUnused(values)
    connect(&plan)
    RunOrder(names: written.map(\.name)).check(&plan, &problems)
    if written.isEmpty && !problems.hasErrors {
      problems.error(at: root, "the configuration has no pipeline", mend: "`pipelines:` names what is moved")
    }
    return plan
  }

  /// Reads blocks under names, one by one; those with mistakes are left out.
  private mutating func named<Value>(_ node: Node?, _ kind: ValueKind<Value>) -> [Named<Value>] {
    var all: [Named<Value>] = []
    for entry in node?.entries ?? [] {
      var reading = Reading(in: context, problems: problems)
      let one = Node(.mapping([entry]), at: entry.key.place)
      all += ValueKind<[Named<Value>]>.map(of: kind).read(one, &reading) ?? []
      problems = reading.problems
    }
    return all
  }

  private struct Limits {
    let memory: ByteCount
    let record: ByteCount
  }

  private mutating func pipeline(_ named: Named<OptionValues>, _ node: Node, _ limits: Limits) -> PipelinePlan? {
    let values = named.value
    let source = values[Language.source]
    let sinks = namedSinks(values, node)
    let foundSource = connection(of: source)
    let foundSinks = sinks.map { connection(of: $0.selection) }
    guard let sourceConnection = foundSource, !sinks.isEmpty, foundSinks.allSatisfy({ $0 != nil }) else { return nil }
    guard let sourceOffer = registry.source(source.name, on: sourceConnection.type) else {
      unfit(source, "source", sourceConnection)
      return nil
    }
    guard let contracts = contracts(values, node, sourceOffer, source) else { return nil }
    let sourceFormat = format(of: source)
    let request = SourceRequest(
      pipeline: named.name, options: source.values, connection: sourceConnection.values,
      splitter: sourceFormat.map { $0.offer.splitter($0.values) }, schema: contracts.all[0].schema,
      maxRecord: limits.record, folder: FilePath.folder(of: context.path(named.place.file, at: .nowhere).absolute))
    guard let madeSource = sourceOffer.make(request, &problems) else { return nil }
    // What no expression of the pipeline names isn't made.
    let text = node.canonicalText.lowercased()
    let metadata = Metadata.allCases.filter { one in
      (madeSource.metadata.contains(one) || one == .contract)
        && (text.contains(one.rawValue) || one == .record && text.contains("record_uuid"))
    }
    var drafts: [RouteDraft] = []
    for contract in contracts.all {
      guard let draft = route(contract, values, sinks, metadata) else { continue }
      drafts.append(draft)
    }
    guard drafts.count == contracts.all.count else { return nil }
    var plans: [SinkPlan] = []
    for (index, sink) in sinks.enumerated() {
      guard let chosen = foundSinks[index] else { continue }
      guard let offer = registry.sink(sink.selection.name, on: chosen.type) else {
        unfit(sink.selection, "sink", chosen)
        continue
      }
      let sinkFormat = format(of: sink.selection)
      var request = SinkRequest(
        pipeline: named.name, name: sink.name, options: sink.selection.values, connection: chosen.values,
        encoder: sinkFormat.map { $0.offer.encoder($0.values) }, forms: drafts.map { $0.forms[index] },
        memory: limits.memory)
      request.formerNames = values[Language.was]
      guard let made = offer.make(request, &problems) else { continue }
      plans.append(
        SinkPlan(
          name: sink.name, sink: made, title: title(sink.selection, chosen),
          guarantee: madeSource.keepsPositions ? made.guarantee : .atLeastOnce,
          reason: madeSource.keepsPositions ? made.reason : "the source keeps no position"))
    }
    guard plans.count == sinks.count else { return nil }
    var routes: [Route] = []
    for (number, (draft, contract)) in zip(drafts, contracts.all).enumerated() {
      guard
        let decoder = sourceOffer.decoder?(source.values, contract.schema)
          ?? sourceFormat.map({ $0.offer.decoder($0.values, contract.schema, contract.unknown) })
      else { return nil }
      routes.append(
        Route(
          contract: contract.name, decoder: decoder, stages: draft.stages,
          branches: draft.branches.map { Branch($0.admission, stages: $0.stages, form: number) }))
    }
    var fork: Fork?
    if let choice = contracts.choice {
      let whole = sourceFormat.flatMap { format in format.offer.whole.map { $0(format.values) } }
      fork = choice.fork(
        routes.map(\.contract), over: knownOfMessages(madeSource), whole: whole, &problems)
      if fork == nil { return nil }
    }
    var plan = PipelinePlan(
      name: named.name, source: madeSource, sinks: plans,
      processing: Processing(pipeline: named.name, routes: routes, fork: fork, metadata: metadata),
      settings: settings(named.name, values, source), hash: SHA256.digest(of: node.canonicalText).hex,
      contracts: contracts.all, sourceTitle: title(source, sourceConnection))
    plan.setOrder(values)
    return plan
  }

  /// What is known of a message, whatever the records in it.
  private func knownOfMessages(_ source: any Source) -> [Metadata] {
    Metadata.allCases.filter { one in
      switch one {
      case .row, .record, .contract, .value, .unknown: false
      case .offset: source.metadata.contains(.topic)
      default: source.metadata.contains(one)
      }
    }
  }

  // MARK: The way from source to sinks

  /// A contract's way, before its decoder and sinks are made.
  private struct RouteDraft {
    var stages: [Stage]
    var branches: [(admission: Branch.Admission, stages: [Stage])] = []
    /// For each sink, what records look like when they arrive.
    var forms: [SinkForm] = []
  }

  private mutating func route(
    _ contract: Contract, _ values: OptionValues, _ sinks: [NamedSink], _ metadata: [Metadata]
  ) -> RouteDraft? {
    let checked = Stage(name: "contract") { batch in
      let checked = contract.check(batch)
      return StageResult(batch: checked.batch, failures: checked.failures)
    }
    let schema = Schema(contract.schema.fields + metadata.map(\.field))
    guard let steps = StepList(values[Language.steps], over: schema, &problems) else { return nil }
    var draft = RouteDraft(stages: [checked] + stages(of: steps, after: 0))
    for sink in sinks {
      guard let admission = admission(sink, steps.schema),
        let own = StepList(sink.steps, over: steps.schema, &problems)
      else { continue }
      draft.branches.append((admission, stages(of: own, after: steps.steps.count)))
      draft.forms.append(SinkForm(contract: contract.name, schema: own.schema, key: contract.key))
    }
    return draft.branches.count == sinks.count ? draft : nil
  }

  private func stages(of list: StepList, after count: Int) -> [Stage] {
    list.steps.enumerated().map { index, step in
      Stage(name: "step \(count + index + 1) (\(step.name))") { batch in
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

  private mutating func namedSinks(_ values: OptionValues, _ node: Node) -> [NamedSink] {
    let language = Language(registry)
    if let several = values[Language.sinks] {
      if values[Language.sink] != nil {
        problems.error(
          at: node.entry("sinks")?.key ?? node, "the pipeline has `sink` and `sinks`",
          mend: "move the one under `sinks`, with a name of its own")
      }
      let sinks = NamedSink.read(several, language.sinkKind, in: context, problems: &problems)
      if several.entries?.isEmpty ?? true {
        problems.error(at: several, "`sinks` names no sink", mend: "for instance `\(Language.sinks.example)`")
      }
      let others = sinks.filter(\.isOtherwise)
      if others.count > 1 {
        problems.error(
          at: others[1].place, "two sinks take what no other takes", mend: "let one of them say `when` it does")
      }
      if let place = others.first?.place, sinks.count == 1 {
        problems.error(at: place, "there is no other sink", mend: "leave `when: otherwise` out")
      }
      return sinks.count == several.entries?.count ? sinks : []
    }
    guard let sink = values[Language.sink] else {
      problems.error(
        at: values.place, "the pipeline has no `sink`", mend: "for instance `\(Language.sink.example)`")
      return []
    }
    return [NamedSink(name: "sink", place: sink.place, selection: sink, when: nil, steps: [])]
  }

  private func settings(_ name: String, _ values: OptionValues, _ source: Selection) -> PipelineSettings {
    var settings = PipelineSettings(name: name)
    settings.rate = values[Language.rate]
    if let retry = values[Language.retry] {
      settings.retry = RetryPolicy(
        attempts: retry[Language.Retry.attempts], base: retry[Language.Retry.base], cap: retry[Language.Retry.cap])
    }
    settings.batchAge = values[Language.batch]?[Language.Batch.age] ?? .seconds(1)
    if let batch = values[Language.batch] {
      settings.batch = ReadLimit(
        records: batch[Language.Batch.records], bytes: batch[Language.Batch.bytes].bytes)
    }
    if source.values.has(Ending.until) { settings.until = source.values[Ending.until] }
    return settings
  }

  // MARK: Connections

  private struct Chosen {
    var type: String?
    var values: ConnectionValues?
  }

  /// The connection that a kind names; none where the kind needs none.
  private mutating func connection(of selection: Selection) -> Chosen? {
    let named = ["topic", "table"].contains(selection.name)
    guard named else { return Chosen() }
    let name = selection.values[TopicKind.connection]
    guard let found = connections.first(where: { $0.name == name }) else {
      if broken.contains(name) { return nil }
      let near = nearestName(to: name, among: connections.map(\.name))
      problems.error(
        at: selection.values.place(of: TopicKind.connection), "there is no connection `\(name)`",
        mend: near.map { "did you mean `\($0)`?" }
          ?? (connections.isEmpty
            ? "`connections:` names them" : "there is " + enumeration(of: connections.map(\.name))))
      return nil
    }
    usedConnections.insert(name)
    return Chosen(type: found.value.name, values: ConnectionValues(name: name, values: found.value.values))
  }

  private mutating func unfit(_ selection: Selection, _ side: String, _ connection: Chosen) {
    let type = connection.type ?? ""
    problems.error(
      at: selection.place, "a connection of type \(type) has no \(selection.name) as a \(side) in this build",
      mend: "name a connection of another type")
  }

  private func title(_ selection: Selection, _ connection: Chosen) -> String {
    guard let name = connection.values?.name else { return selection.name }
    return "\(selection.name) \(selection.values[TopicKind.name]) on \(name)"
  }

  private func format(of selection: Selection) -> (offer: FormatOffer, values: OptionValues)? {
    guard selection.values.has(FormatKind.chosen) else { return nil }
    let chosen = selection.values[FormatKind.chosen]
    return registry.formats.first { $0.kind.name == chosen.name }.map { ($0, chosen.values) }
  }

  // MARK: Contracts

  /// Contracts of a file that `include` names with its form, as `columns:tables.json`.
  private mutating func includeContracts(_ file: Node) {
    let form = file.text?.prefix { $0 != ":" } ?? ""
    problems.error(at: file, "`\(form):` in `include` is not in this build yet")
  }

  /// The contracts that records of a pipeline may have, and what chooses among them.
  private mutating func contracts(
    _ values: OptionValues, _ node: Node, _ offer: SourceOffer, _ source: Selection
  ) -> (all: [Contract], choice: ContractChoice?)? {
    guard let written = values[Language.contract] else {
      if let own = offer.contract?(source.values) { return ([own], nil) }
      problems.error(
        at: values.place, "the pipeline has no contract, and its source brings none",
        mend: "`contract:` says which fields a record has and their types")
      return nil
    }
    guard ContractChoice.isWritten(written) else { return contract(written).map { ([$0], nil) } }
    guard let choice = ContractChoice.read(written, in: context, problems: &problems) else { return nil }
    var names: [(name: String, place: Place)] = []
    if let map = choice.map {
      for entry in map where !names.contains(where: { $0.name == entry.value }) {
        names.append((entry.value, entry.place))
      }
    } else {
      names = contracts.keys.sorted().map { ($0, written.place) }
    }
    if case .contract(let name) = choice.otherwise, !names.contains(where: { $0.name == name }) {
      names.append((name, choice.otherwisePlace))
    }
    let all = names.compactMap { contract(named: $0.name, at: Node($0.name, at: $0.place)) }
    guard all.count == names.count else { return nil }
    guard !all.isEmpty else {
      problems.error(at: written, "there is no contract to choose", mend: "`contracts:` names them")
      return nil
    }
    return (all, choice)
  }

  private mutating func contract(_ written: Node) -> Contract? {
    guard let name = written.text else {
      return Contract.read(written, name: "contract", in: context, problems: &problems)
    }
    return contract(named: name, at: written)
  }

  private mutating func contract(named name: String, at place: Node) -> Contract? {
    usedContracts.insert(name)
    if let contract = contracts[name] { return contract }
    if broken.contains(name) { return nil }
    let near = nearestName(to: name, among: contracts.keys.sorted())
    problems.error(
      at: place, "there is no contract `\(name)`",
      mend: near.map { "did you mean `\($0)`?" } ?? "`contracts:` names them")
    return nil
  }

  // MARK: The whole

  private mutating func warnOfUnused(_ values: OptionValues) {
    guard !problems.hasErrors, values[Language.pipelines]?.entries?.isEmpty == false else { return }
    for connection in connections where !usedConnections.contains(connection.name) {
      problems.add(Problem(.warning, at: connection.place, "no pipeline uses the connection `\(connection.name)`"))
    }
    for contract in values[Language.contracts]?.entries ?? [] where !usedContracts.contains(contract.name) {
      problems.add(Problem(.warning, at: contract.key.place, "no pipeline uses the contract `\(contract.name)`"))
    }
  }

  /// Finds which pipelines fill which, and refuses circles.
  private mutating func connect(_ plan: inout Plan) {
    for index in plan.pipelines.indices {
      guard let place = plan.pipelines[index].source.place else { continue }
      plan.pipelines[index].fedBy = plan.pipelines.filter { $0.sinks.contains { $0.sink.place == place } }.map(\.name)
    }
    for pipeline in plan.pipelines where reaches(pipeline.name, from: pipeline.fedBy, plan) {
      problems.error(
        at: places[pipeline.name] ?? .nowhere, "pipeline `\(pipeline.name)` fills its own source, by a circle",
        mend: "let one of the pipelines write elsewhere")
      return
    }
  }

  private func reaches(_ name: String, from names: [String], _ plan: Plan) -> Bool {
    var open = names
    var seen: Set<String> = []
    while let next = open.popLast() {
      if next == name { return true }
      guard seen.insert(next).inserted else { continue }
      open += plan.pipelines.first { $0.name == next }?.fedBy ?? []
    }
    return false
  }
}

extension Node {
  /// The tree without the top-level keys that begin with `x-`, which are people's own.
  fileprivate var withoutExtensions: Node {
    guard let entries else { return self }
    return Node(.mapping(entries.filter { !$0.name.hasPrefix("x-") }), at: place, end: end)
  }

  /// The tree as text that doesn't change with places or spacing. What `${…}` stands for isn't in it.
  var canonicalText: String {
    switch value {
    case .null: "null"
    case .scalar(let scalar): "\"" + scalar.asWritten + "\""
    case .sequence(let items): "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.name):\($0.value.canonicalText)" }.joined(separator: ",") + "}"
    }
  }
}
