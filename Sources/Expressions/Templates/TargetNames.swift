package import Columns
package import Specifications
import Synchronization

/// What the names of a kind of target are like.
package struct TargetRule: Sendable {
  /// What is named: `table`.
  package let noun: String
  /// How many bytes a name has at most.
  package let longest: Int
  /// What else a name can't be, as the end of "the name …"; nil for names that are right.
  package let refusal: @Sendable (String) -> String?

  /// A rule beyond which nothing but `/`, `..`, control characters and emptiness are refused.
  package init(
    _ noun: String, longest: Int, refusal: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.noun = noun
    self.longest = longest
    self.refusal = refusal
  }
}

/// The names that a template gives to the targets of records: tables, topics, files. A record can't name what no
/// target may be called, and all records together can name only so many.
package final class TargetNames: Sendable {
  /// Rows that go to one target.
  package struct Share: Sendable {
    package let name: String
    /// The rows, ascending; nil for all of the batch.
    package let rows: [Int32]?
  }

  /// Forms whose records may have one name.
  package struct FormGroup: Sendable {
    package fileprivate(set) var forms: [Int]
  }

  private struct Form: Sendable {
    let template: CheckedTemplate
    /// The name that its records have whatever is in them; nil where it depends on the record.
    let known: String?
  }

  /// The template as it was written.
  package let source: TemplateText
  private let rule: TargetRule
  private let most: Int
  private let forms: [Form]
  /// The names that were met.
  private let met: Mutex<Set<String>>

  /// Holds a template against the columns of each form that records may have, which is that of a contract; nil, and
  /// problems, where it doesn't fit.
  package init?(
    _ source: TemplateText, forms: [(contract: String, schema: Schema)], rule: TargetRule, atMost most: Int,
    _ problems: inout Problems
  ) {
    guard let template = Template.parse(source, &problems) else { return nil }
    var checked: [Form] = []
    for form in forms {
      guard let one = template.checked(against: form.schema, &problems) else { return nil }
      checked.append(Form(template: one, known: Self.known(template, form.contract)))
    }
    self.source = source
    self.rule = rule
    self.most = most
    self.forms = checked
    met = Mutex([])
    for (made, form) in zip(checked, forms) {
      guard let name = made.known, let refusal = refusal(of: name, isPersonal: false) else { continue }
      let contract = source.constant == nil ? ", for records of contract `\(form.contract)`" : ""
      problems.error(at: source.place, refusal + contract, mend: "choose another name")
      return nil
    }
  }

  /// The name of a constant.
  package var constant: String? { source.constant }

  /// The name of all records of a form; nil where it depends on the record.
  package func known(_ form: Int) -> String? { forms[form].known }

  /// All names that are known before any record.
  package var known: Set<String> { Set(forms.compactMap(\.known)) }

  /// The forms, those whose records may have one name together.
  package var groups: [FormGroup] {
    // What depends on the contract and more is taken to differ with it.
    let tellsApart = source.parts.contains { part in
      guard case .expression(let text) = part, let expression = try? Expression(text) else { return false }
      return expression.columnsUsed.contains { $0.lowercased() == Metadata.contract.rawValue }
    }
    var groups: [FormGroup] = []
    for (form, made) in forms.enumerated() {
      let same = groups.firstIndex { group in
        let other = forms[group.forms[0]].known
        guard let name = made.known, let other else { return made.known == nil && other == nil && !tellsApart }
        return name.lowercased() == other.lowercased()
      }
      if let same { groups[same].forms.append(form) } else { groups.append(FormGroup(forms: [form])) }
    }
    return groups
  }

  /// The name of all records of a contract, where nothing but the contract has a part in it.
  private static func known(_ template: Template, _ contract: String) -> String? {
    if let constant = template.source.constant { return constant }
    var ignored = Problems()
    let schema = Schema([Metadata.contract.field])
    guard let checked = template.checked(against: schema, &ignored), checked.isDetermined else { return nil }
    var column = TextBuilder(capacity: 1)
    column.append(contract)
    let filled = checked.fill(ColumnBatch(schema: schema, columns: [column.column()], count: 1))
    return filled.failures.isEmpty ? filled.text(0) : nil
  }

  // MARK: Records

  /// Shares the rows of a batch out among their targets, in the order in which those are met first.
  package func shares(of batch: ColumnBatch, form: Int) -> (shares: [Share], failures: [RowFailure]) {
    if batch.count == 0 { return ([], []) }
    // It was checked, so that nothing but their number stands against it.
    if let name = forms[form].known {
      guard let refusal = admit(name, isPersonal: false) else { return ([Share(name: name, rows: nil)], []) }
      return ([], (0..<batch.count).map { RowFailure(row: $0, message: refusal) })
    }
    let filled = forms[form].template.fill(batch)
    var failures = filled.failures
    let failed = Set(failures.map(\.row))
    var sorting = Sorting()
    // Rows whose names are made already: those that follow mostly have one of them, and it isn't made again.
    var known: [(row: Int, pile: Int)] = []
    for row in 0..<batch.count where !failed.contains(row) {
      if let same = known.firstIndex(where: { filled.isSame(row, as: $0.row) }) {
        sorting.add(row, toPile: known[same].pile)
        // What was met last is looked at first.
        if same > 0 { known.swapAt(same, same / 2) }
        continue
      }
      switch name(of: row, filled) {
      case .name(let name):
        known.insert((row, sorting.add(row, to: name)), at: 0)
        if known.count > 32 { known.removeLast() }
      case .refusal(let why): failures.append(RowFailure(row: row, message: why))
      }
    }
    return (sorting.shares(of: batch.count), failures.sorted { $0.row < $1.row })
  }

  private enum Named {
    case name(String)
    case refusal(String)
  }

  private func name(of row: Int, _ filled: FilledTemplate) -> Named {
    if let null = filled.null(in: row) {
      return .refusal("`\(null)` is null, and the \(rule.noun)'s name is made of it")
    }
    for column in filled.columns {
      guard let value = column.text(row), value.contains("/") else { continue }
      let shown = filled.isPersonal ? Self.hidden : Self.shown(value)
      return .refusal("\(shown) has a `/`, and becomes a part of the \(rule.noun)'s name")
    }
    let name = filled.text(row) ?? ""
    if let refusal = refusal(of: name, isPersonal: filled.isPersonal) { return .refusal(refusal) }
    return admit(name, isPersonal: filled.isPersonal).map { .refusal($0) } ?? .name(name)
  }

  /// Why nothing can be called that.
  private func refusal(of name: String, isPersonal: Bool) -> String? {
    let called = "the \(rule.noun)'s name \(isPersonal ? Self.hidden : Self.shown(name))"
    if name.isEmpty { return "the \(rule.noun)'s name is empty" }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      return "\(called) has a control character"
    }
    if name.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) {
      return "\(called) would lead to another folder"
    }
    if name.utf8.count > rule.longest {
      return "\(called) has \(name.utf8.count) bytes, and at most \(rule.longest) are possible"
    }
    return rule.refusal(name).map { "\(called) \($0)" }
  }

  /// Counts a name; says why it can't be one more.
  private func admit(_ name: String, isPersonal: Bool) -> String? {
    let isAdmitted = met.withLock { met in
      if met.contains(name) { return true }
      if met.count >= most { return false }
      met.insert(name)
      return true
    }
    if isAdmitted { return nil }
    let shown = isPersonal ? Self.hidden : Self.shown(name)
    return "\(shown) would be one \(rule.noun) more than `max_targets: \(most)` allows"
  }

  private static let hidden = "«personal»"

  private static func shown(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return "«»" }
      // The bytes are there for the length of the call.
      return unsafe "«\(ShortenedText.of(start, bytes.count))»"
    }
  }
}

/// Rows on their way to their shares.
private struct Sorting {
  private struct Pile {
    let name: String
    var rows: [Int32] = []
  }

  private var piles: [Pile] = []
  private var places: [String: Int] = [:]

  /// Adds a row; returns the number of its pile.
  mutating func add(_ row: Int, to name: String) -> Int {
    let pile = places[name] ?? piles.count
    if pile == piles.count {
      places[name] = pile
      piles.append(Pile(name: name))
    }
    add(row, toPile: pile)
    return pile
  }

  mutating func add(_ row: Int, toPile pile: Int) { piles[pile].rows.append(Int32(truncatingIfNeeded: row)) }

  func shares(of count: Int) -> [TargetNames.Share] {
    piles.map { TargetNames.Share(name: $0.name, rows: $0.rows.count == count ? nil : $0.rows) }
  }
}
