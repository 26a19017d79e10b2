package import Specifications

extension Contract {
  private enum Options {
    static let fields = Option(
      required: "fields", ValueKind<[Named<OptionValues>]>.map(of: .block(ContractField.specification)),
      "The fields of a record, each with its type and constraints.", example: "{ order_id: uuid, total: float64 }")
    static let key = Option(
      "key", .list(of: .text), default: [], "The fields that tell records apart.", example: "[order_id]")
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
    let fields = values[Options.fields].map { ContractField($0.name, $0.value) }
    if fields.isEmpty {
      problems.error(at: node, "contract `\(name)` has no fields", mend: "name them under `fields:`")
      return nil
    }
    var isRight = true
    for (index, field) in values[Options.fields].enumerated() {
      let isTaken = fields[..<index].contains { $0.name.lowercased() == field.name.lowercased() }
      if isTaken {
        problems.error(at: field.place, "the field `\(field.name)` is named twice, but for case")
        isRight = false
      }
    }
    for name in values[Options.key] where !fields.contains(where: { $0.name == name }) {
      let near = nearestName(to: name, among: fields.map(\.name))
      problems.error(
        at: values.place(of: Options.key), "the key names `\(name)`, which is no field",
        mend: near.map { "did you mean `\($0)`?" })
      isRight = false
    }
    return isRight ? Contract(name: name, fields: fields, key: values[Options.key]) : nil
  }
}

private let anyNumber = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

extension ContractField {
  static let type = Option(required: "type", .columnType, "What the field holds.", example: "timestamp")
  static let required = Option("required", .boolean, default: false, "Whether it must have a value.", example: "true")
  static let oneOf = Option(
    optional: "one_of", .list(of: .text), "The values that it may have.", example: "[new, paid, sent]")
  static let min = Option(optional: "min", .number(in: anyNumber), "The least value of a number.", example: "0")
  static let max = Option(optional: "max", .number(in: anyNumber), "The greatest value of a number.", example: "100")
  static let minLength = Option(
    optional: "min_length", .integer(in: 0...Int.max), "The least length of text, in characters.", example: "1")
  static let maxLength = Option(
    optional: "max_length", .integer(in: 0...Int.max), "The greatest length of text, in characters.", example: "80")

  /// A field's block; a bare value is its type.
  package static let specification = Specification(
    "field", "A field of a record.", options: [type, required, oneOf, min, max, minLength, maxLength],
    later: ["default", "pattern", "also_named", "ignore_case", "formats", "write", "pii"], shortFor: type)

  init(_ name: String, _ values: OptionValues) {
    self.init(
      name, values[Self.type], isRequired: values[Self.required], oneOf: values[Self.oneOf],
      range: ValueRange(values[Self.min], values[Self.max]),
      length: LengthRange(values[Self.minLength], values[Self.maxLength]))
  }
}
