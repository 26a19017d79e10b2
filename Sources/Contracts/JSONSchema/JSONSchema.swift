import Columns
import Specifications

/// A JSON Schema (draft 4 to 2020-12) as a contract: what it says of an object's properties.
enum JSONSchema {
  /// The contract of a schema, or of the part at a pointer such as `/$defs/order`; nil where it has none, which is
  /// recorded.
  static func contract(
    named name: String, in root: Node, at pointer: String?, askedBy node: Node, _ problems: inout Problems
  ) -> Contract? {
    var reading = SchemaReading(root: root, problems: problems)
    defer { problems = reading.problems }
    guard let start = pointer.map({ reading.part(at: $0.hasPrefix("/") ? $0 : "/" + $0) }) ?? root else {
      reading.problems.error(
        at: node, "the schema has no `\(pointer ?? "")`", mend: "name a part that is there, as in `#/$defs/order`")
      return nil
    }
    let before = reading.problems.errorCount
    let schema = reading.flat(start)
    guard schema.entries != nil, let properties = schema["properties"]?.entries, !properties.isEmpty else {
      reading.problems.error(
        at: start.entries == nil ? node : start, "the schema describes no object with properties",
        mend: "a record is an object: name the part that describes one, as in `jsonschema:FILE#/$defs/order`")
      return nil
    }
    let required = schema.texts("required")
    let fields = properties.map { reading.field($0, isRequired: required.contains($0.name)) }
    guard reading.problems.errorCount == before else { return nil }
    let rejects = schema["additionalProperties"]?.text == "false" || schema["unevaluatedProperties"]?.text == "false"
    return Contract(name: name, fields: fields.compactMap { $0 }, unknown: rejects ? .reject : .drop)
  }
}

/// What a schema says of one property.
struct SchemaMeaning {
  var type: ColumnType
  var isNullable = false
  var terms = FieldTerms()
}

extension Node {
  /// The texts of a list.
  func texts(_ name: String) -> [String] { self[name]?.items?.compactMap(\.text) ?? [] }

  /// The whole number of a key.
  func count(_ name: String) -> Int? { self[name]?.text.flatMap { Int($0) } }

}

/// A schema on its way to a contract.
struct SchemaReading {
  let root: Node
  var problems: Problems
  /// The references that are being followed: one that comes again describes a value of any depth.
  private var open: [String] = []
  /// How many schemas may still be looked at: references can make far more of a file than anyone writes.
  private var budget = 20_000

  init(root: Node, problems: Problems) {
    self.root = root
    self.problems = problems
  }

  /// The field of a property.
  mutating func field(_ entry: Node.Entry, isRequired: Bool) -> ContractField? {
    let meaning = meaning(of: entry.value, at: entry.name)
    var proposal = FieldProposal(
      name: entry.name, type: meaning.type, isRequired: isRequired && !meaning.isNullable, terms: meaning.terms)
    if Metadata.isName(entry.name) {
      problems.error(at: entry.key, "`\(entry.name)` is what every record has beside its fields")
      return nil
    }
    for flaw in proposal.flaws {
      problems.error(at: place(of: flaw.option, in: entry.value), flaw.message, mend: flaw.mend)
      proposal.terms = FieldTerms()
    }
    return proposal.field
  }

  private func place(of option: String, in schema: Node) -> Node {
    let keys: [String] =
      switch option {
      case "one_of": ["enum", "const"]
      case "min": ["minimum", "exclusiveMinimum"]
      case "max": ["maximum", "exclusiveMaximum"]
      case "min_length": ["minLength", "minItems", "minProperties"]
      case "max_length": ["maxLength", "maxItems", "maxProperties"]
      default: [option]
      }
    return keys.lazy.compactMap { schema[$0] }.first ?? schema
  }

  /// What a schema says; `path` is where it lies in a record.
  mutating func meaning(of written: Node, at path: String) -> SchemaMeaning {
    let reference = written["$ref"]?.text
    if let reference {
      if open.contains(reference) { return SchemaMeaning(type: .json) }
      open.append(reference)
    }
    defer { if reference != nil { open.removeLast() } }
    let schema = flat(written)
    if var union = union(schema, at: path) {
      if let standard = schema["default"] { union.take(standard: standard) }
      return union
    }
    var meaning = SchemaMeaning(type: .json)
    var names = schema["type"].map { $0.items?.compactMap(\.text) ?? [$0.text ?? ""] } ?? []
    if schema["nullable"]?.text == "true" { meaning.isNullable = true }
    // YAML reads `null` as nothing, where a text was meant.
    if schema["type"]?.items?.contains(where: \.isNull) == true || names.contains("null") { meaning.isNullable = true }
    names.removeAll { $0 == "null" }
    if names == ["integer", "number"] || names == ["number", "integer"] { names = ["number"] }
    if names.isEmpty { names = inferred(schema) }
    guard names.count == 1 else { return meaning }
    switch names[0] {
    case "string": text(schema, &meaning)
    case "integer", "number": number(schema, isWhole: names[0] == "integer", &meaning)
    case "boolean": meaning.type = .bool
    case "array": list(schema, path, &meaning)
    case "object": object(schema, path, &meaning)
    default:
      problems.error(
        at: schema["type"] ?? schema, "`\(names[0])` is no type of JSON Schema",
        mend: nearestName(
          to: names[0], among: ["string", "integer", "number", "boolean", "array", "object", "null"]
        ).map { "did you mean `\($0)`?" })
    }
    values(schema, &meaning)
    if let standard = schema["default"] { meaning.take(standard: standard) }
    return meaning
  }

  /// The type that a schema without one can only mean.
  private func inferred(_ schema: Node) -> [String] {
    let values = (schema["enum"]?.items ?? [schema["const"]].compactMap { $0 }).filter { !$0.isNull }
    let scalars = values.compactMap(\.scalar)
    if !values.isEmpty, scalars.count == values.count {
      if scalars.allSatisfy({ !$0.isPlain || !Node.isBare($0.text) }) { return ["string"] }
      if scalars.allSatisfy({ $0.isPlain && Int($0.text) != nil }) { return ["integer"] }
    }
    if schema["properties"] != nil { return ["object"] }
    if schema["items"] != nil { return ["array"] }
    return ["pattern", "format", "minLength", "maxLength"].contains { schema[$0] != nil } ? ["string"] : []
  }

  /// `anyOf` and `oneOf`: one schema that may be null; anything else may be of several types, and is JSON.
  private mutating func union(_ schema: Node, at path: String) -> SchemaMeaning? {
    guard let choices = schema["anyOf"]?.items ?? schema["oneOf"]?.items, schema["type"] == nil else { return nil }
    let others = choices.filter { choice in
      let type = choice["type"]
      return !(type?.text == "null" || type?.isNull == true)
    }
    guard others.count == 1 else { return SchemaMeaning(type: .json, isNullable: others.count < choices.count) }
    var meaning = meaning(of: others[0], at: path)
    if others.count < choices.count { meaning.isNullable = true }
    return meaning
  }

  // MARK: Composition

  /// The schema that references and `allOf` lead to, as one.
  mutating func flat(_ schema: Node) -> Node {
    var entries: [Node.Entry] = []
    collect(schema, into: &entries, depth: 0)
    return Node(schema.entries == nil ? schema.value : .mapping(entries), at: schema.place, end: schema.end)
  }

  private mutating func collect(_ schema: Node, into entries: inout [Node.Entry], depth: Int) {
    guard depth < 32, spend(at: schema) else {
      if depth >= 32 { problems.error(at: schema, "`$ref` leads in a circle") }
      return
    }
    for entry in schema.entries ?? [] {
      switch entry.name {
      case "$ref":
        if let target = target(of: entry.value) { collect(target, into: &entries, depth: depth + 1) }
      case "allOf":
        for part in entry.value.items ?? [] { collect(part, into: &entries, depth: depth + 1) }
      default: add(entry, to: &entries)
      }
    }
  }

  /// Whether there is budget left for one more schema; where it ends, that is told once.
  private mutating func spend(at schema: Node) -> Bool {
    if budget > 0 { budget -= 1 }
    guard budget == 0 else { return true }
    let message = "the schema's references make more of it than can be followed"
    if !problems.all.contains(where: { $0.message == message }) { problems.error(at: schema, message) }
    return false
  }

  /// Properties and what is required go together; of everything else the first counts.
  private func add(_ entry: Node.Entry, to entries: inout [Node.Entry]) {
    guard let index = entries.firstIndex(where: { $0.name == entry.name }) else {
      entries.append(entry)
      return
    }
    let old = entries[index].value
    let joined: Node.Content
    if entry.name == "properties", let before = old.entries, let more = entry.value.entries {
      joined = .mapping(before + more.filter { new in !before.contains { $0.name == new.name } })
    } else if entry.name == "required", let before = old.items, let more = entry.value.items {
      joined = .sequence(before + more)
    } else {
      return
    }
    entries[index] = Node.Entry(key: entries[index].key, value: Node(joined, at: old.place, end: old.end))
  }

  private mutating func target(of reference: Node) -> Node? {
    let text = reference.text ?? ""
    guard text.hasPrefix("#") else {
      problems.error(
        at: reference, "`$ref` leads to another file, `\(text)`", mend: "put what it means under `$defs` here")
      return nil
    }
    guard let target = part(at: String(text.dropFirst())) else {
      problems.error(at: reference, "`$ref` leads to `\(text)`, which isn't there")
      return nil
    }
    return target
  }

  /// The part of the schema at a pointer.
  func part(at pointer: String) -> Node? {
    var node: Node? = root
    for step in pointer.split(separator: "/") {
      let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
      if let items = node?.items {
        node = Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
      } else {
        node = node?[name]
      }
    }
    return node
  }
}
