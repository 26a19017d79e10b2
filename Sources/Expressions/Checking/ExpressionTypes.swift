import Columns

// What expressions know of types beyond what columns need.
extension ColumnType {
  /// Months, days and microseconds, in sixteen bytes: the type of `interval '1 day'`. Expressions alone have it; it
  /// stands where no decimal can, since a decimal has a digit at least.
  static let interval = ColumnType.decimal(precision: 0, scale: 0)

  static let greatestPrecision = 38

  /// A decimal's digits, and those of them behind the point; nil for other types.
  var decimal: (precision: Int, scale: Int)? {
    guard case .decimal(let precision, let scale) = self, precision > 0 else { return nil }
    return (precision, scale)
  }

  var isDecimal: Bool { decimal != nil }

  /// Whether it is an interval, or holds one.
  var holdsInterval: Bool {
    switch self {
    case .list(let inner), .map(let inner): inner.holdsInterval
    case .structure(let fields): fields.contains { $0.type.holdsInterval }
    default: self == .interval
    }
  }

  /// The decimal that holds every value of an integer type.
  var asDecimal: (precision: Int, scale: Int)? {
    switch self {
    case .int8, .uint8: (3, 0)
    case .int16, .uint16: (5, 0)
    case .int32, .uint32: (10, 0)
    case .int64: (19, 0)
    case .uint64: (20, 0)
    default: decimal
    }
  }
}
