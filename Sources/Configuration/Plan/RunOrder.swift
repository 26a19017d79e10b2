import Engine
import Specifications

extension PipelinePlan {
  /// Takes in when the pipeline runs.
  mutating func setOrder(_ values: OptionValues) {
    after = values[Language.after]
    orderPlace = values.place(of: Language.after)
    schedule = values[Language.schedule].map { Schedule($0) }
    stopsAll = values[Language.onFailure] == .stopAll
  }
}

/// What is to hold between the pipelines of a configuration as to which runs when.
struct RunOrder {
  /// All pipelines that are written, those with mistakes too.
  let names: [String]

  /// Checks the order, and lets the runs that follow each other end by themselves.
  func check(_ plan: inout Plan, _ problems: inout Problems) {
    for pipeline in plan.pipelines { check(pipeline, problems: &problems) }
    guard !problems.hasErrors, plan.pipelines.contains(where: { !$0.after.isEmpty || $0.schedule != nil }) else {
      return
    }
    let named = Dictionary(plan.pipelines.map { ($0.name, Links($0)) }) { first, _ in first }
    for pipeline in plan.pipelines where !pipeline.after.isEmpty {
      guard let circle = circle(from: pipeline, named) else { continue }
      problems.error(
        at: pipeline.orderPlace, "pipeline `\(pipeline.name)` would wait for itself: \(circle)",
        mend: "take one of them out of `after`, or let one write elsewhere")
      return
    }
    let repeating = repeating(named)
    for index in plan.pipelines.indices where repeating.contains(plan.pipelines[index].name) {
      plan.pipelines[index].repeats = true
      let pipeline = plan.pipelines[index]
      if pipeline.source.isEndless && pipeline.settings.until.isEmpty { plan.pipelines[index].settings.until = [.end] }
    }
    let endless = plan.pipelines.filter { $0.source.isEndless && $0.settings.until.isEmpty }
    for pipeline in plan.pipelines where !pipeline.after.isEmpty {
      for other in endless where pipeline.after.contains(other.name) {
        problems.add(
          Problem(
            .warning, at: pipeline.orderPlace,
            "`\(pipeline.name)` waits for the end of `\(other.name)`, which goes on until it is stopped",
            mend: "say in the source of `\(other.name)` what ends it, for instance `until: end`"))
      }
    }
  }

  private func check(_ pipeline: PipelinePlan, problems: inout Problems) {
    for name in pipeline.after where !names.contains(name) {
      let near = nearestName(to: name, among: names.filter { $0 != pipeline.name })
      problems.error(
        at: pipeline.orderPlace, "there is no pipeline `\(name)` that `\(pipeline.name)` could run after",
        mend: near.map { "did you mean `\($0)`?" } ?? "there is \(enumeration(of: names))")
    }
    if !pipeline.after.isEmpty && pipeline.schedule != nil {
      problems.error(
        at: pipeline.orderPlace, "pipeline `\(pipeline.name)` has a `schedule` and an `after`",
        mend: "give the schedule to the first one alone: those behind it run after each of its runs")
    }
  }

  /// What a pipeline waits for.
  private struct Links {
    let after: [String]
    let fedBy: [String]
    let isScheduled: Bool

    init(_ pipeline: PipelinePlan) {
      (after, fedBy, isScheduled) = (pipeline.after, pipeline.fedBy, pipeline.schedule != nil)
    }
  }

  /// The pipelines that run again and again, by their schedule or behind one that does.
  private func repeating(_ named: [String: Links]) -> Set<String> {
    var behind: [String: [String]] = [:]
    for (name, links) in named { for other in links.after { behind[other, default: []].append(name) } }
    var open = named.filter(\.value.isScheduled).map(\.key)
    var found: Set<String> = []
    while let name = open.popLast() {
      if found.insert(name).inserted { open += behind[name] ?? [] }
    }
    return found
  }

  /// The way on which a pipeline waits for itself; nil if there is none.
  private func circle(from pipeline: PipelinePlan, _ named: [String: Links]) -> String? {
    var ways = pipeline.after.map { [$0] }
    var seen: Set<String> = []
    while let way = ways.popLast() {
      guard let last = way.last else { continue }
      if last == pipeline.name { return ([pipeline.name] + way).joined(separator: " → ") }
      guard seen.insert(last).inserted, let next = named[last] else { continue }
      ways += (next.after + next.fedBy).map { way + [$0] }
    }
    return nil
  }
}
