import CYAML

/// A position in a YAML text, counted from nought.
struct YAMLMark {
  /// In characters from the beginning.
  let index: Int
  let line: Int
  let column: Int

  init(index: Int, line: Int, column: Int) {
    self.index = index
    self.line = line
    self.column = column
  }

  fileprivate init(_ mark: yaml_mark_t) {
    index = Int(mark.index)
    line = Int(mark.line)
    column = Int(mark.column)
  }
}

/// A step of YAML's structure.
struct YAMLEvent {
  enum Kind {
    case document
    case scalar(String, YAMLScalarStyle)
    case alias(String)
    case sequence(isInline: Bool)
    case mapping(isInline: Bool)
    /// The end of the innermost sequence or mapping.
    case end
  }

  let kind: Kind
  /// The name by which an alias repeats it.
  var anchor: String?
  var tag: String?
  let start: YAMLMark
  let stop: YAMLMark
}

/// How YAML writes a text; folding matters to places alone.
enum YAMLScalarStyle { case plain, singleQuoted, doubleQuoted, literal, folded }

/// Why a text is no YAML, in libyaml's words.
struct YAMLFailure {
  let problem: String
  let context: String
  let mark: YAMLMark
  let contextMark: YAMLMark
}

/// The events of a text, and the failure that cut them short.
func yamlEvents(of text: String) -> (events: [YAMLEvent], failure: YAMLFailure?) {
  var parser = unsafe yaml_parser_t()
  guard unsafe yaml_parser_initialize(&parser) == 1 else { fatalError("libyaml has no memory") }
  defer { unsafe yaml_parser_delete(&parser) }
  var text = text
  return text.withUTF8 { bytes in
    // The bytes outlive every use of the parser within this closure.
    unsafe yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
    unsafe yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    var events: [YAMLEvent] = []
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
        return (events, unsafe failure(of: parser))
      }
      defer { unsafe yaml_event_delete(&event) }
      if unsafe event.type == YAML_STREAM_END_EVENT { return (events, nil) }
      if let event = unsafe YAMLEvent(event) { events.append(event) }
    }
  }
}

private func failure(of parser: yaml_parser_t) -> YAMLFailure {
  // libyaml's messages are constant C strings.
  unsafe YAMLFailure(
    problem: parser.problem.map { unsafe String(cString: $0) } ?? "no memory",
    context: parser.context.map { unsafe String(cString: $0) } ?? "",
    mark: YAMLMark(parser.problem_mark), contextMark: YAMLMark(parser.context_mark))
}

extension YAMLEvent {
  /// Copies what an event of libyaml holds; nil for those that say nothing about the tree.
  fileprivate init?(_ event: yaml_event_t) {
    // The member of `data` that is read is the one that the event's type says is set.
    var anchor: UnsafeMutablePointer<yaml_char_t>?
    var tag: UnsafeMutablePointer<yaml_char_t>?
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT:
      kind = .document
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = unsafe .scalar(String(decoding: bytes, as: UTF8.self), YAMLScalarStyle(scalar.style))
      unsafe (anchor, tag) = unsafe (scalar.anchor, scalar.tag)
    case YAML_ALIAS_EVENT:
      kind = unsafe .alias(Self.text(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      kind = unsafe .sequence(isInline: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
      unsafe (anchor, tag) = unsafe (sequence.anchor, sequence.tag)
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      kind = unsafe .mapping(isInline: mapping.style == YAML_FLOW_MAPPING_STYLE)
      unsafe (anchor, tag) = unsafe (mapping.anchor, mapping.tag)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      kind = .end
    default:
      return nil
    }
    self.anchor = unsafe Self.text(anchor)
    self.tag = unsafe Self.text(tag)
    start = unsafe YAMLMark(event.start_mark)
    stop = unsafe YAMLMark(event.end_mark)
  }

  private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    // Names end with a zero byte.
    unsafe bytes.map { unsafe String(cString: $0) }
  }
}

extension YAMLScalarStyle {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
