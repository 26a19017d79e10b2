import Specifications

/// Walks through the language, block by block.
struct TopicWalk {
  private(set) var topics: [Topic] = []
  private var seen: Set<String> = []

  mutating func block(_ block: Specification, under path: String, _ group: Topic.Group) {
    for option in block.options {
      let name = path.isEmpty ? option.name : "\(path).\(option.name)"
      guard seen.insert(name).inserted else { continue }
      let group = self.group(of: name) ?? group
      topics.append(topic(option, name, group))
      inside(option.shape, of: name, group)
    }
  }

  /// Where blocks of the user's own names stand, their options follow without those: `contract.key`.
  private mutating func inside(_ shape: ValueShape, of path: String, _ group: Topic.Group) {
    switch shape {
    case .block(let block): self.block(block, under: path, group)
    case .oneOption(let step): if !isKnown(step) { self.block(step, under: path, group) }
    case .list(let item), .oneOrMore(let item): inside(item, of: path, group)
    case .map(.block(let block)):
      let short = Topic.shortPaths.first { $0.path == path }?.short
      self.block(block, under: short ?? path, group)
    case .map(.either(let shapes)): for shape in shapes { inside(.map(shape), of: path, group) }
    case .map(let item): inside(item, of: path, group)
    case .kinds(let kinds):
      let isFormat = path.hasSuffix(".format")
      self.kinds(kinds, under: isFormat ? "format" : path, isFormat ? .formats : group)
    case .kindsBeside(let block, _): self.block(block, under: path, group)
    case .tagged(_, let kinds): self.kinds(kinds, under: "connection", group)
    case .either(let shapes): for shape in shapes { inside(shape, of: path, group) }
    case .any, .text, .anyText, .boolean, .integer, .number, .matching, .choice, .partOf: break
    }
  }

  private mutating func kinds(_ kinds: [Specification], under path: String, _ group: Topic.Group) {
    for kind in kinds {
      let name = "\(path).\(kind.name)"
      guard seen.insert(name).inserted else { continue }
      let noun = path == "connection" ? "type of connection" : "kind of \(path)"
      topics.append(
        Topic(
          path: name, group: group, noun: path == "format" ? "format" : noun, sentence: kind.sentence,
          options: kind.options, later: kind.later))
      block(kind, under: name, group)
    }
  }

  private func group(of path: String) -> Topic.Group? {
    switch path {
    case "connections": .connections
    case "contracts": .contracts
    case "pipelines": .pipelines
    case "source": .sources
    case "sink", "sinks": .sinks
    case "steps": .steps
    default: nil
    }
  }

  private func topic(_ option: any AnyOption, _ path: String, _ group: Topic.Group) -> Topic {
    var facts = [(word: "takes", text: option.wanted)]
    if option.isRequired { facts.append(("required", "it has to be written")) }
    if let text = option.defaultText { facts.append(("default", text)) }
    if option.isSecret { facts.append(("secret", "no message shows it")) }
    facts.append(("example", option.example))
    let blocks = self.blocks(of: option.shape)
    var names: Set<String> = []
    return Topic(
      path: path, group: group, noun: path.hasPrefix("steps.") ? "step" : "option", sentence: option.sentence,
      facts: facts, options: blocks.flatMap(\.options).filter { names.insert($0.name).inserted },
      hasAlternatives: blocks.count > 1,
      later: option.shape.isPart ? [] : blocks.flatMap(\.later))
  }

  /// The blocks of options that a value of a shape may be, or hold. Kinds are topics of their own.
  private func blocks(of shape: ValueShape) -> [Specification] {
    switch shape {
    case .block(let block), .partOf(let block), .kindsBeside(let block, _): [block]
    case .oneOption(let step): isKnown(step) ? [] : [step]
    case .list(let item), .oneOrMore(let item), .map(let item): blocks(of: item)
    case .either(let shapes): shapes.flatMap(blocks)
    case .kinds, .tagged, .any, .text, .anyText, .boolean, .integer, .number, .matching, .choice: []
    }
  }

  /// Whether a step's options are told already: steps stand in pipelines and in sinks.
  private func isKnown(_ step: Specification) -> Bool {
    step.options.first.map { seen.contains("steps.\($0.name)") } ?? false
  }
}

extension ValueShape {
  /// Whether a value is a part of a block that is told elsewhere.
  fileprivate var isPart: Bool { if case .partOf = self { true } else { false } }
}
