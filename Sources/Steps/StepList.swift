package import Columns
package import Specifications

/// The steps of a pipeline, one after the other, held against the columns that reach the first.
package struct StepList: Sendable {
  package let steps: [any Step]
  /// The columns that leave the last step.
  package let schema: Schema

  /// Holds steps against columns; nil if there are mistakes, all of which are recorded.
  package init?(_ declarations: [any StepDeclaration], over schema: Schema, _ problems: inout Problems) {
    guard let list = Self.check(declarations, over: [schema], &problems)?.first else { return nil }
    self = list
  }

  private init(steps: [any Step], schema: Schema) {
    self.steps = steps
    self.schema = schema
  }

  /// Holds steps against the columns of each contract that can reach them, and gives the steps for each; nil if there
  /// are mistakes, all of which are recorded, once where several contracts have them.
  ///
  /// A column that none has is a mistake; where only some have it, what works on one column does nothing for the
  /// others. `names` are what the contracts are called.
  package static func check(
    _ declarations: [any StepDeclaration], over schemas: [Schema], named names: [String] = [],
    _ problems: inout Problems
  ) -> [StepList]? {
    var columns = schemas.map { KnownColumns($0) }
    var steps = schemas.map { _ in [any Step]() }
    for declaration in declarations {
      let all = Set(columns.flatMap { $0.schema.fields.map { $0.name.lowercased() } + $0.broken })
      var found = FoundMistakes(names: names)
      for index in columns.indices {
        columns[index].elsewhere = all
        var problems = Problems()
        if let step = declaration.step(over: &columns[index], &problems) { steps[index].append(step) }
        found.add(problems, of: index)
      }
      found.report(of: columns.count, &problems)
    }
    guard steps.allSatisfy({ $0.count == declarations.count }) else { return nil }
    return schemas.indices.map { StepList(steps: steps[$0], schema: columns[$0].schema) }
  }
}

/// The mistakes that one step has for several contracts.
private struct FoundMistakes {
  let names: [String]
  private var all: [(problem: Problem, contracts: [Int])] = []

  init(names: [String]) { self.names = names }

  mutating func add(_ problems: Problems, of contract: Int) {
    for problem in problems.all {
      // What stands at one place is one mistake, though each contract has its own near names.
      if let index = all.firstIndex(where: { $0.problem.place == problem.place && $0.problem.end == problem.end }) {
        if all[index].contracts.last != contract {
          all[index].contracts.append(contract)
        } else if all[index].problem != problem {
          all.append((problem, [contract]))
        }
      } else {
        all.append((problem, [contract]))
      }
    }
  }

  func report(of count: Int, _ problems: inout Problems) {
    for (problem, contracts) in all {
      guard contracts.count < count, let first = contracts.first, names.indices.contains(first) else {
        problems.add(problem)
        continue
      }
      problems.add(
        Problem(
          problem.severity, at: problem.place, end: problem.end,
          "for the contract `\(names[first])`: \(problem.message)", mend: problem.mend))
    }
  }
}
