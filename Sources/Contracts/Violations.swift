import Columns

/// The rows that break a contract, each with what was found first, and the rows that each field spoils.
struct Violations {
  private var byRow: [Int: RowFailure] = [:]
  /// The rows that each field spoils, in the order in which the fields are looked at.
  private(set) var byField: [(field: ContractField, rows: Set<Int>)] = []
  /// The rows that are spoilt by no field in particular.
  private(set) var unassigned: Set<Int> = []
  /// The field that is being looked at.
  private var field: ContractField?
  let count: Int

  init(count: Int) { self.count = count }

  var isEmpty: Bool { byRow.isEmpty }

  /// Begins with the next field.
  mutating func begin(_ field: ContractField) {
    self.field = field
    byField.append((field, []))
  }

  /// Records that the field at hand spoils a row.
  mutating func add(_ row: Int, _ message: @autoclosure () -> String) {
    byField[byField.count - 1].rows.insert(row)
    guard byRow[row] == nil else { return }
    byRow[row] = RowFailure(row: row, message: message(), field: field?.name)
  }

  /// Records that the field at hand spoils a row; `message` is given the value as it may be shown.
  mutating func add(_ row: Int, _ column: Column, _ message: (String) -> String) {
    // The first failure alone is told.
    let shown = byRow[row] == nil ? shown(column, row) : ""
    add(row, message(shown))
  }

  /// Records that a field spoils a row by what is no value of its type; of no field where it is nil.
  mutating func add(_ failure: RowFailure, of field: ContractField?) {
    if let field {
      if let index = byField.firstIndex(where: { $0.field.name == field.name }) {
        byField[index].rows.insert(failure.row)
      } else {
        byField.append((field, [failure.row]))
      }
    }
    if field == nil { unassigned.insert(failure.row) }
    if byRow[failure.row] == nil { byRow[failure.row] = failure }
  }

  mutating func addAll(_ message: String) {
    for row in 0..<count { add(row, message) }
  }

  /// Of each row the first failure, ascending.
  func sorted() -> [RowFailure] { byRow.values.sorted { $0.row < $1.row } }

  /// A value as a message shows it: in quotes and shortened, and not at all where it is about a person.
  private func shown(_ column: Column, _ row: Int) -> String {
    if field?.form.isPersonal == true { return "«personal»" }
    let text = column.slice(row..<row + 1).asText(.iso)
    let bytes = unsafe text.bytes(0)
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return "«»" }
    let shown = unsafe ShortenedText.of(start, bytes.count)
    // The bytes were read through a pointer until here.
    withExtendedLifetime(text) {}
    return "«\(shown)»"
  }
}
