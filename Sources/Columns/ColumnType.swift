/// What a column holds: the language's types, each with one layout in memory.
public indirect enum ColumnType: Hashable, Sendable {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float32, float64
  case decimal(precision: Int, scale: Int)
  case text, bytes, json
  case date, time, timestamp, localTimestamp
  case uuid
  case list(ColumnType)
  case map(ColumnType)
  case structure([Field])

  /// How values of the type lie in memory.
  public var layout: Layout {
    switch self {
    case .bool: .bits
    case .int8, .uint8: .fixed(1)
    case .int16, .uint16: .fixed(2)
    case .int32, .uint32, .float32, .date: .fixed(4)
    case .int64, .uint64, .float64, .time, .timestamp, .localTimestamp: .fixed(8)
    case .decimal, .uuid: .fixed(16)
    case .text, .bytes, .json: .variable
    case .list, .map: .list
    case .structure: .children
    }
  }

  /// Arrow's physical layouts.
  @frozen public enum Layout: Equatable, Sendable {
    /// One bit a value.
    case bits
    /// So many bytes a value. A date is an `Int32` of days, times are an `Int64` of microseconds, a UUID its 16 bytes.
    case fixed(Int)
    /// `Int32` offsets, one more than there are values, into bytes.
    case variable
    /// `Int32` offsets, one more than there are values, into one child.
    case list
    /// One child a field.
    case children
  }
}

extension ColumnType: CustomStringConvertible {
  /// The type as the configuration language writes it.
  public var description: String {
    switch self {
    case .bool: "bool"
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .uint8: "uint8"
    case .uint16: "uint16"
    case .uint32: "uint32"
    case .uint64: "uint64"
    case .float32: "float32"
    case .float64: "float64"
    case .decimal(0, _): "interval"
    case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
    case .text: "text"
    case .bytes: "bytes"
    case .json: "json"
    case .date: "date"
    case .time: "time"
    case .timestamp: "timestamp"
    case .localTimestamp: "timestamp(local)"
    case .uuid: "uuid"
    case .list(let element): "list<\(element)>"
    case .map(let value): "map<text, \(value)>"
    case .structure(let fields):
      "struct<" + fields.map { "\($0.spelledName): \($0.type)" }.joined(separator: ", ") + ">"
    }
  }
}

/// A column's name and type, and whether it may hold nulls.
public struct Field: Hashable, Sendable {
  public let name: String
  public let type: ColumnType
  public let isNullable: Bool
  /// How it is met in records and written into them.
  public let form: FieldForm

  public init(_ name: String, _ type: ColumnType, isNullable: Bool = true, form: FieldForm = FieldForm()) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.form = form
  }
}

extension Field {
  /// The name as a struct's type has it: between quotes where it is no word.
  fileprivate var spelledName: String {
    let isWord = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isWord
      ? name : "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

/// The columns of a batch, in order. Names are met without regard to case.
public struct Schema: Hashable, Sendable {
  public let fields: [Field]

  public init(_ fields: [Field]) { self.fields = fields }

  /// Whether any of its fields is about a person.
  public var isPersonal: Bool { fields.contains(where: \.form.isPersonal) }

  /// The place of a column, by its exact name first, then without regard to case.
  public func index(of name: String) -> Int? {
    if let exact = fields.firstIndex(where: { $0.name == name }) { return exact }
    return fields.firstIndex { Self.isSame($0.name, name) }
  }

  /// Whether two names are the same but for case.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    guard a.utf8.allSatisfy({ $0 < 0x80 }), b.utf8.allSatisfy({ $0 < 0x80 }) else {
      return a.lowercased() == b.lowercased()
    }
    return a.utf8.elementsEqual(b.utf8) { $0 == $1 || $0 | 0x20 == $1 | 0x20 && 0x61...0x7a ~= $0 | 0x20 }
  }
}
