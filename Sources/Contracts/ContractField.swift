package import Columns

/// A field of a contract.
package struct ContractField: Sendable {
  package let name: String
  package let type: ColumnType
  package let isRequired: Bool
  /// What must hold of its values, as it is written.
  package let terms: FieldTerms
  package let form: FieldForm
  /// The value that stands where there is none.
  let standard: Literals?
  let constraints: [Constraint]

  /// A field; what its terms say has to be of its type, for which whoever reads a configuration asks `flaws` first.
  package init(
    _ name: String, _ type: ColumnType, isRequired: Bool = false, terms: FieldTerms, form: FieldForm = FieldForm()
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.terms = terms
    self.form = form
    func literals(_ texts: [String]) -> Literals {
      guard let literals = Literals(texts, as: type) else { preconditionFailure("\(name): \(texts) are not \(type)") }
      return literals
    }
    standard = terms.standard.map { literals([$0]) }
    constraints = [
      isRequired ? .required : nil, type.requiresInside ? .whole : nil,
      terms.oneOf.map { .oneOf(Membership(literals($0), ignoringCase: form.ignoresCase && type == .text)) },
      terms.range.least.map { .atLeast(literals([$0])) }, terms.range.most.map { .atMost(literals([$0])) },
      terms.length.isBounded ? .length(terms.length) : nil,
      terms.pattern.map { .pattern(PatternTest($0, ignoringCase: form.ignoresCase)) },
    ].compactMap { $0 }
  }

  /// A field by its constraints.
  package init(
    _ name: String, _ type: ColumnType, isRequired: Bool = false, oneOf: [String]? = nil,
    range: ValueRange = ValueRange(nil, nil), length: LengthRange = LengthRange(nil, nil)
  ) {
    self.init(name, type, isRequired: isRequired, terms: FieldTerms(oneOf: oneOf, range: range, length: length))
  }

  /// The values that it may have, as they are written; nil for any.
  package var oneOf: [String]? { terms.oneOf }

  /// The column as decoders and steps see it.
  func field(nulling: Bool) -> Field {
    let isFilled = isRequired || standard != nil && !nulling
    return Field(name, type, isNullable: !isFilled, form: form)
  }
}

/// What must hold of a field's values beside its type, as it is written.
package struct FieldTerms: Sendable, Equatable {
  /// The value that stands where a record has none; JSON for nested types.
  package var standard: String?
  /// The values that it may have; nil for any.
  package var oneOf: [String]?
  /// A regular expression that finds something in each value.
  package var pattern: String?
  package var range: ValueRange
  package var length: LengthRange

  /// Terms; none where nothing is said.
  package init(
    standard: String? = nil, oneOf: [String]? = nil, pattern: String? = nil, range: ValueRange = ValueRange(nil, nil),
    length: LengthRange = LengthRange(nil, nil)
  ) {
    self.standard = standard
    self.oneOf = oneOf
    self.pattern = pattern
    self.range = range
    self.length = length
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

/// The least and the greatest length: of text in characters, of bytes in bytes, of lists and maps in entries; nil for
/// no bound.
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

extension ColumnType {
  /// Whether a field that lies inside its values must be there.
  var requiresInside: Bool {
    switch self {
    case .list(let element), .map(let element): element.requiresInside
    case .structure(let fields): fields.contains { !$0.isNullable || $0.type.requiresInside }
    default: false
    }
  }
}
