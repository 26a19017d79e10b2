import Columns
import Patterns

/// Functions that take a text apart into a list.
enum TextParts {
  static let all: [Function] = [
    Function(
      "string_split", .text, "The parts of a text between separators, as a list.",
      example: "string_split('a,b,c', ',')[2]", "b", [split], aliases: ["split", "str_split", "string_to_array"]),
    Function(
      "regexp_extract_all", .text, "Everything that a pattern, or one of its groups, matches, as a list.",
      example: "regexp_extract_all('a1 b2', '[a-z]([0-9])', 1)[2]", "2", extraction),
    Function(
      "regexp_split_to_array", .text, "The parts of a text between what a pattern matches, as a list.",
      example: "regexp_split_to_array('a, b;c', '[,;] *')[3]", "c", division,
      aliases: ["string_split_regex", "str_split_regex"]),
  ]

  /// A list of texts for each row: `body` finishes them one by one, or says why it can't.
  @inline(__always) private static func lists(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ body: (Int, inout TextBuilder) -> FailureMessage?
  ) -> Vector {
    let count = evaluation.rows(of: arguments)
    let validity = arguments.map { BitReader(validityOf: $0) }
    var parts = TextBuilder(capacity: count * 2, bytes: arguments[0].texts.byteCount)
    var lists = ListBuilder(capacity: count)
    var refused: [(row: Int, message: FailureMessage)] = []
    for row in 0..<count {
      guard validity.allSatisfy({ $0[row] }), parts.data.count <= TextWriter.most else {
        if parts.data.count > TextWriter.most { refused.append((row, TextWriter.refusal)) }
        lists.appendNull()
        continue
      }
      if let message = body(row, &parts) { refused.append((row, message)) }
      lists.finish(elements: parts.count)
    }
    for (row, message) in refused { evaluation.fail(row, message) }
    return Vector(lists.lists(of: parts.column()), isConstant: arguments.allSatisfy(\.isConstant))
  }

  private static let split = Overload([.text, .text], .list(.text), canFail: true) { evaluation, arguments in
    let (texts, separators) = (arguments[0].texts, arguments[1].texts)
    return lists(&evaluation, arguments) { row, parts in
      let (text, separator) = unsafe (texts[row], separators[row])
      var from = 0
      if separator.count == 0 {
        // Without a separator each character is a part.
        while from < text.count {
          let end = unsafe from + UTF8Text.length(at: from, in: text)
          unsafe parts.append(UnsafeRawBufferPointer(rebasing: text[from..<end]))
          from = end
        }
        if text.count == 0 { unsafe parts.append(text) }
        return nil
      }
      while let found = unsafe TextSearch.find(separator, in: UnsafeRawBufferPointer(rebasing: text[from...])) {
        unsafe parts.append(UnsafeRawBufferPointer(rebasing: text[from..<from + found]))
        from += found + separator.count
      }
      unsafe parts.append(UnsafeRawBufferPointer(rebasing: text[from...]))
      return nil
    }
  }

  private static let extraction: [Overload] =
    TextPatterns.forms([.text, .text], .list(.text)) { evaluation, arguments, letters in
      extracted(&evaluation, arguments, nil, letters.options)
    }.prefix(1)
    + TextPatterns.forms([.text, .text, .int32], .list(.text), refusal: TextPatterns.missingGroup) {
      evaluation, arguments, letters in
      extracted(&evaluation, arguments, arguments[2], letters.options)
    }

  private static func extracted(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ groups: Vector?, _ options: Pattern.Options
  ) -> Vector {
    let matcher = unsafe RowMatcher(arguments[0], arguments[1], options)
    let numbers = groups?.fixed(Int32.self)
    return lists(&evaluation, arguments) { row, parts in
      eachMatch(row, matcher) { _ in
        let range = matcher.range(of: numbers.map { Int($0[row]) } ?? 0) ?? 0..<0
        unsafe parts.append(UnsafeRawBufferPointer(rebasing: matcher.text(row)[range]))
      }
    }
  }

  private static let division: [Overload] =
    TextPatterns.forms([.text, .text], .list(.text)) { evaluation, arguments, letters in
      let matcher = unsafe RowMatcher(arguments[0], arguments[1], letters.options)
      return lists(&evaluation, arguments) { row, parts in
        let text = unsafe matcher.text(row)
        var from = 0
        let message = eachMatch(row, matcher) { range in
          // Nothing parts characters from each other, but not the beginning and the end from what is beside them.
          if range.isEmpty, range.lowerBound == 0 || range.lowerBound == text.count { return }
          unsafe parts.append(UnsafeRawBufferPointer(rebasing: text[from..<range.lowerBound]))
          from = range.upperBound
        }
        unsafe parts.append(UnsafeRawBufferPointer(rebasing: text[from...]))
        return message
      }
    }

  /// Calls `body` for each match in the text of a row; says why that can't be done.
  private static func eachMatch(
    _ row: Int, _ matcher: RowMatcher, _ body: (Range<Int>) -> Void
  ) -> FailureMessage? {
    let text = unsafe matcher.text(row)
    var (place, lastEnd) = (0, -1)
    while place <= text.count {
      switch matcher.match(row, from: place) {
      case .refused(let message): return message
      case .absent: return nil
      case .found: break
      }
      guard let range = matcher.range(of: 0) else { return nil }
      if !(range.isEmpty && range.lowerBound == lastEnd) { body(range) }
      lastEnd = range.upperBound
      place = range.upperBound
      if range.isEmpty { place += unsafe place < text.count ? UTF8Text.length(at: place, in: text) : 1 }
    }
    return nil
  }
}
