import Columns
import Patterns

/// Functions of regular expressions.
enum TextPatterns {
  static let all: [Function] = [
    Function(
      "regexp_matches", .text,
      "Whether a pattern occurs in the text; `'i'` ignores case, `'s'` lets `.` match line ends.",
      example: "regexp_matches('ouzel-7', '[0-9]$')", "true", tests(.init())),
    Function(
      "regexp_full_match", .text, "Whether a pattern matches the whole text.",
      example: "regexp_full_match('ouzel', '[a-z]+')", "true", tests(.wholeText)),
    Function(
      "regexp_extract", .text,
      "What a pattern, or one of its groups, matches first; an empty text if it doesn't occur.",
      example: "regexp_extract('a=1, b=2', 'b=([0-9])', 1)", "2", extraction),
    Function(
      "regexp_replace", .text,
      "The text with what a pattern matches first (with `'g'`, everywhere) replaced; `\\1` stands for its first group.",
      example: "regexp_replace('a.b.csv', '[.][^.]*$', '')", "a.b", replacement),
    Function(
      "regexp_escape", .text, "A pattern that matches nothing but the text.", example: "regexp_escape('a.b')", "a\\.b",
      [escape]),
  ]

  /// The forms without options and with them.
  static func forms(
    _ parameters: [ColumnType], _ result: ColumnType, letters: Bool = false,
    refusal: @escaping @Sendable ([Constant?]) -> String? = { _ in nil },
    _ run: @escaping @Sendable (inout Evaluation, [Vector], PatternLetters) -> Vector
  ) -> [Overload] {
    [parameters, parameters + [.text]].map { types in
      let place = parameters.count
      var overload = Overload(types, result, canFail: true) { evaluation, arguments in
        let written = arguments.count > place ? arguments[place] : nil
        return run(&evaluation, arguments, PatternLetters(written, mayBeGlobal: letters))
      }
      overload.refusal = { constants in
        var found = PatternLetters("", mayBeGlobal: letters)
        if constants.count > place {
          guard let option = constants[place] else { return "the options of a pattern have to be a literal" }
          found = PatternLetters(option.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "", mayBeGlobal: letters)
          if let unknown = found.unknown {
            return "`\(unknown)` is no option of a pattern: there are i, c, s, l" + (letters ? " and g" : "")
          }
        }
        return mistake(constants[1], found.options) ?? refusal(constants)
      }
      return overload
    }
  }

  /// What is wrong with a pattern that is known.
  private static func mistake(_ constant: Constant?, _ options: Pattern.Options) -> String? {
    guard let bytes = constant?.bytes else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(PatternProblem) {
      _ = try KnownPatterns.pattern(text, options)
      return nil
    } catch {
      let before = String(decoding: bytes.prefix(error.offset), as: UTF8.self)
      return "'\(text)' is no pattern: \(error.message), behind `\(before)`"
    }
  }

  private static func tests(_ options: Pattern.Options) -> [Overload] {
    forms([.text, .text], .bool) { evaluation, arguments, letters in
      let matcher = unsafe RowMatcher(arguments[0], arguments[1], letters.options.union(options))
      let valid = arguments.map { BitReader(validityOf: $0) }
      var refused: [(row: Int, message: FailureMessage)] = []
      let found = evaluation.bits(arguments) { row in
        guard valid.allSatisfy({ $0[row] }) else { return false }
        switch matcher.match(row) {
        case .found: return true
        case .absent: return false
        case .refused(let message):
          refused.append((row, message))
          return false
        }
      }
      for (row, message) in refused { evaluation.fail(row, message) }
      return found
    }
  }

  private static let extraction: [Overload] = {
    let whole = Overload([.text, .text], .text, canFail: true) { evaluation, arguments in
      extracted(&evaluation, arguments, nil, [])
    }
    let known = forms([.text, .text, .int32], .text, refusal: missingGroup) { evaluation, arguments, letters in
      extracted(&evaluation, arguments, arguments[2], letters.options)
    }
    var checked = whole
    checked.refusal = { mistake($0[1], []) }
    return [checked] + known
  }()

  static let missingGroup: @Sendable ([Constant?]) -> String? = { constants in
    guard let pattern = constants[1]?.bytes, let group = constants[2]?.column.value(0, as: Int32.self),
      constants[2]?.bytes != nil
    else { return nil }
    let count = (try? KnownPatterns.pattern(String(decoding: pattern, as: UTF8.self), []))?.groupCount ?? 0
    if group >= 0, group <= count { return nil }
    return "the pattern has no group \(group): \(count == 0 ? "there is none" : "the last is \(count)")"
  }

  private static func extracted(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ groups: Vector?, _ options: Pattern.Options
  ) -> Vector {
    let matcher = unsafe RowMatcher(arguments[0], arguments[1], options)
    let numbers = groups?.fixed(Int32.self)
    var refused: [(row: Int, message: FailureMessage)] = []
    let texts = evaluation.texts(arguments, bytes: arguments[0].texts.byteCount) { row, out in
      switch matcher.match(row) {
      case .found:
        if let range = matcher.range(of: numbers.map { Int($0[row]) } ?? 0) {
          unsafe out.append(UnsafeRawBufferPointer(rebasing: matcher.text(row)[range]))
        }
      case .absent: break
      case .refused(let message): refused.append((row, message))
      }
    }
    for (row, message) in refused { evaluation.fail(row, message) }
    return texts
  }

  private static let replacement: [Overload] =
    forms([.text, .text, .text], .text, letters: true, refusal: badSubstitute) { evaluation, arguments, letters in
      let matcher = unsafe RowMatcher(arguments[0], arguments[1], letters.options)
      let substitutes = arguments[2].texts
      let known = arguments[2].isConstant ? unsafe Substitute(substitutes[0]) : nil
      var refused: [(row: Int, message: FailureMessage)] = []
      let texts = evaluation.texts(arguments, bytes: arguments[0].texts.byteCount) { row, out in
        let substitute = unsafe known ?? Substitute(substitutes[row])
        let start = out.count
        if let message = replace(row, matcher, substitute, letters.isGlobal, &out) {
          out.truncate(to: start)
          refused.append((row, message))
        }
      }
      for (row, message) in refused { evaluation.fail(row, message) }
      return texts
    }

  private static let badSubstitute: @Sendable ([Constant?]) -> String? = { constants in
    guard let bytes = constants[2]?.bytes else { return nil }
    let substitute = unsafe bytes.withUnsafeBytes { unsafe Substitute($0) }
    if let mistake = substitute.mistake { return mistake }
    guard let pattern = constants[1]?.bytes else { return nil }
    let count = (try? KnownPatterns.pattern(String(decoding: pattern, as: UTF8.self), []))?.groupCount ?? 9
    return substitute.lastGroup <= count ? nil : "the pattern has no group \(substitute.lastGroup)"
  }

  /// Appends the text of a row with what its pattern matches replaced; says why that can't be done.
  private static func replace(
    _ row: Int, _ matcher: RowMatcher, _ substitute: Substitute, _ isGlobal: Bool, _ out: inout RawMemory
  ) -> FailureMessage? {
    if let mistake = substitute.mistake { return FailureMessage(stringLiteral: mistake) }
    let text = unsafe matcher.text(row)
    var (place, written, lastEnd) = (0, 0, -1)
    while place <= text.count {
      switch matcher.match(row, from: place) {
      case .refused(let message): return message
      case .absent:
        place = text.count + 1
        continue
      case .found: break
      }
      guard let range = matcher.range(of: 0) else { break }
      if substitute.lastGroup > matcher.groupCount { return "the pattern has no group \(substitute.lastGroup)" }
      if range.isEmpty, range.lowerBound == lastEnd {
        // Nothing at the end of a match is no match of its own: the search goes on behind the next character.
        guard place < text.count else { break }
        place += unsafe UTF8Text.length(at: place, in: text)
        lastEnd = -1
        continue
      }
      unsafe out.append(UnsafeRawBufferPointer(rebasing: text[written..<range.lowerBound]))
      unsafe substitute.write(text, matcher, &out)
      if out.count > TextWriter.most { break }
      (place, written, lastEnd) = (range.upperBound, range.upperBound, range.upperBound)
      if !isGlobal { break }
    }
    unsafe out.append(UnsafeRawBufferPointer(rebasing: text[written...]))
    return nil
  }

  private static let escape = Overload([.text], .text) { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let text = unsafe texts[row]
      for place in 0..<text.count {
        let byte = unsafe text[place]
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "\u{80}"...: out.append(byte)
        case "\0": out.append("\\x00")
        default:
          out.append(UInt8(ascii: "\\"))
          out.append(byte)
        }
      }
    }
  }
}

/// What stands in the place of a match: text, and groups as `\1`.
private struct Substitute {
  /// Text, and the group behind it.
  private struct Piece {
    let text: [UInt8]
    var group: Int?
  }

  private var pieces: [Piece] = []
  private(set) var lastGroup = 0
  /// What is wrong with it.
  private(set) var mistake: String?

  init(_ text: UnsafeRawBufferPointer) {
    var plain: [UInt8] = []
    var place = 0
    while place < text.count {
      let byte = unsafe text[place]
      place += 1
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      let next = unsafe place < text.count ? text[place] : 0
      place += 1
      switch next {
      case UInt8(ascii: "\\"): plain.append(next)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let group = Int(next - UInt8(ascii: "0"))
        lastGroup = max(lastGroup, group)
        pieces.append(Piece(text: plain, group: group))
        plain = []
      default: mistake = "behind `\\` a replacement has a digit or another `\\`"
      }
    }
    if !plain.isEmpty { pieces.append(Piece(text: plain)) }
  }

  func write(_ text: UnsafeRawBufferPointer, _ matcher: RowMatcher, _ out: inout RawMemory) {
    for piece in pieces {
      unsafe piece.text.withUnsafeBytes { unsafe out.append($0) }
      if let range = piece.group.flatMap({ matcher.range(of: $0) }) {
        unsafe out.append(UnsafeRawBufferPointer(rebasing: text[range]))
      }
    }
  }
}
