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
      for row in 0..<count {
        for (source, argument) in arguments.enumerated() {
          picks.append(source: source, row: argument.isConstant ? 0 : row)
        }
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
      var builder = ListBuilder(capacity: count)
      var (keyPicks, valuePicks) = (Picks(capacity: count), Picks(capacity: count))
      for row in 0..<count {
        var seen: Set<String> = []
        var fault: FailureMessage?
        for key in keys {
          guard let text = key.column.text(key.isConstant ? 0 : row) else {
            fault = "a key of the map is null"
            break
          }
          if !seen.insert(text).inserted { fault = "the key «\(ShortenedText.of(text))» is in the map twice" }
        }
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

  /// `map(keys, values)` of two lists.
  static func mapOfLists(_ value: ColumnType) -> Kernel {
    Kernel("map_from_lists(\(value))", canFail: true) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let (keys, values) = (arguments[0], arguments[1])
      let texts = keys.column.children[0]
      var builder = ListBuilder(capacity: count)
      var (keyPicks, valuePicks) = (Picks(capacity: count), Picks(capacity: count))
      for row in 0..<count {
        guard arguments.allSatisfy({ $0.isValid(row) }) else {
          builder.appendNull()
          continue
        }
        let a = keys.column.elements(keys.isConstant ? 0 : row)
        let b = values.column.elements(values.isConstant ? 0 : row)
        var seen: Set<String> = []
        var fault: FailureMessage?
        if a.count != b.count { fault = "a map of \(a.count) keys can't have \(b.count) values" }
        for key in a {
          guard let text = texts.text(key) else {
            fault = "a key of the map is null"
            break
          }
          if !seen.insert(text).inserted { fault = "the key «\(ShortenedText.of(text))» is in the map twice" }
        }
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
