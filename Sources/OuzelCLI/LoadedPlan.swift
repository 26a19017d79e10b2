import Configuration
import Engine
import Specifications

/// A plan read from the files of a command line, with what was found wrong already shown.
struct LoadedPlan {
  let plan: Plan
  /// Makes the plan anew, with sources and sinks of its own, for pipelines that run again; nil if what it reads beside
  /// the configuration has changed so that it no longer fits.
  let remake: @Sendable () -> Plan?

  /// Reads and checks the files (without any, the folder's only configuration); nil if something is wrong.
  init?(_ paths: [String]) {
    let surroundings = Surroundings.ofProcess()
    let tree: ConfigurationTree =
      paths.isEmpty ? .loadOnly(in: surroundings) : ConfigurationTree.load(paths, in: surroundings)
    var problems = tree.problems
    var plan: Plan?
    if !problems.hasErrors {
      plan = Plan.assemble(
        tree.root, home: tree.home, registry: .all, context: surroundings.context, problems: &problems)
    }
    if !problems.isEmpty { Terminal.error(problems.rendered(with: tree.texts)) }
    guard let plan else {
      let count = problems.errorCount
      Terminal.error("\(count) \(count == 1 ? "mistake" : "mistakes"); nothing was run")
      return nil
    }
    self.plan = plan
    remake = {
      var problems = Problems()
      return Plan.assemble(
        tree.root, home: tree.home, registry: .all, context: surroundings.context, problems: &problems)
    }
  }
}
