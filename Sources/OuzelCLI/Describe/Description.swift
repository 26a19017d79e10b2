import Columns
import Configuration
import Contracts
import Engine
import Specifications

/// A configuration as a page of Markdown: what moves where, with which promise, and what records look like.
struct Description {
  let plan: Plan
  let tree: ConfigurationTree

  var text: String {
    var text = "# \(tree.files.last?.path ?? "Configuration")\n\n\(picture)\n"
    for pipeline in plan.pipelines { text += "\n" + section(pipeline) }
    text += contracts + connections
    return text
  }

  // MARK: The picture

  /// A Mermaid flowchart, in which what one pipeline fills and another reads is one place.
  private var picture: String {
    var places: [String] = []
    func id(_ title: String) -> String {
      if let index = places.firstIndex(of: title) { return "place\(index)" }
      places.append(title)
      return "place\(places.count - 1)"
    }
    var arrows: [String] = []
    for (index, pipeline) in plan.pipelines.enumerated() {
      // Two pipelines that read files read others.
      let source =
        pipeline.sourceTitle.contains(" ") ? pipeline.sourceTitle : "\(pipeline.sourceTitle) of \(pipeline.name)"
      arrows.append("  \(id(source)) --> pipeline\(index)[[\"\(Self.label(pipeline.name))\"]]")
      for sink in pipeline.sinks {
        let title = sink.title.contains(" ") ? sink.title : "\(sink.title) of \(pipeline.name)"
        let label = pipeline.sinks.count > 1 ? "|\"\(Self.label(sink.name))\"| " : " "
        arrows.append("  pipeline\(index) -->\(label)\(id(title))")
      }
    }
    let shapes = places.enumerated().map { "  place\($0)[(\"\(Self.label($1))\")]" }
    return "```mermaid\nflowchart LR\n" + (shapes + arrows).joined(separator: "\n") + "\n```\n"
  }

  private static func label(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "\"" ? "#quot;" : $1 == "#" ? "#35;" : String($1) }
  }

  // MARK: Pipelines

  private func section(_ pipeline: PipelinePlan) -> String {
    var text = "## Pipeline `\(pipeline.name)`\n\n"
    if let description = pipeline.description { text += "\(description)\n\n" }
    if let owner = pipeline.owner { text += "Ask \(owner).\n\n" }
    if !pipeline.formerNames.isEmpty {
      text += "Once called \(enumeration(of: pipeline.formerNames, joinedBy: "and")), whose positions it keeps.\n\n"
    }
    text += "- reads \(pipeline.sourceTitle)\n"
    if !pipeline.fedBy.isEmpty { text += "- filled by \(enumeration(of: pipeline.fedBy, joinedBy: "and"))\n" }
    let names = pipeline.contracts.map(\.name)
    text += "- records as \(enumeration(of: names, joinedBy: "and"))\n"
    let written = tree.root["pipelines"]?[pipeline.name]
    for sink in pipeline.sinks {
      let block = written?["sinks"]?[sink.name]
      let when = block?["when"].map { ", when `\($0.text == "otherwise" ? "otherwise" : $0.inOneLine)`" } ?? ""
      text += "- writes \(sink.title)\(when), **\(sink.guarantee.rawValue)**: \(sink.reason)\n"
      if let steps = block?["steps"]?.items, !steps.isEmpty {
        text += "  - with steps of its own: " + steps.map { "`\($0.inOneLine)`" }.joined(separator: ", ") + "\n"
      }
    }
    if let title = pipeline.letters.title { text += "- sends dead letters to \(title), too\n" }
    if let schedule = pipeline.schedule {
      text += "- runs at `\(schedule.cron)` in \(written?["schedule"]?["zone"]?.text ?? "UTC")\n"
    }
    if !pipeline.after.isEmpty { text += "- runs after \(enumeration(of: pipeline.after, joinedBy: "and"))\n" }
    if let steps = written?["steps"]?.items, !steps.isEmpty {
      text += "\nSteps:\n\n"
      for (index, step) in steps.enumerated() { text += "\(index + 1). `\(step.inOneLine)`\n" }
    }
    let creations = pipeline.sinks.compactMap(\.sink.creation)
    if !creations.isEmpty {
      text += "\nMade where it is missing:\n\n```sql\n" + creations.map { "\($0);\n" }.joined() + "```\n"
    }
    return text
  }

  // MARK: Contracts

  private var contracts: String {
    var (text, told) = ("", Set<String>())
    for pipeline in plan.pipelines {
      for contract in pipeline.contracts {
        let written = tree.root["contracts"]?[contract.name] ?? tree.root["pipelines"]?[pipeline.name]?["contract"]
        let name =
          tree.root["contracts"]?[contract.name] == nil ? "\(contract.name) of \(pipeline.name)" : contract.name
        guard told.insert(name).inserted else { continue }
        text += "\n## Contract `\(name)`\n\n| field | type | | constraints |\n| --- | --- | --- | --- |\n"
        for field in contract.fields { text += row(field, in: contract, written?["fields"]?[field.name]) }
        if !contract.key.isEmpty { text += "\nKey: \(enumeration(of: contract.key, joinedBy: "and")).\n" }
      }
    }
    return text
  }

  /// A field as it was written, so that what a reference brings isn't shown; of personal data only that it is such.
  private func row(_ field: ContractField, in contract: Contract, _ written: Node?) -> String {
    var terms: [String] = []
    for entry in written?.entries ?? [] where !["type", "required", "pii"].contains(entry.name) {
      let isShown = !field.form.isPersonal || ["ignore_case", "also_named", "formats", "write"].contains(entry.name)
      terms.append("`\(entry.name): \(isShown ? entry.shown.inOneLine : "«personal»")`")
    }
    let marks = [field.isRequired ? "required" : nil, field.form.isPersonal ? "personal" : nil].compactMap { $0 }
    let cells = ["`\(field.name)`", "`\(field.type)`", marks.joined(separator: ", "), terms.joined(separator: ", ")]
    return "| "
      + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
      .joined(separator: " | ") + " |\n"
  }

  // MARK: Connections

  private var connections: String {
    let used = tree.root["connections"]?.entries ?? []
    if used.isEmpty { return "" }
    var text = "\n## Connections\n\n| name | type | options |\n| --- | --- | --- |\n"
    for connection in used {
      // What is no reference and may be a secret is left out: the names of options tell enough.
      let options = (connection.value.entries ?? []).filter { $0.name != "type" }.map { entry in
        Self.isPlace(entry.name) ? "`\(entry.name): \(entry.shown.inOneLine)`" : "`\(entry.name)`"
      }
      text +=
        "| `\(connection.name)` | \(connection.value["type"]?.text ?? "") | \(options.joined(separator: ", ")) |\n"
    }
    return text
  }

  private static func isPlace(_ option: String) -> Bool {
    ["path", "host", "hosts", "port", "database", "keyspace", "brokers", "bucket", "account"].contains(option)
  }
}
