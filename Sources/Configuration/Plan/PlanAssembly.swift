import Contracts
import Engine
package import Specifications

extension Plan {
  /// Makes a plan of a configuration's tree, and records all that can be told to be wrong without a connection.
  package static func assemble(
    _ root: Node, home: String, registry: Registry, context: ReadingContext, files: FileAccess = .disk,
    problems: inout Problems
  ) -> Plan? {
    var assembly = PlanAssembly(
      registry: registry, context: context, home: home, files: files, problems: problems)
    let plan = assembly.run(root)
    problems = assembly.problems
    return problems.hasErrors ? nil : plan
  }
}

/// A plan in the making.
struct PlanAssembly {
  let registry: Registry
  let context: ReadingContext
  let home: String
  var problems: Problems
  /// What the configuration's files, and those that it names, are read by.
  let files: FileAccess
  let language: Language
  var connections: [Named<Selection>] = []
  /// Connections that have mistakes, which are told where they stand.
  var broken: Set<String> = []
  var usedConnections: Set<String> = []
  var contracts: ContractCatalogue
  /// Where each pipeline is named.
  private var places: [String: Place] = [:]

  init(registry: Registry, context: ReadingContext, home: String, files: FileAccess, problems: Problems) {
    self.registry = registry
    self.context = context
    self.home = home
    self.files = files
    self.problems = problems
    language = Language(registry)
    contracts = ContractCatalogue(nil, in: context)
  }

  /// What bounds the memory of a pipeline's parts.
  struct Limits {
    let memory: ByteCount
    let record: ByteCount
  }

  mutating func run(_ root: Node) -> Plan? {
    guard let values = language.root.read(root.withoutExtensions, in: context, problems: &problems) else {
      // What stands below is read all the same, since its mistakes are worth telling too.
      _ = named(root["connections"], language.connection)
      return nil
    }
    var plan = Plan(state: values[Language.state]?.absolute ?? home + "/.ouzel")
    plan.memory = values[Language.memory]
    connections = named(values[Language.connections], language.connection)
    broken = Set(values[Language.connections]?.entries?.map(\.name) ?? []).subtracting(connections.map(\.name))
    contracts = ContractCatalogue(values[Language.contracts], in: context, elsewhere: elsewhere())
    for file in root["include"]?.items ?? [] { contracts.include(file, &problems) }
    contracts.readAll(&problems)
    let maxRecord = values[Language.maxRecord] ?? ByteCount(plan.memory.bytes / 8)
    let written = values[Language.pipelines]?.entries ?? []
    var formerNames: [String: Place] = [:]
    for pipeline in named(values[Language.pipelines], .block(language.pipeline)) {
      let node = written.first { $0.name == pipeline.name }?.value ?? root
      if var made = self.pipeline(pipeline, node, Limits(memory: plan.memory, record: maxRecord)) {
        made.description = pipeline.value[Language.description]
        made.owner = pipeline.value[Language.owner]
        made.formerNames = pipeline.value[Language.was]
        places[pipeline.name] = pipeline.place
        formerNames[pipeline.name] = pipeline.value.place(of: Language.was)
        plan.pipelines.append(made)
      }
    }
    plan.checkFormerNames(formerNames, &problems)
    warnOfUnused(values)
    connect(&plan)
    RunOrder(names: written.map(\.name)).check(&plan, &problems)
    if written.isEmpty && !problems.hasErrors {
      problems.error(at: root, "the configuration has no pipeline", mend: "`pipelines:` names what is moved")
    }
    return plan
  }

  /// Reads blocks under names, one by one; those with mistakes are left out.
  private mutating func named<Value>(_ node: Node?, _ kind: ValueKind<Value>) -> [Named<Value>] {
    var all: [Named<Value>] = []
    for entry in node?.entries ?? [] {
      var reading = Reading(in: context, problems: problems)
      let one = Node(.mapping([entry]), at: entry.key.place)
      all += ValueKind<[Named<Value>]>.map(of: kind).read(one, &reading) ?? []
      problems = reading.problems
    }
    return all
  }

  private mutating func warnOfUnused(_ values: OptionValues) {
    guard !problems.hasErrors, values[Language.pipelines]?.entries?.isEmpty == false else { return }
    let contracts = values[Language.contracts]?.canonicalText ?? ""
    let pipelines = values[Language.pipelines]?.canonicalText ?? ""
    for connection in connections where !usedConnections.contains(connection.name) {
      // A contract may be that of one of its tables.
      let reference = "table:\(connection.name)/"
      if contracts.contains(reference) || pipelines.contains(reference) { continue }
      problems.add(Problem(.warning, at: connection.place, "no pipeline uses the connection `\(connection.name)`"))
    }
    for contract in values[Language.contracts]?.entries ?? [] where !self.contracts.used.contains(contract.name) {
      problems.add(Problem(.warning, at: contract.key.place, "no pipeline uses the contract `\(contract.name)`"))
    }
  }

  /// Finds which pipelines fill which, and refuses circles.
  private mutating func connect(_ plan: inout Plan) {
    var fillers: [String: [String]] = [:]
    for pipeline in plan.pipelines {
      let letters = pipeline.letters.outlet?.place
      for place in Set(pipeline.sinks.flatMap(\.sink.places) + [letters].compactMap(\.self)) {
        fillers[place, default: []].append(pipeline.name)
      }
    }
    var fedBy: [String: [String]] = [:]
    for index in plan.pipelines.indices {
      guard let place = plan.pipelines[index].source.place, let names = fillers[place] else { continue }
      plan.pipelines[index].fedBy = names
      fedBy[plan.pipelines[index].name] = names
    }
    for pipeline in plan.pipelines where !pipeline.fedBy.isEmpty {
      guard reaches(pipeline.name, from: pipeline.fedBy, fedBy) else { continue }
      problems.error(
        at: places[pipeline.name] ?? .nowhere, "pipeline `\(pipeline.name)` fills its own source, by a circle",
        mend: "let one of the pipelines write elsewhere")
      return
    }
  }

  private func reaches(_ name: String, from names: [String], _ fedBy: [String: [String]]) -> Bool {
    var open = names
    var seen: Set<String> = []
    while let next = open.popLast() {
      if next == name { return true }
      if seen.insert(next).inserted { open += fedBy[next] ?? [] }
    }
    return false
  }
}

extension Node {
  /// The tree without the top-level keys that begin with `x-`, which are people's own.
  fileprivate var withoutExtensions: Node {
    guard let entries else { return self }
    return Node(.mapping(entries.filter { !$0.name.hasPrefix("x-") }), at: place, end: end)
  }
}
