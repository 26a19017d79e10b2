import CScan
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
      return Bitmap.buffer(a, b, count, isNegated) { (x: IntervalValue, y: IntervalValue) in (x.size == y.size).flag }
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
      return Bitmap.buffer(a, b, count, isNegated) { (x: UInt128, y: UInt128) in
        (UInt128(bigEndian: x) < UInt128(bigEndian: y)).flag
      }
    case .interval:
      return Bitmap.buffer(a, b, count, isNegated) { (x: IntervalValue, y: IntervalValue) in (x.size < y.size).flag }
    case .decimal: return lessWords(a, b, count, Int128.self, isNegated)
    case .text, .bytes, .json: return lessTexts(a, b, count, isNegated)
    case .list, .map, .structure: return NestedOrder.buffer(a, b, count) { ($0 < 0) != isNegated }
    }
  }

  @inline(__always) private static func equalWords<T: BitwiseCopyable & Equatable>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    Bitmap.buffer(a, b, count, isNegated) { (x: T, y: T) in (x == y).flag }
  }

  @inline(__always) private static func lessWords<T: BitwiseCopyable & Comparable>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    Bitmap.buffer(a, b, count, isNegated) { (x: T, y: T) in (x < y).flag }
  }

  @inline(__always) private static func equalFloats<T: BitwiseCopyable & BinaryFloatingPoint>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    // NaN alone isn't equal to itself.
    Bitmap.buffer(a, b, count, isNegated) { (x: T, y: T) in (x == y).flag | (x != x).flag & (y != y).flag }
  }

  @inline(__always) private static func lessFloats<T: BitwiseCopyable & BinaryFloatingPoint>(
    _ a: Vector, _ b: Vector, _ count: Int, _: T.Type, _ isNegated: Bool
  ) -> Buffer {
    Bitmap.buffer(a, b, count, isNegated) { (x: T, y: T) in (x < y).flag | (x == x).flag & (y != y).flag }
  }

  private static func equalTexts(_ a: Vector, _ b: Vector, _ count: Int, _ isNegated: Bool) -> Buffer {
    if b.isConstant, let bytes = Constant(b.column).bytes { return equal(a.texts, to: bytes, count, isNegated) }
    if a.isConstant, let bytes = Constant(a.column).bytes { return equal(b.texts, to: bytes, count, isNegated) }
    // What is left are columns, and constants that are null, whose bits nobody asks for.
    guard !a.isConstant, !b.isConstant else { return Bitmap.buffer(count) { _ in 0 } }
    let (x, y) = (a.texts, b.texts)
    // Most texts differ in length, which a loop over vectors sees without looking at them.
    let flags = Bitmap.flags(count)
    let isAlike = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    let (ends, others) = unsafe (a.column.pointer(to: Int32.self), b.column.pointer(to: Int32.self))
    for row in 0..<count {
      unsafe isAlike[row] = (ends[row + 1] &- ends[row] == others[row + 1] &- others[row]).flag
    }
    return Bitmap.buffer(count) { word in
      var equal = unsafe ouzel_match64(isAlike + word &* 64, 1) & Bitmap.mask(word, count)
      var rest = equal
      while rest != 0 {
        let row = word &* 64 &+ rest.trailingZeroBitCount
        if unsafe !TextSearch.isEqual(x.start(of: row), y.start(of: row), x.count(row)) {
          equal &= ~(rest & (0 &- rest))
        }
        rest &= rest &- 1
      }
      return isNegated ? ~equal : equal
    }
  }

  private static func lessTexts(_ a: Vector, _ b: Vector, _ count: Int, _ isNegated: Bool) -> Buffer {
    let (x, y) = (a.texts, b.texts)
    let flags = Bitmap.flags(count)
    let isLess = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    for row in 0..<count {
      // Most texts differ in their first bytes, behind which there are others to read: what differs first decides, or
      // the length.
      let (p, q) = (UInt64(bigEndian: x.firstWord(row)), UInt64(bigEndian: y.firstWord(row)))
      let (m, n) = (x.count(row), y.count(row))
      let isFound = (p ^ q).leadingZeroBitCount < 8 &* min(m, n)
      unsafe isLess[row] = isFound ? (p < q).flag : (m < n).flag
      if p == q && m > 8 && n > 8 { unsafe isLess[row] = (TextSearch.order(x[row], y[row]) < 0).flag }
    }
    return Bitmap.buffer(flags, count, flippedBy: isNegated ? ~0 : 0)
  }

  private static func equal(_ x: TextReader, to bytes: [UInt8], _ count: Int, _ isNegated: Bool) -> Buffer {
    guard let short = ShortText(bytes) else {
      return unsafe bytes.withUnsafeBytes { wanted in
        Bitmap.buffer(bits: count) { unsafe TextSearch.isEqual(x[$0], wanted) != isNegated }
      }
    }
    return Bitmap.buffer(bits: count) { short.isEqual($0, of: x) != isNegated }
  }
}

/// `x in (…)` with values that are known beforehand.
enum Membership {
  static func kernel(_ type: ColumnType) -> Kernel {
    Kernel("in(\(type))", isStrict: false) { evaluation, arguments in
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
    let known = KnownTexts(items)
    let hasNull = items.contains { $0.bytes == nil }
    let reader = argument.texts
    let values = Bitmap.buffer(bits: count) { known.contains($0, of: reader) }
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
