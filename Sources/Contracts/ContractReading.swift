import Columns
package import Specifications

extension Contract {
  private enum Options {
    static let fields = Option(
      "fields", .map(of: .block(ContractField.specification)), default: [],
      "The fields of a record, each with its type and constraints.", example: "{ order_id: uuid, total: float64 }")
    static let key = Option(
      "key", .list(of: .literal), default: [], "The fields that tell records apart.", example: "[order_id]")
    static let unknown = Option(
      "unknown", .choice(of: UnknownFields.self), default: .drop,
      "What becomes of fields that it doesn't name: they are left out and counted, go on as they stand, or fail the record.",
      example: "keep")
    static let violation = Option(
      "violation", .choice(of: Violation.self), default: .deadLetter,
      "What becomes of a record that breaks it: a dead letter, nothing, null in place of the field, or the pipeline's end.",
      example: "null_field")
    static let extends = Option(
      optional: "extends", .literal, "The contract to which this one adds; its fields replace those of the same name.",
      example: "order")
  }

  /// A contract's block.
  package static let specification = Specification(
    "contract", "A record's fields, their types, and what must hold of them.",
    options: [Options.fields, Options.key, Options.unknown, Options.violation, Options.extends])

  /// Reads a contract that stands alone and records its mistakes; nil if there was an error.
  package static func read(
    _ node: Node, name: String, in context: ReadingContext, problems: inout Problems
  ) -> Contract? {
    read(node, name: name, in: context, problems: &problems) { base, problems in
      problems.error(at: base, "there is no contract `\(base.text ?? "")`", mend: "`contracts:` names them")
      return nil
    }
  }

  /// Reads a contract; `extended` finds the one to which it adds.
  static func read(
    _ node: Node, name: String, in context: ReadingContext, problems: inout Problems,
    extending extended: (Node, inout Problems) -> Contract?
  ) -> Contract? {
    guard let values = specification.read(node, in: context, problems: &problems) else { return nil }
    let before = problems.errorCount
    var base: Contract?
    if let written = values[Options.extends] {
      base = extended(written, &problems)
      if base == nil { return nil }
    }
    let written = values[Options.fields]
    if written.isEmpty && base == nil {
      problems.error(at: node, "contract `\(name)` has no fields", mend: "name them under `fields:`")
      return nil
    }
    var names = TakenNames()
    let replaced = Set(written.map { $0.name.lowercased() })
    for field in base?.fields ?? [] where !replaced.contains(field.name.lowercased()) {
      for name in [field.name] + field.form.alsoNamed { names.take(name, of: field.name) }
    }
    for field in written { names.take(field, &problems) }
    for field in written { names.takeOthers(of: field, &problems) }
    let own = written.compactMap { ContractField.read($0, &problems) }
    let fields = (base?.fields ?? []).adding(own)
    var named: Set<String> = []
    let key = values[Options.key].compactMap { part in
      let wanted = part.text ?? ""
      if !named.insert(wanted.lowercased()).inserted {
        problems.error(at: part, "the key names `\(wanted)` twice", mend: "leave one out")
      }
      let known = (base?.fields.map(\.name) ?? []) + written.map(\.name)
      if let found = known.last(where: { $0.lowercased() == wanted.lowercased() }) { return found }
      let near = nearestName(to: wanted, among: known)
      problems.error(
        at: part, "the key names `\(wanted)`, which is no field", mend: near.map { "did you mean `\($0)`?" })
      return nil
    }
    guard problems.errorCount == before else { return nil }
    return Contract(
      name: name, fields: fields, key: values.isWritten(Options.key) ? key : base?.key ?? [],
      unknown: values.isWritten(Options.unknown) ? values[Options.unknown] : base?.unknown ?? .drop,
      violation: values.isWritten(Options.violation) ? values[Options.violation] : base?.violation ?? .deadLetter,
      describesSink: base?.describesSink ?? false)
  }
}

extension [ContractField] {
  /// These fields with others behind them; one that has the name of an earlier one takes its place.
  fileprivate func adding(_ others: [ContractField]) -> [ContractField] {
    var fields = self
    for field in others {
      if let index = fields.firstIndex(where: { $0.name.lowercased() == field.name.lowercased() }) {
        fields[index] = field
      } else {
        fields.append(field)
      }
    }
    return fields
  }
}

/// The names by which records have their fields: each belongs to one field.
private struct TakenNames {
  /// Names and whose they are. A field's own name is met without regard to case, its others to the letter.
  private var taken: [(name: String, field: String)] = []

  private func owner(of name: String) -> String? {
    taken.first { $0.name == name || $0.field.lowercased() == name.lowercased() }?.field
  }

  mutating func take(_ name: String, of field: String) { taken.append((name, field)) }

  mutating func take(_ field: Named<OptionValues>, _ problems: inout Problems) {
    if Metadata.isName(field.name) {
      problems.error(
        at: field.place, "`\(field.name)` is what every record has beside its fields",
        mend: "give the field another name")
    } else if let owner = owner(of: field.name) {
      let isTwice = owner.lowercased() == field.name.lowercased()
      problems.error(
        at: field.place,
        isTwice
          ? "the field `\(field.name)` is named twice, but for case"
          : "the field `\(field.name)` is another name of `\(owner)` already",
        mend: isTwice ? "leave one out, or give it another name" : "leave one of the two out")
    }
    take(field.name, of: field.name)
  }

  mutating func takeOthers(of field: Named<OptionValues>, _ problems: inout Problems) {
    for node in ContractField.otherNames(field.value) {
      let name = node.text ?? ""
      if name.isEmpty {
        problems.error(at: node, "another name of `\(field.name)` is empty", mend: "leave it out")
      } else if let owner = owner(of: name) {
        problems.error(
          at: node,
          owner == field.name
            ? "`\(name)` is a name of `\(owner)` already"
            : "`\(name)` can't name `\(field.name)` too: it is `\(owner)`",
          mend: "leave it out"
        )
      }
      take(name, of: field.name)
    }
  }
}
