/// A piece of a YAML text as it is written: where it stands, with aliases and references as they are.
struct SpanNode {
  enum Content {
    case alias
    case scalar(String)
    case sequence([SpanNode], isInline: Bool)
    case mapping([(key: SpanNode, value: SpanNode)], isInline: Bool)
  }

  let content: Content
  /// Its characters, from its first to its last.
  let range: Range<Int>
  /// Whether it has an anchor or a tag.
  let isMarked: Bool

  /// The tree of a text; nil if it is no YAML.
  static func tree(of source: YAMLSource) -> SpanNode? {
    let (events, failure) = yamlEvents(of: source.text(source.letters.indices))
    guard failure == nil, events.count > 1 else { return nil }
    var rest = events.dropFirst()
    return SpanNode(&rest, source)
  }

  private init(_ events: inout ArraySlice<YAMLEvent>, _ source: YAMLSource) {
    let event = events.removeFirst()
    let start = event.start.index
    var end = event.stop.index
    isMarked = event.anchor != nil || event.tag != nil
    func isAtEnd(_ events: ArraySlice<YAMLEvent>) -> Bool { if case .end? = events.first?.kind { true } else { false } }
    switch event.kind {
    case .alias, .document, .end: content = .alias
    case .scalar(let text, let style):
      content = .scalar(text)
      // The lines behind a block belong to it for libyaml, and to nobody for people.
      if style == .literal || style == .folded {
        while end > start, source.letters[end - 1].properties.isWhitespace { end -= 1 }
      }
    case .sequence(let isInline):
      var items: [SpanNode] = []
      while !isAtEnd(events) { items.append(SpanNode(&events, source)) }
      let last = events.removeFirst()
      content = .sequence(items, isInline: isInline)
      end = isInline ? last.stop.index : items.last?.range.upperBound ?? end
    case .mapping(let isInline):
      var entries: [(key: SpanNode, value: SpanNode)] = []
      while !isAtEnd(events) {
        let key = SpanNode(&events, source)
        entries.append((key, SpanNode(&events, source)))
      }
      let last = events.removeFirst()
      content = .mapping(entries, isInline: isInline)
      end = isInline ? last.stop.index : entries.last?.value.range.upperBound ?? end
    }
    range = start..<max(start, min(end, source.letters.count))
  }

  /// The mapping that begins at a character.
  func mapping(at index: Int) -> SpanNode? {
    switch content {
    case .alias, .scalar: return nil
    case .sequence(let items, _): return items.lazy.compactMap { $0.mapping(at: index) }.first
    case .mapping(let entries, _):
      if range.lowerBound == index { return self }
      return entries.lazy.compactMap { $0.value.mapping(at: index) }.first
    }
  }

  /// The entry of a mapping by its key.
  func entry(_ name: String) -> (key: SpanNode, value: SpanNode)? {
    guard case .mapping(let entries, _) = content else { return nil }
    return entries.first { if case .scalar(name) = $0.key.content { true } else { false } }
  }

  /// Whether something in it stands elsewhere too, or comes from there: anchors, aliases, merge keys; or has a tag.
  var isShared: Bool {
    if isMarked { return true }
    switch content {
    case .alias: return true
    case .scalar: return false
    case .sequence(let items, _): return items.contains(where: \.isShared)
    case .mapping(let entries, _):
      return entry("<<") != nil || entries.contains { $0.key.isShared || $0.value.isShared }
    }
  }
}
