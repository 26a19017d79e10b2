import Columns

/// Where lists have values.
enum ListPlaces {
  /// For each row the place of the value in its list as an `Int32`, 1 for the first; 0 where it has none, or one of
  /// both is null.
  static func find(_ list: Vector, _ value: Vector, _ count: Int) -> Buffer {
    let child = Vector(list.column.children[0])
    switch child.type {
    case .float32, .float64, .bool, .list, .map, .structure: break
    case .text, .bytes, .json:
      let (texts, wanted) = (child.texts, value.texts)
      return find(list, value, child, count) { element, row in
        guard texts.count(element) == wanted.count(row), texts.leadingWord(element) == wanted.leadingWord(row) else {
          return false
        }
        return unsafe TextSearch.isEqual(texts[element], wanted[row])
      }
    default:
      // Their values are equal where their bytes are.
      switch child.type.layout {
      case .fixed(1): return fixed(list, value, child, count, UInt8.self)
      case .fixed(2): return fixed(list, value, child, count, UInt16.self)
      case .fixed(4): return fixed(list, value, child, count, UInt32.self)
      case .fixed(8): return fixed(list, value, child, count, UInt64.self)
      default: return fixed(list, value, child, count, UInt128.self)
      }
    }
    let order = NestedOrder(child.column, value.column)
    return find(list, value, child, count) { order($0, value.isConstant ? 0 : $1) == 0 }
  }

  private static func fixed<T: BitwiseCopyable & Equatable>(
    _ list: Vector, _ value: Vector, _ child: Vector, _ count: Int, _: T.Type
  ) -> Buffer {
    let (elements, wanted) = (child.fixed(T.self), value.fixed(T.self))
    return find(list, value, child, count) { elements[$0] == wanted[$1] }
  }

  /// `isFound` is asked of an element and a row.
  @inline(__always) private static func find(
    _ list: Vector, _ value: Vector, _ child: Vector, _ count: Int, _ isFound: (Int, Int) -> Bool
  ) -> Buffer {
    var places = RawMemory(capacity: count * 4)
    let out = unsafe places.start.assumingMemoryBound(to: Int32.self)
    let ends = unsafe list.column.pointer(to: Int32.self)
    let step = list.isConstant ? 0 : 1
    let (hasList, hasValue) = (BitReader(validityOf: list), BitReader(validityOf: value))
    let isPresent = BitReader(validityOf: child)
    for row in 0..<count {
      var found: Int32 = 0
      if hasList[row], hasValue[row] {
        let (first, end) = unsafe (Int(ends[row &* step]), Int(ends[row &* step &+ 1]))
        for element in first..<end where isPresent[element] && isFound(element, row) {
          found = Int32(truncatingIfNeeded: element &- first &+ 1)
          break
        }
      }
      unsafe out[row] = found
    }
    places.advance(by: count * 4)
    return places.buffer()
  }
}
