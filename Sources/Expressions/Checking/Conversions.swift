import Columns

/// Which types stand in for which without being asked, and which a cast can make.
enum Conversions {
  /// What it costs to take a value of one type where another is wanted; nil if that isn't done silently.
  static func cost(from: ColumnType, to: ColumnType) -> Int? {
    if from == to { return 0 }
    if from.isInteger, to.isInteger, let a = bits(of: from), let b = bits(of: to) {
      let fits = a.isSigned == b.isSigned ? a.count < b.count : !a.isSigned && a.count < b.count
      return fits ? b.count / a.count : nil
    }
    switch (from, to) {
    case (_, .float64) where from.isInteger: return 20
    case (_, .float32) where from.isInteger: return 21
    case (.float32, .float64): return 1
    case (.date, .timestamp), (.localTimestamp, .timestamp): return 1
    case (.date, .localTimestamp): return 2
    default: return nil
    }
  }

  /// The type that values of two types have in common; nil if there is none.
  static func common(_ a: ColumnType, _ b: ColumnType) -> ColumnType? {
    if a == b { return a }
    if a.isInteger, b.isInteger {
      let candidates = ColumnType.integers.filter { cost(from: a, to: $0) != nil && cost(from: b, to: $0) != nil }
      return candidates.min { (bits(of: $0)?.count ?? 0) < (bits(of: $1)?.count ?? 0) }
    }
    if a.isNumber, b.isNumber { return a == .float64 || b == .float64 ? .float64 : .float32 }
    if a.isMoment, b.isMoment { return a == .timestamp || b == .timestamp ? .timestamp : .localTimestamp }
    return nil
  }

  /// Whether `cast` can make one type of another.
  static func canCast(from: ColumnType, to: ColumnType) -> Bool {
    if from == to { return true }
    switch (from, to) {
    case (.bytes, _), (_, .bytes): return false
    case (.json, let other): return other == .text
    case (_, .json): return false
    case (.text, _), (_, .text): return true
    case (.bool, let other), (let other, .bool): return other.isNumber
    default: return from.isNumber && to.isNumber || from.isMoment && to.isMoment
    }
  }

  private static func bits(of type: ColumnType) -> (count: Int, isSigned: Bool)? {
    guard type.isInteger, case .fixed(let bytes) = type.layout else { return nil }
    return (bytes * 8, ColumnType.signedIntegers.contains(type))
  }
}
