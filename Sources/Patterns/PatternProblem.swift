import CPCRE2

/// A mistake in a pattern, told to the person who wrote it.
package struct PatternProblem: Error, Hashable, Sendable {
  /// What is wrong: a clause without a full stop.
  package let message: String
  /// Where in the pattern's UTF-8 it was seen.
  package let offset: Int

  init(_ code: Int32, _ offset: Int) {
    self.offset = offset
    var buffer = [UInt8](repeating: 0, count: 256)
    // The message is cut to the buffer that it is given.
    let length = unsafe pcre2_get_error_message_8(code, &buffer, buffer.count)
    message = String(decoding: buffer.prefix(length < 0 ? 0 : Int(length)), as: UTF8.self)
  }
}
