import Columns
import Engine
import Specifications

/// The table that a sink is to fill, as the configuration wants it.
struct TableTarget: Sendable {
  let databasePath: String
  /// How many bytes of the database are kept in memory.
  let cacheBytes: Int
  let name: String
  let mode: TableKind.Mode
  let create: TableKind.Create
  let key: [TableKey.Column]
  /// The columns that arrive; the key's are never null.
  let fields: [Field]

  /// What a request asks for; nil, and problems, where it can't be.
  init?(_ request: SinkRequest, _ problems: inout Problems) {
    guard let connection = request.connection else { return nil }
    let options = request.options
    let fields = request.schema.withoutMetadata.fields
    var checks = TargetChecks(fields: fields, options: options)

    name = options[TableKind.name].split(separator: ".").last.map(String.init) ?? options[TableKind.name]
    checks.name(name)
    let written = options[TableKind.key]
    let wanted = written.columns.isEmpty ? TableKey(request.contractKey) : written
    let key = checks.key(wanted.columns)
    mode = options[TableKind.mode] ?? (key.isEmpty ? .append : .upsert)
    checks.mode(mode, hasKey: !key.isEmpty)
    checks.columns()

    self.key = key
    self.fields = fields.map { field in
      Field(
        field.name, field.type, isNullable: field.isNullable && !key.contains { $0.name == field.name },
        form: field.form)
    }
    cacheBytes = min(64 << 20, request.memory.bytes / 4)
    databasePath = connection.values[SQLiteOptions.path].absolute
    create = options[TableKind.create]
    problems.add(checks.problems)
    if checks.problems.hasErrors { return nil }
  }

  /// Whether rows with the key of an earlier one replace it.
  var isUpsert: Bool { mode == .upsert }
}

/// What can be told to be wrong without the database.
private struct TargetChecks {
  let fields: [Field]
  let options: OptionValues
  var problems = Problems()

  mutating func name(_ name: String) {
    let folded = name.lowercased()
    if folded.hasPrefix("sqlite_") || folded == "ouzel_positions" {
      problems.error(
        at: options.place(of: TableKind.name), "the table name `\(name)` is reserved", mend: "choose another")
    }
  }

  /// The key's columns as the schema spells them.
  mutating func key(_ columns: [TableKey.Column]) -> [TableKey.Column] {
    let schema = Schema(fields)
    var key: [TableKey.Column] = []
    for column in columns {
      guard let index = schema.index(of: column.name) else {
        let names = fields.map(\.name)
        let near = nearestName(to: column.name, among: names)
        problems.error(
          at: options.place(of: TableKind.key), "the key's column `\(column.name)` is none of those that arrive",
          mend: near.map { "did you mean `\($0)`?" } ?? "there are \(names.joined(separator: ", "))")
        continue
      }
      var found = column
      found.name = fields[index].name
      key.append(found)
    }
    return key
  }

  mutating func mode(_ mode: TableKind.Mode, hasKey: Bool) {
    guard mode == .upsert, !hasKey else { return }
    problems.error(
      at: options.place(of: TableKind.mode), "`mode: upsert` needs a `key`",
      mend: "for instance `\(TableKind.key.example)`")
  }

  mutating func columns() {
    var names: Set<String> = []
    for field in fields {
      if !names.insert(field.name.lowercased()).inserted {
        problems.error(
          at: options.place, "SQLite can't tell column `\(field.name)` from another whose name differs in case alone",
          mend: "rename one of them")
      }
    }
  }
}
