package import Columns

extension Contract {
  /// What holds before the steps where the contract describes the sink: that values are of their types, and nothing else.
  package var beforeSteps: Contract {
    Contract(
      name: name, fields: fields.map { ContractField($0.name, $0.type, terms: FieldTerms(), form: $0.form) },
      violation: violation)
  }

  /// What records are decoded into where the contract describes the sink: its fields, none of them required, and
  /// behind them, as text, the other names that the steps mention. What the steps make is left out, unless they
  /// mention it before.
  package func decodingSchema(mentioned: [String], made: [String] = []) -> Schema {
    func isAmong(_ name: String, _ names: [String]) -> Bool {
      names.contains { $0.lowercased() == name.lowercased() }
    }
    var decoded = fields.filter { !isAmong($0.name, made) || isAmong($0.name, mentioned) }.map { field in
      Field(field.name, field.type, isNullable: true, form: field.form)
    }
    for name in mentioned
    where !Metadata.isName(name) && field(name) == nil && !isAmong(name, decoded.map(\.name)) {
      decoded.append(Field(name, .text))
    }
    return Schema(decoded)
  }
}
