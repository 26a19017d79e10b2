import Columns
import Configuration
import Engine
import Expressions
import Specifications

/// Something that `explain` can explain, made from where it is declared.
struct Topic {
  /// What topics are about, in the order of the table of contents.
  enum Group: String, CaseIterable {
    case top = "the top of a file"
    case connections, pipelines, sources, sinks, formats, contracts, steps, functions, metadata, types, codes
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
  /// Whether the options are of several blocks, of which one is written.
  var hasAlternatives = false
  /// Names that the language knows here and this build lacks.
  var later: [String] = []

  /// Whether one of its options has to be written.
  func requires(_ option: any AnyOption) -> Bool { option.isRequired && !hasAlternatives }

  var name: String { path.split(separator: ".").last.map(String.init) ?? path }
}

extension Topic {
  /// Where options stand that have a shorter path: names of the user's lie between, or they are another block's too.
  static let shortPaths = [
    (path: "contract.fields", short: "field"), (path: "contracts", short: "contract"),
    (path: "sinks.steps", short: "steps"),
    (path: "sinks", short: "sink"), (path: "pipelines", short: ""), (path: "defaults", short: ""),
  ]

  /// Everything that can be explained.
  static let all: [Topic] = {
    var walk = TopicWalk()
    walk.block(Registry.all.configuration, under: "", .top)
    return walk.topics + functions + metadata + types + codes
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

  private static var metadata: [Topic] {
    MetadataNote.all.map { note in
      Topic(
        path: note.metadata.rawValue, group: .metadata, noun: "metadata, a column beside the record's fields",
        sentence: note.sentence, facts: [("type", note.metadata.field.type.description), ("where", note.origin)])
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
