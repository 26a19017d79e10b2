import Columns
import Engine
import SQLiteClient

/// The table as it is, met with the columns that arrive.
struct TableLayout: Sendable, Equatable {
  struct Place: Sendable, Equatable {
    /// The column's name as the table spells it.
    let name: String
    let isNullable: Bool
    let form: WrittenForm
  }

  /// A column of the key, by its place among those that arrive.
  struct KeyColumn: Sendable, Equatable {
    let index: Int
    let isDescending: Bool
  }

  /// A column of the table for each that arrives.
  let columns: [Place]
  /// Whether the table may refuse a row for more than a null.
  let canRefuse: Bool
  let key: [KeyColumn]

  /// Whether rows are written in the order of their keys: where no rule but the key's can see it.
  var isSorted: Bool { !canRefuse && !key.isEmpty }

  /// The table as it would be made.
  init(made target: TableTarget) {
    columns = target.fields.map {
      Place(
        name: $0.name, isNullable: $0.isNullable, form: WrittenForm($0, declared: $0.type.sqliteDeclaration))
    }
    canRefuse = !target.isUpsert && !target.key.isEmpty
    key = Self.key(of: target)
  }

  /// The table as the database has it.
  init(
    _ target: TableTarget, in connection: borrowing Connection, distrusting isDistrusted: Bool
  ) throws(TableRefusal) {
    let found: FoundTable?
    do throws(SQLiteError) {
      found = try FoundTable(named: target.name, in: connection)
    } catch {
      throw .database(error)
    }
    guard let found else { throw .misfit(target, "is missing", mend: "run: \(target.creation);") }
    columns = try Self.meet(target, found)
    // What was made from the contract, and left as it was, has no other rule than its key.
    canRefuse =
      isDistrusted || found.isGuarded || found.sql != target.creation || (!target.isUpsert && !target.key.isEmpty)
    key = Self.key(of: target)
  }

  private static func key(of target: TableTarget) -> [KeyColumn] {
    let schema = Schema(target.fields)
    return target.key.compactMap { column in
      schema.index(of: column.name).map { KeyColumn(index: $0, isDescending: column.isDescending) }
    }
  }

  private static func meet(_ target: TableTarget, _ found: FoundTable) throws(TableRefusal) -> [Place] {
    var places: [Place] = []
    var missing: [Field] = []
    for field in target.fields {
      guard let column = found.column(named: field.name) else {
        missing.append(field)
        continue
      }
      let isKey = target.isUpsert && target.key.contains { $0.name == field.name }
      places.append(
        Place(
          name: column.name, isNullable: column.isNullable && !isKey,
          form: WrittenForm(field, declared: column.type)))
    }
    if let first = missing.first {
      let type = first.type.sqliteDeclaration
      throw .misfit(
        target, "has no column " + missing.map { "`\($0.name)`" }.joined(separator: ", "),
        mend: "add it: ALTER TABLE \(quoted(target.name)) ADD COLUMN \(quoted(first.name)) \(type)")
    }
    let left = found.columns.filter { column in
      column.mustBeGiven && !places.contains { $0.name == column.name }
    }
    if let column = left.first {
      throw .misfit(
        target, "has a column `\(column.name)` that is NOT NULL without a default, and nothing fills it",
        mend: "fill it with a `set` step, or give it a default")
    }
    return places
  }
}

/// What the database knows about a table.
private struct FoundTable {
  struct Column {
    let name: String
    let type: String
    let isNullable: Bool
    let mustBeGiven: Bool
  }

  let columns: [Column]
  let sql: String
  /// Whether it has triggers, or indexes that its CREATE TABLE didn't make.
  let isGuarded: Bool

  init?(named name: String, in connection: borrowing Connection) throws(SQLiteError) {
    var select = try connection.prepare(
      "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE")
    try select.bind(text: name, at: 1)
    guard try select.step() == .row else { return nil }
    let sql = select.text(0)
    select.reset()

    var list = try connection.prepare(
      "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)")
    try list.bind(text: name, at: 1)
    var columns: [Column] = []
    while try list.step() == .row {
      // Generated columns take no value.
      if list.int64(5) >= 2 { continue }
      let isNotNull = list.int64(2) != 0
      // The integer key of a table is given by SQLite where it is null.
      let isRowID = list.int64(4) == 1 && list.text(1).uppercased() == "INTEGER"
      columns.append(
        Column(
          name: list.text(0), type: list.text(1), isNullable: !isNotNull,
          mustBeGiven: isNotNull && list.isNull(3) && !isRowID))
    }
    var others = try connection.prepare(
      """
      SELECT count(*) FROM sqlite_schema
      WHERE tbl_name = ?1 COLLATE NOCASE AND (type = 'trigger' OR type = 'index' AND sql IS NOT NULL)
      """)
    try others.bind(text: name, at: 1)
    let isGuarded = try others.step() == .row && others.int64(0) > 0
    self.columns = columns
    self.sql = sql
    self.isGuarded = isGuarded
  }

  func column(named name: String) -> Column? {
    if let exact = columns.first(where: { $0.name == name }) { return exact }
    let folded = name.lowercased()
    return columns.first { $0.name.lowercased() == folded }
  }
}
