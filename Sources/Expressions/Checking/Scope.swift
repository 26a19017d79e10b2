import Columns

/// The names that an expression may use, and the columns for which they stand.
struct Scope: Sendable {
  private(set) var fields: [Field]
  /// For each field, which of an evaluation's columns it is.
  private(set) var places: [Int]
  private var next: Int
  /// Names of which nothing is known, in small letters.
  private(set) var ignored: Set<String> = []

  init(_ schema: Schema) {
    fields = schema.fields
    places = Array(fields.indices)
    next = fields.count
  }

  var schema: Schema { Schema(fields) }

  /// The field of a name: exactly that if it was quoted, else without regard to case.
  func index(of name: String, isQuoted: Bool) -> Int? {
    isQuoted ? fields.firstIndex { $0.name == name } : schema.index(of: name)
  }

  /// Lets a name be used of which nothing is known.
  mutating func ignore(_ name: String) { ignored.insert(name.lowercased()) }

  /// Adds a field, or lets it take the place of the one that has its name. It is the next of the evaluation's columns.
  mutating func define(_ field: Field) {
    ignored.remove(field.name.lowercased())
    if let index = schema.index(of: field.name) {
      fields[index] = Field(fields[index].name, field.type, isNullable: field.isNullable, form: field.form)
      places[index] = next
    } else {
      fields.append(field)
      places.append(next)
    }
    next += 1
  }
}
