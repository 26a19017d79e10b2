package import Columns

/// A named record schema with constraints.
package struct Contract: Sendable {
  /// What becomes of a record that breaks the contract.
  package enum Violation: String, CaseIterable, Sendable {
    case deadLetter = "dead_letter"
    /// It is left out, and counted.
    case drop
    /// What breaks a constraint becomes null; a required field can't, so that its record is a dead letter.
    case nullField = "null_field"
    /// The pipeline stops.
    case fail
  }

  package let name: String
  package let fields: [ContractField]
  /// The columns that tell records apart; empty where none are named.
  package let key: [String]
  /// What becomes of fields that it doesn't name.
  package let unknown: UnknownFields
  package let violation: Violation
  /// Whether it says what the sink takes, so that it holds behind the steps and not before them.
  package let describesSink: Bool

  /// A contract of some fields.
  package init(
    name: String, fields: [ContractField], key: [String] = [], unknown: UnknownFields = .drop,
    violation: Violation = .deadLetter, describesSink: Bool = false
  ) {
    self.name = name
    self.fields = fields
    self.key = key
    self.unknown = unknown
    self.violation = violation
    self.describesSink = describesSink
  }

  /// The columns that come out of decoding; what is required has no nulls once the contract was checked.
  package var schema: Schema { Schema(fields.map { $0.field(nulling: violation == .nullField) }) }

  /// The field of that name, met without regard to case.
  package func field(_ name: String) -> ContractField? {
    let folded = name.lowercased()
    return fields.first { $0.name == name } ?? fields.first { $0.name.lowercased() == folded }
  }

  /// The same contract under another name.
  package func named(_ name: String) -> Contract {
    Contract(
      name: name, fields: fields, key: key, unknown: unknown, violation: violation, describesSink: describesSink)
  }
}
