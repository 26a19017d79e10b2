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
    if let a = from.asDecimal, let b = to.decimal {
      return a.scale <= b.scale && a.precision - a.scale <= b.precision - b.scale ? 15 : nil
    }
    switch (from, to) {
    case (_, .float64) where from.isInteger || from.isDecimal: return 20
    case (_, .float32) where from.isInteger || from.isDecimal: return 21
    case (.float32, .float64): return 1
    case (.date, .timestamp), (.localTimestamp, .timestamp): return 1
    case (.date, .localTimestamp): return 2
    case (.list(let a), .list(let b)), (.map(let a), .map(let b)): return cost(from: a, to: b)
    case (.structure(let a), .structure(let b)): return cost(from: a, to: b)
    default: return nil
    }
  }

  private static func cost(from: [Field], to: [Field]) -> Int? {
    guard haveSameNames(from, to) else { return nil }
    var sum = 0
    for (a, b) in zip(from, to) {
      guard let cost = cost(from: a.type, to: b.type) else { return nil }
      sum += cost
    }
    return sum
  }

  private static func haveSameNames(_ a: [Field], _ b: [Field]) -> Bool {
    a.map { $0.name.lowercased() } == b.map { $0.name.lowercased() }
  }

  /// The type that values of two types have in common; nil if there is none.
  static func common(_ a: ColumnType, _ b: ColumnType) -> ColumnType? {
    if a == b { return a }
    if a.isInteger, b.isInteger {
      let candidates = ColumnType.integers.filter { cost(from: a, to: $0) != nil && cost(from: b, to: $0) != nil }
      if let narrowest = candidates.min(by: { (bits(of: $0)?.count ?? 0) < (bits(of: $1)?.count ?? 0) }) {
        return narrowest
      }
    }
    // A decimal beside a whole number or another decimal; an uint64 beside what has a sign.
    if let x = a.asDecimal, let y = b.asDecimal {
      let scale = max(x.scale, y.scale)
      let whole = max(x.precision - x.scale, y.precision - y.scale)
      return .decimal(precision: min(whole + scale, ColumnType.greatestPrecision), scale: scale)
    }
    if a.isNumber, b.isNumber { return a == .float64 || b == .float64 ? .float64 : .float32 }
    if a.isMoment, b.isMoment { return a == .timestamp || b == .timestamp ? .timestamp : .localTimestamp }
    switch (a, b) {
    case (.list(let x), .list(let y)): return common(x, y).map { .list($0) }
    case (.map(let x), .map(let y)): return common(x, y).map { .map($0) }
    case (.structure(let x), .structure(let y)): return common(x, y).map { .structure($0) }
    default: return nil
    }
  }

  private static func common(_ a: [Field], _ b: [Field]) -> [Field]? {
    guard haveSameNames(a, b) else { return nil }
    var fields: [Field] = []
    for (x, y) in zip(a, b) {
      guard let type = common(x.type, y.type) else { return nil }
      fields.append(Field(x.name, type, isNullable: x.isNullable || y.isNullable, form: x.form))
    }
    return fields
  }

  /// Whether `cast` can make one type of another.
  static func canCast(from: ColumnType, to: ColumnType) -> Bool {
    if from == to { return true }
    switch (from, to) {
    case (.interval, let other), (let other, .interval): return other == .text
    case (.list(let a), .list(let b)), (.map(let a), .map(let b)): return canCast(from: a, to: b)
    case (.structure(let a), .structure(let b)): return canCast(from: a, to: b)
    case (.json, .bytes), (.bytes, .json): return false
    case (.json, let other): return !other.holdsBytes
    case (let other, .json): return !other.holdsBytes
    case (_, .text): return true
    case (.text, let other): return !other.isNested
    case (.list, _), (.map, _), (.structure, _), (_, .list), (_, .map), (_, .structure): return false
    case (.bytes, _), (_, .bytes): return false
    case (.bool, let other), (let other, .bool): return other.isNumber
    case (.timestamp, .time), (.localTimestamp, .time): return true
    default: return from.isNumber && to.isNumber || from.isMoment && to.isMoment
    }
  }

  /// Fields come together by their names; what only one struct has is left out, or null.
  private static func canCast(from: [Field], to: [Field]) -> Bool {
    var hasCommon = false
    for field in to {
      guard let source = from.first(where: { $0.name.lowercased() == field.name.lowercased() }) else { continue }
      guard canCast(from: source.type, to: field.type) else { return false }
      hasCommon = true
    }
    return hasCommon
  }

  private static func bits(of type: ColumnType) -> (count: Int, isSigned: Bool)? {
    guard type.isInteger, case .fixed(let bytes) = type.layout else { return nil }
    return (bytes * 8, ColumnType.signedIntegers.contains(type))
  }
}

extension ColumnType {
  /// Whether it is `bytes`, or holds them: JSON has no way of its own to write them.
  fileprivate var holdsBytes: Bool {
    switch self {
    case .list(let inner), .map(let inner): inner.holdsBytes
    case .structure(let fields): fields.contains { $0.type.holdsBytes }
    default: self == .bytes
    }
  }
}
