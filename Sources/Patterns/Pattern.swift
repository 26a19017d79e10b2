import CPCRE2

/// A regular expression, compiled once and shared by all threads; each matches with a `PatternMatcher` of its own.
@safe package final class Pattern: @unchecked Sendable {  // nothing writes to the compiled code after `init`
  /// How a pattern is to be understood.
  package struct Options: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Capital and small letters are the same.
    package static let ignoringCase = Options(rawValue: 1)
    /// `.` means an end of line too.
    package static let dotMeansAll = Options(rawValue: 2)
    /// The pattern is a text to be found, and nothing in it has a meaning.
    package static let isLiteral = Options(rawValue: 4)
    /// It has to match from the text's beginning to its end.
    package static let wholeText = Options(rawValue: 8)
  }

  /// The pattern as it was written.
  package let text: String
  package let options: Options
  /// How many groups it has, beside the whole match.
  package let groupCount: Int
  let code: OpaquePointer

  /// Compiles a pattern: Perl's syntax, in which `\d`, `\w` and `\s` mean ASCII, and `$` the very end.
  package init(_ text: String, _ options: Options = []) throws(PatternProblem) {
    self.text = text
    self.options = options
    var code: OpaquePointer?
    var (error, offset) = (Int32(0), 0)
    var written = text
    written.withUTF8 { bytes in
      // The text stays in place for the length of this call, and a null pointer is never read.
      unsafe code = pcre2_compile_8(
        cpcre2_address(bytes.baseAddress), bytes.count, options.flags, &error, &offset, nil)
    }
    guard let code = unsafe code else { throw PatternProblem(error, offset) }
    unsafe self.code = code
    // Where the processor or the system has no just-in-time compiler, the same code is interpreted.
    unsafe pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
    var count: UInt32 = 0
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    groupCount = Int(count)
  }

  /// Compiles a pattern, with regard to case or not.
  package convenience init(_ text: String, ignoringCase: Bool) throws(PatternProblem) {
    try self.init(text, ignoringCase ? .ignoringCase : [])
  }

  deinit { unsafe pcre2_code_free_8(code) }

  /// Whether the pattern matches anywhere in a text: for one text; for many, make a matcher.
  package func match(_ text: String) -> PatternResult {
    var matcher = PatternMatcher(self)
    var text = text
    return text.withUTF8 { unsafe matcher.match(UnsafeRawBufferPointer($0)) }
  }
}

extension Pattern: Hashable {
  package static func == (a: Pattern, b: Pattern) -> Bool { a.text == b.text && a.options == b.options }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(options)
  }
}

extension Pattern.Options {
  fileprivate var flags: UInt32 {
    // Every text is valid UTF-8 already: PCRE2 needn't look.
    var flags = UInt32(PCRE2_UTF) | UInt32(PCRE2_NO_UTF_CHECK) | UInt32(PCRE2_USE_OFFSET_LIMIT)
    if contains(.ignoringCase) { flags |= UInt32(PCRE2_CASELESS) }
    if contains(.wholeText) { flags |= UInt32(PCRE2_ANCHORED) | UInt32(PCRE2_ENDANCHORED) }
    if contains(.isLiteral) { return flags | UInt32(PCRE2_LITERAL) }
    if contains(.dotMeansAll) { flags |= UInt32(PCRE2_DOTALL) }
    return flags | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_NEVER_BACKSLASH_C)
  }
}
