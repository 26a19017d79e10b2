import Columns

/// Comparing values of one type. NaN is equal to itself and greater than every number, as in PostgreSQL and DuckDB.
enum Comparisons {
  static func kernel(_ comparison: Operator, _ type: ColumnType) -> Kernel {
    Kernel("\(comparison.rawValue)(\(type))") { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let (a, b) = (arguments[0], arguments[1])
      return Vector.bits(buffer(comparison, a, b, count), arguments, count)
    }
  }

  /// `is distinct from`, for which null is a value like others.
  static func distinct(_ type: ColumnType, isNegated: Bool) -> Kernel {
    Kernel("is \(isNegated ? "not " : "")distinct(\(type))", isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let equality = Vector.bits(buffer(.equal, arguments[0], arguments[1], count), [], count)
      let equal = equality.bits
      let (x, y) = (BitReader(validityOf: arguments[0]), BitReader(validityOf: arguments[1]))
      let values = Bitmap.buffer(count) { word in
        let (a, b) = (x.word(word), y.word(word))
        let same = a & b & equal.word(word) | ~a & ~b
        return isNegated ? same : ~same
      }
      withExtendedLifetime(equality) {}
      return Vector.bits(values, [], count, isConstant: arguments.allSatisfy(\.isConstant))
    }
  }

  /// The bits of a comparison; null rows have any.
  private static func buffer(_ comparison: Operator, _ a: Vector, _ b: Vector, _ count: Int) -> Buffer {
    // Two questions answer all six: is a equal to b, is a less than b.
    switch comparison {
    case .equal: equal(a, b, count, isNegated: false)
    case .notEqual: equal(a, b, count, isNegated: true)
    case .less: less(a, b, count, isNegated: false)
    case .greater: less(b, a, count, isNegated: false)
    case .atMost: less(b, a, count, isNegated: true)
    default: less(a, b, count, isNegated: true)
    }
  }

  private static func equal(_ a: Vector, _ b: Vector, _ count: Int, isNegated: Bool) -> Buffer {
    switch a.type {
    case .bool:
      let (x, y) = (a.bits, b.bits)
      return Bitmap.buffer(count) { isNegated ? x.word($0) ^ y.word($0) : ~(x.word($0) ^ y.word($0)) }
    case .float32: return equalFloats(a, b, count, Float.self, isNegated)
    case .float64: return equalFloats(a, b, count, Double.self, isNegated)
    case .text, .bytes, .json: return equalTexts(a, b, count, isNegated)
    case .list, .map, .structure: return NestedOrder.buffer(a, b, count) { ($0 == 0) != isNegated }
    case .interval:
      let (x, y) = (a.fixed(IntervalValue.self), b.fixed(IntervalValue.self))
      return Bitmap.buffer(bits: count) { (x[$0].size == y[$0].size) != isNegated }
    default: break
    }
    switch a.type.layout {
    case .fixed(1): return equalWords(a, b, count, UInt8.self, isNegated)
    case .fixed(2): return equalWords(a, b, count, UInt16.self, isNegated)
    case .fixed(4): return equalWords(a, b, count, UInt32.self, isNegated)
    case .fixed(8): return equalWords(a, b, count, UInt64.self, isNegated)
    default: return equalWords(a, b, count, UInt128.self, isNegated)
    }
  }

  private static func less(_ a: Vector, _ b: Vector, _ count: Int, isNegated: Bool) -> Buffer {
    switch a.type {
    case .bool:
      let (x, y) = (a.bits, b.bits)
      return Bitmap.buffer(count) { isNegated ? ~(~x.word($0) & y.word($0)) : ~x.word($0) & y.word($0) }
    case .int8: return lessWords(a, b, count, Int8.self, isNegated)
    case .int16: return lessWords(a, b, count, Int16.self, isNegated)
    case .int32, .date: return lessWords(a, b, count, Int32.self, isNegated)
    case .int64, .time, .timestamp, .localTimestamp: return lessWords(a, b, count, Int64.self, isNegated)
    case .uint8: return lessWords(a, b, count, UInt8.self, isNegated)
    case .uint16: return lessWords(a, b, count, UInt16.self, isNegated)
    case .uint32: return lessWords(a, b, count, UInt32.self, isNegated)
    case .uint64: return lessWords(a, b, count, UInt64.self, isNegated)
    case .float32: return lessFloats(a, b, count, Float.self, isNegated)
    case .float64: return lessFloats(a, b, count, Double.self, isNegated)
    case .uuid:
      let (x, y) = (a.fixed(UInt128.self), b.fixed(UInt128.self))
      return Bitmap.buffer(bits: count) { (UInt128(bigEndian: x[$0]) < UInt128(bigEndian: y[$0])) != isNegated }
    case .interval:
      let (x, y) = (a.fixed(IntervalValue.self), b.fixed(IntervalValue.self))
      return Bitmap.buffer(bits: count) { (x[$0].size < y[$0].size) != isNegated }
    case .decimal: return lessWords(a, b, count, Int128.self, isNegated)
    case .text, .bytes, .json:
      let (x, y) = (a.texts, b.texts)
      return Bitmap.buffer(bits: count) { unsafe (TextSearch.order(x[$0], y[$0]) < 0) != isNegated }
    case .list, .map, .structure: return NestedOrder.buffer(a, b, count) { ($0 < 0) != isNegated }
    }
  }

  @inline(__always) private static func equalWords<T: BitwiseCopyable & Equatable>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    let (x, y) = (a.fixed(T.self), b.fixed(T.self))
    return Bitmap.buffer(bits: count) { (x[$0] == y[$0]) != isNegated }
  }

  @inline(__always) private static func lessWords<T: BitwiseCopyable & Comparable>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    let (x, y) = (a.fixed(T.self), b.fixed(T.self))
    return Bitmap.buffer(bits: count) { (x[$0] < y[$0]) != isNegated }
  }

  @inline(__always) private static func equalFloats<T: BitwiseCopyable & BinaryFloatingPoint>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    let (x, y) = (a.fixed(T.self), b.fixed(T.self))
    return Bitmap.buffer(bits: count) { row in
      (x[row] == y[row] || x[row].isNaN && y[row].isNaN) != isNegated
    }
  }

  @inline(__always) private static func lessFloats<T: BitwiseCopyable & BinaryFloatingPoint>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    let (x, y) = (a.fixed(T.self), b.fixed(T.self))
    return Bitmap.buffer(bits: count) { row in
      (x[row] < y[row] || !x[row].isNaN && y[row].isNaN) != isNegated
    }
  }

  private static func equalTexts(_ a: Vector, _ b: Vector, _ count: Int, _ isNegated: Bool) -> Buffer {
    if b.isConstant, let bytes = Constant(b.column).bytes { return equal(a.texts, to: bytes, count, isNegated) }
    if a.isConstant, let bytes = Constant(a.column).bytes { return equal(b.texts, to: bytes, count, isNegated) }
    let (x, y) = (a.texts, b.texts)
    return Bitmap.buffer(bits: count) { unsafe TextSearch.isEqual(x[$0], y[$0]) != isNegated }
  }

  private static func equal(_ x: TextReader, to bytes: [UInt8], _ count: Int, _ isNegated: Bool) -> Buffer {
    let length = bytes.count
    guard length <= 8 else {
      return unsafe bytes.withUnsafeBytes { wanted in
        Bitmap.buffer(bits: count) { unsafe TextSearch.isEqual(x[$0], wanted) != isNegated }
      }
    }
    // A short text is one word: behind a buffer's end there are bytes to read.
    var wanted: UInt64 = 0
    for (place, byte) in bytes.enumerated() { wanted |= UInt64(byte) << UInt64(8 * place) }
    let mask: UInt64 = length == 8 ? ~0 : (1 << UInt64(8 * length)) - 1
    return Bitmap.buffer(bits: count) { row in
      // Without a branch: which texts are equal can't be foreseen. 2 ns a row, 5 with one.
      let difference = (x.firstWord(row) ^ wanted) & mask | UInt64(truncatingIfNeeded: x.count(row) ^ length)
      return (difference == 0) != isNegated
    }
  }
}

/// `x in (…)` with values that are known beforehand.
enum Membership {
  static func kernel(_ type: ColumnType) -> Kernel {
    Kernel("in(\(type))", isStrict: false) { evaluation, arguments in
      if arguments[0].isNull { return Vector(.null(.bool)) }
      if arguments[0].isNull { return Vector(.null(.bool)) }
      let items = arguments.dropFirst()
      let count = evaluation.rows(of: arguments)
      if type == .text, items.count > 8 { return texts(arguments[0], items.map { Constant($0.column) }, count) }
      let equal = Comparisons.kernel(.equal, type)
      var found = Vector(.bool(false))
      for item in items {
        let next = item.isNull ? Vector(.null(.bool)) : equal.run(&evaluation, [arguments[0], item])
        found = Logic.joined(found, next, count, isAnd: false)
      }
      return found
    }
  }

  /// A long list of texts is looked up, not gone through.
  private static func texts(_ argument: Vector, _ items: [Constant], _ count: Int) -> Vector {
    let known = Set(items.compactMap(\.bytes))
    let hasNull = items.contains { $0.bytes == nil }
    let reader = argument.texts
    let values = Bitmap.buffer(bits: count) { unsafe known.contains(Array(reader[$0])) }
    guard hasNull else { return Vector.bits(values, [argument], count) }
    // Beside a null in the list, what isn't found is unknown.
    let membership = Vector.bits(values, [], count)
    let (found, valid) = (membership.bits, BitReader(validityOf: argument))
    let validity = Bitmap.buffer(count) { found.word($0) & valid.word($0) }
    withExtendedLifetime(membership) {}
    return Vector(
      Column(type: .bool, count: count, validity: validity, values: values), isConstant: argument.isConstant)
  }
}
