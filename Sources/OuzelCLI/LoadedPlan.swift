import Configuration
import Engine
import Specifications

/// A plan read from the files of a command line, with what was found wrong already shown.
struct LoadedPlan {
  let plan: Plan

  /// Reads and checks the files (without any, the folder's only configuration); nil if something is wrong.
  init?(_ paths: [String]) {
    let surroundings = Surroundings.ofProcess()
    let tree = paths.isEmpty ? .loadOnly(in: surroundings) : ConfigurationTree.load(paths, in: surroundings)
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
  }
}
