import Columns
import Patterns
import Specifications

/// Why what is said of a field can't be right.
struct FieldFlaw: Equatable {
  /// The option that is wrong, as the language names it.
  let option: String
  /// Which of the option's items, where it has several.
  let item: Int?
  let message: String
  let mend: String?

  init(_ option: String, item: Int? = nil, _ message: String, mend: String? = nil) {
    self.option = option
    self.item = item
    self.message = message
    self.mend = mend
  }
}

/// What is said of a field, to be held against its type.
struct FieldProposal {
  let name: String
  let type: ColumnType
  var isRequired = false
  var terms = FieldTerms()
  var form = FieldForm()
  /// What references brought, which no message may show.
  var hidden: Set<String> = []

  /// The field; only where it has no flaws.
  var field: ContractField { ContractField(name, type, isRequired: isRequired, terms: terms, form: form) }

  /// All that can't be right.
  var flaws: [FieldFlaw] { values + bounds + lengths + patterns + forms }

  private var values: [FieldFlaw] {
    var flaws: [FieldFlaw] = []
    if let texts = terms.oneOf {
      if texts.isEmpty {
        flaws.append(
          FieldFlaw("one_of", "`one_of` of `\(name)` allows nothing", mend: "list its values, or leave it out"))
      }
      if type.isComparable {
        flaws += misfits(texts, "one_of", isList: true)
      } else {
        flaws.append(
          FieldFlaw("one_of", "`one_of` is for single values, and `\(name)` is \(type)", mend: "leave it out"))
      }
    }
    if let text = terms.standard { flaws += misfits([text], "default") }
    guard flaws.isEmpty, let texts = terms.oneOf, let text = terms.standard,
      let allowed = Literals(texts, as: type), let standard = Literals([text], as: type)
    else { return flaws }
    Membership(allowed, ignoringCase: form.ignoresCase && type == .text).check(standard.column) { _ in
      flaws.append(
        FieldFlaw(
          "default", "`default` of `\(name)` is none of its `one_of`", mend: "add it there, or choose one of them"))
    }
    return flaws
  }

  private var bounds: [FieldFlaw] {
    var flaws: [FieldFlaw] = []
    for (option, text) in [("min", terms.range.least), ("max", terms.range.most)] {
      guard let text else { continue }
      if type.hasBounds {
        flaws += misfits([text], option)
      } else {
        let isMeasured = type.hasLength
        flaws.append(
          FieldFlaw(
            option, "`\(option)` is for numbers and times, and `\(name)` is \(type)",
            mend: isMeasured ? "for the length of \(type.noun) there is `\(option)_length`" : nil))
      }
    }
    guard flaws.isEmpty, type.hasBounds, let least = bound(terms.range.least), let most = bound(terms.range.most)
    else { return flaws }
    guard Bounds.isAbove(least, most) else { return [] }
    return [FieldFlaw("max", "`max` of `\(name)` is below its `min`", mend: "exchange the two, or leave one out")]
  }

  private func bound(_ text: String?) -> Column? { text.flatMap { Literals([$0], as: type) }?.column }

  private var lengths: [FieldFlaw] {
    var flaws: [FieldFlaw] = []
    for (option, length) in [("min_length", terms.length.least), ("max_length", terms.length.most)]
    where length != nil && !type.hasLength {
      flaws.append(
        FieldFlaw(
          option, "`\(option)` is for text, bytes, lists and maps, and `\(name)` is \(type)",
          mend: type.hasBounds ? "for its value there is `\(option.prefix(3))`" : "leave it out"))
    }
    if let least = terms.length.least, let most = terms.length.most, least > most {
      flaws.append(
        FieldFlaw(
          "max_length", "`max_length` of `\(name)` is below its `min_length`",
          mend: "exchange the two, or leave one out"))
    }
    return flaws
  }

  private var patterns: [FieldFlaw] {
    guard let text = terms.pattern else { return [] }
    if type != .text {
      let mend = type.hasBounds ? "for its value there are `min`, `max` and `one_of`" : "leave it out"
      return [FieldFlaw("pattern", "`pattern` is for text, and `\(name)` is \(type)", mend: mend)]
    }
    do throws(PatternProblem) {
      _ = try Pattern(text)
      return []
    } catch {
      let before = String(decoding: Array(text.utf8).prefix(error.offset), as: UTF8.self)
      return [
        FieldFlaw(
          "pattern", "`pattern` of `\(name)` is no regular expression: \(error.message)",
          mend: "*+?".contains(text.prefix(1))
            ? "this is no glob: any characters are `.*`" : before.isEmpty ? nil : "look behind `\(before)`")
      ]
    }
  }

  private func shown(_ text: String) -> String { hidden.contains(text) ? "what its reference stands for" : "`\(text)`" }

  /// The texts that are no values of the type.
  private func misfits(_ texts: [String], _ option: String, isList: Bool = false) -> [FieldFlaw] {
    var flaws: [FieldFlaw] = []
    _ = Literals(texts, as: type) { place in
      flaws.append(
        FieldFlaw(
          option, item: isList ? place : nil,
          "`\(option)` of `\(name)` wants \(type), but \(shown(texts[place])) isn't one",
          mend: type.instance.map { "for instance `\($0)`" }))
    }
    return flaws
  }
}

extension ColumnType {
  /// A value of it, as a configuration writes it.
  fileprivate var instance: String? {
    switch self {
    case .bool: "true"
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: "12"
    case .float32, .float64, .decimal: "12.5"
    case .date: "2018-06-08"
    case .time: "16:26:00"
    case .timestamp, .localTimestamp: "2018-06-08T16:26:00"
    case .uuid: "550e8400-e29b-41d4-a716-446655440000"
    case .list(let element): element.instance.map { "[\($0), \($0)]" }
    default: nil
    }
  }

  /// Whether its values have an order that people mean by least and greatest.
  var hasBounds: Bool {
    switch self {
    case .bool, .uuid, .text, .bytes, .json, .list, .map, .structure: false
    default: true
    }
  }

  /// Whether its values have a length.
  var hasLength: Bool {
    switch self {
    case .text, .bytes, .list, .map: true
    default: false
    }
  }

  /// Whether two of its values are the same if their bytes are.
  var isComparable: Bool {
    switch self {
    case .json, .list, .map, .structure: false
    default: true
    }
  }

  /// What a value is called in a sentence.
  fileprivate var noun: String {
    switch self {
    case .text: "a text"
    case .bytes: "bytes"
    case .map: "a map"
    default: "a list"
    }
  }
}
