import CPCRE2
import Glibc

/// What became of looking for a pattern in a text.
package enum PatternResult: Hashable, Sendable {
  case found
  case absent
  /// The pattern takes too long on this text, so that it was given up.
  case limitReached

  /// What is said of a record whose text was given up.
  package static let refusal = "the pattern takes too long on this text"
}

/// One thread's means of matching a pattern: what matched is kept until the next call.
@safe package struct PatternMatcher: ~Copyable {
  /// How often one place may be tried anew before the text is given up: some milliseconds.
  static let mostSteps: UInt32 = 500_000
  /// How much memory, in KiB, and how many levels a match may take where it is interpreted.
  private static let (mostMemory, mostLevels): (UInt32, UInt32) = (16_384, 100_000)
  /// At how many places a match may begin before the clock is looked at.
  private static let window = 512
  /// How long one text may take, in nanoseconds.
  private static let mostTime: UInt64 = 1_000_000_000

  package let pattern: Pattern
  private let data: OpaquePointer
  private let context: OpaquePointer
  private let found: UnsafeMutablePointer<Int>
  private var stack: OpaquePointer?

  package init(_ pattern: Pattern) {
    self.pattern = pattern
    guard let data = unsafe pcre2_match_data_create_from_pattern_8(pattern.code, nil),
      let context = unsafe pcre2_match_context_create_8(nil),
      let found = unsafe pcre2_get_ovector_pointer_8(data)
    else { fatalError("there is no memory left to match a pattern") }
    unsafe self.data = data
    unsafe self.context = context
    unsafe self.found = found
    unsafe stack = nil
    unsafe pcre2_set_match_limit_8(context, Self.mostSteps)
    unsafe pcre2_set_depth_limit_8(context, Self.mostLevels)
    unsafe pcre2_set_heap_limit_8(context, Self.mostMemory)
  }

  deinit {
    unsafe pcre2_match_data_free_8(data)
    unsafe pcre2_match_context_free_8(context)
    if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
  }

  /// Looks for the pattern in valid UTF-8, at the character that begins at `start` and behind it.
  package mutating func match(_ text: UnsafeRawBufferPointer, from start: Int = 0) -> PatternResult {
    // A pattern of the whole text begins at one place only, and must not be tried at where a window happens to begin.
    if text.count - start <= Self.window || pattern.options.contains(.wholeText) {
      return unsafe match(text, from: start, to: text.count)
    }
    // Steps are counted anew at each place where a match may begin, so that they alone don't bound a long text.
    let begun = Self.now
    var start = start
    while true {
      let last = min(start + Self.window, text.count)
      let result = unsafe match(text, from: start, to: last)
      if result != .absent || last == text.count { return result }
      start = last + 1
      while start < text.count, unsafe text[start] & 0xC0 == 0x80 { start += 1 }
      if start > text.count { return .absent }
      if Self.now - begun > Self.mostTime { return .limitReached }
    }
  }

  /// The bytes that group `group` matched in the last text, 0 being the whole; nil if it took no part.
  package func range(of group: Int) -> Range<Int>? {
    guard group >= 0, group <= pattern.groupCount else { return nil }
    // The vector has a pair for the whole match and for every group.
    let (from, to) = unsafe (found[2 * group], found[2 * group + 1])
    // `\K` in a lookahead may end a match before its beginning.
    return cpcre2_is_unset(from) != 0 ? nil : min(from, to)..<to
  }

  /// Looks for a match that begins in `first ... last`.
  private mutating func match(_ text: UnsafeRawBufferPointer, from first: Int, to last: Int) -> PatternResult {
    unsafe pcre2_set_offset_limit_8(context, last)
    var code = unsafe run(text, first)
    if code == PCRE2_ERROR_JIT_STACKLIMIT, unsafe stack == nil {
      unsafe stack = pcre2_jit_stack_create_8(32 * 1024, 1024 * 1024, nil)
      unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
      code = unsafe run(text, first)
    }
    return code > 0 ? .found : code == PCRE2_ERROR_NOMATCH ? .absent : .limitReached
  }

  private func run(_ text: UnsafeRawBufferPointer, _ first: Int) -> Int32 {
    // The text stays in place for the length of this call.
    unsafe pcre2_match_8(
      pattern.code, cpcre2_address(text.baseAddress), text.count, first, UInt32(PCRE2_NO_UTF_CHECK), data, context)
  }

  private static var now: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
