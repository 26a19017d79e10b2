import Columns
import Patterns

/// Something that must hold of a field's values.
enum Constraint: Sendable {
  case required
  /// What is required inside of nested values is there.
  case whole
  case oneOf(Membership)
  case atLeast(Literals)
  case atMost(Literals)
  case length(LengthRange)
  case pattern(PatternTest)
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

extension Constraint {
  /// Records the rows in which a column breaks it.
  func check(_ column: Column, _ violations: inout Violations) {
    switch self {
    case .required:
      guard column.nullCount > 0 else { return }
      for row in 0..<column.count where !column.isValid(row) { violations.add(row, "is required, but missing") }
    case .whole:
      for found in NestedNulls.all(of: column) { violations.add(found.row, "«\(found.path)» is required, but missing") }
    case .oneOf(let membership):
      membership.check(column) { row in
        violations.add(row, column) { "\($0) is none of \(membership.names)" }
      }
    case .atLeast(let least):
      for row in Bounds.rows(of: column, beyond: least.column, isLeast: true) {
        violations.add(row, column) { "\($0) is less than \(least.texts[0])" }
      }
    case .atMost(let most):
      for row in Bounds.rows(of: column, beyond: most.column, isLeast: false) {
        violations.add(row, column) { "\($0) is more than \(most.texts[0])" }
      }
    case .length(let range): check(column, range, &violations)
    case .pattern(let test):
      test.check(column) { row, isGivenUp in
        violations.add(row, column) {
          isGivenUp ? "the pattern `\(test.text)` takes too long on \($0)" : "\($0) doesn't match `\(test.text)`"
        }
      }
    }
  }

  private func check(_ column: Column, _ range: LengthRange, _ violations: inout Violations) {
    let (least, most) = (range.least ?? 0, range.most ?? .max)
    for row in 0..<column.count where column.isValid(row) {
      let length = Self.length(column, row, least, most)
      if length < least {
        violations.add(row, column) { "\($0) \(Self.told(length, column.type)), less than \(least)" }
      } else if length > most {
        violations.add(row, column) { "\($0) \(Self.told(length, column.type)), more than \(most)" }
      }
    }
  }

  private static func told(_ length: Int, _ type: ColumnType) -> String {
    switch type {
    case .text: "is \(length) \(length == 1 ? "character" : "characters") long"
    case .bytes: "is \(length) \(length == 1 ? "byte" : "bytes") long"
    default: "has \(length) \(length == 1 ? "entry" : "entries")"
    }
  }

  private static func length(_ column: Column, _ row: Int, _ least: Int, _ most: Int) -> Int {
    guard column.type.layout == .variable else {
      return Int(column.value(row, as: Int32.self).distance(to: end(column, row)))
    }
    // The column outlives the pointer, which is gone behind this call.
    let bytes = unsafe column.bytes(row)
    // No text has more characters than bytes, and none fewer than a quarter of them.
    if column.type != .text || bytes.count <= most && bytes.count / 4 >= least { return bytes.count }
    var count = 0
    for place in 0..<bytes.count { count += unsafe bytes[place] & 0xC0 == 0x80 ? 0 : 1 }
    return count
  }

  /// Where the entries of a list end: offsets are one more than there are rows.
  private static func end(_ column: Column, _ row: Int) -> Int32 {
    unsafe column.pointer(to: Int32.self)[row + 1]
  }
}
