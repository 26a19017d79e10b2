import Columns

/// What is done with whole lists.
enum Lists {
  /// Whether a list has a value; a null in it is passed over.
  static func contains(_ element: ColumnType) -> Kernel {
    Kernel("list_contains(\(element))") { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let found = ListPlaces.find(arguments[0], arguments[1], count)
      let places = unsafe found.start.assumingMemoryBound(to: Int32.self)
      let bits = Bitmap.buffer(bits: count) { unsafe places[$0] > 0 }
      withExtendedLifetime(found) {}
      return Vector.bits(bits, arguments, count)
    }
  }

  /// Where a list has a value, 1 for the first; else null.
  static func position(_ element: ColumnType) -> Kernel {
    Kernel("list_position(\(element))") { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let found = ListPlaces.find(arguments[0], arguments[1], count)
      let places = unsafe found.start.assumingMemoryBound(to: Int32.self)
      // What isn't found, or looked for, is null.
      let validity = Bitmap.buffer(bits: count) { unsafe places[$0] > 0 }
      let column = Column(type: .int32, count: count, validity: validity, values: found)
      return Vector(column, isConstant: arguments.allSatisfy(\.isConstant))
    }
  }

  /// Lists one behind the other; a null is one without elements, or makes the result null.
  static func joined(_ type: ColumnType, passingOverNulls: Bool = false) -> Kernel {
    Kernel(
      passingOverNulls ? "list_concat(\(type))" : "||(\(type))", isStrict: !passingOverNulls
    ) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      var builder = ListBuilder(capacity: count)
      var picks = Picks(capacity: count)
      for row in 0..<count {
        guard passingOverNulls || arguments.allSatisfy({ $0.isValid(row) }) else {
          builder.appendNull()
          continue
        }
        for (source, list) in arguments.enumerated() where list.isValid(row) {
          for element in list.column.elements(list.isConstant ? 0 : row) { picks.append(source: source, row: element) }
        }
        builder.finish(elements: picks.count)
      }
      let child = picks.column(type.elementType ?? .text, from: arguments.map { $0.column.children[0] })
      return Vector(builder.lists(of: child), isConstant: arguments.allSatisfy(\.isConstant))
    }
  }

  /// A list in ascending order, nulls last.
  static func sorted(_ type: ColumnType) -> Kernel {
    Kernel("list_sort(\(type))") { evaluation, arguments in
      let child = arguments[0].column.children[0]
      let order = NestedOrder(child, child)
      return rearranged(type, evaluation, arguments) { range in
        let values = range.filter { child.isValid($0) }
        let nulls = range.filter { !child.isValid($0) }
        return values.sorted { order($0, $1) < 0 } + nulls
      }
    }
  }

  /// A list with each value once, in the order in which they come first, nulls left out.
  static func distinct(_ type: ColumnType) -> Kernel {
    Kernel("list_distinct(\(type))") { evaluation, arguments in
      let child = arguments[0].column.children[0]
      let order = NestedOrder(child, child)
      return rearranged(type, evaluation, arguments) { range in
        // Sorted first, so that a list of thousands isn't compared each with each.
        let sorted = range.filter { child.isValid($0) }.sorted {
          let found = order($0, $1)
          return found < 0 || found == 0 && $0 < $1
        }
        var kept: [Int] = []
        for (place, element) in sorted.enumerated() where place == 0 || order(sorted[place - 1], element) != 0 {
          kept.append(element)
        }
        return kept.sorted()
      }
    }
  }

  /// Lists of some of the elements of lists.
  private static func rearranged(
    _ type: ColumnType, _ evaluation: Evaluation, _ arguments: [Vector], _ body: (Range<Int>) -> [Int]
  ) -> Vector {
    let list = arguments[0].column
    let count = evaluation.rows(of: arguments)
    var builder = ListBuilder(capacity: count)
    var picks = Picks(capacity: count)
    for row in 0..<count {
      guard list.isValid(row) else {
        builder.appendNull()
        continue
      }
      for element in body(list.elements(row)) { picks.append(row: element) }
      builder.finish(elements: picks.count)
    }
    let child = picks.column(type.elementType ?? .text, from: [list.children[0]])
    return Vector(builder.lists(of: child), isConstant: arguments[0].isConstant)
  }

  /// The elements of a list of texts as one text.
  static let asText = Kernel("array_to_string", canFail: true) { evaluation, arguments in
    let list = arguments[0]
    let child = list.column.children[0]
    let (elements, separators) = (Vector(child).texts, arguments[1].texts)
    return evaluation.texts(arguments, bytes: elements.byteCount) { row, out in
      var isFirst = true
      for element in list.column.elements(list.isConstant ? 0 : row) where child.isValid(element) {
        if !isFirst { unsafe out.append(piece: separators[row]) }
        unsafe out.append(piece: elements[element])
        isFirst = false
      }
    }
  }

  /// A list of a value, or none where it is null; null where the second argument is.
  static func ofOne(_ element: ColumnType) -> Kernel {
    Kernel("list_of_one(\(element))", isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let (value, map) = (arguments[0], arguments[1])
      var builder = ListBuilder(capacity: count)
      var picks = Picks(capacity: count)
      for row in 0..<count {
        guard map.isValid(row) else {
          builder.appendNull()
          continue
        }
        if value.isValid(row) { picks.append(row: value.isConstant ? 0 : row) }
        builder.finish(elements: picks.count)
      }
      return Vector(
        builder.lists(of: picks.column(element, from: [value.column])), isConstant: arguments.allSatisfy(\.isConstant))
    }
  }
}
