import Columns
import Contracts
import Digests
import Engine
import Specifications

extension PlanAssembly {
  /// Makes a pipeline of its options; nil if it has mistakes, all of which are recorded.
  mutating func pipeline(_ named: Named<OptionValues>, _ node: Node, _ limits: Limits) -> PipelinePlan? {
    let values = named.value
    let source = values[Language.source]
    let sinks = namedSinks(values, node)
    let sourceConnection = connection(of: source)
    let sinkConnections = sinks.compactMap { connection(of: $0.selection) }
    guard let sourceConnection, !sinks.isEmpty, sinkConnections.count == sinks.count else { return nil }
    guard let offer = registry.source(source.name, on: sourceConnection.type) else {
      unfit(source, "source", sourceConnection)
      return nil
    }
    guard let contracts = contracts(values, node, offer, source) else { return nil }
    let sourceFormat = format(of: source)
    if let format = sourceFormat?.offer {
      for contract in contracts.all where !format.hasColumn(in: contract.schema) {
        problems.error(
          at: contracts.place,
          "records of \(format.kind.name) have one field, \(format.soleText), "
            + "which \(contracts.choice == nil ? "the contract" : "contract `\(contract.name)`") lacks",
          mend: "name it so, or let the contract have it alone")
      }
    }
    let request = SourceRequest(
      pipeline: named.name, options: source.values, connection: sourceConnection.values,
      splitter: sourceFormat.map { $0.offer.splitter($0.values) }, schema: contracts.all[0].schema,
      maxRecord: limits.record, folder: FilePath.folder(of: context.path(named.place.file, at: .nowhere).absolute))
    guard let madeSource = offer.make(request, &problems) else { return nil }
    let metadata = metadata(of: madeSource, namedIn: node)
    guard let drafts = drafts(contracts, values, sinks, metadata) else { return nil }
    var plans: [SinkPlan] = []
    for (index, (sink, connection)) in zip(sinks, sinkConnections).enumerated() {
      let forms = drafts.map { $0.forms[index] }
      if let plan = sinkPlan(sink, connection, forms, named.name, madeSource, formerNames: values[Language.was], limits)
      {
        plans.append(plan)
      }
    }
    guard plans.count == sinks.count else { return nil }
    var routes: [Route] = []
    for (number, draft) in drafts.enumerated() {
      guard
        let decoder = offer.decoder?(source.values, draft.decoded)
          ?? sourceFormat.map({ $0.offer.decoder($0.values, draft.decoded, draft.terms) })
      else { return nil }
      routes.append(draft.route(decoder, form: number))
    }
    var fork: Fork?
    if let choice = contracts.choice {
      let whole = sourceFormat.flatMap { format in format.offer.whole.map { $0(format.values) } }
      fork = choice.fork(
        routes.map(\.contract), over: knownOfMessages(madeSource), whole: whole,
        amongPersonal: routes.contains { $0.decoder.schema.isPersonal }, &problems)
      if fork == nil { return nil }
    }
    var plan = PipelinePlan(
      name: named.name, source: madeSource, sinks: plans,
      processing: Processing(pipeline: named.name, routes: routes, fork: fork, metadata: metadata),
      settings: settings(named.name, values, source), hash: SHA256.digest(of: node.withoutTests.canonicalText).hex,
      contracts: contracts.all,
      sourceTitle: title(source, sourceConnection) { $0[TopicKind.name] })
    if let letters = values[Language.deadLetters] {
      guard let terms = letterTerms(letters) else { return nil }
      plan.letters = terms
    }
    plan.settings.connectSourceWithin = sourceConnection.values?.values[Language.connectWithin]
    plan.settings.connectSinkWithin = sinkConnections.compactMap { $0.values?.values[Language.connectWithin] }.min()
    plan.setOrder(values)
    plan.tests = tests(
      plan, values, node["tests"], format: sourceFormat, brings: offer.decoder != nil, drafts, limits)
    return plan
  }

  private mutating func letterTerms(_ letters: OptionValues) -> LetterTerms? {
    var terms = LetterTerms(keep: letters[DeadLetterOptions.keep], room: letters[DeadLetterOptions.maxBytes])
    guard let to = letters[DeadLetterOptions.to] else { return terms }
    guard let connection = connection(of: to) else { return nil }
    guard let offer = registry.letters(to.name, on: connection.type) else {
      unfit(to, "place for dead letters", connection)
      return nil
    }
    terms.outlet = offer.make(to.values, connection.values)
    return terms
  }

  /// Makes one of the pipeline's sinks.
  private mutating func sinkPlan(
    _ sink: NamedSink, _ connection: Chosen, _ forms: [SinkForm], _ pipeline: String, _ source: any Source,
    formerNames: [String], _ limits: Limits
  ) -> SinkPlan? {
    guard let offer = registry.sink(sink.selection.name, on: connection.type) else {
      unfit(sink.selection, "sink", connection)
      return nil
    }
    let format = format(of: sink.selection)
    var request = SinkRequest(
      pipeline: pipeline, name: sink.name, options: sink.selection.values, connection: connection.values,
      encoder: format.map { $0.offer.encoder($0.values) }, forms: forms, memory: limits.memory)
    let keeps = forms.contains { $0.schema.index(of: Metadata.unknown.rawValue) != nil }
    if keeps, format?.offer.keepsUnknown != true {
      problems.error(
        at: sink.selection.place, "the contract keeps unknown fields, which \(sink.selection.name) has no place for",
        mend: "write JSON, or let the contract say `unknown: drop`")
      return nil
    }
    if let format = format?.offer {
      for form in forms where !format.hasColumn(in: form.schema.withoutMetadata) {
        let names = form.schema.withoutMetadata.fields.map(\.name)
        problems.error(
          at: sink.selection.place,
          "\(format.kind.name) writes one column, and these arrive: \(enumeration(of: names, joinedBy: "and"))",
          mend: "end the steps with `select: [COLUMN]`, or `set` one of the name \(format.soleText)")
        return nil
      }
    }
    request.formerNames = formerNames
    guard let made = offer.make(request, &problems) else { return nil }
    let another: @Sendable () -> any Sink = { [request] in
      // What is wrong was told when the first was made.
      var told = Problems()
      return offer.make(request, &told) ?? made
    }
    return SinkPlan(
      name: sink.name, sink: made, another: another,
      title: title(sink.selection, connection) { $0[TopicKind.target].written },
      guarantee: source.keepsPositions ? made.guarantee : .atLeastOnce,
      reason: source.keepsPositions ? made.reason : "the source keeps no position")
  }

  private func settings(_ name: String, _ values: OptionValues, _ source: Selection) -> PipelineSettings {
    var settings = PipelineSettings(name: name)
    settings.rate = values[Language.rate]
    if let retry = values[Language.retry] {
      settings.retry = RetryPolicy(
        attempts: retry[Language.Retry.attempts], base: retry[Language.Retry.base], cap: retry[Language.Retry.cap])
    }
    settings.stopAbove = StopAbove()
    if let letters = values[Language.deadLetters] { settings.stopAbove = letters[DeadLetterOptions.stopAbove] }
    settings.batchAge = values[Language.batch]?[Language.Batch.age] ?? .seconds(1)
    if let batch = values[Language.batch] {
      settings.batch = ReadLimit(
        records: batch[Language.Batch.records], bytes: batch[Language.Batch.bytes].bytes)
    }
    if source.values.has(Ending.until) { settings.until = source.values[Ending.until] }
    return settings
  }

  // MARK: Metadata

  /// What is made of that which the source knows of records beside their fields: what the pipeline's text doesn't name
  /// isn't made. Naming too much costs a column, and changes nothing.
  private func metadata(of source: any Source, namedIn node: Node) -> [Metadata] {
    let named = node.metadataNamed
    return Metadata.allCases.filter { one in
      switch one {
      case .value, .unknown: false
      case .contract: named.contains(one)
      default: source.metadata.contains(one) && named.contains(one)
      }
    }
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

  // MARK: Names and formats

  private func title(_ selection: Selection, _ connection: Chosen, named name: (OptionValues) -> String) -> String {
    guard let connection = connection.values?.name else { return selection.name }
    return "\(selection.name) \(name(selection.values)) on \(connection)"
  }

  func format(of selection: Selection) -> (offer: FormatOffer, values: OptionValues)? {
    guard selection.values.has(FormatKind.chosen) else { return nil }
    let chosen = selection.values[FormatKind.chosen]
    return registry.formats.first { $0.kind.name == chosen.name }.map { ($0, chosen.values) }
  }
}

extension FormatOffer {
  /// Whether a format of a single column finds it among others; a format of many always does.
  fileprivate func hasColumn(in schema: Schema) -> Bool {
    guard let sole else { return true }
    return schema.fields.count == 1 || FieldNames(schema.fields).meaning(of: sole.name) != nil
  }

  /// The name of that column.
  fileprivate var soleText: String { "`\(sole?.name ?? "")`" }
}
