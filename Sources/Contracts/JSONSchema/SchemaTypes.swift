import Columns
import Specifications

// What each type of JSON Schema says of a field.
extension SchemaReading {
  func text(_ schema: Node, _ meaning: inout SchemaMeaning) {
    switch schema["format"]?.text {
    case "date-time": meaning.type = .timestamp
    case "date": meaning.type = .date
    case "time": meaning.type = .time
    case "uuid": meaning.type = .uuid
    case "byte", "binary": meaning.type = .bytes
    default: meaning.type = schema["contentEncoding"]?.text == "base64" ? .bytes : .text
    }
    // Of a time, a UUID or bytes these say how the text is written, which its type says better.
    guard meaning.type == .text else { return }
    meaning.terms.pattern = schema["pattern"]?.text
    meaning.terms.length = LengthRange(schema.count("minLength"), schema.count("maxLength"))
  }

  func number(_ schema: Node, isWhole: Bool, _ meaning: inout SchemaMeaning) {
    switch schema["format"]?.text {
    case "int32" where isWhole: meaning.type = .int32
    case "float" where !isWhole: meaning.type = .float32
    default: meaning.type = isWhole ? .int64 : .float64
    }
    meaning.terms.range = ValueRange(
      bound(schema, "minimum", "exclusiveMinimum", isWhole, isLeast: true),
      bound(schema, "maximum", "exclusiveMaximum", isWhole, isLeast: false))
  }

  /// A bound that belongs to the range, made of one that may not.
  private func bound(
    _ schema: Node, _ name: String, _ exclusive: String, _ isWhole: Bool, isLeast: Bool
  ) -> String? {
    // In draft 4 the exclusive bound is a flag beside the bound, later it is a bound of its own.
    let flag = schema[exclusive]?.text
    let isExclusive = flag == "true" || flag != nil && flag != "false"
    let text = flag == "true" || flag == "false" || flag == nil ? schema[name]?.text : flag
    guard let text, let value = Double(text) else { return text }
    if isWhole {
      let whole = Int128(text) ?? Int128(exactly: isLeast ? value.rounded(.up) : value.rounded(.down))
      guard let whole else { return text }
      let isMoved = isExclusive && Double(whole) == value
      let bound = isMoved ? (isLeast ? whole + 1 : whole - 1) : whole
      // A bound beyond every int64 bounds nothing.
      return Int64(exactly: bound) == nil ? nil : String(bound)
    }
    return isExclusive ? "\(isLeast ? value.nextUp : value.nextDown)" : text
  }

  mutating func list(_ schema: Node, _ path: String, _ meaning: inout SchemaMeaning) {
    if let items = schema["items"], items.entries != nil {
      meaning.type = .list(inner(items, at: path + "[]").type)
    } else {
      meaning.type = .list(.json)
    }
    meaning.terms.length = LengthRange(schema.count("minItems"), schema.count("maxItems"))
  }

  mutating func object(_ schema: Node, _ path: String, _ meaning: inout SchemaMeaning) {
    if let properties = schema["properties"]?.entries, !properties.isEmpty {
      let required = schema.texts("required")
      var fields: [Field] = []
      for property in properties where !fields.contains(where: { $0.name.lowercased() == property.name.lowercased() }) {
        let inside = inner(property.value, at: "\(path).\(property.name)")
        let isRequired = required.contains(property.name) && !inside.isNullable
        fields.append(Field(property.name, inside.type, isNullable: !isRequired))
      }
      meaning.type = .structure(fields)
    } else if let values = schema["additionalProperties"], values.entries?.isEmpty == false {
      meaning.type = .map(inner(values, at: path + ".*").type)
      meaning.terms.length = LengthRange(schema.count("minProperties"), schema.count("maxProperties"))
    }
  }

  /// What lies inside of a field: its type holds, its constraints are those of no field.
  private mutating func inner(_ schema: Node, at path: String) -> SchemaMeaning {
    var meaning = meaning(of: schema, at: path)
    meaning.terms.standard = nil
    if meaning.terms != FieldTerms() {
      problems.warning(
        at: schema,
        "what `\(path)` has to be beside its type is not checked: constraints hold for a record's own fields")
    }
    return meaning
  }

  /// `enum` and `const`.
  func values(_ schema: Node, _ meaning: inout SchemaMeaning) {
    guard let items = schema["enum"]?.items ?? schema["const"].map({ [$0] }) else { return }
    if items.contains(where: \.isNull) { meaning.isNullable = true }
    let texts = items.compactMap(\.text)
    if meaning.type.isComparable, !texts.isEmpty { meaning.terms.oneOf = texts }
  }
}

extension SchemaMeaning {
  /// Takes a default, where it is a value.
  mutating func take(standard node: Node) {
    if node.isNull { return }
    terms.standard = type.isNested || type == .json ? node.asJSON : node.text
  }
}
