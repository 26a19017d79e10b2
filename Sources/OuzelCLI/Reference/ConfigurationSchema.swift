import Configuration
import Specifications

/// The JSON Schema of the whole configuration, by which editors complete and check it. It is of draft 7, which VS
/// Code's YAML extension supports best.
struct ConfigurationSchema {
  private let root: Specification

  init(_ registry: Registry) { root = registry.configuration }

  var text: String { document.written() + "\n" }

  private var document: JSONTree {
    var members: [(String, JSONTree)] = [
      ("$schema", "http://json-schema.org/draft-07/schema#"), ("title", "A configuration of ouzel"),
      ("definitions", .block([("reference", reference)])),
    ]
    members += block(root, hasRequired: true)
    // Keys that begin with `x-` are people's own, mostly a place for anchors.
    members.append(("patternProperties", ["^x-": true]))
    if let pipelines = root.options.first(where: { $0.name == "pipelines" }),
      case .map(.block(let pipeline)) = pipelines.shape
    {
      // What defaults have, pipelines may lack.
      let required = JSONTree.list(pipeline.options.filter(\.isRequired).map { .text($0.name) })
      let sinks: JSONTree = [["required": ["sink"]], ["required": ["sinks"]]]
      members.append(("if", ["not": ["required": ["defaults"]]]))
      members.append(
        ("then", ["properties": ["pipelines": ["additionalProperties": ["required": required, "anyOf": sinks]]]]))
    }
    return .block(members)
  }

  /// What `${…}` brings is known only when it is read.
  private var reference: JSONTree {
    [
      "type": "string", "pattern": "\\$\\{",
      "description": "A value from a variable, a file, or an item of `for_each`.",
    ]
  }

  private func block(_ specification: Specification, hasRequired: Bool) -> [(String, JSONTree)] {
    let required = hasRequired ? specification.options.filter(\.isRequired).map(\.name) : []
    var members: [(String, JSONTree)] = [
      ("type", "object"), ("description", .text(specification.sentence)),
      ("properties", .block(specification.options.map { ($0.name, property($0)) })),
      ("additionalProperties", false),
    ]
    guard !required.isEmpty else { return members }
    let names = JSONTree.list(required.map { .text($0) })
    if specification.options.contains(where: { $0.name == "credentials" }) {
      members.append(("if", ["not": ["required": ["credentials"]]]))
      members.append(("then", ["required": names]))
    } else {
      members.append(("required", names))
    }
    return members
  }

  private func property(_ option: any AnyOption) -> JSONTree {
    var sentence = option.sentence
    if let text = option.defaultText, text != "[]", text != "{}" { sentence += " Default: \(text)." }
    sentence += " For instance `\(option.example)`."
    guard case .block(let members) = value(option.shape, of: option.name) else { return true }
    return .block([("description", .text(sentence))] + members)
  }

  /// A value of a shape, or a reference to one.
  private func value(_ shape: ValueShape, of name: String = "") -> JSONTree {
    if case .any = shape { return [:] }
    return ["anyOf": .list(alternatives(shape, of: name) + [["$ref": "#/definitions/reference"]])]
  }

  private func alternatives(_ shape: ValueShape, of name: String) -> [JSONTree] {
    switch shape {
    case .any: [true]
    case .text: [["type": "string", "minLength": 1], ["type": ["number", "boolean"]]]
    case .anyText: [["type": ["string", "number", "boolean"]]]
    case .boolean: [["type": "boolean"]]
    case .integer(let range):
      [.block([("type", "integer")] + bounds(range, Int.min, Int.max)), ["type": "string", "pattern": "^-?[0-9_]+$"]]
    case .number(let range): [.block([("type", "number")] + bounds(range, -.infinity, .infinity))]
    case .matching(let pattern): [["type": "string", "pattern": .text(pattern)]] + numbers(matching: pattern)
    case .choice(let names): [["enum": .list(names.map { .text($0) })]]
    case .list(let item): [["type": "array", "items": value(item)]]
    case .oneOrMore(let item): alternatives(item, of: name) + [["type": "array", "items": value(item)]]
    case .map(let item): [["type": "object", "additionalProperties": element(item, in: name)], ["type": "null"]]
    case .block(let specification):
      [.block(block(specification, hasRequired: name != "pipelines"))] + short(specification)
    case .partOf(let specification): [.block(block(specification, hasRequired: false)), ["type": "null"]]
    case .oneOption(let specification):
      [.block(block(specification, hasRequired: false) + [("minProperties", 1), ("maxProperties", 1)])]
    case .kinds(let kinds): self.kinds(kinds)
    case .kindsBeside(let block, let kinds): self.kinds(kinds, beside: block)
    case .tagged(let tag, let kinds): [tagged(tag, kinds)]
    case .either(let shapes): shapes.flatMap { alternatives($0, of: name) }
    }
  }

  /// What stands under a name of the user's. Of pipelines, what is required is said apart.
  private func element(_ shape: ValueShape, in name: String) -> JSONTree {
    if name == "pipelines", case .block(let pipeline) = shape { return .block(block(pipeline, hasRequired: false)) }
    return value(shape)
  }

  private func bounds<Bound: Comparable>(
    _ range: ClosedRange<Bound>, _ least: Bound, _ most: Bound
  ) -> [(String, JSONTree)] {
    (range.lowerBound == least ? [] : [("minimum", .number("\(range.lowerBound)"))])
      + (range.upperBound == most ? [] : [("maximum", .number("\(range.upperBound)"))])
  }

  /// A text such as a number of bytes may be a bare number.
  private func numbers(matching pattern: String) -> [JSONTree] {
    pattern.contains("[0-9]+([.][0-9]+)? ?([Kk") || pattern.hasPrefix("^([0-9.]+%") || pattern == "^.$"
      ? [["type": "number"]] : []
  }

  private func short(_ specification: Specification) -> [JSONTree] {
    specification.shortFor.map { alternatives($0.shape, of: $0.name) }
      ?? (specification.options.contains(where: \.isRequired) ? [] : [["type": "null"]])
  }

  private func kinds(_ kinds: [Specification], beside block: Specification? = nil) -> [JSONTree] {
    let named = kinds.map { kind -> (String, JSONTree) in
      var alternatives: [JSONTree] = [.block(self.block(kind, hasRequired: true))]
      if !kind.options.contains(where: \.isRequired) { alternatives.append(["type": "null"]) }
      alternatives.append(["$ref": "#/definitions/reference"])
      return (kind.name, ["description": .text(kind.sentence), "anyOf": .list(alternatives)])
    }
    let bare = kinds.filter { !$0.options.contains(where: \.isRequired) }.map { JSONTree.text($0.name) }
    let whole: JSONTree = [
      "type": "object", "properties": .block(named), "additionalProperties": false, "minProperties": 1,
      "maxProperties": 1,
    ]
    if let block {
      let names = kinds.map { JSONTree.block([("required", [.text($0.name)])]) }
      let options = block.options.map { ($0.name, property($0)) }
      return [
        [
          "type": "object", "properties": .block(named + options), "additionalProperties": false, "oneOf": .list(names),
        ]
      ]
    }
    return bare.isEmpty ? [whole] : [whole, .block([("enum", .list(bare))])]
  }

  private func tagged(_ tag: String, _ kinds: [Specification]) -> JSONTree {
    let choices = kinds.map { kind -> JSONTree in
      let tagOption: (String, JSONTree) = (tag, ["const": .text(kind.name)])
      var members = block(kind, hasRequired: true)
      if let index = members.firstIndex(where: { $0.0 == "properties" }), case .block(let options) = members[index].1 {
        members[index].1 = .block([tagOption] + options)
      }
      return ["if": ["properties": .block([tagOption]), "required": [.text(tag)]], "then": .block(members)]
    }
    let names: JSONTree = .list(kinds.map { .text($0.name) })
    let choice: JSONTree = ["enum": names, "description": "Which kind it is."]
    return [
      "type": "object", "required": [.text(tag)], "properties": .block([(tag, choice)]), "allOf": .list(choices),
    ]
  }
}
