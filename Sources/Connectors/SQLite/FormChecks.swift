import Columns
import Engine
import Expressions
import Specifications

/// What can be told to be wrong without the database: of each form that rows arrive in, and of those that share a table.
struct FormChecks {
  let options: OptionValues
  let forms: [SinkForm]
  private(set) var problems = Problems()

  init(options: OptionValues, forms: [SinkForm]) {
    self.options = options
    self.forms = forms
  }

  /// The table of each form, still without its name.
  mutating func targets(named names: TargetNames) -> [TableTarget] {
    var targets = forms.map { target($0) }
    if problems.hasErrors { return targets }
    for group in names.groups.map(\.forms) where group.count > 1 {
      for form in group.dropFirst() { agree(form, targets[form], group[0], targets[group[0]]) }
      let made = union(of: group.map { targets[$0].fields }, key: targets[group[0]].key)
      for form in group { targets[form].made = made }
    }
    return targets
  }

  /// ` of contract …`, where there are several.
  private func owner(_ form: SinkForm) -> String { forms.count > 1 ? " of contract `\(form.contract)`" : "" }

  private mutating func target(_ form: SinkForm) -> TableTarget {
    let fields = form.schema.withoutMetadata.fields
    let written = options[TableKind.key]
    let key = key(written.columns.isEmpty ? TableKey(form.key).columns : written.columns, fields, form)
    let mode = options[TableKind.mode] ?? (key.isEmpty ? .append : .upsert)
    if mode == .upsert, key.isEmpty {
      problems.error(
        at: options.place(of: TableKind.mode), "`mode: upsert` needs a `key`\(owner(form))",
        mend: "for instance `\(TableKind.key.example)`")
    }
    checkNames(fields)
    let arriving = fields.map { field in
      Field(
        field.name, field.type, isNullable: field.isNullable && !key.contains { $0.name == field.name },
        form: field.form)
    }
    return TableTarget(
      name: "", mode: mode, create: options[TableKind.create], key: key, fields: arriving, made: arriving)
  }

  /// The key's columns as the schema spells them.
  private mutating func key(_ columns: [TableKey.Column], _ fields: [Field], _ form: SinkForm) -> [TableKey.Column] {
    let schema = Schema(fields)
    var key: [TableKey.Column] = []
    for column in columns {
      guard let index = schema.index(of: column.name) else {
        let names = fields.map(\.name)
        let near = nearestName(to: column.name, among: names)
        problems.error(
          at: options.place(of: TableKind.key),
          "the key's column `\(column.name)` is none of those\(owner(form)) that arrive",
          mend: near.map { "did you mean `\($0)`?" } ?? "there are \(names.joined(separator: ", "))")
        continue
      }
      var found = column
      found.name = fields[index].name
      key.append(found)
    }
    return key
  }

  private mutating func checkNames(_ fields: [Field]) {
    var names: Set<String> = []
    for field in fields where !names.insert(field.name.lowercased()).inserted {
      problems.error(
        at: options.place, "SQLite can't tell column `\(field.name)` from another whose name differs in case alone",
        mend: "rename one of them")
    }
  }

  // MARK: One table for several forms

  private mutating func agree(_ form: Int, _ target: TableTarget, _ other: Int, _ first: TableTarget) {
    let (a, b) = (forms[other].contract, forms[form].contract)
    let place = options.place(of: TableKind.name)
    let mend = "name the table by the contract, with `name: \"{_contract}\"`"
    let keys = [first, target].map { $0.key.map { "\($0.name.lowercased()) \($0.isDescending)" } }
    if keys[0] != keys[1] || first.mode != target.mode {
      problems.error(
        at: place, "records of the contracts `\(a)` and `\(b)` may come into one table, and their keys differ",
        mend: "\(mend), or give the sink a `key`")
    }
    for field in target.fields {
      guard let same = first.fields.first(where: { $0.name.lowercased() == field.name.lowercased() }),
        same.type != field.type
      else { continue }
      problems.error(
        at: place,
        "records of the contracts `\(a)` and `\(b)` may come into one table, and `\(field.name)` is \(same.type) in "
          + "the one and \(field.type) in the other", mend: "\(mend), or `cast` it in a step")
    }
  }

  /// The columns of all forms; what one of them lacks is null there.
  private func union(of forms: [[Field]], key: [TableKey.Column]) -> [Field] {
    var all: [Field] = []
    for field in forms.joined() where !all.contains(where: { $0.name.lowercased() == field.name.lowercased() }) {
      let isNullable = forms.contains { fields in
        fields.first { $0.name.lowercased() == field.name.lowercased() }?.isNullable ?? true
      }
      all.append(Field(field.name, field.type, isNullable: isNullable, form: field.form))
    }
    return all
  }
}
