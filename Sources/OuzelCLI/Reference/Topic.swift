import Configuration
import Engine
import Expressions
import Specifications

/// Something that `explain` can explain, made from where it is declared.
struct Topic {
  /// What topics are about, in the order of the table of contents.
  enum Group: String, CaseIterable {
    case top = "the top of a file"
    case connections, pipelines, sources, sinks, formats, contracts, steps, functions, types, codes
  }

  /// What is called so: an option by its path, as in `sink.table.mode`.
  let path: String
  let group: Group
  /// What it is: `option`, `kind of sink`.
  let noun: String
  let sentence: String
  /// What is known of it beside that, each under a word.
  var facts: [(word: String, text: String)] = []
  /// A block's options, which are topics of their own.
  var options: [any AnyOption] = []
  /// Names that the language knows here and this build lacks.
  var later: [String] = []

  var name: String { path.split(separator: ".").last.map(String.init) ?? path }
}

extension Topic {
  /// Everything that can be explained.
  static let all: [Topic] = {
    var walk = Walk()
    walk.block(Registry.all.configuration, under: "", .top)
    return walk.topics + functions + types + codes
  }()

  private static var functions: [Topic] {
    Function.catalogue.map { function in
      Topic(
        path: function.name, group: .functions, noun: function.group == .operators ? "operator" : "function",
        sentence: function.sentence,
        facts: [
          ("written", function.signatures.joined(separator: "\n")),
          ("example", "\(function.example.expression) → \(function.example.result)"),
        ])
    }
  }

  private static var types: [Topic] {
    TypeNote.all.map { note in
      var facts = [
        (word: "example", text: "placed: \(note.example.contains(",") ? "\"\(note.example)\"" : note.example)")
      ]
      if !note.spellings.isEmpty { facts.append(("also", note.spellings.joined(separator: ", "))) }
      return Topic(path: note.name, group: .types, noun: "type", sentence: note.sentence, facts: facts)
    }
  }

  private static var codes: [Topic] {
    FailureCode.catalogue.map {
      Topic(path: $0.code, group: .codes, noun: "code", sentence: $0.sentence, facts: [("do", $0.mend)])
    }
  }
}

/// Walks through the language, block by block.
private struct Walk {
  var topics: [Topic] = []
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
    case .oneOption(let step): self.block(step, under: path, group)
    case .list(let item), .oneOrMore(let item): inside(item, of: path, group)
    case .map(.block(let block)):
      self.block(
        block, under: ["pipelines": "", "contracts": "contract", "contract.fields": "field"][path] ?? path, group)
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
    let block: Specification? =
      switch option.shape {
      case .block(let block), .oneOption(let block), .list(.oneOption(let block)), .map(.block(let block)): block
      default: nil
      }
    return Topic(
      path: path, group: group, noun: path.hasPrefix("steps.") ? "step" : "option", sentence: option.sentence,
      facts: facts, options: block?.options ?? [], later: block?.later ?? [])
  }
}
