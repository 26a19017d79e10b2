import Columns
import Engine
import Specifications

extension PlanAssembly {
  /// The tests of a pipeline; nil where it has none. A source that `brings` its own decoder gets its records by JSON.
  mutating func tests(
    _ plan: PipelinePlan, _ values: OptionValues, _ node: Node?,
    format: (offer: FormatOffer, values: OptionValues)?, brings: Bool, _ drafts: [RouteDraft], _ limits: Limits
  ) -> PipelineTests? {
    let written = values[Language.tests]
    guard !written.isEmpty, let schema = drafts.first?.decoded else { return nil }
    guard let format = brings ? json(of: node) : format else { return nil }
    var (processing, reading) = (plan.processing, TestBench.Reading.messages)
    if brings {
      let routes = drafts.enumerated().map { number, draft in
        draft.route(format.offer.decoder(format.values, draft.decoded, draft.terms), form: number)
      }
      processing = Processing(
        pipeline: plan.name, routes: routes, fork: processing.fork, metadata: processing.metadata)
      reading = .records
    } else if !plan.source.metadata.contains(.topic) {
      reading = .stream(format.offer.splitter(format.values), maxRecord: limits.record)
    }
    let bench = TestBench(
      pipeline: plan.name, source: plan.source, processing: processing,
      sinks: plan.sinks,
      forms: plan.sinks.indices.map { index in drafts.map { $0.forms[index] } }, reading: reading)
    var tests = TestReading(bench, files: files, problems: problems) { record, problems in
      format.offer.sample(record, format.values, schema, &problems)
    } bytes: {
      format.offer.bytes($0, format.values)
    }
    let all = tests.tests(written, of: node)
    problems = tests.problems
    return PipelineTests(all: all, bench: bench)
  }

  private mutating func json(of node: Node?) -> (offer: FormatOffer, values: OptionValues)? {
    guard let offer = registry.formats.first(where: { $0.kind.name == "json" }),
      let values = offer.kind.read([:], in: context, problems: &problems)
    else {
      if let node {
        problems.error(at: node, "the pipeline's source has no format in which a test could give its records")
      }
      return nil
    }
    return (offer, values)
  }
}

extension Node {
  /// A pipeline without what changes nothing of what it does.
  var withoutTests: Node {
    guard let entries else { return self }
    return Node(.mapping(entries.filter { $0.name != "tests" }), at: place, end: end)
  }
}
