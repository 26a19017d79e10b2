import Columns
package import Specifications

extension Contract {
  private enum Options {
    static let fields = Option(
      required: "fields", .map(of: .block(ContractField.specification)),
      "The fields of a record, each with its type and constraints.", example: "{ order_id: uuid, total: float64 }")
    static let key = Option(
      "key", .list(of: .literal), default: [], "The fields that tell records apart.", example: "[order_id]")
  }

  /// A contract's block.
  package static let specification = Specification(
    "contract", "A record's fields, their types, and what must hold of them.", options: [Options.fields, Options.key],
    later: ["unknown", "violation", "extends", "by", "map", "otherwise"])

  /// Reads a contract and records its mistakes; nil if there was an error.
  package static func read(
    _ node: Node, name: String, in context: ReadingContext, problems: inout Problems
  ) -> Contract? {
    guard let values = specification.read(node, in: context, problems: &problems) else { return nil }
    let written = values[Options.fields]
    if written.isEmpty {
      problems.error(at: node, "contract `\(name)` has no fields", mend: "name them under `fields:`")
      return nil
    }
    let before = problems.errorCount
    var taken: Set<String> = []
    for field in written {
      let isTaken = !taken.insert(field.name.lowercased()).inserted
      if isTaken { problems.error(at: field.place, "the field `\(field.name)` is named twice, but for case") }
    }
    let fields = written.compactMap { ContractField.read($0, &problems) }
    var key: [String] = []
    for part in values[Options.key] {
      let wanted = part.text ?? ""
      if let field = written.first(where: { $0.name.lowercased() == wanted.lowercased() }) {
        key.append(field.name)
      } else {
        let near = nearestName(to: wanted, among: written.map(\.name))
        problems.error(
          at: part, "the key names `\(wanted)`, which is no field", mend: near.map { "did you mean `\($0)`?" })
      }
    }
    return problems.errorCount == before ? Contract(name: name, fields: fields, key: key) : nil
  }
}

extension ContractField {
  private enum Options {
    static let type = Option(required: "type", .columnType, "What the field holds.", example: "timestamp")
    static let required = Option("required", .boolean, default: false, "Whether it must have a value.", example: "true")
    static let oneOf = Option(
      optional: "one_of", .list(of: .literal), "The values that it may have.", example: "[new, paid, sent]")
    static let min = Option(optional: "min", .literal, "The least value of a number or time.", example: "0")
    static let max = Option(optional: "max", .literal, "The greatest value of a number or time.", example: "100")
    static let minLength = Option(
      optional: "min_length", .integer(in: 0...Int.max), "The least length of text, in characters.", example: "1")
    static let maxLength = Option(
      optional: "max_length", .integer(in: 0...Int.max), "The greatest length of text, in characters.", example: "80")
  }

  /// A field's block; a bare value is its type.
  package static let specification = Specification(
    "field", "A field of a record.",
    options: [
      Options.type, Options.required, Options.oneOf, Options.min, Options.max, Options.minLength, Options.maxLength,
    ], later: ["default", "pattern", "also_named", "ignore_case", "formats", "write", "pii"], shortFor: Options.type)

  /// Makes a field of its options; nil where its constraints can't hold of its type.
  fileprivate static func read(_ written: Named<OptionValues>, _ problems: inout Problems) -> ContractField? {
    let (name, values) = (written.name, written.value)
    let type = values[Options.type]
    let before = problems.errorCount
    if let items = values[Options.oneOf] {
      if items.isEmpty { problems.error(at: values.place(of: Options.oneOf), "`one_of` of `\(name)` allows nothing") }
      _ = literals(items, "one_of", of: name, type, &problems)
    }
    var bounds: [Literals?] = []
    for option in [Options.min, Options.max] {
      guard let node = values[option] else { continue }
      if type.hasBounds {
        bounds.append(literals([node], option.name, of: name, type, &problems))
      } else {
        problems.error(
          at: node, "`\(option.name)` is for numbers and times, and `\(name)` is \(type)",
          mend: type == .text ? "for the length of a text there is `\(option.name)_length`" : nil)
      }
    }
    if bounds.count == 2, let least = bounds[0], let most = bounds[1], Bounds.isAbove(least.column, most.column) {
      problems.error(at: values.place(of: Options.max), "`max` of `\(name)` is below its `min`")
    }
    for option in [Options.minLength, Options.maxLength]
    where values[option] != nil && type != .text && type != .bytes {
      problems.error(
        at: values.place(of: option), "`\(option.name)` is for text and bytes, and `\(name)` is \(type)")
    }
    if let least = values[Options.minLength], let most = values[Options.maxLength], least > most {
      problems.error(at: values.place(of: Options.maxLength), "`max_length` of `\(name)` is below its `min_length`")
    }
    guard problems.errorCount == before else { return nil }
    return ContractField(
      name, type, isRequired: values[Options.required], oneOf: values[Options.oneOf]?.compactMap(\.text),
      range: ValueRange(values[Options.min]?.text, values[Options.max]?.text),
      length: LengthRange(values[Options.minLength], values[Options.maxLength]))
  }

  /// Values of the field's type.
  private static func literals(
    _ nodes: [Node], _ option: String, of name: String, _ type: ColumnType, _ problems: inout Problems
  ) -> Literals? {
    var refused: [Int] = []
    let literals = Literals(nodes.map { $0.text ?? "" }, as: type) { refused.append($0) }
    for index in refused {
      problems.error(
        at: nodes[index],
        "`\(option)` of `\(name)` wants \(type), but `\(nodes[index].scalar?.asWritten ?? "")` is none")
    }
    return literals
  }
}

extension ColumnType {
  /// Whether its values have an order that people mean by least and greatest.
  fileprivate var hasBounds: Bool {
    switch self {
    case .bool, .uuid, .text, .bytes, .json, .list, .map, .structure: false
    default: true
    }
  }
}
