package import Columns

extension Contract {
  /// Holds decoded rows against the contract, column by column. The failures' rows are places among the decoded rows;
  /// of the rows that fail, each is told once, by the first constraint that it breaks.
  package func check(_ batch: ColumnBatch) -> (batch: ColumnBatch, failures: [RowFailure]) {
    var broken: [Int: RowFailure] = [:]
    for field in fields {
      guard let column = batch.column(field.name) else { continue }
      for constraint in field.constraints {
        for row in constraint.rows(column) where broken[row] == nil {
          broken[row] = RowFailure(
            row: batch.origins[row], message: constraint.sentence(column, row), field: field.name)
        }
      }
    }
    if broken.isEmpty { return (batch, []) }
    let rows = broken.keys.sorted()
    return (batch.dropping(rows.map { Int32($0) }), rows.compactMap { broken[$0] })
  }
}

/// Something that must hold of a column: it finds the rows of which it doesn't.
struct Constraint {
  /// The rows that break it, ascending.
  let rows: (Column) -> [Int]
  let sentence: (Column, Int) -> String
}

extension ContractField {
  var constraints: [Constraint] {
    var all: [Constraint] = []
    if isRequired { all.append(.present) }
    if let oneOf { all.append(.oneOf(oneOf)) }
    if range.least != nil || range.most != nil { all.append(.within(range, type)) }
    if length.least != nil || length.most != nil { all.append(.long(length)) }
    return all
  }
}

extension Constraint {
  static var present: Constraint {
    Constraint(
      rows: { column in
        column.nullCount == 0 ? [] : (0..<column.count).filter { !column.isValid($0) }
      },
      sentence: { _, _ in "is required, but missing" })
  }

  static func oneOf(_ values: [String]) -> Constraint {
    let wanted = values.map { Array($0.utf8) }
    return Constraint(
      rows: { column in
        guard column.type == .text else { return [] }
        // Values come in few lengths: those of another length are out without a look.
        return (0..<column.count).filter { row in
          guard column.isValid(row) else { return false }
          return withExtendedLifetime(column) {
            let bytes = unsafe column.bytes(row)
            return !wanted.contains { value in unsafe value.count == bytes.count && value.elementsEqual(bytes) }
          }
        }
      },
      sentence: { column, row in
        let shown =
          values.count > 12 ? values.prefix(12).joined(separator: ", ") + ", …" : values.joined(separator: ", ")
        return "«\(shortened(column.text(row) ?? ""))» is none of \(shown)"
      })
  }

  static func within(_ range: ValueRange, _ type: ColumnType) -> Constraint {
    Constraint(
      rows: { column in
        (0..<column.count).filter { row in
          guard column.isValid(row), let value = number(column, row) else { return false }
          return range.least.map { value < $0 } ?? false || range.most.map { value > $0 } ?? false
        }
      },
      sentence: { column, row in
        let value = number(column, row) ?? 0
        if let least = range.least, value < least { return "\(plain(value)) is less than \(plain(least))" }
        return "\(plain(value)) is more than \(plain(range.most ?? 0))"
      })
  }

  static func long(_ range: LengthRange) -> Constraint {
    Constraint(
      rows: { column in
        guard column.type == .text else { return [] }
        return (0..<column.count).filter { row in
          guard column.isValid(row) else { return false }
          let count = characters(column, row)
          return range.least.map { count < $0 } ?? false || range.most.map { count > $0 } ?? false
        }
      },
      sentence: { column, row in
        let count = characters(column, row)
        if let least = range.least, count < least { return "is \(count) characters long, less than \(least)" }
        return "is \(count) characters long, more than \(range.most ?? 0)"
      })
  }

  /// Unicode's code points, as SQL counts.
  private static func characters(_ column: Column, _ row: Int) -> Int {
    withExtendedLifetime(column) { unsafe column.bytes(row).reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) } }
  }

  private static func number(_ column: Column, _ row: Int) -> Double? {
    switch column.type {
    case .int8: Double(column.value(row, as: Int8.self))
    case .int16: Double(column.value(row, as: Int16.self))
    case .int32: Double(column.value(row, as: Int32.self))
    case .int64: Double(column.value(row, as: Int64.self))
    case .uint8: Double(column.value(row, as: UInt8.self))
    case .uint16: Double(column.value(row, as: UInt16.self))
    case .uint32: Double(column.value(row, as: UInt32.self))
    case .uint64: Double(column.value(row, as: UInt64.self))
    case .float32: Double(column.value(row, as: Float.self))
    case .float64: column.value(row, as: Double.self)
    default: nil
    }
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }
}

private func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(60) + "…" : text }
