package import Columns

/// Columns of made-up values, with nulls and the values at the edges of their types.
package struct RandomColumns {
  package var random: SeededRandom
  /// Whether floats may be infinite or no number at all, for which JSON has no spelling.
  private let isFinite: Bool

  package init(seed: UInt64, finite: Bool) {
    random = SeededRandom(seed: seed)
    isFinite = finite
  }

  package static let scalars: [ColumnType] = [
    .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float32, .float64,
    .decimal(precision: 4, scale: 0), .decimal(precision: 12, scale: 2), .decimal(precision: 38, scale: 38), .text,
    .bytes, .json, .date, .time, .timestamp, .localTimestamp, .uuid,
  ]

  /// A type, nested at most so deep.
  package mutating func type(depth: Int) -> ColumnType {
    switch depth > 0 ? random.below(6) : 5 {
    case 0: return .list(type(depth: depth - 1))
    case 1: return .map(type(depth: depth - 1))
    case 2:
      let names = ["id", "the name", "ä\"", "Größe", "x"].shuffled(using: &random).prefix(1 + random.below(4))
      return .structure(names.map { Field($0, type(depth: depth - 1)) })
    default: return Self.scalars.randomElement(using: &random)!
    }
  }

  /// A column of a type.
  package mutating func column(_ type: ColumnType, count: Int) -> Column {
    switch type {
    case .bool:
      var bits = BitBuilder(capacity: count)
      var valid = BitBuilder(capacity: count)
      for _ in 0..<count {
        bits.append(random.below(2) == 0)
        valid.append(!isNull())
      }
      return Column(type: .bool, count: count, validity: valid.validity(), values: bits.buffer())
    case .int8: return integers(type, count, Int8.self)
    case .int16: return integers(type, count, Int16.self)
    case .int32: return integers(type, count, Int32.self)
    case .int64: return integers(type, count, Int64.self)
    case .uint8: return integers(type, count, UInt8.self)
    case .uint16: return integers(type, count, UInt16.self)
    case .uint32: return integers(type, count, UInt32.self)
    case .uint64: return integers(type, count, UInt64.self)
    case .float32:
      return fixed(type, count, Float(0)) { random in
        let edges: [Float] = [
          0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .nan, .infinity, -.infinity,
        ]
        return random.below(4) == 0
          ? edges.randomElement(using: &random)! : Float(bitPattern: UInt32(random.below(1 << 32)))
      } keep: { [isFinite] in
        $0.isFinite || !isFinite && !$0.isNaN || !isFinite && $0.bitPattern == Float.nan.bitPattern
      }
    case .float64:
      return fixed(type, count, 0.0) { random in
        let edges: [Double] = [
          0, -0.0, 0.1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .nan, .infinity, -.infinity,
        ]
        return random.below(4) == 0 ? edges.randomElement(using: &random)! : Double(bitPattern: random.next())
      } keep: { [isFinite] in
        $0.isFinite || !isFinite && !$0.isNaN || !isFinite && $0.bitPattern == Double.nan.bitPattern
      }
    case .decimal(let precision, _):
      return fixed(type, count, Int128(0)) { random in
        var greatest: Int128 = 1
        for _ in 0..<precision { greatest *= 10 }
        let any = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(truncatingIfNeeded: random.next())
        return [any % greatest, 0, greatest - 1, 1 - greatest, 10, -1].randomElement(using: &random)!
      }
    case .date: return fixed(type, count, Int32(0)) { random in Int32(random.below(3_652_059)) - 719_162 }
    case .time:
      return fixed(type, count, Int64(0)) { random in
        [Int64(random.below(86_400_000_000)), Int64(random.below(86_400)) * 1_000_000, 86_399_999_999].randomElement(
          using: &random)!
      }
    case .timestamp, .localTimestamp:
      return fixed(type, count, Int64(0)) { random in
        // From the year 1 to 9999.
        let any = Int64(random.next() % 315_537_897_600_000_000) - 62_135_596_800_000_000
        return [any, any / 1_000_000 * 1_000_000, 0, -1].randomElement(using: &random)!
      }
    case .uuid:
      return fixed(type, count, UInt128(0)) { random in UInt128(random.next()) << 64 | UInt128(random.next()) }
    case .text: return texts(type, count) { $0.text() }
    case .json: return texts(type, count) { $0.json() }
    case .bytes:
      var builder = TextBuilder(capacity: count)
      for _ in 0..<count {
        if isNull() {
          builder.appendNull()
        } else {
          for _ in 0..<random.below(9) { builder.data.append(UInt8(random.below(256))) }
          builder.finish()
        }
      }
      return builder.column(.bytes)
    case .list(let element):
      var total = 0
      let lists = lists(count, &total)
      return lists.lists(of: column(element, count: total))
    case .map(let value):
      var total = 0
      let lists = lists(count, &total)
      var keys = TextBuilder(capacity: total)
      // A number in front makes each key another.
      for place in 0..<total { keys.append("\(place)\(text())") }
      return lists.maps(from: keys.column(), to: column(value, count: total))
    case .structure(let fields):
      var valid = BitBuilder(capacity: count)
      for _ in 0..<count { valid.append(!isNull()) }
      return .structures(
        fields, fields.map { column($0.type, count: count) }, count: count, validity: valid.validity())
    }
  }

  private mutating func isNull() -> Bool { random.below(5) == 0 }

  private mutating func lists(_ count: Int, _ total: inout Int) -> ListBuilder {
    var lists = ListBuilder(capacity: count)
    for _ in 0..<count {
      if isNull() {
        lists.appendNull()
      } else {
        total += random.below(4)
        lists.finish(elements: total)
      }
    }
    return lists
  }

  private mutating func integers<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: ColumnType, _ count: Int, _: T.Type
  ) -> Column {
    fixed(type, count, T(0)) { random in
      [T.min, T.max, 0, T(truncatingIfNeeded: random.next()), T(truncatingIfNeeded: random.below(100))].randomElement(
        using: &random)!
    }
  }

  private mutating func fixed<T: BitwiseCopyable>(
    _ type: ColumnType, _ count: Int, _ zero: T, _ value: (inout SeededRandom) -> T,
    keep: (T) -> Bool = { _ in true }
  ) -> Column {
    var builder = FixedBuilder(capacity: count, zero: zero)
    for _ in 0..<count {
      let value = value(&random)
      if isNull() { builder.appendNull() } else { builder.append(keep(value) ? value : zero) }
    }
    return builder.column(type)
  }

  private mutating func texts(_ type: ColumnType, _ count: Int, _ text: (inout RandomColumns) -> String) -> Column {
    var builder = TextBuilder(capacity: count)
    for _ in 0..<count { if isNull() { builder.appendNull() } else { builder.append(text(&self)) } }
    return builder.column(type)
  }

  private mutating func text() -> String {
    let pieces = [
      "", "a", "plain words", "\"", "\\", "\n", "\r\n", "\t", "\u{1}", ",", ";", "'", "ä", "🧀", "null", "{", "[1]", " ",
      "\u{7f}",
      "\u{2028}", "0", "-",
    ]
    return (0..<random.below(5)).map { _ in pieces.randomElement(using: &random)! }.joined()
  }

  /// JSON on one line, which isn't the null of JSON.
  private mutating func json() -> String {
    ["1", "\"x\"", "[]", "{}", "{\"a\":[1,{\"b\":null}],\"ä\":\"\\u00e4\"}", "true", "-1.50e+3", "\"\"", "[null]"]
      .randomElement(using: &random)!
  }
}
