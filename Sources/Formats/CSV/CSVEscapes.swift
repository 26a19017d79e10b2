import CScan
import Columns

extension CSVDialect {
  /// How a field's text differs from its bytes.
  var escapes: Escapes {
    guard let escape else { return .doubled(quote: quote ?? 0) }
    return .marked(
      by: escape, quote: escapedQuote, others: EscapedCharacters(delimiterCharacter, comment, space: trims))
  }

  /// Whether a quoted field, without its quotes, has quotes or escapes to resolve; nil where a quote stands alone.
  @unsafe func hasEscapes(inQuoted p: UnsafePointer<UInt8>, _ n: Int) -> Bool? {
    guard let quote else { return false }
    guard let escape else { return unsafe Self.hasPairs(p, n, quote) }
    var isEscaped = false
    var i = 0
    while i < n {
      if unsafe p[i] == escape {
        let count = unsafe escaped(p + i + 1, n - i - 1)
        isEscaped = isEscaped || count > 0
        // Whatever stands behind it doesn't close the field.
        i += 1 + max(count, 1)
      } else if unsafe p[i] == quote {
        guard i + 1 < n, unsafe p[i + 1] == quote else { return nil }
        isEscaped = true
        i += 2
      } else {
        i += 1
      }
    }
    // An escape at the end takes the closing quote for itself.
    return i > n ? nil : isEscaped
  }

  /// Whether a field without quotes has escapes to resolve.
  @unsafe func hasEscapes(inUnquoted p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    guard let escape else { return false }
    var i = unsafe Int(ouzel_find(p, n, escape))
    while i < n {
      if unsafe escaped(p + i + 1, n - i - 1) > 0 { return true }
      i += 1
      i += unsafe Int(ouzel_find(p + i, n - i, escape))
    }
    return false
  }

  /// Where a field begins behind the space before it.
  @unsafe func trimmedStart(of p: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Int {
    var start = start
    while start < stop, unsafe isSpace(p[start]) { start += 1 }
    return start
  }

  /// Where a field ends before the space behind it, but for one that an escape stands before.
  @unsafe func trimmedEnd(of p: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Int {
    var end = stop
    while end > start, unsafe isSpace(p[end - 1]) { end -= 1 }
    return unsafe end < stop && isMarked(p, start, end) ? end + 1 : end
  }

  /// Whether an escape stands before the byte at `place`, in a field that begins at `start`.
  @unsafe func isMarked(_ p: UnsafePointer<UInt8>, _ start: Int, _ place: Int) -> Bool {
    guard let escape else { return false }
    var marks = 0
    while place - marks > start, unsafe p[place - marks - 1] == escape { marks += 1 }
    return marks % 2 == 1
  }

  /// Whether there are quotes, two by two; nil where one stands alone.
  @unsafe private static func hasPairs(_ p: UnsafePointer<UInt8>, _ n: Int, _ quote: UInt8) -> Bool? {
    var i = unsafe Int(ouzel_find(p, n, quote))
    if i == n { return false }
    while i < n {
      guard i + 1 < n, unsafe p[i + 1] == quote else { return nil }
      i += 2
      i += unsafe Int(ouzel_find(p + i, n - i, quote))
    }
    return true
  }
}

extension EscapedCharacters {
  /// The characters beside quotes, line ends and itself that an escape makes mean themselves.
  fileprivate init(_ delimiter: ShortBytes, _ comment: ShortBytes, space: Bool) {
    var first: UInt32 = 0
    for place in 0..<delimiter.count { first |= UInt32(delimiter[place]) << UInt32(8 * place) }
    self.init(
      character: first, length: delimiter.count, byte: comment.count > 0 && comment[0] < 0x80 ? comment[0] : nil,
      space: space)
  }
}
