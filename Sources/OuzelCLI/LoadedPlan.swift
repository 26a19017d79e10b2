import Configuration
import Engine
import Specifications

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A plan read from the files of a command line, with what was found wrong already shown.
struct LoadedPlan {
  let plan: Plan

  /// Reads and checks the files (without any, the folder's only configuration); nil if something is wrong.
  init?(_ paths: [String]) {
    let surroundings = Surroundings(environment: Self.environment, workingDirectory: Self.workingDirectory)
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

  private static var environment: [String: String] {
    var values: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let parts = unsafe String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
      unsafe next += 1
    }
    return values
  }

  static var workingDirectory: String {
    guard let path = unsafe getcwd(nil, 0) else { return "/" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  static func variable(_ name: String) -> String? { environment[name] }
}
