import Columns
import Contracts
import Engine
import Specifications

/// The contracts that records of a pipeline may have.
struct ChosenContracts {
  let all: [Contract]
  /// What chooses among them; nil where there is one.
  var choice: ContractChoice?
  /// Where the pipeline names them.
  let place: Place
}

extension PlanAssembly {
  mutating func contracts(
    _ values: OptionValues, _ node: Node, _ offer: SourceOffer, _ source: Selection
  ) -> ChosenContracts? {
    guard let written = values[Language.contract] else {
      if let own = offer.contract?(source.values) { return ChosenContracts(all: [own], place: source.place) }
      if let format = format(of: source)?.offer, let field = format.sole {
        let own = Contract(
          name: format.kind.name, fields: [ContractField(field.name, field.type, terms: FieldTerms())])
        return ChosenContracts(all: [own], place: source.place)
      }
      problems.error(
        at: values.place, "the pipeline has no contract, and its source brings none",
        mend: "`contract:` says which fields a record has and their types")
      return nil
    }
    guard ContractChoice.isWritten(written) else {
      return contracts.contract(written, &problems).map { ChosenContracts(all: [$0], place: written.place) }
    }
    guard let choice = ContractChoice.read(written, in: context, problems: &problems) else { return nil }
    var names: [(name: String, place: Place)] = []
    if let map = choice.map {
      for entry in map where !names.contains(where: { $0.name == entry.value }) {
        names.append((entry.value, entry.place))
      }
    } else {
      names = contracts.names.sorted().map { ($0, written.place) }
    }
    if case .contract(let name) = choice.otherwise, !names.contains(where: { $0.name == name }) {
      names.append((name, choice.otherwisePlace))
    }
    let all = names.compactMap { name, place in
      contracts.contract(named: name, at: Node(name, at: place), &problems)
    }
    guard all.count == names.count else { return nil }
    guard !all.isEmpty else {
      problems.error(at: written, "there is no contract to choose", mend: "`contracts:` names them")
      return nil
    }
    return ChosenContracts(all: all, choice: choice, place: written.place)
  }

  /// How contracts are reached that stand in files, and in tables of the connections read so far.
  func elsewhere() -> Elsewhere {
    let surroundings = Surroundings(environment: [:], files: files, workingDirectory: context.workingDirectory)
    let tables = registry.connectors
    let connections = connections
    return Elsewhere(
      in: surroundings,
      table: { name, table, node, problems throws(ElsewhereFailure) in
        guard let connection = connections.first(where: { $0.name == name }) else {
          let near = nearestName(to: name, among: connections.map(\.name))
          throw ElsewhereFailure(
            "there is no connection `\(name)`",
            mend: near.map { "did you mean `\($0)`?" } ?? "`connections:` names them")
        }
        let type = connection.value.name
        guard let read = tables.first(where: { $0.connection?.name == type })?.tableContract else {
          throw ElsewhereFailure("a connection of type \(type) has no tables to describe", mend: "name another one")
        }
        return try read(ConnectionValues(name: name, values: connection.value.values), table, node, &problems)
      })
  }
}
