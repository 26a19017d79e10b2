import Columns
import Configuration
import Contracts
import Engine
import Specifications

/// What changed from one configuration to another, and what a run would make of it.
struct Comparison {
  let old: CheckedConfiguration
  let new: CheckedConfiguration

  /// The changes as lines for people.
  var text: String {
    guard let before = old.plan, let after = new.plan else { return "" }
    var lines: [String] = []
    var gone = before.pipelines.map(\.name)
    for pipeline in after.pipelines {
      let known = [pipeline.name] + pipeline.formerNames
      guard let former = before.pipelines.first(where: { known.contains($0.name) }) else {
        lines.append("+ pipeline \(pipeline.name): \(pipeline.sourceTitle) → \(Self.sinks(of: pipeline))")
        continue
      }
      gone.removeAll { $0 == former.name }
      lines += changes(from: former, to: pipeline)
    }
    for name in gone {
      let near = after.pipelines.first { pipeline in
        !before.pipelines.contains { $0.name == pipeline.name } && pipeline.formerNames.isEmpty
      }
      lines.append("- pipeline \(name): its positions stay, and nothing uses them")
      if let near {
        lines.append("    if it is now called \(near.name), write `was: \(name)` there: it then keeps them")
      }
    }
    lines += changesOfContracts(before, after)
    lines += changesAtTheTop(after)
    return lines.isEmpty ? "Nothing that a run would notice has changed." : lines.joined(separator: "\n")
  }

  private static func sinks(of pipeline: PipelinePlan) -> String {
    pipeline.sinks.map(\.title).joined(separator: ", ")
  }

  // MARK: A pipeline

  private func changes(from former: PipelinePlan, to pipeline: PipelinePlan) -> [String] {
    let trees = (written(old, former.name), written(new, pipeline.name))
    var lines = Self.differences(trees.0, trees.1, except: ["was", "tests"])
    let isRenamed = former.name != pipeline.name
    if isRenamed { lines.append("keeps the positions of \(former.name)") }
    lines += beginningsAnew(former, pipeline)
    for sink in pipeline.sinks {
      guard let other = former.sinks.first(where: { $0.name == sink.name }), other.sink.creation != sink.sink.creation
      else { continue }
      if let creation = sink.sink.creation {
        lines.append("a missing table would be made as: \(creation)")
        lines.append("one that is there is left as it is: alter it, or start with another `name`")
      }
    }
    if lines.isEmpty { return [] }
    let head = isRenamed ? "~ pipeline \(former.name) → \(pipeline.name)" : "~ pipeline \(pipeline.name)"
    return [head] + lines.map { "    " + $0 }
  }

  /// Positions belong to a pipeline, a sink with its target, and a source: where one of these is another, there are none.
  private func beginningsAnew(_ former: PipelinePlan, _ pipeline: PipelinePlan) -> [String] {
    var lines: [String] = []
    let isOtherSource = place(former, \.["source"], old) != place(pipeline, \.["source"], new)
    if isOtherSource {
      lines.append("reads another source: it is read from where `from` says, by default its beginning")
    }
    for sink in pipeline.sinks {
      guard let other = former.sinks.first(where: { $0.name == sink.name }) else {
        lines.append(Self.beginning(of: sink, former, pipeline))
        continue
      }
      let ledgers = (ledger(of: other, former, old), ledger(of: sink, pipeline, new))
      if ledgers.0 != ledgers.1 {
        lines.append("its positions begin anew in \(sink.title): all that the source still holds goes there")
      }
    }
    for sink in former.sinks where !pipeline.sinks.contains(where: { $0.name == sink.name }) {
      lines.append("sink \(sink.name) is gone: its positions stay, and nothing uses them")
    }
    return lines
  }

  /// From where a sink gets records that has no positions yet.
  private static func beginning(of sink: SinkPlan, _ former: PipelinePlan, _ pipeline: PipelinePlan) -> String {
    let others = pipeline.sinks.filter { other in former.sinks.contains { $0.name == other.name } }
    let standing =
      others.isEmpty
      ? "" : ", while \(enumeration(of: others.map(\.name), joinedBy: "and")) \(others.count == 1 ? "goes" : "go") on"
    let begins =
      pipeline.source.metadata.contains(.topic)
      ? "from where `from` says" : "from the beginning of all that the source still holds"
    return "sink \(sink.name) is new: its positions begin anew, \(begins)\(standing)"
  }

  private func written(_ checked: CheckedConfiguration, _ name: String) -> Node? {
    checked.tree.root["pipelines"]?[name]
  }

  /// What a sink's positions are kept under, beside the pipeline's name.
  private func ledger(of sink: SinkPlan, _ pipeline: PipelinePlan, _ checked: CheckedConfiguration) -> String {
    let tree = written(checked, pipeline.name)
    let block = tree?["sinks"]?[sink.name] ?? tree?["sink"]
    return sink.sink.target + " in " + connection(of: block, checked)
  }

  /// The place that a source reads: its connection, and what it reads there.
  private func place(
    _ pipeline: PipelinePlan, _ part: (Node) -> Node?, _ checked: CheckedConfiguration
  ) -> String {
    guard let block = written(checked, pipeline.name).flatMap(part), let kind = block.entries?.first else { return "" }
    let names = ["name", "names", "pattern", "path", "query", "kind", "seed"]
    let options = (kind.value.entries ?? []).filter { names.contains($0.name) }.map {
      "\($0.name): \($0.value.inOneLine)"
    }
    return kind.name + options.joined(separator: ", ") + connection(of: block, checked)
  }

  private func connection(of block: Node?, _ checked: CheckedConfiguration) -> String {
    let name = block?.entries?.lazy.compactMap { $0.value["connection"]?.text }.first ?? ""
    let places = ["type", "path", "url", "host", "port", "hosts", "brokers", "endpoint", "database"]
    return places.reduce(name) { $0 + (checked.tree.root["connections"]?[name]?[$1]?.inOneLine ?? "") }
  }

  // MARK: Contracts

  private func changesOfContracts(_ before: Plan, _ after: Plan) -> [String] {
    var (lines, told): ([String], Set<String>) = ([], [])
    for pipeline in after.pipelines {
      let known = [pipeline.name] + pipeline.formerNames
      guard let former = before.pipelines.first(where: { known.contains($0.name) }) else { continue }
      for contract in pipeline.contracts {
        let other = former.contracts.first { $0.name == contract.name } ?? former.contracts.first
        guard let other, told.insert(contract.name).inserted else { continue }
        let changes = Self.changes(from: other, to: contract).map { masked($0) }
        if !changes.isEmpty { lines += ["~ contract \(contract.name)"] + changes.map { "    " + $0 } }
      }
    }
    return lines
  }

  private static func changes(from old: Contract, to new: Contract) -> [String] {
    var lines: [String] = []
    for field in new.fields {
      guard let before = old.field(field.name) else {
        lines.append("+ \(field.name): \(field.type)\(field.isRequired ? ", required" : "")")
        continue
      }
      if before.terms != field.terms || before.form != field.form {
        lines.append("\(field.name): \(before.yaml) → \(field.yaml)")
        continue
      }
      if before.type != field.type { lines.append("\(field.name): \(before.type) → \(field.type)") }
      if before.isRequired != field.isRequired {
        lines.append("\(field.name): \(field.isRequired ? "required now" : "required no more")")
      }
    }
    for field in old.fields where new.field(field.name) == nil { lines.append("- \(field.name): \(field.type)") }
    if old.key != new.key {
      lines.append("key: [\(old.key.joined(separator: ", "))] → [\(new.key.joined(separator: ", "))]")
    }
    if old.unknown != new.unknown { lines.append("unknown: \(old.unknown.rawValue) → \(new.unknown.rawValue)") }
    if old.violation != new.violation {
      lines.append("violation: \(old.violation.rawValue) → \(new.violation.rawValue)")
    }
    return lines
  }

  private func masked(_ text: String) -> String {
    HiddenTexts(in: new.tree.root).masked(HiddenTexts(in: old.tree.root).masked(text))
  }

  // MARK: What stands at the top

  /// Changes of connections, by their options' names alone, and of what holds for the whole process.
  private func changesAtTheTop(_ after: Plan) -> [String] {
    var lines: [String] = []
    for connection in new.tree.root["connections"]?.entries ?? [] {
      guard let former = old.tree.root["connections"]?[connection.name] else { continue }
      let paths = Self.differences(former, connection.value, except: []).map { $0.prefix { $0 != ":" } }
      if !paths.isEmpty { lines.append("~ connection \(connection.name): other \(paths.joined(separator: ", "))") }
    }
    for name in ["state", "memory", "max_record"] {
      let (before, now) = (old.tree.root[name]?.inOneLine, new.tree.root[name]?.inOneLine)
      if before == now { continue }
      lines.append("~ \(name): \(before ?? "by default") → \(now ?? "by default")")
      guard name == "state" else { continue }
      let beside = after.pipelines.filter { $0.sinks.contains { !$0.sink.keepsPositions } }.map(\.name)
      if !beside.isEmpty {
        lines.append("    positions of \(enumeration(of: beside, joinedBy: "and")) are kept there, and begin anew")
      }
      lines.append("    dead letters begin anew there; those kept so far stay where they are")
    }
    return lines
  }

  // MARK: Trees

  private static func differences(_ old: Node?, _ new: Node?, except: Set<String>) -> [String] {
    let before = old?.leaves() ?? []
    let after = new?.leaves() ?? []
    let isTold = { (path: String) in !except.contains(String(path.split(separator: ".").first ?? "")) }
    var lines: [String] = []
    for (path, text) in after where isTold(path) {
      guard let former = before.first(where: { $0.path == path }) else {
        lines.append("\(path): \(text) (new)")
        continue
      }
      if former.text != text { lines.append("\(path): \(former.text) → \(text)") }
    }
    for (path, text) in before where isTold(path) && !after.contains(where: { $0.path == path }) {
      lines.append("\(path): \(text) (gone)")
    }
    return lines
  }
}
