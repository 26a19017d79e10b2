import Contracts
import Specifications
import Testing

/// A configuration's contracts and the files that they may come from.
struct Shelf {
  var contracts: Node = [:]
  var texts: [(path: String, text: String)] = []
  var trees: [(path: String, tree: Node)] = []
  var tables: [(name: String, contract: Contract)] = []

  var catalogue: ContractCatalogue {
    ContractCatalogue(
      contracts, in: ReadingContext(workingDirectory: "/"),
      elsewhere: Elsewhere(
        text: { [texts] path throws(ElsewhereFailure) in
          guard let file = texts.first(where: { $0.path == path.absolute }) else {
            throw ElsewhereFailure("`\(path.written)` can't be read: No such file or directory")
          }
          return file.text
        },
        tree: { [trees] path, _ throws(ElsewhereFailure) in
          guard let file = trees.first(where: { $0.path == path.absolute }) else {
            throw ElsewhereFailure("`\(path.written)` can't be read: No such file or directory")
          }
          return file.tree
        },
        table: { [tables] connection, name, _, _ throws(ElsewhereFailure) in
          guard let table = tables.first(where: { $0.name == "\(connection)/\(name)" }) else {
            throw ElsewhereFailure("there is no connection `\(connection)`", mend: "`connections:` names them")
          }
          return table.contract
        }))
  }

  /// The contract that a name, reference or block leads to, and all that is told on the way.
  func read(_ node: Node) -> (contract: Contract?, told: [String]) {
    var (catalogue, problems) = (catalogue, Problems())
    let contract = catalogue.contract(node, &problems)
    return (contract, problems.all.map(\.sentence))
  }
}

extension Contract {
  /// Each field as the configuration writes it.
  var lines: [String] { fields.map { "\($0.name): \($0.yaml)" } }
}
