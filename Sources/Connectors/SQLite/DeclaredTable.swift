import Contracts
import SQLiteClient
import Specifications

/// A table of a database by what its columns declare.
struct DeclaredTable {
  private var columns: [(name: String, declaration: String)] = []
  private var key: [String] = []
  /// The tables that the database has, where this one is none of them.
  private var others: [String] = []

  /// The contract that describes the table, for which the database has to be there.
  static func contract(
    of name: String, at path: FilePath, askedBy node: Node, _ problems: inout Problems
  ) throws(ElsewhereFailure) -> Contract? {
    let table: DeclaredTable
    do throws(SQLiteError) {
      table = try DeclaredTable(named: name, at: path.absolute)
    } catch {
      throw ElsewhereFailure(
        error.kind == .cantOpen
          ? "the database `\(path.written)` can't be opened, and the contract is that of its table `\(name)`"
          : "the database `\(path.written)` can't be read: \(error.message)",
        mend: error.kind == .cantOpen ? "make the database first, or write the contract's `fields` here" : nil)
    }
    if table.columns.isEmpty {
      let near = nearestName(to: name, among: table.others)
      let list = enumeration(of: Array(table.others.prefix(20)), joinedBy: "and")
      throw ElsewhereFailure(
        "the database `\(path.written)` has no table `\(name)`",
        mend: near.map { "did you mean `\($0)`?" } ?? (list.isEmpty ? "it has none yet" : "it has \(list)"))
    }
    return Contract.ofTable(
      name, columns: table.columns, key: table.key, isSQLite: true, at: node, problems: &problems)
  }

  private init(named name: String, at path: String) throws(SQLiteError) {
    var options = ConnectionOptions()
    options.access = .readOnly
    options.journal = nil
    options.busyTimeout = .seconds(5)
    let connection = try Connection(opening: path, options: options)
    var list = try connection.prepare(
      "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)")
    try list.bind(text: name, at: 1)
    var keys: [(place: Int64, name: String)] = []
    var rowID: Int?
    while try list.step() == .row {
      // Generated columns take no value.
      if list.int64(5) >= 2 { continue }
      let (column, place) = (list.text(0), list.int64(4))
      if place > 0 { keys.append((place, column)) }
      var declaration = list.text(1)
      if declaration.uppercased() == "INTEGER", place > 0 { rowID = columns.count }
      if list.int64(2) != 0 || place > 0 { declaration += " NOT NULL" }
      if !list.isNull(3) { declaration += " DEFAULT \(list.text(3))" }
      columns.append((column, declaration))
    }
    key = keys.sorted { $0.place < $1.place }.map(\.name)
    // The integer key of a table is given by SQLite where it is null, if it is the whole key.
    if let rowID, keys.count == 1 { columns[rowID].declaration = "INTEGER" }
    guard columns.isEmpty else { return }
    var names = try connection.prepare(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name")
    while try names.step() == .row { others.append(names.text(0)) }
  }
}
