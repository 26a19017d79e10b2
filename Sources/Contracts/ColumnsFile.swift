import Columns
import Specifications

/// A file that says the columns of tables and their types: `{ orders: { id: uuid, total: "decimal(12,2)" } }`.
struct ColumnsFile {
  /// A table of the file, whose columns are read when it is asked for.
  struct Table {
    let name: String
    fileprivate let file: String
    fileprivate let columns: Node
  }

  let tables: [Table]

  /// Finds the tables of a tree that was read from a file; nil where it isn't of that form, which is recorded.
  init?(_ tree: Node, named file: String, at node: Node, _ problems: inout Problems) {
    let form = "it is `{ table: { column: type } }`"
    guard let entries = tree.entries, !entries.isEmpty else {
      problems.error(at: node, "`\(file)` has no tables", mend: form)
      return nil
    }
    var tables: [Table] = []
    for entry in entries {
      if entry.value.entries?.isEmpty == false {
        tables.append(Table(name: entry.name, file: file, columns: entry.value))
      } else {
        problems.error(at: entry.key, "the table `\(entry.name)` has no columns", mend: form)
      }
    }
    guard tables.count == entries.count else { return nil }
    self.tables = tables
  }
}

extension ColumnsFile.Table {
  /// The contract of the table; nil where a type is none, which is recorded at its place.
  func contract(named name: String, at node: Node, _ problems: inout Problems) -> Contract? {
    var table = SQLTable(name: self.name, qualifiedName: self.name, line: columns.place.line)
    let before = problems.errorCount
    var keys: [Node] = []
    for entry in columns.entries ?? [] {
      if entry.name.lowercased() == "primary key" {
        keys.append(entry.value)
        continue
      }
      guard let declaration = entry.value.text, !declaration.isEmpty else {
        problems.error(at: entry.value, "the column `\(entry.name)` of `\(self.name)` wants a type")
        continue
      }
      let column = SQLColumn.declared(entry.name, declaration, line: entry.value.place.line, .any)
      if column.unknownType != nil {
        let near = nearestName(to: declaration.lowercased(), among: TypeSpelling.names + SQLType.names)
        problems.error(
          at: entry.value, "`\(declaration)` of the column `\(entry.name)` is no type",
          mend: near.map { "did you mean `\($0)`?" }
            ?? "types are written as SQL and Cassandra have them, as in `varchar(20)`")
        continue
      }
      table.columns.append(column)
      if column.isKey { table.key.append(column.name) }
    }
    for key in keys { takeKey(key, of: &table, &problems) }
    guard problems.errorCount == before else { return nil }
    return table.contract(named: name, from: file, at: node, &problems)
  }

  /// The key, as `PRIMARY KEY: (a, b)` or a list says it.
  private func takeKey(_ node: Node, of table: inout SQLTable, _ problems: inout Problems) {
    let names = node.items?.compactMap(\.text) ?? SQLToken.all(in: node.text ?? "").compactMap(\.name)
    for name in names {
      guard let index = table.columns.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
        let near = nearestName(to: name, among: table.columns.map(\.name))
        problems.error(
          at: node, "the key names `\(name)`, which is no column of `\(self.name)`",
          mend: near.map { "did you mean `\($0)`?" })
        continue
      }
      table.columns[index].isRequired = true
      table.key.append(table.columns[index].name)
    }
  }
}
