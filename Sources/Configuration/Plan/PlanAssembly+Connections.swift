import Engine
import Specifications

extension PlanAssembly {
  /// The connection that a kind is on: its type and options; neither where it needs none.
  struct Chosen {
    var type: String?
    var values: ConnectionValues?
  }

  /// The connection that a kind names; none where the kind needs none.
  mutating func connection(of selection: Selection) -> Chosen? {
    guard selection.values.has(TopicKind.connection) else { return Chosen() }
    let name = selection.values[TopicKind.connection]
    guard let found = connections.first(where: { $0.name == name }) else {
      if broken.contains(name) { return nil }
      let near = nearestName(to: name, among: connections.map(\.name))
      problems.error(
        at: selection.values.place(of: TopicKind.connection), "there is no connection `\(name)`",
        mend: near.map { "did you mean `\($0)`?" }
          ?? (connections.isEmpty
            ? "`connections:` names them" : "there is " + enumeration(of: connections.map(\.name))))
      return nil
    }
    usedConnections.insert(name)
    return Chosen(type: found.value.name, values: ConnectionValues(name: name, values: found.value.values))
  }

  mutating func unfit(_ selection: Selection, _ side: String, _ connection: Chosen) {
    let type = connection.type ?? ""
    problems.error(
      at: selection.place, "a connection of type \(type) has no \(selection.name) as a \(side) in this build",
      mend: "name a connection of another type")
  }
}
