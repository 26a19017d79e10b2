import Columns

/// The order of two rows, nested ones with all that is in them. Inside a list or struct null is equal to null and
/// stands behind every value, as in PostgreSQL and DuckDB.
struct NestedOrder {
  private let compare: (Int, Int) -> Int

  /// Compares rows of `a` with rows of `b`, both of which hold values.
  init(_ a: Column, _ b: Column) { compare = Self.comparison(a, b) }

  func callAsFunction(_ a: Int, _ b: Int) -> Int { compare(a, b) }

  /// Below, equal to or above zero. The columns are looked at once, so that a row costs no look at their type.
  private static func comparison(_ a: Column, _ b: Column) -> (Int, Int) -> Int {
    switch a.type {
    case .bool: return { x, y in (a.bit(x) ? 1 : 0) - (b.bit(y) ? 1 : 0) }
    case .int8: return values(a, b, Int8.self)
    case .int16: return values(a, b, Int16.self)
    case .int32, .date: return values(a, b, Int32.self)
    case .int64, .time, .timestamp, .localTimestamp: return values(a, b, Int64.self)
    case .uint8: return values(a, b, UInt8.self)
    case .uint16: return values(a, b, UInt16.self)
    case .uint32: return values(a, b, UInt32.self)
    case .uint64: return values(a, b, UInt64.self)
    case .float32: return floats(a, b, Float.self)
    case .float64: return floats(a, b, Double.self)
    case .decimal: return values(a, b, Int128.self)
    case .uuid:
      return { x, y in
        let (p, q) = (a.value(x, as: UInt128.self), b.value(y, as: UInt128.self))
        let (m, n) = (UInt128(bigEndian: p), UInt128(bigEndian: q))
        return m < n ? -1 : m > n ? 1 : 0
      }
    case .text, .bytes, .json: return { x, y in unsafe TextSearch.order(a.bytes(x), b.bytes(y)) }
    case .list, .map:
      let elements = nullsLast(a.children[0], b.children[0])
      return { x, y in
        let (p, q) = (a.elements(x), b.elements(y))
        for (m, n) in zip(p, q) {
          let order = elements(m, n)
          if order != 0 { return order }
        }
        return p.count - q.count
      }
    case .structure:
      let fields = zip(a.children, b.children).map { nullsLast($0, $1) }
      return { x, y in
        for field in fields {
          let order = field(x, y)
          if order != 0 { return order }
        }
        return 0
      }
    }
  }

  private static func nullsLast(_ a: Column, _ b: Column) -> (Int, Int) -> Int {
    let compare = comparison(a, b)
    if a.validity == nil, b.validity == nil { return compare }
    return { x, y in
      switch (a.isValid(x), b.isValid(y)) {
      case (true, true): compare(x, y)
      case (false, false): 0
      case (let hasFirst, _): hasFirst ? -1 : 1
      }
    }
  }

  private static func values<T: BitwiseCopyable & Comparable>(_ a: Column, _ b: Column, _: T.Type) -> (Int, Int) -> Int
  {
    { x, y in
      let (p, q) = (a.value(x, as: T.self), b.value(y, as: T.self))
      return p < q ? -1 : p > q ? 1 : 0
    }
  }

  private static func floats<T: BitwiseCopyable & BinaryFloatingPoint>(
    _ a: Column, _ b: Column, _: T.Type
  ) -> (Int, Int) -> Int {
    { x, y in
      let (p, q) = (a.value(x, as: T.self), b.value(y, as: T.self))
      if p.isNaN || q.isNaN { return (p.isNaN ? 1 : 0) - (q.isNaN ? 1 : 0) }
      return p < q ? -1 : p > q ? 1 : 0
    }
  }

  /// The bits of a comparison of vectors; null rows have any.
  static func buffer(_ a: Vector, _ b: Vector, _ count: Int, _ holds: (Int) -> Bool) -> Buffer {
    let order = NestedOrder(a.column, b.column)
    return Bitmap.buffer(bits: count) { row in
      a.isValid(row) && b.isValid(row) && holds(order(a.isConstant ? 0 : row, b.isConstant ? 0 : row))
    }
  }
}
