import Columns

/// Finds where a required field is missing inside of lists, maps and structs.
enum NestedNulls {
  /// The rows, ascending for each path, and the path from the column to what is missing.
  static func all(of column: Column) -> [(row: Int, path: String)] {
    switch column.type {
    case .structure(let fields):
      var found: [(row: Int, path: String)] = []
      for (field, child) in zip(fields, column.children) {
        if !field.isNullable, child.nullCount > 0 {
          for row in 0..<column.count where column.isValid(row) && !child.isValid(row) {
            found.append((row, field.name))
          }
        }
        guard field.type.requiresInside else { continue }
        found += all(of: child).map { ($0.row, "\(field.name).\($0.path)") }
      }
      return found
    case .list(let element), .map(let element):
      guard element.requiresInside else { return [] }
      return all(of: column.children[0]).compactMap { inside in
        row(of: column, holding: inside.row).map { ($0, inside.path) }
      }
    default: return []
    }
  }

  /// The row whose entries hold entry `entry` of the child.
  private static func row(of column: Column, holding entry: Int) -> Int? {
    let offsets = unsafe column.pointer(to: Int32.self)
    var (low, high) = (0, column.count)
    while low < high {
      let middle = (low + high) / 2
      if unsafe Int(offsets[middle + 1]) <= entry { low = middle + 1 } else { high = middle }
    }
    let isInside = unsafe low < column.count && Int(offsets[low]) <= entry && column.isValid(low)
    // The offsets were read through a pointer until here.
    withExtendedLifetime(column) {}
    return isInside ? low : nil
  }
}
