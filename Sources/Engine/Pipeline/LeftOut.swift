/// What was left out of records that go on.
package struct LeftOut: Sendable, Equatable {
  /// How often each field was met that no contract names.
  package var fields: [String: Int]
  /// How many values of each field became null, since they break the contract.
  package var values: [String: Int]

  package init(fields: [String: Int] = [:], values: [String: Int] = [:]) {
    self.fields = fields
    self.values = values
  }

  package var isEmpty: Bool { fields.isEmpty && values.isEmpty }

  package static func += (mine: inout LeftOut, more: LeftOut) {
    mine.fields.merge(more.fields, uniquingKeysWith: +)
    mine.values.merge(more.values, uniquingKeysWith: +)
  }
}
