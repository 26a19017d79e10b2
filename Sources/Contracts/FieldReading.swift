import Columns
package import Specifications

extension ContractField {
  fileprivate enum Options {
    static let type = Option(required: "type", ColumnType.kind, "What the field holds.", example: "timestamp")
    static let required = Option("required", .boolean, default: false, "Whether it must have a value.", example: "true")
    static let standard = Option(
      optional: "default", .anyNode, "The value that stands where a record has none.", example: "0")
    static let oneOf = Option(
      optional: "one_of", .list(of: .literal), "The values that it may have.", example: "[new, paid, sent]")
    static let pattern = Option(
      optional: "pattern", .text, "A regular expression that has to find something in each text.", example: "\"@\"")
    static let min = Option(optional: "min", .literal, "The least value of a number or time.", example: "0")
    static let max = Option(optional: "max", .literal, "The greatest value of a number or time.", example: "100")
    static let minLength = Option(
      optional: "min_length", .integer(in: 0...Int.max),
      "The least length: characters of text, bytes, entries of a list or map.", example: "1")
    static let maxLength = Option(
      optional: "max_length", .integer(in: 0...Int.max),
      "The greatest length: characters of text, bytes, entries of a list or map.", example: "80")
    static let alsoNamed = Option(
      "also_named", .oneOrMore(of: .literal), default: [], "Other names under which records have it.",
      example: "[order_status]")
    static let ignoreCase = Option(
      "ignore_case", .boolean, default: false,
      "Whether `also_named`, `one_of` and `pattern` are met without regard to case, as the field's own name is anyway.",
      example: "true")
    static let formats = Option(
      "formats", .oneOrMore(of: .literal), default: [],
      "How its times are written where they are read, tried in turn: iso, epoch_s, epoch_ms, epoch_us, epoch_ns, or a "
        + "pattern of % letters, as in `%Y-%m-%d %H:%M:%S`.",
      example: "[\"%d-%m-%Y %H:%M\", epoch_ms]")
    static let write = Option(
      optional: "write", .text,
      "How its values are written in text: `hex` for bytes and UUIDs, or a time's pattern of % letters, as in `%Y-%m-%d`.",
      example: "\"%Y-%m-%d\"")
    static let personal = Option(
      "pii", .boolean, default: false,
      "Whether it is about a person: messages, logs and dead letters that aren't revealed don't show its values; "
        + "`ouzel test` does, since a test's data is one's own.",
      example: "true")
  }

  /// A field's block; a bare value is its type.
  package static let specification = Specification(
    "field", "A field of a record.",
    options: [
      Options.type, Options.required, Options.standard, Options.oneOf, Options.pattern, Options.min, Options.max,
      Options.minLength, Options.maxLength, Options.alsoNamed, Options.ignoreCase, Options.formats, Options.write,
      Options.personal,
    ], shortFor: Options.type)

  /// Makes a field of its options; nil where its constraints can't hold of its type.
  static func read(_ written: Named<OptionValues>, _ problems: inout Problems) -> ContractField? {
    let values = written.value
    var proposal = FieldProposal(
      name: written.name, type: values[Options.type], isRequired: values[Options.required])
    let before = problems.errorCount
    proposal.terms.oneOf = values[Options.oneOf]?.map { $0.text ?? "" }
    proposal.terms.pattern = values[Options.pattern]
    proposal.terms.range = ValueRange(values[Options.min]?.text, values[Options.max]?.text)
    proposal.terms.length = LengthRange(values[Options.minLength], values[Options.maxLength])
    if let node = values[Options.standard] { proposal.take(standard: node, &problems) }
    proposal.form = FieldForm(
      alsoNamed: values[Options.alsoNamed].compactMap(\.text), ignoresCase: values[Options.ignoreCase],
      formats: values[Options.formats].compactMap(\.text), write: values[Options.write],
      isPersonal: values[Options.personal])
    for node in values.nodes where node.scalar?.isFilledIn == true { proposal.hidden.insert(node.text ?? "") }
    for flaw in proposal.flaws {
      let options = specification.options.first { $0.name == flaw.option }
      let items =
        flaw.option == "one_of" ? values[Options.oneOf] : flaw.option == "formats" ? values[Options.formats] : nil
      let single =
        switch flaw.option {
        case "default": values[Options.standard]
        case "min": values[Options.min]
        case "max": values[Options.max]
        default: nil as Node?
        }
      if let node = flaw.item.flatMap({ items?[$0] }) ?? single {
        problems.error(at: node, flaw.message, mend: flaw.mend)
      } else {
        problems.error(at: options.map { values.place(of: $0) } ?? written.place, flaw.message, mend: flaw.mend)
      }
    }
    return problems.errorCount == before ? proposal.field : nil
  }

  /// The other names of a field, where they stand.
  static func otherNames(_ values: OptionValues) -> [Node] { values[Options.alsoNamed] }
}

extension OptionValues {
  /// The values that stand for some of the field's type.
  fileprivate var nodes: [Node] {
    [self[ContractField.Options.standard], self[ContractField.Options.min], self[ContractField.Options.max]]
      .compactMap { $0 } + (self[ContractField.Options.oneOf] ?? [])
  }
}

extension FieldProposal {
  /// Takes a default as a tree has it.
  mutating func take(standard node: Node, _ problems: inout Problems) {
    if type.isNested || type == .json {
      terms.standard = node.asJSON
    } else if let text = node.text {
      terms.standard = text
    } else {
      problems.error(
        at: node, "`default` of `\(name)` wants \(type), but is \(node.items == nil ? "a block" : "a list")",
        mend: "write one value, or leave it out")
    }
  }
}
