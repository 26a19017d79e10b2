package import Specifications

/// The contracts of a configuration by name, and those that stand elsewhere, each read once.
package struct ContractCatalogue: Sendable {
  private enum Entry: Sendable {
    case written(Node)
    case read(Contract)
    /// It has a mistake, which is told where it stands.
    case broken
  }

  private let elsewhere: Elsewhere
  private let context: ReadingContext
  private var entries: [(name: String, entry: Entry)] = []
  /// The names that are being read, from the outermost on.
  private var open: [String] = []
  /// The names that were asked for, and those to which these add.
  package private(set) var used: Set<String> = []
  /// Which contract adds to which.
  private var additions: [(name: String, base: String)] = []

  /// The contracts under a configuration's `contracts:`, not yet read.
  package init(_ contracts: Node?, in context: ReadingContext, elsewhere: Elsewhere = .nowhere) {
    self.context = context
    self.elsewhere = elsewhere
    for entry in contracts?.entries ?? [] { entries.append((entry.name, .written(entry.value))) }
  }

  /// The names of all contracts, in their order.
  package var names: [String] { entries.map(\.name) }

  /// Adds a contract for each table of a `columns:` file that is included; `node` says where. One that the
  /// configuration has itself under that name stays.
  package mutating func include(_ node: Node, _ problems: inout Problems) {
    guard let reference = ContractReference(node, &problems) else { return }
    guard reference.scheme == .columns, reference.part == nil else {
      problems.error(
        at: node, "`\(reference.scheme.rawValue):` brings one contract, and `include` takes whole files of them",
        mend: "write `contracts: { \(reference.name): \"\(node.text ?? "")\" }`")
      return
    }
    guard let file = columnsFile(reference, node, &problems) else { return }
    for table in file.tables where !names.contains(table.name) {
      let contract = table.contract(named: table.name, at: node, &problems)
      entries.append((table.name, contract.map { .read($0) } ?? .broken))
    }
  }

  /// Reads all contracts that have a name, so that the mistakes of those are told too that nobody uses.
  package mutating func readAll(_ problems: inout Problems) {
    let before = used
    for name in names { _ = contract(named: name, at: Node(name), &problems) }
    used = before
  }

  /// The contract that a name, a reference or a block says; nil where it has mistakes, which are recorded.
  package mutating func contract(_ node: Node, named name: String? = nil, _ problems: inout Problems) -> Contract? {
    guard let text = node.text else {
      var catalogue = self
      defer { self = catalogue }
      return Contract.read(node, name: name ?? "contract", in: context, problems: &problems) { base, problems in
        catalogue.contract(base, &problems)
      }
    }
    if ContractReference.isOne(text) { return referred(node, named: name, &problems) }
    return contract(named: text, at: node, &problems)
  }

  /// `sqll:a.sql` with the scheme that was meant.
  private static func otherScheme(_ name: String) -> String? {
    guard let colon = name.firstIndex(of: ":") else { return nil }
    let schemes = ContractReference.Scheme.allCases.map(\.rawValue)
    return nearestName(to: String(name[..<colon]), among: schemes).map { $0 + name[colon...] }
  }

  /// The contract of a name, for which `node` asks.
  package mutating func contract(named name: String, at node: Node, _ problems: inout Problems) -> Contract? {
    use(name)
    guard let index = entries.firstIndex(where: { $0.name == name }) else {
      let near = nearestName(to: name, among: names) ?? Self.otherScheme(name)
      problems.error(
        at: node, "there is no contract `\(name)`",
        mend: near.map { "did you mean `\($0)`?" } ?? "`contracts:` names them")
      return nil
    }
    switch entries[index].entry {
    case .read(let contract): return contract
    case .broken: return nil
    case .written(let written):
      guard !open.contains(name) else {
        let circle = open[(open.firstIndex(of: name) ?? 0)...] + [name]
        problems.error(
          at: node, "a contract can't add to itself: \(circle.joined(separator: " extends "))",
          mend: "let one of them stand alone")
        return nil
      }
      open.append(name)
      let contract = contract(written, named: name, &problems)?.named(name)
      open.removeLast()
      entries[index].entry = contract.map { .read($0) } ?? .broken
      return contract
    }
  }

  /// Takes note that a contract is used, and with it those to which it adds.
  private mutating func use(_ name: String) {
    if let outer = open.last, !additions.contains(where: { $0 == (outer, name) }) { additions.append((outer, name)) }
    guard used.insert(name).inserted else { return }
    for addition in additions where addition.name == name { use(addition.base) }
  }

  // MARK: Elsewhere

  private func referred(_ node: Node, named name: String?, _ problems: inout Problems) -> Contract? {
    guard let reference = ContractReference(node, &problems) else { return nil }
    let name = name ?? reference.name
    let path = context.path(reference.source, at: node.place)
    do throws(ElsewhereFailure) {
      switch reference.scheme {
      case .sql:
        let tables = SQLTable.all(in: try elsewhere.text(path))
        let found = try reference.found(
          among: tables.map(\.qualifiedName), in: "`\(path.written)`", missing: "no `CREATE TABLE`")
        return tables[found].contract(named: name, from: path.written, at: node, &problems)
      case .jsonSchema:
        guard let tree = try elsewhere.tree(path, &problems) else { return nil }
        return JSONSchema.contract(named: name, in: tree, at: reference.part, askedBy: node, &problems)
      case .columns:
        guard let file = columnsFile(reference, node, &problems) else { return nil }
        let found = try reference.found(
          among: file.tables.map(\.name), in: "`\(path.written)`", missing: "no table")
        return file.tables[found].contract(named: name, at: node, &problems)
      case .table:
        return try elsewhere.table(reference.source, reference.part ?? "", node, &problems)?.named(name)
      }
    } catch {
      problems.error(at: node, error.message, mend: error.mend)
      return nil
    }
  }

  private func columnsFile(
    _ reference: ContractReference, _ node: Node, _ problems: inout Problems
  ) -> ColumnsFile? {
    do throws(ElsewhereFailure) {
      guard let tree = try elsewhere.tree(context.path(reference.source, at: node.place), &problems) else { return nil }
      return ColumnsFile(tree, named: reference.source, at: node, &problems)
    } catch {
      problems.error(at: node, error.message, mend: error.mend)
      return nil
    }
  }
}

extension ContractReference {
  /// Which of some tables is meant: the only one where none is named.
  fileprivate func found(
    among names: [String], in file: String, missing: String
  ) throws(ElsewhereFailure) -> Int {
    if names.isEmpty { throw ElsewhereFailure("there is \(missing) in \(file)") }
    guard let part else {
      if names.count == 1 { return 0 }
      throw ElsewhereFailure(
        "\(file) has \(names.count) tables", mend: "name one, as in `\(scheme.rawValue):\(source)#\(names[0])`")
    }
    let wanted = part.lowercased()
    let folded = names.map { $0.lowercased() }
    if let exact = folded.firstIndex(of: wanted) { return exact }
    if let last = folded.firstIndex(where: { $0.split(separator: ".").last.map(String.init) == wanted }) { return last }
    let near = nearestName(to: part, among: names)
    throw ElsewhereFailure(
      "\(file) has no table `\(part)`",
      mend: near.map { "did you mean `\($0)`?" }
        ?? "there \(names.count == 1 ? "is" : "are") \(enumeration(of: Array(names.prefix(20)), joinedBy: "and"))")
  }
}
