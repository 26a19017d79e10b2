import Columns

/// `min` and `max`: which values lie beyond a bound.
enum Bounds {
  /// The rows whose value is below the least, or above the greatest value. NaN is above every number.
  static func rows(of column: Column, beyond bound: Column, isLeast: Bool) -> [Int] {
    switch column.type {
    case .int8: rows(column, bound, isLeast, Int8.self)
    case .int16: rows(column, bound, isLeast, Int16.self)
    case .int32, .date: rows(column, bound, isLeast, Int32.self)
    case .int64, .time, .timestamp, .localTimestamp: rows(column, bound, isLeast, Int64.self)
    case .uint8: rows(column, bound, isLeast, UInt8.self)
    case .uint16: rows(column, bound, isLeast, UInt16.self)
    case .uint32: rows(column, bound, isLeast, UInt32.self)
    case .uint64: rows(column, bound, isLeast, UInt64.self)
    case .decimal: rows(column, bound, isLeast, Int128.self)
    case .float32: floats(column, bound, isLeast, Float.self)
    case .float64: floats(column, bound, isLeast, Double.self)
    default: []
    }
  }

  /// Whether the value of one column of one row is above that of another.
  static func isAbove(_ a: Column, _ b: Column) -> Bool { !rows(of: a, beyond: b, isLeast: false).isEmpty }

  @inline(__always) private static func rows<T: BitwiseCopyable & Comparable>(
    _ column: Column, _ bound: Column, _ isLeast: Bool, _: T.Type
  ) -> [Int] {
    let limit = bound.value(0, as: T.self)
    let values = unsafe column.pointer(to: T.self)
    var rows: [Int] = []
    for row in 0..<column.count {
      let isBeyond = unsafe isLeast ? values[row] < limit : limit < values[row]
      if isBeyond, column.isValid(row) { rows.append(row) }
    }
    // The values were read through a pointer until here.
    withExtendedLifetime(column) {}
    return rows
  }

  @inline(__always) private static func floats<T: BitwiseCopyable & BinaryFloatingPoint>(
    _ column: Column, _ bound: Column, _ isLeast: Bool, _: T.Type
  ) -> [Int] {
    let limit = bound.value(0, as: T.self)
    let values = unsafe column.pointer(to: T.self)
    var rows: [Int] = []
    for row in 0..<column.count {
      let value = unsafe values[row]
      let isBeyond = isLeast ? value < limit : limit < value || value.isNaN && !limit.isNaN
      if isBeyond, column.isValid(row) { rows.append(row) }
    }
    // The values were read through a pointer until here.
    withExtendedLifetime(column) {}
    return rows
  }
}
