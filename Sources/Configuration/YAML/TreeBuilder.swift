import Specifications

/// Builds the tree of one file from YAML's events, with anchors, merge keys and references put in their places.
struct TreeBuilder {
  /// What a file may nest, and how many nodes its aliases may make of it: far above what anyone writes.
  private static let deepest = 100
  private static let mostNodes = 200_000

  /// The reading can't go on; the problem is recorded.
  private struct Stop: Error {}

  let source: YAMLSource
  /// What `${…}` stands for; nil where it is plain text.
  fileprivate let references: References?
  private var events: ArraySlice<YAMLEvent>
  private var problems: Problems
  private var anchors: [String: (node: Node, size: Int)] = [:]
  private var size = 0

  /// Reads a text; nil if it is no YAML at all.
  static func tree(
    of text: String, file: String, _ references: References?, problems: inout Problems
  ) -> Node? {
    let text = withoutSurrogates(text)
    let source = YAMLSource(text, file: file)
    if let place = source.firstUnprintable {
      problems.error(
        at: place, "a control character stands here, which YAML takes in no form but an escape",
        mend: "delete it, or write it as `\\u0007` and its like within double quotes")
      return nil
    }
    let (events, failure) = yamlEvents(of: text)
    if let failure {
      problems.add(YAMLStumble(failure, in: source, after: events.last).problem)
      return nil
    }
    var builder = TreeBuilder(source: source, references: references, events: events[...], problems: problems)
    defer { problems = builder.problems }
    return try? builder.document()
  }

  private init(source: YAMLSource, references: References?, events: ArraySlice<YAMLEvent>, problems: Problems) {
    self.source = source
    self.references = references
    self.events = events
    self.problems = problems
  }

  private mutating func document() throws(Stop) -> Node {
    guard !events.isEmpty else { return Node(.null, at: Place(file: source.file, line: 1, column: 1)) }
    events.removeFirst()
    let root = try node(depth: 0)
    if let second = events.first {
      problems.error(
        at: source.place(second.start), "a second document begins here, and a file holds one",
        mend: "put it into a file of its own")
    }
    return root
  }

  private mutating func node(depth: Int) throws(Stop) -> Node {
    let event = events.removeFirst()
    let place = source.place(event.start)
    if case .alias(let name) = event.kind { return try repeated(name, at: event) }
    let before = size
    try count(1, at: place)
    guard depth < Self.deepest else {
      problems.error(at: place, "blocks are nested more than \(Self.deepest) deep")
      throw Stop()
    }
    let isText = isText(event)
    let node: Node
    switch event.kind {
    case .scalar(let text, let style):
      node = Node(scalar(text, style, event, isText: isText), at: place, end: source.place(event.stop))
    case .sequence(let isInline):
      let items = try items(depth: depth + 1)
      let end = source.place(events.removeFirst().stop)
      node = Node(.sequence(isInline ? gluing(items) : items), at: place, end: isInline ? end : nil)
    case .mapping(let isInline):
      let entries = try entries(depth: depth + 1, isInline: isInline)
      let end = source.place(events.removeFirst().stop)
      node = Node(.mapping(entries), at: place, end: isInline ? end : nil)
    case .document, .alias, .end:
      preconditionFailure("libyaml gives a node here")
    }
    if let anchor = event.anchor { anchors[anchor] = (node, size - before) }
    return node
  }

  private mutating func count(_ nodes: Int, at place: Place) throws(Stop) {
    size += nodes
    guard size <= Self.mostNodes else {
      problems.error(at: place, "aliases make more than \(Self.mostNodes) values of this file")
      throw Stop()
    }
  }

  private mutating func repeated(_ name: String, at event: YAMLEvent) throws(Stop) -> Node {
    let place = source.place(event.start)
    if let (node, size) = anchors[name] {
      try count(size, at: place)
      return node
    }
    problems.error(
      at: place, end: source.place(event.stop), "nothing before this is named `&\(name)`",
      mend: "write \"*\(name)\" in quotes if it is meant as text")
    throw Stop()
  }

  private mutating func scalar(
    _ text: String, _ style: YAMLScalarStyle, _ event: YAMLEvent, isText: Bool
  ) -> Node.Content {
    if style == .plain, !isText, ["", "~", "null", "Null", "NULL"].contains(text) { return .null }
    return .scalar(Scalar(pieces: pieces(of: text, style, event), style: Scalar.Style(style)))
  }

  private mutating func items(depth: Int) throws(Stop) -> [Node] {
    var items: [Node] = []
    while let event = events.first, !event.isEnd { items.append(try node(depth: depth)) }
    return items
  }

  private mutating func entries(depth: Int, isInline: Bool) throws(Stop) -> [Node.Entry] {
    var written: [Node.Entry] = []
    var merged: [Node.Entry] = []
    var lines: [String: Int] = [:]
    while let event = events.first, !event.isEnd {
      let key = try key(depth: depth)
      let value = try node(depth: depth)
      guard let key else { continue }
      if key.text == "<<", key.scalar?.isPlain == true {
        merged += merging(value)
      } else if let line = lines[key.text ?? ""] {
        problems.error(at: key, "`\(key.text ?? "")` is given twice", mend: "line \(line) has it already")
      } else {
        lines[key.text ?? ""] = key.place.line
        written.append(Node.Entry(key: key, value: value))
      }
    }
    if isInline { written = gluing(written) }
    // What is written here wins over what is merged, and of that the first.
    var names = Set(written.map(\.name))
    for entry in merged where names.insert(entry.name).inserted { written.append(entry) }
    return written
  }

  /// A key, which is one text, taken as it stands; nil if it is something else, which is told.
  private mutating func key(depth: Int) throws(Stop) -> Node? {
    let event = events[events.startIndex]
    guard case .scalar(let text, let style) = event.kind else {
      let place = source.place(event.start)
      if case .alias = event.kind {
        problems.error(at: place, "a key can't be an alias")
      } else {
        problems.error(
          at: place, "a key is one word, and here a block or list stands in its place",
          mend: "write braces and brackets that are meant as text in quotes")
      }
      _ = try node(depth: depth)
      return nil
    }
    events.removeFirst()
    try count(1, at: source.place(event.start))
    let place = source.place(event.start)
    let end = source.place(event.stop)
    if text.isEmpty {
      problems.error(at: place, "a key is missing before `:`")
      return nil
    }
    guard text.contains("${"), references != nil else {
      return Node(.scalar(Scalar(text, at: place, style: Scalar.Style(style))), at: place, end: end)
    }
    let parts = references(in: text)
    if parts.isEmpty || !parts.allSatisfy(isReferenceToEach) {
      problems.error(at: place, end: end, "a key can't come from a reference", mend: "write the name itself")
      return Node(.scalar(Scalar(text, at: place, style: Scalar.Style(style))), at: place, end: end)
    }
    return Node(
      .scalar(Scalar(pieces: pieces(of: text, style, event), style: Scalar.Style(style))), at: place, end: end)
  }

  /// The entries that a merge key brings.
  private mutating func merging(_ value: Node) -> [Node.Entry] {
    if let entries = value.entries { return entries }
    if let items = value.items, items.allSatisfy({ $0.entries != nil }) { return items.flatMap { $0.entries ?? [] } }
    problems.error(at: value, "`<<` merges a block or a list of blocks", mend: "for instance `<<: *name`")
    return []
  }

  /// Says whether a tag makes a text of what would otherwise be something else; other tags mean nothing here.
  private mutating func isText(_ event: YAMLEvent) -> Bool {
    guard let tag = event.tag else { return false }
    let prefix = "tag:yaml.org,2002:"
    if tag == "!" || tag == prefix + "str" { return true }
    let known = ["int", "float", "bool", "null", "seq", "map"].map { prefix + $0 }
    if !known.contains(tag) {
      let shown = tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
      problems.error(
        at: source.place(event.start), "the tag `\(shown)` means nothing here",
        mend: "quote a text that begins with `!`, and write references as `${NAME}`")
    }
    return false
  }
}

extension TreeBuilder {
  /// Records a mistake of a scalar or of what stands around it.
  mutating func tell(at place: Place, end: Place?, _ message: String, mend: String?) {
    problems.error(at: place, end: end, message, mend: mend)
  }

  /// Puts a scalar together from the stretches that stand unbroken in the file and what its references bring.
  fileprivate mutating func pieces(of text: String, _ style: YAMLScalarStyle, _ event: YAMLEvent) -> [Scalar.Piece] {
    if let place = unbrokenPlace(of: text, style, event) { return [Scalar.Piece(text, at: place)] }
    let letters = Array(text.unicodeScalars)
    let origins = source.origins(of: letters, style, from: event.start, to: event.stop)
    guard let references else { return unbroken(letters, origins, letters.indices) }
    var pieces: [Scalar.Piece] = []
    for part in referenceParts(of: letters) {
      switch part {
      case .text(let range):
        pieces += unbroken(letters, origins, range)
      case .reference(let range):
        let written = String(String.UnicodeScalarView(letters[range]))
        let place = source.place(at: origins[range.lowerBound])
        if isReferenceToEach(written) {
          pieces.append(Scalar.Piece(written, at: place, for: written))
          continue
        }
        switch references.value(of: written, at: place) {
        case .success(let value):
          pieces.append(Scalar.Piece(value, at: place, for: written))
        case .failure(let failure):
          tell(at: source.place(event.start), end: source.place(event.stop), failure.message, mend: failure.mend)
          pieces.append(Scalar.Piece(written, at: place, for: written))
        }
      }
    }
    return pieces
  }

  /// Where a text begins that stands in the file just as it is, as most do: without references, escapes or line ends.
  private func unbrokenPlace(of text: String, _ style: YAMLScalarStyle, _ event: YAMLEvent) -> Place? {
    guard !text.isEmpty, style != .literal, style != .folded, event.start.line == event.stop.line,
      !text.utf8.contains(UInt8(ascii: "$"))
    else { return nil }
    let quotes = style == .plain ? 0 : 2
    guard event.stop.index - event.start.index == text.unicodeScalars.count + quotes else { return nil }
    return source.place(at: event.start.index + quotes / 2)
  }

  /// The references in a text, as they are written.
  fileprivate func references(in text: String) -> [String] {
    let letters = Array(text.unicodeScalars)
    return referenceParts(of: letters).compactMap { part in
      if case .reference(let range) = part { String(String.UnicodeScalarView(letters[range])) } else { nil }
    }
  }

  private func unbroken(_ letters: [Unicode.Scalar], _ origins: [Int], _ range: Range<Int>) -> [Scalar.Piece] {
    var pieces: [Scalar.Piece] = []
    var start = range.lowerBound
    for index in range {
      let next = index + 1
      if next < range.upperBound, origins[next] == origins[index] + 1, letters[index] != "\n" { continue }
      let text = String(String.UnicodeScalarView(letters[start..<next]))
      pieces.append(Scalar.Piece(text, at: source.place(at: origins[start])))
      start = next
    }
    return pieces
  }
}

extension YAMLEvent {
  fileprivate var isEnd: Bool { if case .end = kind { true } else { false } }
}

extension Scalar.Style {
  fileprivate init(_ style: YAMLScalarStyle) {
    switch style {
    case .plain: self = .plain
    case .singleQuoted: self = .singleQuoted
    case .doubleQuoted: self = .doubleQuoted
    case .literal, .folded: self = .block
    }
  }
}
