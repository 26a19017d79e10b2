import Columns
import Engine
import Expressions
import Specifications

/// A table that a sink is to fill with rows of one form, as the configuration wants it.
struct TableTarget: Sendable {
  /// Empty until it is known which of the targets a record names.
  var name: String
  let mode: TableKind.Mode
  let create: TableKind.Create
  let key: [TableKey.Column]
  /// The columns that arrive; the key's are never null.
  let fields: [Field]
  /// The columns with which the table is made: those of all forms that may fill it.
  var made: [Field]

  /// Whether rows with the key of an earlier one replace it.
  var isUpsert: Bool { mode == .upsert }
}

/// All tables that a sink is to fill.
struct TableTargets: Sendable {
  /// Which table rows go to, by its name and their form.
  struct Place: Hashable, Sendable {
    let name: String
    let form: Int
  }

  let databasePath: String
  /// How many bytes of the database are kept in memory.
  let cacheBytes: Int
  let names: TargetNames
  private let forms: [TableTarget]

  /// What a request asks for; nil, and problems, where it can't be.
  init?(_ request: SinkRequest, _ problems: inout Problems) {
    guard let connection = request.connection else { return nil }
    let options = request.options
    databasePath = connection.values[SQLiteOptions.path].absolute
    cacheBytes = min(64 << 20, request.memory.bytes / 4)
    let rule = TargetRule("table", longest: 255) { name in
      let folded = name.lowercased()
      return folded.hasPrefix("sqlite_") || folded == "ouzel_positions" ? "is reserved" : nil
    }
    guard
      let names = TargetNames(
        options[TableKind.name].unqualified, forms: request.forms.map { ($0.contract, $0.schema) }, rule: rule,
        atMost: options[Targets.most], &problems)
    else { return nil }
    self.names = names
    var checks = FormChecks(options: options, forms: request.forms)
    forms = checks.targets(named: names)
    problems.add(checks.problems)
    if checks.problems.hasErrors { return nil }
  }

  /// The table of a name for rows of a form.
  func target(_ place: Place) -> TableTarget {
    var target = forms[place.form]
    target.name = place.name
    return target
  }

  /// The statements that make the tables, as far as their names are known; nil where none is, or none is to be made.
  var creation: String? {
    var statements: [String] = []
    for form in forms.indices where forms[form].create != .never {
      guard let name = names.known(form) else { continue }
      let statement = target(Place(name: name, form: form)).creation
      if !statements.contains(statement) { statements.append(statement) }
    }
    return statements.isEmpty ? nil : statements.joined(separator: ";\n")
  }

  /// The tables that are filled whatever the records say.
  var constants: [Place] {
    guard let name = names.constant else { return [] }
    return forms.indices.map { Place(name: name, form: $0) }
  }
}
