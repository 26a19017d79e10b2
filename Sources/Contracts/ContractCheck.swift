package import Columns

extension Contract {
  /// Holds decoded rows against the contract, column by column. The failures' rows are places among the decoded rows;
  /// of the rows that fail, each is told once, by the first constraint that it breaks.
  package func check(_ batch: ColumnBatch) -> (batch: ColumnBatch, failures: [RowFailure]) {
    var violations = Violations(count: batch.count)
    for field in fields where !field.constraints.isEmpty {
      guard let column = batch.column(field.name) else {
        if field.isRequired { violations.addAll(field.name, "is required, but missing") }
        continue
      }
      for constraint in field.constraints { constraint.check(column, field.name, &violations) }
    }
    if violations.isEmpty { return (batch, []) }
    let broken = violations.sorted()
    return (
      batch.dropping(broken.map { Int32(truncatingIfNeeded: $0.row) }),
      broken.map { RowFailure(row: batch.origins[$0.row], message: $0.message, field: $0.field) }
    )
  }
}

/// The rows that break a contract, each with what was found first.
struct Violations {
  private var byRow: [Int: RowFailure] = [:]
  let count: Int

  init(count: Int) { self.count = count }

  var isEmpty: Bool { byRow.isEmpty }

  mutating func add(_ row: Int, _ field: String, _ message: @autoclosure () -> String) {
    guard byRow[row] == nil else { return }
    byRow[row] = RowFailure(row: row, message: message(), field: field)
  }

  mutating func addAll(_ field: String, _ message: String) {
    for row in 0..<count { add(row, field, message) }
  }

  func sorted() -> [RowFailure] { byRow.values.sorted { $0.row < $1.row } }
}

extension Constraint {
  /// Records the rows in which a column breaks it.
  func check(_ column: Column, _ field: String, _ violations: inout Violations) {
    switch self {
    case .required:
      guard column.nullCount > 0 else { return }
      for row in 0..<column.count where !column.isValid(row) { violations.add(row, field, "is required, but missing") }
    case .oneOf(let literals): Membership(literals).check(column, field, &violations)
    case .atLeast(let least):
      for row in Bounds.rows(of: column, beyond: least.column, isLeast: true) {
        violations.add(row, field, "\(Self.shown(column, row)) is less than \(least.texts[0])")
      }
    case .atMost(let most):
      for row in Bounds.rows(of: column, beyond: most.column, isLeast: false) {
        violations.add(row, field, "\(Self.shown(column, row)) is more than \(most.texts[0])")
      }
    case .length(let range): check(column, field, range, &violations)
    }
  }

  private func check(_ column: Column, _ field: String, _ range: LengthRange, _ violations: inout Violations) {
    let (least, most) = (range.least ?? 0, range.most ?? .max)
    let unit = column.type == .text ? "characters" : "bytes"
    for row in 0..<column.count where column.isValid(row) {
      let bytes = unsafe column.bytes(row)
      // No text has more characters than bytes, and none fewer than a quarter of them.
      if bytes.count <= most, bytes.count / 4 >= least { continue }
      let length = unsafe column.type == .text ? Self.characters(bytes) : bytes.count
      if length < least {
        violations.add(row, field, "\(Self.shown(column, row)) is \(length) \(unit) long, less than \(least)")
      } else if length > most {
        violations.add(row, field, "\(Self.shown(column, row)) is \(length) \(unit) long, more than \(most)")
      }
    }
    // The bytes were read through pointers until here.
    withExtendedLifetime(column) {}
  }

  private static func characters(_ text: UnsafeRawBufferPointer) -> Int {
    var count = 0
    for place in 0..<text.count { count += unsafe text[place] & 0xC0 == 0x80 ? 0 : 1 }
    return count
  }

  /// A value as a message shows it: text and what is written like it in quotes, shortened.
  static func shown(_ column: Column, _ row: Int) -> String {
    let text = column.slice(row..<row + 1).asText(.iso)
    let bytes = unsafe text.bytes(0)
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return "«»" }
    return unsafe "«\(ShortenedText.of(start, bytes.count))»"
  }
}
