import Columns
import Specifications

// Lists, structs and maps.
extension Checker {
  /// `[a, b]`
  mutating func list(_ items: [Operand], _ syntax: Syntax) -> Operand? {
    guard !items.isEmpty else {
      return Operand(node: emptyList(.list(.text)), type: .list(.text), standing: .emptyList, syntax: syntax)
    }
    guard let (all, element) = unified(items, "and the elements of a list need one type") else { return nil }
    return typed(apply(NestedMaking.list(element), all, .list(element), isNullable: false), syntax)
  }

  /// The node of a list without elements.
  mutating func emptyList(_ type: ColumnType) -> Int {
    guard case .list(let element) = type else { return program.add(.null(type)) }
    let kernel = NestedMaking.list(element)
    return program.add(
      Program.Node(operation: .kernel(kernel), operands: [], type: type, isNullable: false, canFail: false))
  }

  /// `{'a': 1}`
  mutating func structure(_ members: [Syntax.Member], _ syntax: Syntax) -> Operand? {
    guard let values = operands(members.map(\.value)) else { return nil }
    return structure(names: members.map(\.name), values, syntax)
  }

  mutating func structure(names: [String], _ values: [Operand], _ syntax: Syntax) -> Operand? {
    var settled: [Operand] = []
    for value in values { if let value = self.settled(value) { settled.append(value) } }
    guard settled.count == values.count else { return nil }
    let fields = zip(names, settled).map { name, value in
      Field(name, value.type, isNullable: program.nodes[value.node].isNullable)
    }
    return typed(apply(NestedMaking.structure(fields), settled, .structure(fields), isNullable: false), syntax)
  }

  /// `map {'a': 1}`
  mutating func mapping(_ entries: [Syntax.Entry], _ syntax: Syntax) -> Operand? {
    guard let keys = operands(entries.map(\.key)), let values = operands(entries.map(\.value)) else { return nil }
    guard let (all, value) = unified(values, "and the values of a map need one type") else { return nil }
    var arguments: [Operand] = []
    for (key, value) in zip(keys, all) {
      guard let text = key.type == .text ? convert(key, to: .text) : nil else {
        problem(
          at: key.syntax.range, "the keys of a map are text, and `\(written(key.syntax))` is \(key.type)",
          mend: castMend(key, to: [.text]))
        return nil
      }
      arguments += [text, value]
    }
    return typed(apply(NestedMaking.map(value), arguments, .map(value), isNullable: false), syntax)
  }

  /// `x.name`
  mutating func field(_ base: Syntax, _ name: String, _ isQuoted: Bool, _ syntax: Syntax) -> Operand? {
    guard let whole = operand(base) else { return nil }
    return field(whole, name, isQuoted: isQuoted, syntax)
  }

  mutating func field(_ whole: Operand, _ name: String, isQuoted: Bool, _ syntax: Syntax) -> Operand? {
    if whole.standing == .null { return whole }
    guard case .structure(let fields) = whole.type else {
      let mend: String? =
        switch whole.type {
        case .json: "write `\(written(whole.syntax)) -> '\(name)'`, or `->>` for its text"
        case .map: "write `\(written(whole.syntax))['\(name)']`"
        case .list(.structure): "of its first item, write `\(written(whole.syntax))[1].\(name)`"
        default: nil
        }
      problem(
        at: syntax.range, "`.` takes a field of a struct, and `\(written(whole.syntax))` is \(whole.type)", mend: mend)
      return nil
    }
    let place =
      fields.firstIndex { $0.name == name }
      ?? (isQuoted ? nil : fields.firstIndex { $0.name.lowercased() == name.lowercased() })
    guard let place else {
      let near = nearestName(to: name, among: fields.map(\.name))
      let list = enumeration(of: fields.prefix(20).map(\.name), joinedBy: "and")
      problem(
        at: syntax.range, "`\(written(whole.syntax))` has no field `\(name)`",
        mend: near.map { "did you mean `\($0)`?" } ?? "it has \(list)")
      return nil
    }
    let node = apply(
      Elements.field(whole.type, place), [whole], fields[place].type,
      isNullable: fields[place].isNullable || program.nodes[whole.node].isNullable)
    if fields[place].form.isPersonal { program.keepPersonal(node) }
    return typed(node, syntax)
  }

  /// `x[i]`
  mutating func element(_ base: Syntax, _ index: Syntax, _ syntax: Syntax) -> Operand? {
    guard let both = operands([base, index]) else { return nil }
    return element(both[0], both[1], syntax)
  }

  mutating func element(_ whole: Operand, _ index: Operand, _ syntax: Syntax) -> Operand? {
    if whole.standing == .null { return whole }
    switch whole.type {
    case .list(let element):
      guard let place = place(index) else { return nil }
      return typed(apply(Elements.element(whole.type), [whole, place], element, isNullable: true), syntax)
    case .map(let value):
      guard index.type == .text, let key = convert(index, to: .text) else {
        problem(
          at: index.syntax.range, "the keys of a map are text, and `\(written(index.syntax))` is \(index.type)",
          mend: castMend(index, to: [.text]))
        return nil
      }
      return typed(apply(Elements.entry(whole.type), [whole, key], value, isNullable: true), syntax)
    case .structure:
      guard index.standing == .textLiteral, let bytes = program.constant(index.node)?.bytes else {
        problem(
          at: index.syntax.range, "a field of a struct is named by a text that stands here", mend: "for instance ['a']")
        return nil
      }
      return field(whole, String(decoding: bytes, as: UTF8.self), isQuoted: false, syntax)
    case .json: return member(whole, index, asText: false, syntax)
    case .text:
      guard let place = place(index) else { return nil }
      let one = typed(program.add(.fixed(Int64(1), .int64)), index.syntax)
      return call("substring", [whole, place, one], at: syntax.range, syntax)
    default:
      problem(
        at: syntax.range,
        "`[…]` takes an element of a list, a map or JSON, and `\(written(whole.syntax))` is \(whole.type)")
      return nil
    }
  }

  private mutating func place(_ index: Operand) -> Operand? {
    guard index.type.isInteger || index.standing == .null, index.type != .uint64 else {
      problem(
        at: index.syntax.range, "a place in a list is a whole number, and `\(written(index.syntax))` is \(index.type)",
        mend: castMend(index, to: [.int64]))
      return nil
    }
    return convert(index, to: .int64)
  }

  /// `x[a:b]`
  mutating func slice(_ base: Syntax, _ from: Syntax?, _ to: Syntax?, _ syntax: Syntax) -> Operand? {
    guard let whole = operand(base), let ends = operands([from, to].compactMap { $0 }) else { return nil }
    if whole.standing == .null { return whole }
    guard case .list = whole.type else {
      problem(
        at: syntax.range, "`[a:b]` takes a part of a list, and `\(written(whole.syntax))` is \(whole.type)",
        mend: whole.type == .text ? "write `substring(\(written(whole.syntax)), …)`" : nil)
      return nil
    }
    var places: [Operand] = []
    for end in ends { if let place = place(end) { places.append(place) } }
    guard places.count == ends.count else { return nil }
    let kernel = Elements.slice(whole.type, hasFrom: from != nil, hasTo: to != nil)
    return typed(apply(kernel, [whole] + places, whole.type), syntax)
  }
}
