package import Columns

/// A named record schema with constraints.
package struct Contract: Sendable {
  package let name: String
  package let fields: [ContractField]
  /// The columns that tell records apart; empty where none are named.
  package let key: [String]

  package init(name: String, fields: [ContractField], key: [String] = []) {
    self.name = name
    self.fields = fields
    self.key = key
  }

  /// The columns that come out of decoding.
  package var schema: Schema {
    Schema(fields.map { Field($0.name, $0.type, isNullable: !$0.isRequired) })
  }
}

/// A field of a contract.
package struct ContractField: Sendable {
  package let name: String
  package let type: ColumnType
  package let isRequired: Bool
  /// The values that it may have; nil for any.
  package let oneOf: [String]?

  package init(_ name: String, _ type: ColumnType, isRequired: Bool = false, oneOf: [String]? = nil) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.oneOf = oneOf
  }
}
