package import Columns
import Contracts
import Specifications

/// The columns that reach a step when it is checked.
package struct KnownColumns: Sendable {
  package var schema: Schema
  /// Columns, in small letters, of which nothing is known since a mistake stands where they are made: it is told once,
  /// there.
  package var broken: Set<String> = []
  /// Columns, in small letters, that reach the step by another contract: where they are missing here, there is nothing
  /// to do.
  package var elsewhere: Set<String> = []

  package init(_ schema: Schema) { self.schema = schema }

  /// What a name means to a step.
  enum Meaning {
    /// The place of the column.
    case column(Int)
    /// There is no such column here, and that is no mistake.
    case nothing
    /// It is a mistake, which was recorded.
    case refused
  }

  /// Whether a name is of no column, here or elsewhere.
  func isUnknown(_ name: String) -> Bool {
    let folded = name.lowercased()
    return schema.index(of: name) == nil && !broken.contains(folded) && !elsewhere.contains(folded)
  }

  /// Looks a name up that a step is to work on; `verb` says what it would do: "dropped".
  func meaning(of name: ColumnName, _ verb: String, _ problems: inout Problems) -> Meaning {
    if refuses(metadata: name, verb, &problems) { return .refused }
    if let index = schema.index(of: name.text) { return .column(index) }
    let folded = name.text.lowercased()
    if broken.contains(folded) || elsewhere.contains(folded) { return .nothing }
    let names = schema.withoutMetadata.fields.map(\.name)
    let near = nearestName(to: name.text, among: names)
    let some = Array(names.prefix(20))
    let list = enumeration(of: some, joinedBy: "and") + (names.count > some.count ? " and more" : "")
    problems.error(
      at: name.place, end: name.end, "`\(name.text)` is no column here",
      mend: near.map { "did you mean `\($0)`?" } ?? "there \(names.count == 1 ? "is" : "are") \(list)")
    return .refused
  }

  /// Whether a name is metadata, which no step changes; it is recorded then.
  func refuses(metadata name: ColumnName, _ verb: String, _ problems: inout Problems) -> Bool {
    guard Metadata.isName(name.text) else { return false }
    problems.error(
      at: name.place, end: name.end, "`\(name.text)` belongs to the record, not to its fields, and can't be \(verb)",
      mend: "it goes along by itself; `set: { \(name.text.drop { $0 == "_" }): \(name.text) }` makes a column of it")
    return true
  }

  /// Takes note that a column is made of which nothing is known.
  mutating func lose(_ name: String) { broken.insert(name.lowercased()) }
}

/// A column's name as a step has it.
struct ColumnName: Sendable {
  let text: String
  let place: Place
  let end: Place?

  init(_ text: String, at place: Place, end: Place? = nil) {
    self.text = text
    self.place = place
    self.end = end
  }

  init<Value>(_ named: Named<Value>) { self.init(named.name, at: named.place) }

  /// The name as an expression has it, whatever letters it is of.
  var quoted: String { Self.quoted(text) }

  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

extension ValueKind where Value == ColumnName {
  /// The name of a column.
  static var column: Self {
    ValueKind(wanted: "a column", shape: .text) { node, reading in
      if let text = node.text, !text.isEmpty { return ColumnName(text, at: node.place, end: node.end) }
      reading.misfit(node, wanted: "a column")
      return nil
    }
  }
}

extension Schema {
  /// The same columns, with another in place of one.
  func replacing(_ index: Int, with field: Field) -> Schema {
    var fields = fields
    fields[index] = field
    return Schema(fields)
  }
}
