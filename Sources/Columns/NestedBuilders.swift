/// Builds a column of lists or maps beside the column of all their elements, which the caller builds.
@frozen @safe public struct ListBuilder: ~Copyable {
  @usableFromInline var offsets: RawMemory
  @usableFromInline var valid: BitBuilder
  @usableFromInline var end: Int32 = 0

  /// A builder for about `capacity` rows.
  public init(capacity: Int) {
    offsets = RawMemory(capacity: (capacity + 1) * 4)
    offsets.append(Int32(0))
    valid = BitBuilder(capacity: capacity)
  }

  @inlinable public var count: Int { valid.count }

  /// Ends a list, whose elements end where the column of elements now has `elements` rows.
  @inlinable public mutating func finish(elements: Int) {
    precondition(elements >= Int(end) && elements <= Int(Int32.max), "lists follow each other, up to 2³¹ elements")
    end = Int32(truncatingIfNeeded: elements)
    offsets.append(end)
    valid.append(true)
  }

  @inlinable public mutating func appendNull() {
    offsets.append(end)
    valid.append(false)
  }

  /// The lists of `elements`.
  public consuming func lists(of elements: Column) -> Column { column(.list(elements.type), elements) }

  /// The maps from `keys`, which are text and never null, to `values`.
  public consuming func maps(from keys: Column, to values: Column) -> Column {
    column(.map(values.type), .entries(keys, values))
  }

  /// A list or map type over the column of its elements or entries.
  consuming func column(_ type: ColumnType, _ child: Column) -> Column {
    precondition(child.count >= Int(end), "a list ends behind its elements")
    let count = valid.count
    return Column(
      type: type, count: count, validity: valid.validity(), values: offsets.buffer(), children: [child])
  }
}

/// Builds a column of structs beside the columns of their fields, which the caller builds: a row of each for each row,
/// null structs too.
@frozen @safe public struct StructureBuilder: ~Copyable {
  @usableFromInline var valid: BitBuilder

  /// A builder for about `capacity` rows.
  public init(capacity: Int) { valid = BitBuilder(capacity: capacity) }

  @inlinable public var count: Int { valid.count }

  @inlinable public mutating func append() { valid.append(true) }
  @inlinable public mutating func appendNull() { valid.append(false) }

  /// The structs of those fields.
  public consuming func column(_ fields: [Field], _ children: [Column]) -> Column {
    let count = valid.count
    return .structures(fields, children, count: count, validity: valid.validity())
  }
}

extension Column {
  /// Structs of those fields, one of each row.
  public static func structures(
    _ fields: [Field], _ children: [Column], count: Int, validity: Buffer? = nil
  ) -> Column {
    precondition(fields.count == children.count && children.allSatisfy { $0.count == count })
    return Column(
      type: .structure(fields), count: count, validity: validity, values: .empty, children: children)
  }

  /// The entries of maps, as structs of a key and a value.
  static func entries(_ keys: Column, _ values: Column) -> Column {
    structures(ColumnType.entryFields(values.type), [keys, values], count: keys.count)
  }
}

extension ColumnType {
  /// What the one child of a list or map holds.
  public var elementType: ColumnType? {
    switch self {
    case .list(let element): element
    case .map(let value): .structure(Self.entryFields(value))
    default: nil
    }
  }

  /// The fields of a map's entries.
  static func entryFields(_ value: ColumnType) -> [Field] {
    [Field("key", .text, isNullable: false), Field("value", value)]
  }

  /// Whether values hold values of other types.
  public var isNested: Bool {
    switch self {
    case .list, .map, .structure: true
    default: false
    }
  }
}

extension Buffer {
  /// No bytes at all.
  public static let empty = RawMemory().buffer()
}
