import Columns

/// A value of a type, known when the configuration is checked.
struct Constant: Hashable, Sendable {
  let type: ColumnType
  /// The value as it lies in a column's memory; nil is null.
  let bytes: [UInt8]?

  static func null(_ type: ColumnType) -> Constant { Constant(type: type, bytes: nil) }
  static func text(_ text: String) -> Constant { Constant(type: .text, bytes: Array(text.utf8)) }
  static func bool(_ flag: Bool) -> Constant { Constant(type: .bool, bytes: [flag ? 1 : 0]) }

  /// A value of a fixed layout.
  static func fixed<T: BitwiseCopyable>(_ value: T, _ type: ColumnType) -> Constant {
    var memory = RawMemory()
    memory.append(value)
    let buffer = memory.buffer()
    return Constant(type: type, bytes: unsafe Array(buffer.bytes))
  }

  init(type: ColumnType, bytes: [UInt8]?) {
    self.type = type
    self.bytes = bytes
  }

  /// The value in row 0 of a column.
  init(_ column: Column) {
    type = column.type
    guard column.isValid(0) else {
      bytes = nil
      return
    }
    switch column.type.layout {
    case .bits: bytes = [column.bit(0) ? 1 : 0]
    case .variable: bytes = unsafe Array(column.bytes(0))
    case .fixed(let size): bytes = (0..<size).map { unsafe column.values.bytes[column.offset * size + $0] }
    case .list, .children: preconditionFailure("what is nested is made anew for each batch")
    }
  }

  /// A column of one row.
  var column: Column {
    guard let bytes else { return .nulls(type, count: 1) }
    var values = RawMemory()
    var data: Buffer?
    switch type.layout {
    case .variable:
      values.append(Int32(0))
      values.append(Int32(bytes.count))
      data = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
    default:
      unsafe bytes.withUnsafeBytes { unsafe values.append($0) }
    }
    return Column(type: type, count: 1, values: values.buffer(), data: data)
  }
}
