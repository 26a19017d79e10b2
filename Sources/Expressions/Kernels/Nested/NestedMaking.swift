import Columns

/// Making lists, structs and maps.
enum NestedMaking {
  /// A list of its arguments.
  static func list(_ element: ColumnType) -> Kernel {
    Kernel("list_value(\(element))", canFail: element.holdsText, isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      if let refused = evaluation.refuseLarge(arguments, .list(element)) { return refused }
      var builder = ListBuilder(capacity: count)
      var picks = Picks(capacity: count * arguments.count)
      let steps = arguments.map { $0.isConstant ? 0 : 1 }
      for row in 0..<count {
        for source in steps.indices { picks.append(source: source, row: row &* steps[source]) }
        builder.finish(elements: picks.count)
      }
      let child =
        arguments.isEmpty ? Column.nulls(element, count: 0) : picks.column(element, from: arguments.map(\.column))
      return Vector(builder.lists(of: child), isConstant: arguments.allSatisfy(\.isConstant))
    }
  }

  /// A struct of its arguments.
  static func structure(_ fields: [Field]) -> Kernel {
    let type = ColumnType.structure(fields)
    return Kernel("struct(\(type))", canFail: type.holdsText, isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      if let refused = evaluation.refuseLarge(arguments, type) { return refused }
      let isConstant = arguments.allSatisfy(\.isConstant)
      let children = arguments.map { isConstant ? $0.column : $0.expanded(to: count) }
      return Vector(.structures(fields, children, count: count), isConstant: isConstant)
    }
  }

  /// A map of keys and values by turns. Keys that are null or there twice fail the row.
  static func map(_ value: ColumnType) -> Kernel {
    Kernel("map(\(value))", canFail: true, isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      if let refused = evaluation.refuseLarge(arguments, .map(value)) { return refused }
      let keys = stride(from: 0, to: arguments.count, by: 2).map { arguments[$0] }
      let values = stride(from: 1, to: arguments.count, by: 2).map { arguments[$0] }
      let readers = keys.map { (texts: $0.texts, valid: BitReader(validityOf: $0)) }
      var builder = ListBuilder(capacity: count)
      var (keyPicks, valuePicks) = (Picks(capacity: count), Picks(capacity: count))
      for row in 0..<count {
        let fault = unsafe flaw(of: keys.count) { unsafe readers[$0].valid[row] ? readers[$0].texts[row] : nil }
        if let fault {
          evaluation.fail(row, fault)
          builder.appendNull()
          continue
        }
        for (source, key) in keys.enumerated() {
          keyPicks.append(source: source, row: key.isConstant ? 0 : row)
          valuePicks.append(source: source, row: values[source].isConstant ? 0 : row)
        }
        builder.finish(elements: keyPicks.count)
      }
      let maps = builder.maps(
        from: keys.isEmpty ? .nulls(.text, count: 0) : keyPicks.column(.text, from: keys.map(\.column)),
        to: values.isEmpty ? .nulls(value, count: 0) : valuePicks.column(value, from: values.map(\.column)))
      return Vector(maps, isConstant: arguments.allSatisfy(\.isConstant))
    }
  }

  /// What is wrong with the keys of a map: one that is null, or there twice.
  @inline(__always) private static func flaw(
    of count: Int, _ key: (Int) -> UnsafeRawBufferPointer?
  ) -> FailureMessage? {
    // A few are held against each other, many looked up.
    var seen: Set<[UInt8]> = []
    var twice: FailureMessage?
    for place in 0..<count {
      guard let text = unsafe key(place) else { return "a key of the map is null" }
      var isKnown = false
      if count > 16 {
        isKnown = unsafe !seen.insert(Array(text)).inserted
      } else {
        for earlier in 0..<place where !isKnown {
          if let other = unsafe key(earlier) { isKnown = unsafe TextSearch.isEqual(other, text) }
        }
      }
      if isKnown { twice = "the key «\(unsafe ShortenedText.of(text))» is in the map twice" }
    }
    return twice
  }

  /// `map(keys, values)` of two lists.
  static func mapOfLists(_ value: ColumnType) -> Kernel {
    Kernel("map_from_lists(\(value))", canFail: true) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let (keys, values) = (arguments[0], arguments[1])
      let texts = keys.column.children[0]
      let (readers, valid) = (Vector(texts).texts, BitReader(validityOf: Vector(texts)))
      var builder = ListBuilder(capacity: count)
      var (keyPicks, valuePicks) = (Picks(capacity: count), Picks(capacity: count))
      for row in 0..<count {
        guard arguments.allSatisfy({ $0.isValid(row) }) else {
          builder.appendNull()
          continue
        }
        let a = keys.column.elements(keys.isConstant ? 0 : row)
        let b = values.column.elements(values.isConstant ? 0 : row)
        var fault = unsafe flaw(of: a.count) { place in
          unsafe valid[a.lowerBound + place] ? readers[a.lowerBound + place] : nil
        }
        if fault == nil, a.count != b.count { fault = "a map of \(a.count) keys can't have \(b.count) values" }
        if let fault {
          evaluation.fail(row, fault)
          builder.appendNull()
          continue
        }
        for (key, value) in zip(a, b) {
          keyPicks.append(row: key)
          valuePicks.append(row: value)
        }
        builder.finish(elements: keyPicks.count)
      }
      let maps = builder.maps(
        from: keyPicks.column(.text, from: [texts]), to: valuePicks.column(value, from: [values.column.children[0]]))
      return Vector(maps, isConstant: arguments.allSatisfy(\.isConstant))
    }
  }
}

extension ColumnType {
  /// Whether values have bytes of any length.
  fileprivate var holdsText: Bool {
    switch self {
    case .list(let inner), .map(let inner): inner.holdsText
    case .structure(let fields): fields.contains { $0.type.holdsText }
    default: layout == .variable
    }
  }
}

extension Evaluation {
  /// Fails every row where a constant repeated in each would be more than a column may hold; nil where none is.
  fileprivate mutating func refuseLarge(_ arguments: [Vector], _ type: ColumnType) -> Vector? {
    let count = rows(of: arguments)
    guard count > 1, arguments.contains(where: { $0.isTooLarge(for: count) }) else { return nil }
    for row in 0..<count { fail(row, TextWriter.refusal) }
    return Vector(.null(type))
  }
}
