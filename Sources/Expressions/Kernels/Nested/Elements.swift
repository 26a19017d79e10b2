import Columns

/// Getting into lists, maps and structs.
enum Elements {
  /// `list[index]`: 1 is the first, -1 the last; null outside.
  static func element(_ type: ColumnType) -> Kernel {
    Kernel("element(\(type))") { evaluation, arguments in
      let list = arguments[0]
      let indices = arguments[1].fixed(Int64.self)
      return picked(type.elementType ?? .text, evaluation, arguments) { row in
        let range = list.column.elements(list.isConstant ? 0 : row)
        let index = indices[row]
        if index > 0, index <= range.count { return range.lowerBound + Int(index) - 1 }
        if index < 0, index >= -Int64(range.count) { return range.upperBound + Int(index) }
        return nil
      }
    }
  }

  /// `map['key']`: the last entry of that key counts; null where there is none.
  static func entry(_ type: ColumnType) -> Kernel {
    guard case .map(let value) = type else { preconditionFailure("only maps have entries") }
    return Kernel("entry(\(type))") { evaluation, arguments in
      let map = arguments[0]
      let wanted = arguments[1].texts
      let keys = Vector(map.column.children[0].children[0])
      let texts = keys.texts
      return picked(value, evaluation, arguments, child: { $0.children[0].children[1] }) { row in
        for entry in map.column.elements(map.isConstant ? 0 : row).reversed()
        where unsafe TextSearch.isEqual(texts[entry], wanted[row]) { return entry }
        return nil
      }
    }
  }

  /// A column of one element for each row, or null.
  @inline(__always) private static func picked(
    _ type: ColumnType, _ evaluation: Evaluation, _ arguments: [Vector],
    child: (Column) -> Column = { $0.children[0] }, _ place: (Int) -> Int?
  ) -> Vector {
    let count = evaluation.rows(of: arguments)
    var picks = Picks(capacity: count)
    let validity = Bitmap.validity(arguments, count: count)
    for row in 0..<count {
      if validity.map({ unsafe Bits.isSet($0.start, row) }) ?? true, let place = place(row) {
        picks.append(row: place)
      } else {
        picks.appendNull()
      }
    }
    return Vector(
      picks.column(type, from: [child(arguments[0].column)]), isConstant: arguments.allSatisfy(\.isConstant))
  }

  /// A field of a struct: its column, null where the struct is.
  static func field(_ type: ColumnType, _ place: Int) -> Kernel {
    Kernel("field(\(type),\(place))") { _, arguments in
      let whole = arguments[0].column
      let child = whole.children[place]
      guard whole.validity != nil, whole.count > 0 else { return Vector(child, isConstant: arguments[0].isConstant) }
      let (a, b) = (BitReader(validityOf: Vector(whole)), BitReader(validityOf: Vector(child)))
      // The bits of a slice begin anywhere; the child's are moved to where its values begin.
      let bits =
        child.offset == 0
        ? Bitmap.buffer(child.count) { a.word($0) & b.word($0) }
        : Bitmap.buffer(bits: child.offset + child.count) { bit in
          bit < child.offset || (a[bit - child.offset] && b[bit - child.offset])
        }
      let masked = Column(
        type: child.type, count: child.count, offset: child.offset, validity: bits, values: child.values,
        data: child.data, children: child.children)
      return Vector(masked, isConstant: arguments[0].isConstant)
    }
  }

  /// `list[from:to]`, both ends included, where a missing end is null of its own kind: the flags say which there are.
  static func slice(_ type: ColumnType, hasFrom: Bool, hasTo: Bool) -> Kernel {
    Kernel("slice(\(type),\(hasFrom),\(hasTo))") { evaluation, arguments in
      let list = arguments[0]
      let count = evaluation.rows(of: arguments)
      let from = hasFrom ? arguments[1].fixed(Int64.self) : nil
      let to = hasTo ? arguments[hasFrom ? 2 : 1].fixed(Int64.self) : nil
      var builder = ListBuilder(capacity: count)
      var picks = Picks(capacity: count)
      for row in 0..<count {
        guard arguments.allSatisfy({ $0.isValid(row) }) else {
          builder.appendNull()
          continue
        }
        let range = list.column.elements(list.isConstant ? 0 : row)
        let length = Int64(range.count)
        let first = max(from.map { start($0[row], length) } ?? 1, 1)
        let last = min(to.map { $0[row] < 0 ? length + 1 + $0[row] : $0[row] } ?? length, length)
        if first <= last {
          for place in first...last { picks.append(row: range.lowerBound + Int(place) - 1) }
        }
        builder.finish(elements: picks.count)
      }
      let child = picks.column(type.elementType ?? .text, from: [list.column.children[0]])
      return Vector(builder.lists(of: child), isConstant: arguments.allSatisfy(\.isConstant))
    }
  }

  private static func start(_ index: Int64, _ length: Int64) -> Int64 { index < 0 ? length + 1 + index : index }

  /// How many elements or entries there are.
  static func count(_ type: ColumnType) -> Kernel {
    Kernel("len(\(type))") { evaluation, arguments in
      let list = arguments[0].column
      let isConstant = arguments[0].isConstant
      return evaluation.values(arguments, .int64) { Int64(list.elements(isConstant ? 0 : $0).count) }
    }
  }

  /// The keys or the values of a map.
  static func column(of type: ColumnType, _ place: Int) -> Kernel {
    Kernel("\(place == 0 ? "map_keys" : "map_values")(\(type))") { _, arguments in
      let map = arguments[0].column
      let child = map.children[0].children[place]
      let lists = Column(
        type: .list(child.type), count: map.count, offset: map.offset, validity: map.validity, values: map.values,
        children: [child])
      return Vector(lists, isConstant: arguments[0].isConstant)
    }
  }
}
