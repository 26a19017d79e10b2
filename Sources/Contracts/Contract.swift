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
  package let range: ValueRange
  package let length: LengthRange

  package init(
    _ name: String, _ type: ColumnType, isRequired: Bool = false, oneOf: [String]? = nil,
    range: ValueRange = ValueRange(nil, nil), length: LengthRange = LengthRange(nil, nil)
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.oneOf = oneOf
    self.range = range
    self.length = length
  }
}

/// The least and the greatest value of a number; nil for no bound.
package struct ValueRange: Sendable {
  package let least: Double?
  package let most: Double?

  package init(_ least: Double?, _ most: Double?) {
    self.least = least
    self.most = most
  }
}

/// The least and the greatest length of text, in characters; nil for no bound.
package struct LengthRange: Sendable {
  package let least: Int?
  package let most: Int?

  package init(_ least: Int?, _ most: Int?) {
    self.least = least
    self.most = most
  }
}
