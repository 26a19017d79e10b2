import Columns

/// `&`, `|`, `<<`, `>>`, `~` and `xor`, on integers of one type.
enum BitOperators {
  static func kernel(_ found: Operator, _ type: ColumnType) -> Kernel {
    let canFail = found == .shiftLeft || found == .shiftRight
    return Kernel("\(found.rawValue)(\(type))", canFail: canFail, run(found, type))
  }

  private static func run(_ found: Operator, _ type: ColumnType) -> Kernel.Run {
    switch type {
    case .int8: run(found, type, Int8.self)
    case .int16: run(found, type, Int16.self)
    case .int32: run(found, type, Int32.self)
    case .int64: run(found, type, Int64.self)
    case .uint8: run(found, type, UInt8.self)
    case .uint16: run(found, type, UInt16.self)
    case .uint32: run(found, type, UInt32.self)
    default: run(found, type, UInt64.self)
    }
  }

  private static func run<T: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ found: Operator, _ type: ColumnType, _: T.Type
  ) -> Kernel.Run {
    switch found {
    case .bitAnd: { $0.map($1[0], $1[1], type) { (a: T, b: T) in a & b } }
    case .bitOr: { $0.map($1[0], $1[1], type) { (a: T, b: T) in a | b } }
    case .shiftLeft: shifted(found, type) { (a: T, b: T) in left(a, b) }
    default: shifted(found, type) { (a: T, b: T) in b < 0 ? nil : a >> b }
    }
  }

  /// What bits are lost to the left makes it an overflow.
  @inline(__always) private static func left<T: FixedWidthInteger>(_ value: T, _ count: T) -> T? {
    guard value >= 0, count >= 0, count < T.bitWidth else { return value == 0 && count >= 0 ? 0 : nil }
    let shifted = value << count
    return shifted >= 0 && shifted >> count == value ? shifted : nil
  }

  @inline(__always) private static func shifted<T: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ found: Operator, _ type: ColumnType, _ body: @escaping @Sendable (T, T) -> T?
  ) -> Kernel.Run {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], type, zero: T(0), body,
        message: { a, b in
          b < 0 ? "\(a) \(found) \(b) shifts by less than nothing" : "\(a) \(found) \(b) goes beyond \(type)"
        })
    }
  }

  static func complement(_ type: ColumnType) -> Kernel {
    Kernel("~(\(type))") { evaluation, arguments in
      switch type.layout {
      case .fixed(1): evaluation.map(arguments[0], type) { (value: UInt8) in ~value }
      case .fixed(2): evaluation.map(arguments[0], type) { (value: UInt16) in ~value }
      case .fixed(4): evaluation.map(arguments[0], type) { (value: UInt32) in ~value }
      default: evaluation.map(arguments[0], type) { (value: UInt64) in ~value }
      }
    }
  }

  /// `xor(a, b)`
  static let xor = Function(
    "xor", .numbers, "The bits that one of two whole numbers has, and not both.", example: "xor(5, 3)", "6",
    ColumnType.integers.map { type in
      Overload([type, type], type) { evaluation, arguments in
        switch type.layout {
        case .fixed(1): evaluation.map(arguments[0], arguments[1], type) { (a: UInt8, b: UInt8) in a ^ b }
        case .fixed(2): evaluation.map(arguments[0], arguments[1], type) { (a: UInt16, b: UInt16) in a ^ b }
        case .fixed(4): evaluation.map(arguments[0], arguments[1], type) { (a: UInt32, b: UInt32) in a ^ b }
        default: evaluation.map(arguments[0], arguments[1], type) { (a: UInt64, b: UInt64) in a ^ b }
        }
      }
    })
}
