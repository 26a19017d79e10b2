import Columns

/// What SQLite makes of values that are stored in a column, by the type with which it is declared.
enum Affinity: Sendable {
  case integer, text, none, real, numeric

  /// SQLite's own rules, in its own order.
  init(declared type: String) {
    let type = type.uppercased()
    if type.contains("INT") {
      self = .integer
    } else if ["CHAR", "CLOB", "TEXT"].contains(where: type.contains) {
      self = .text
    } else if type.isEmpty || type.contains("BLOB") {
      self = .none
    } else if ["REAL", "FLOA", "DOUB"].contains(where: type.contains) {
      self = .real
    } else {
      self = .numeric
    }
  }
}

/// How values of a column are handed to SQLite.
enum WrittenForm: Sendable, Equatable {
  case integers, reals, blobs
  /// As SQLite's own functions write times, and with all digits of numbers; or in the field's own way.
  case text(write: String?)
  /// As integers, and those above SQLite's range as text.
  case unsigned
  /// A UUID's sixteen bytes.
  case uuidBytes

  /// The form of a field in a column of that declaration: a value is written in the type that the column has.
  init(_ field: Field, declared: String) {
    let isText = Affinity(declared: declared) == .text
    let text = WrittenForm.text(write: field.form.write)
    switch field.type {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32: self = isText ? text : .integers
    case .uint64: self = isText ? text : .unsigned
    case .float32, .float64: self = isText ? text : .reals
    case .decimal(let precision, let scale): self = isText || precision > 15 ? text : scale == 0 ? .integers : .reals
    case .bytes: self = isText ? text : .blobs
    case .uuid: self = declared.uppercased().contains("BLOB") ? .uuidBytes : text
    case .text, .json, .date, .time, .timestamp, .localTimestamp, .list, .map, .structure: self = text
    }
  }

  /// The column in this form: of type int64, uint64, float64, text or bytes.
  func apply(to column: Column) -> Column {
    switch self {
    case .integers: column.asIntegers
    case .reals: column.asReals
    case .blobs: column
    case .text(let write): column.asText(.sql, write: write)
    case .unsigned: column
    case .uuidBytes: column.asBytes
    }
  }
}

extension Column {
  fileprivate var asIntegers: Column {
    switch type {
    case .int64: self
    case .bool: made(zero: Int64(0)) { bit($0) ? 1 : 0 }
    case .int8: widened(Int8.self)
    case .int16: widened(Int16.self)
    case .int32: widened(Int32.self)
    case .uint8: widened(UInt8.self)
    case .uint16: widened(UInt16.self)
    case .uint32: widened(UInt32.self)
    case .decimal: widened(Int128.self)
    default: preconditionFailure("\(type) is no integer")
    }
  }

  fileprivate var asReals: Column {
    switch type {
    case .float64: return self
    case .float32: return made(zero: 0.0) { Double(value($0, as: Float.self)) }
    case .decimal(_, let scale):
      // At most 15 digits and a power of ten up to 10^15 are exact, so that the quotient is the nearest double.
      var divisor = 1.0
      for _ in 0..<scale { divisor *= 10 }
      return made(zero: 0.0) { Double(value($0, as: Int128.self)) / divisor }
    default: preconditionFailure("\(type) is no floating point number")
    }
  }

  fileprivate var asBytes: Column {
    var bytes = TextBuilder(capacity: count, bytes: count * 16)
    for row in 0..<count {
      if isValid(row) {
        // The values lie in this column, which outlives the loop.
        unsafe bytes.append(UnsafeRawBufferPointer(start: values.start + (offset + row) * 16, count: 16))
      } else {
        bytes.appendNull()
      }
    }
    return bytes.column(.bytes)
  }

  private func widened<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) -> Column {
    made(zero: Int64(0)) { Int64(truncatingIfNeeded: value($0, as: Value.self)) }
  }

  private func made<Value: BitwiseCopyable>(zero: Value, _ value: (Int) -> Value) -> Column {
    var built = FixedBuilder(capacity: count, zero: zero)
    for row in 0..<count {
      if isValid(row) { built.append(value(row)) } else { built.appendNull() }
    }
    return built.column(zero is Int64 ? .int64 : .float64)
  }
}
