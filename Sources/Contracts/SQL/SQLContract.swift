import Columns
package import Specifications

extension SQLTable {
  /// The contract that describes the table to a pipeline that fills it. What its columns say and no field can have is
  /// passed over with a warning at `node`; `source` names the text in which the table stands.
  func contract(named name: String, from source: String, at node: Node, _ problems: inout Problems) -> Contract? {
    if isCutOff {
      problems.error(
        at: node, "line \(line) of `\(source)`: the parenthesis of the table `\(self.name)` is never closed",
        mend: "put `)` behind its last column")
      return nil
    }
    var fields: [ContractField] = []
    for column in columns where !column.isComputed {
      if let type = column.unknownType {
        problems.warning(
          at: node,
          "line \(column.line) of `\(source)`: the type `\(type)` of `\(column.name)` is none that a contract has; it counts as text"
        )
      }
      fields.append(column.field(from: source, at: node, &problems))
    }
    if fields.isEmpty {
      problems.error(
        at: node, "line \(line) of `\(source)`: the table `\(self.name)` has no columns",
        mend: "name them, as in `CREATE TABLE \(self.name) (id integer)`")
      return nil
    }
    let computed = Set(columns.filter(\.isComputed).map(\.name))
    return Contract(name: name, fields: fields, key: key.filter { !computed.contains($0) }, describesSink: true)
  }
}

extension SQLColumn {
  /// The field that values of the column are.
  fileprivate func field(from source: String, at node: Node, _ problems: inout Problems) -> ContractField {
    var proposal = FieldProposal(name: name, type: type.type, isRequired: isRequired)
    proposal.terms = FieldTerms(standard: standard, oneOf: type.oneOf, length: LengthRange(nil, type.longest))
    for flaw in proposal.flaws {
      switch flaw.option {
      case "default": proposal.terms.standard = nil
      case "one_of": proposal.terms.oneOf = nil
      default: proposal.terms.length = LengthRange(nil, nil)
      }
      problems.warning(at: node, "line \(line) of `\(source)` is passed over: \(flaw.message)")
    }
    // A default that is gone is the database's own, and so is the value.
    if standard != nil, proposal.terms.standard == nil { proposal.isRequired = false }
    return proposal.field
  }
}

extension Contract {
  /// The contract of a table that a database has, by its columns' declarations, such as `varchar(20) NOT NULL`.
  package static func ofTable(
    _ name: String, columns: [(name: String, declaration: String)], key: [String], isSQLite: Bool, at node: Node,
    problems: inout Problems
  ) -> Contract? {
    var table = SQLTable(name: name, qualifiedName: name, line: 0)
    table.columns = columns.map { column in
      SQLColumn.declared(column.name, column.declaration, line: 0, isSQLite ? .sqlite : .any)
    }
    table.key = key
    return table.contract(named: name, from: "the table", at: node, &problems)
  }
}

extension SQLColumn {
  /// A column by its declaration, in which a type of the language's own counts before SQL's of the same name.
  static func declared(_ name: String, _ declaration: String, line: Int, _ dialect: SQLDialect) -> SQLColumn {
    let tokens = SQLToken.all(in: declaration)
    var column = SQLColumn(name, tokens[...], line: line, dialect)
    // What stands behind a type begins with a word that no type has.
    let ends = tokens.indices.filter { ["not", "null", "primary", "default", "check"].contains(tokens[$0].keyword) }
    let written = tokens[..<(ends.first ?? tokens.endIndex)].map(\.text).joined(separator: " ")
    let isOurs = TypeSpelling.types.contains { $0.description == written.lowercased().filter { $0 != " " } }
    if column.unknownType != nil || isOurs || written.contains("<"), case .type(let type) = TypeSpelling(written) {
      column.type = SQLType(type)
      column.unknownType = nil
    }
    return column
  }
}
