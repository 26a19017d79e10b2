import Columns

/// Functions of lists, structs and maps.
enum NestedFunctions {
  static let all: [Function] = [
    Function(
      "list_value", .nested, "A list of its arguments; `[a, b]` is the same.", example: "list_value(1, 2)[2]", "2",
      arguments: "value, …"
    ) { checker, operands, call in checker.list(operands, call) },
    Function(
      "row", .nested, "A struct of its arguments, whose fields are named v1, v2 and so on.", example: "row(1, 'x').v2",
      "x", arguments: "value, …"
    ) { checker, operands, call in
      checker.structure(names: operands.indices.map { "v\($0 + 1)" }, operands, call)
    },
    Function(
      "len", .nested, "How many elements a list has, entries a map, or characters a text.", example: "len([1, 2, 3])",
      "3", arguments: "list | map | text"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call) else { return nil }
      guard operands[0].type.elementType != nil else { return checker.call("length", operands, at: call.range, call) }
      return checker.typed(checker.apply(Elements.count(operands[0].type), operands, .int64), call)
    },
    Function(
      "cardinality", .nested, "How many entries a map has.", example: "cardinality(map {'a': 1})", "1",
      arguments: "map"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call), let map = checker.map(operands[0], "cardinality") else { return nil }
      return checker.typed(checker.apply(Elements.count(map.operand.type), [map.operand], .int64), call)
    },
    Function(
      "list_contains", .nested, "Whether a list has a value; `x in list` is the same.",
      example: "list_contains([1, 2], 2)", "true", arguments: "list, value"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call) else { return nil }
      if operands[0].type == .text { return checker.call("contains", operands, at: call.range, call) }
      guard let (list, value, element) = checker.listAndElement(operands, "list_contains") else { return nil }
      return checker.typed(checker.apply(Lists.contains(element), [list, value], .bool), call)
    },
    Function(
      "list_position", .nested, "The place of a value in a list, 1 for the first; null where it isn't there.",
      example: "list_position([5, 7], 7)", "2", arguments: "list, value"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call),
        let (list, value, element) = checker.listAndElement(operands, "list_position")
      else { return nil }
      return checker.typed(checker.apply(Lists.position(element), [list, value], .int32, isNullable: true), call)
    },
    Function(
      "list_concat", .nested, "The elements of lists one behind the other; `a || b` is the same.",
      example: "array_to_string(list_concat([1], [2]), ',')", "1,2", arguments: "list, …"
    ) { checker, operands, call in
      guard let (lists, type) = checker.unified(operands, "and lists that are joined need one type"),
        let first = lists.first, checker.list(first, "list_concat") != nil
      else { return nil }
      return checker.typed(checker.apply(Lists.joined(type, passingOverNulls: true), lists, type), call)
    },
    Function(
      "list_sort", .nested, "The elements of a list in ascending order, nulls last.",
      example: "array_to_string(list_sort([3, 1, 2]), ',')", "1,2,3", arguments: "list"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call), let list = checker.list(operands[0], "list_sort") else { return nil }
      return checker.typed(checker.apply(Lists.sorted(list.operand.type), [list.operand], list.operand.type), call)
    },
    Function(
      "list_distinct", .nested,
      "The elements of a list, each once and without nulls, in the order in which they come first.",
      example: "array_to_string(list_distinct([1, 1, 2]), ',')", "1,2", arguments: "list"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call), let list = checker.list(operands[0], "list_distinct") else {
        return nil
      }
      return checker.typed(checker.apply(Lists.distinct(list.operand.type), [list.operand], list.operand.type), call)
    },
    Function(
      "array_to_string", .nested, "The elements of a list as one text, with another between them; nulls are left out.",
      example: "array_to_string(['a', null, 'b'], '-')", "a-b", arguments: "list, text"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call), let list = checker.list(operands[0], "array_to_string"),
        let texts = checker.cast(list.operand, to: .list(.text)),
        let separator = checker.convert(operands[1], to: .text)
      else { return nil }
      return checker.typed(checker.apply(Lists.asText, [texts, separator], .text), call)
    },
    Function(
      "struct_extract", .nested, "A field of a struct; `x.name` is the same.",
      example: "struct_extract({'a': 1}, 'a')", "1", arguments: "struct, 'name'"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call) else { return nil }
      return checker.element(operands[0], operands[1], call)
    },
    Function(
      "map", .nested, "A map from the texts of one list to the values of another.",
      example: "map(['a', 'b'], [1, 2])['b']", "2", arguments: "keys, values"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call), let keys = checker.convert(operands[0], to: .list(.text)),
        let values = checker.list(operands[1], "map")
      else { return nil }
      let type = ColumnType.map(values.element)
      return checker.typed(checker.apply(NestedMaking.mapOfLists(values.element), [keys, values.operand], type), call)
    },
    Function(
      "element_at", .nested, "The value of a key in a list of its own, which is empty where the map hasn't got it.",
      example: "element_at(map {'a': 1}, 'a')[1]", "1", arguments: "map, key"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call), let map = checker.map(operands[0], "element_at"),
        let found = checker.element(map.operand, operands[1], call)
      else { return nil }
      return checker.typed(checker.apply(Lists.ofOne(map.value), [found, map.operand], .list(map.value)), call)
    },
    Function(
      "map_contains", .nested, "Whether a map has a key.", example: "map_contains(map {'a': 1}, 'a')", "true",
      arguments: "map, key"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call), let map = checker.map(operands[0], "map_contains") else { return nil }
      let keys = checker.typed(
        checker.apply(Elements.column(of: map.operand.type, 0), [map.operand], .list(.text)), operands[0].syntax)
      guard let key = checker.convert(operands[1], to: .text) else { return nil }
      return checker.typed(checker.apply(Lists.contains(.text), [keys, key], .bool), call)
    },
    Function(
      "map_keys", .nested, "The keys of a map.", example: "map_keys(map {'a': 1})[1]", "a", arguments: "map"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call), let map = checker.map(operands[0], "map_keys") else { return nil }
      return checker.typed(checker.apply(Elements.column(of: map.operand.type, 0), [map.operand], .list(.text)), call)
    },
    Function(
      "map_values", .nested, "The values of a map.", example: "map_values(map {'a': 1})[1]", "1", arguments: "map"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call), let map = checker.map(operands[0], "map_values") else { return nil }
      return checker.typed(
        checker.apply(Elements.column(of: map.operand.type, 1), [map.operand], .list(map.value)), call)
    },
  ]
}

extension Checker {
  /// An operand that has to be a list, and the type of its elements.
  mutating func list(_ operand: Operand, _ word: String) -> (operand: Operand, element: ColumnType)? {
    if operand.standing == .null, let list = convert(operand, to: .list(.text)) { return (list, .text) }
    if case .list(let element) = operand.type { return (operand, element) }
    problem(
      at: operand.syntax.range, "`\(word)` takes a list, and `\(written(operand.syntax))` is \(operand.type)",
      mend: operand.type == .json ? "write `cast(\(written(operand.syntax)) as list<text>)`" : nil)
    return nil
  }

  /// An operand that has to be a map, and the type of its values.
  mutating func map(_ operand: Operand, _ word: String) -> (operand: Operand, value: ColumnType)? {
    if operand.standing == .null, let map = convert(operand, to: .map(.text)) { return (map, .text) }
    if case .map(let value) = operand.type { return (operand, value) }
    problem(
      at: operand.syntax.range, "`\(word)` takes a map, and `\(written(operand.syntax))` is \(operand.type)",
      mend: operand.type == .json ? "write `cast(\(written(operand.syntax)) as map<text, text>)`" : nil)
    return nil
  }

  /// A list and a value, brought to one type of elements.
  mutating func listAndElement(
    _ operands: [Operand], _ word: String
  ) -> (list: Operand, value: Operand, element: ColumnType)? {
    guard let (list, element) = list(operands[0], word) else { return nil }
    let sample = Operand(node: list.node, type: element, standing: list.standing, syntax: list.syntax)
    let value = operands[1]
    guard let type = list.standing == .emptyList ? value.type : common([sample, value]) else {
      problem(
        at: value.syntax.range,
        "`\(written(list.syntax))` is \(list.type) and `\(written(value.syntax))` is \(value.type), which can't be compared",
        mend: castMend(value, to: [element]))
      return nil
    }
    guard let whole = convert(list, to: .list(type)), let one = convert(value, to: type) else { return nil }
    return (whole, one, type)
  }

  /// An operand cast to a type; nil, with a problem, where no cast leads there.
  mutating func cast(_ operand: Operand, to type: ColumnType) -> Operand? {
    if operand.type == type || operand.standing == .emptyList { return convert(operand, to: type) }
    guard Conversions.canCast(from: operand.type, to: type) else {
      problem(at: operand.syntax.range, "`\(written(operand.syntax))` is \(operand.type), which can't become \(type)")
      return nil
    }
    return typed(apply(castKernel(of: operand, to: type), [operand], type), operand.syntax)
  }
}
