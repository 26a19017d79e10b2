package import Columns

/// A named record schema with constraints.
package struct Contract: Sendable {
  package let name: String
  package let fields: [ContractField]
  /// The columns that tell records apart; empty where none are named.
  package let key: [String]
  /// What becomes of fields that it doesn't name.
  package let unknown: UnknownFields

  /// A contract of some fields.
  package init(name: String, fields: [ContractField], key: [String] = [], unknown: UnknownFields = .drop) {
    self.name = name
    self.fields = fields
    self.key = key
    self.unknown = unknown
  }

  /// The columns that come out of decoding; what is required has no nulls once the contract was checked.
  package var schema: Schema {
    Schema(fields.map { Field($0.name, $0.type, isNullable: !$0.isRequired) })
  }
}

/// A field of a contract.
package struct ContractField: Sendable {
  package let name: String
  package let type: ColumnType
  package let isRequired: Bool
  /// The values that it may have, as they are written; nil for any.
  package let oneOf: [String]?
  package let range: ValueRange
  package let length: LengthRange
  let constraints: [Constraint]

  /// A field; what `oneOf` and `range` say has to be of its type, which whoever reads a configuration checks first.
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
    func literals(_ texts: [String]) -> Literals {
      guard let literals = Literals(texts, as: type) else { preconditionFailure("\(name): \(texts) are not \(type)") }
      return literals
    }
    constraints = [
      isRequired ? .required : nil, oneOf.map { .oneOf(literals($0)) }, range.least.map { .atLeast(literals([$0])) },
      range.most.map { .atMost(literals([$0])) }, length.isBounded ? .length(length) : nil,
    ].compactMap { $0 }
  }
}

/// The least and the greatest value, as they are written; nil for no bound.
package struct ValueRange: Sendable, Equatable {
  package let least: String?
  package let most: String?

  /// A range; both bounds belong to it.
  package init(_ least: String?, _ most: String?) {
    self.least = least
    self.most = most
  }
}

/// The least and the greatest length, of text in characters and of bytes in bytes; nil for no bound.
package struct LengthRange: Sendable, Equatable {
  package let least: Int?
  package let most: Int?

  /// A range; both bounds belong to it.
  package init(_ least: Int?, _ most: Int?) {
    self.least = least
    self.most = most
  }

  var isBounded: Bool { least != nil || most != nil }
}

/// Something that must hold of a field's values.
enum Constraint: Sendable {
  case required
  case oneOf(Literals)
  case atLeast(Literals)
  case atMost(Literals)
  case length(LengthRange)
}

/// Values of a type that were written in a configuration.
struct Literals: Sendable {
  /// The values as they were written.
  let texts: [String]
  /// The values themselves.
  let column: Column

  /// Reads values of a type; nil where one of them is none, whose place among the texts `refused` is told.
  init?(_ texts: [String], as type: ColumnType, refused: (Int) -> Void = { _ in }) {
    var builder = TextBuilder(capacity: texts.count)
    for text in texts { builder.append(text) }
    let written = builder.column()
    var failures: [RowFailure] = []
    let values = type == .text ? written : written.parsed(as: Field("", type), failures: &failures)
    for failure in failures { refused(failure.row) }
    guard failures.isEmpty else { return nil }
    self.texts = texts
    column = values
  }
}
