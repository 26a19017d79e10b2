import Configuration
import Engine
import Specifications

/// Configurations read and checked, with nothing shown yet.
struct CheckedConfiguration {
  /// The plan, if there is no mistake.
  let plan: Plan?
  let tree: ConfigurationTree
  let problems: Problems

  /// Reads and checks files (without any, the folder's only configuration).
  init(_ paths: [String], in surroundings: Surroundings) {
    tree = paths.isEmpty ? .loadOnly(in: surroundings) : ConfigurationTree.load(paths, in: surroundings)
    var problems = tree.problems
    plan =
      problems.hasErrors
      ? nil
      : Plan.assemble(
        tree.root, home: tree.home, registry: .all, context: surroundings.context, files: surroundings.files,
        problems: &problems)
    self.problems = problems
  }

  /// What people are told of mistakes and warnings; empty if there are none.
  var told: String {
    let list = problems.rendered(with: tree.texts)
    if plan != nil { return list }
    let count = problems.errorCount
    return list + "\(list.isEmpty ? "" : "\n")\(count) \(count == 1 ? "mistake" : "mistakes"); nothing was run\n"
  }
}

/// A plan read from the files of a command line, with what was found wrong already shown.
struct LoadedPlan {
  let plan: Plan
  /// Makes the plan anew, with sources and sinks of its own, for pipelines that run again; nil if what it reads beside
  /// the configuration has changed so that it no longer fits.
  let remake: @Sendable () -> Plan?

  /// Reads and checks the files (without any, the folder's only configuration); nil if something is wrong.
  init?(_ paths: [String]) {
    let surroundings = Surroundings.ofProcess()
    let checked = CheckedConfiguration(paths, in: surroundings)
    let told = checked.told
    if !told.isEmpty { Terminal.error(String(told.dropLast())) }
    guard let plan = checked.plan else { return nil }
    self.plan = plan
    let tree = checked.tree
    remake = {
      var problems = Problems()
      return Plan.assemble(
        tree.root, home: tree.home, registry: .all, context: surroundings.context, files: surroundings.files,
        problems: &problems)
    }
  }
}

extension Plan {
  /// The pipelines that a command line names; all, if it names none.
  func pipelines(named names: [String]) throws(UsageProblem) -> [PipelinePlan] {
    for name in names where !pipelines.contains(where: { $0.name == name }) {
      let near = nearestName(to: name, among: pipelines.map(\.name))
      throw UsageProblem(
        message: "there is no pipeline `\(name)`; "
          + (near.map { "did you mean `\($0)`?" } ?? "there is \(enumeration(of: pipelines.map(\.name)))"))
    }
    return names.isEmpty ? pipelines : pipelines.filter { names.contains($0.name) }
  }
}
