import Columns
import Engine
package import Specifications

/// Why what came out of a test can't be written into its file.
package struct RewritingRefusal: Error, Sendable {
  package let reason: String

  /// A refusal for a reason.
  package init(_ reason: String) { self.reason = reason }
}

/// Writes what came out of tests into the text of their file, and leaves all else as it stands.
package struct TestRewriting {
  private let source: YAMLSource
  private let root: SpanNode
  private let writing: ValueWriting
  /// Whether a text may stand in no file.
  private let isHidden: (String) -> Bool
  private let lineEnd: String
  private var edits: [(range: Range<Int>, text: String)] = []

  /// The longest line that a new record makes.
  private static let longestLine = 110

  /// A rewriting of a text that was read as a configuration before.
  package init(_ text: String, file: String, isHidden: @escaping (String) -> Bool) throws(RewritingRefusal) {
    guard withoutSurrogates(text) == text else {
      throw RewritingRefusal("the file has escapes of JSON that come in pairs, such as `\\ud83d\\ude00`")
    }
    source = YAMLSource(text, file: file)
    guard let root = SpanNode.tree(of: source) else { throw RewritingRefusal("the file is no longer YAML") }
    self.root = root
    self.isHidden = isHidden
    writing = ValueWriting(forJSON: file.hasSuffix(".json"))
    lineEnd = text.utf8.contains(UInt8(ascii: "\r")) && text.contains("\r\n") ? "\r\n" : "\n"
  }

  /// The text as it is to be.
  package var text: String {
    var letters = source.letters
    // From the end, so that what comes before keeps its place; of two at one place the first comes first.
    for edit in edits.enumerated().sorted(by: { ($0.1.range.lowerBound, $0.0) > ($1.1.range.lowerBound, $1.0) }) {
      letters.replaceSubrange(edit.1.range, with: edit.1.text.unicodeScalars)
    }
    return String(String.UnicodeScalarView(letters))
  }

  /// Writes what came out of a test where it wants something else, or says nothing of the records.
  package mutating func write(
    _ outcome: TestOutcome, of test: PipelineTest, in tests: PipelineTests
  ) throws(RewritingRefusal) {
    if let stop = outcome.stop { throw RewritingRefusal("the pipeline stops: \(stop.message)") }
    guard let node = root.mapping(at: source.index(of: test.place)) else {
      throw RewritingRefusal("the test isn't found where it stood")
    }
    if let lists = test.records {
      let out = try entry("out", of: node)
      for list in lists {
        let name = tests.bench.sinks[list.sink].name
        let (key, value) = list.isNamed ? try entry(name, of: out.value) : out
        try write(outcome.rows[list.sink], over: list, key, value)
      }
    } else {
      try add("out", records(outcome, tests.bench), to: node)
    }
    try write(outcome.letters, over: test.letters, in: node)
    if let filtered = test.filtered, filtered != outcome.filtered {
      try replace(try entry("filtered", of: node).value, by: "\(outcome.filtered)")
    }
  }

  private func entry(
    _ name: String, of node: SpanNode
  ) throws(RewritingRefusal) -> (key: SpanNode, value: SpanNode) {
    guard let entry = node.entry(name) else { throw RewritingRefusal("`\(name)` comes from elsewhere") }
    return entry
  }

  private func refuseShared(_ node: SpanNode, _ name: String) throws(RewritingRefusal) {
    if node.isShared {
      throw RewritingRefusal("`\(name)` has anchors, aliases or tags, whose other places would change too")
    }
  }

  // MARK: Records and letters that are there

  private mutating func write(
    _ rows: [TestOutcome.RowPlace], over list: WantedRecords, _ key: SpanNode, _ value: SpanNode
  ) throws(RewritingRefusal) {
    let isRight =
      rows.count == list.columns.count
      && zip(list.columns, rows).allSatisfy { columns, row in columns.allSatisfy { $0.holds(of: row) } }
    if isRight { return }
    try refuseShared(value, "out")
    let items = try self.items(value, list.columns.count)
    for (number, row) in rows.prefix(items.count).enumerated() {
      for column in list.columns[number] where !column.holds(of: row) {
        guard let text = writing.value(row, column.name) else {
          throw RewritingRefusal("record \(number + 1) has no column `\(column.name)`")
        }
        try replace(try entry(column.name, of: items[number]).value, by: text)
      }
    }
    let names = list.names
    let more = rows.dropFirst(items.count).map { writing.columns(of: $0, names) }
    try resize(value, key, items, to: rows.count, more)
  }

  private mutating func write(
    _ letters: [DeadLetter], over wanted: [WantedLetter], in node: SpanNode
  ) throws(RewritingRefusal) {
    if letters.count == wanted.count, zip(wanted, letters).allSatisfy({ $0.holds(of: $1) }) { return }
    let members = letters.map { letter in
      [(name: "message", value: writing.text(letter.message)), (name: "stage", value: writing.text(letter.stage))]
    }
    guard let (key, value) = node.entry("dead_letters") else {
      return try add("dead_letters", .list(members), to: node)
    }
    try refuseShared(value, "dead_letters")
    let items = try self.items(value, wanted.count)
    for (number, letter) in letters.prefix(items.count).enumerated() {
      let want = wanted[number]
      if let message = want.message, !letter.message.contains(message) {
        try replace(try entry("message", of: items[number]).value, by: members[number][0].value)
      }
      if let stage = want.stage, stage != letter.stage {
        try replace(try entry("stage", of: items[number]).value, by: members[number][1].value)
      }
    }
    try resize(value, key, items, to: letters.count, Array(members.dropFirst(items.count)))
  }

  private func items(_ node: SpanNode, _ count: Int) throws(RewritingRefusal) -> [SpanNode] {
    guard case .sequence(let items, _) = node.content, items.count == count else {
      throw RewritingRefusal("the list isn't written where it is used")
    }
    return items
  }

  private typealias Members = [(name: String, value: String)]

  /// Brings a list to a length: leaves out its last items, or adds some.
  private mutating func resize(
    _ list: SpanNode, _ key: SpanNode, _ items: [SpanNode], to count: Int, _ more: [Members]
  ) throws(RewritingRefusal) {
    guard case .sequence(_, let isInline) = list.content, count != items.count else { return }
    if count < items.count {
      if count == 0 {
        // What stands between the key and its list goes with the list.
        let colon = source.letters[key.range.upperBound...].firstIndex(of: ":") ?? key.range.upperBound
        return try edit(isInline ? list.range : colon + 1..<list.range.upperBound, isInline ? "[]" : " []")
      }
      let (kept, last) = (items[count - 1].range.upperBound, items[items.count - 1].range.upperBound)
      return try edit(isInline ? kept..<last : self.lineEnd(behind: kept)..<self.lineEnd(behind: last), "")
    }
    guard !isInline, let last = items.last else {
      let texts = more.map(writing.block).joined(separator: ", ")
      guard let last = items.last else { return try edit(list.range, "[ \(texts) ]") }
      return try edit(last.range.upperBound..<last.range.upperBound, ", \(texts)")
    }
    let indent = source.place(at: list.range.lowerBound).column - 1
    let end = self.lineEnd(behind: last.range.upperBound)
    try edit(end..<end, more.map { lineEnd + item($0, indent) }.joined())
  }

  // MARK: Options that are new

  /// What is new under a key.
  private enum Addition {
    case list([Members])
    case lists([(name: String, items: [Members])])
  }

  private func records(_ outcome: TestOutcome, _ bench: TestBench) -> Addition {
    let lists = outcome.rows.map { rows in rows.map { writing.columns(of: $0, []) } }
    if bench.sinks.count == 1, bench.sinks[0].name == "sink" { return .list(lists[0]) }
    return .lists(zip(bench.sinks.map(\.name), lists).map { ($0, $1) })
  }

  private mutating func add(_ name: String, _ addition: Addition, to node: SpanNode) throws(RewritingRefusal) {
    guard case .mapping(let entries, let isInline) = node.content, let first = entries.first, let last = entries.last
    else { throw RewritingRefusal("the test isn't written as a block") }
    let end = last.value.range.upperBound
    if isInline {
      let value: String =
        switch addition {
        case .list(let items): inLine(items)
        case .lists(let lists): writing.block(lists.map { ($0.name, inLine($0.items)) })
        }
      return try edit(end..<end, ", \(writing.text(name)): \(value)")
    }
    let indent = source.place(at: first.key.range.lowerBound).column - 1
    let place = lineEnd(behind: end)
    var text = lineEnd + spaces(indent) + "\(name):"
    switch addition {
    case .list(let items): text += onLines(items, indent + 2)
    case .lists(let lists):
      for list in lists {
        text += lineEnd + spaces(indent + 2) + writing.text(list.name) + ":" + onLines(list.items, indent + 4)
      }
    }
    try edit(place..<place, text)
  }

  private func inLine(_ items: [Members]) -> String {
    items.isEmpty ? "[]" : "[ " + items.map(writing.block).joined(separator: ", ") + " ]"
  }

  private func onLines(_ items: [Members], _ indent: Int) -> String {
    items.isEmpty ? " []" : items.map { lineEnd + item($0, indent) }.joined()
  }

  /// An item of a list, in one line if that isn't too long.
  private func item(_ members: Members, _ indent: Int) -> String {
    let line = spaces(indent) + "- " + writing.block(members)
    if line.count <= Self.longestLine || members.isEmpty { return line }
    let lines = members.map { "\(writing.text($0.name)): \($0.value)" }
    return spaces(indent) + "- " + lines.joined(separator: lineEnd + spaces(indent + 2))
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  // MARK: Edits

  private mutating func replace(_ node: SpanNode, by text: String) throws(RewritingRefusal) {
    if source.text(node.range).contains("${") {
      throw RewritingRefusal("`\(source.text(node.range))` is a reference, whose value lies elsewhere")
    }
    // An empty value stands behind its colon.
    try edit(node.range, node.range.isEmpty ? " \(text)" : text)
  }

  private mutating func edit(_ range: Range<Int>, _ text: String) throws(RewritingRefusal) {
    if isHidden(text) { throw RewritingRefusal("a secret came out, which is to stand in no file") }
    edits.append((range, text))
  }

  /// Where the line ends in which a character stands.
  private func lineEnd(behind index: Int) -> Int {
    source.letters[index...].firstIndex { $0 == "\n" || $0 == "\r" } ?? source.letters.count
  }
}

extension Plan {
  /// Whether two trees of a configuration say the same but for what pipelines' tests say.
  package static func differsInTestsAlone(_ a: Node, _ b: Node) -> Bool {
    a.withoutAllTests.canonicalText == b.withoutAllTests.canonicalText
  }
}

extension Node {
  fileprivate var withoutAllTests: Node {
    guard let entries else { return self }
    let all = entries.map { entry in
      guard entry.name == "pipelines", let pipelines = entry.value.entries else { return entry }
      let without = pipelines.map { Entry(key: $0.key, value: $0.value.withoutTests) }
      return Entry(key: entry.key, value: Node(.mapping(without), at: entry.value.place))
    }
    return Node(.mapping(all), at: place, end: end)
  }
}
