import CScan

/// Finds delimiters and line ends that aren't between quotes, 64 bytes at a time.
///
/// A quote opens a quoted field only where the field begins; elsewhere it is a character like others. Between quotes,
/// two are one. What follows the closing quote and is no delimiter is a stray: it is scanned like a field without
/// quotes, and refused later.
struct CSVScanner {
  /// What has been read of the field at hand.
  enum State {
    /// Nothing: a quote would open it.
    case fieldStart
    /// Something, without an open quote.
    case unquoted
    /// A quote that isn't closed.
    case quoted
    /// A quote that closes, unless another follows.
    case afterQuote
    /// A quote that closes, and something that may stand behind it.
    case closed
    /// The beginning of a line that is a comment.
    case comment
  }

  /// The ends of fields in a block, one bit a byte: of a delimiter, that of its last byte.
  struct Ends {
    var delimiters: UInt64
    var newlines: UInt64
  }

  /// The delimiter, where it is one byte.
  let delimiter: UInt8
  let quote: UInt8
  let hasQuote: Bool
  let dialect: CSVDialect
  let isPlain: Bool
  var state = State.fieldStart
  /// Where in the blocks read since it was cleared a stray begins, one bit a byte.
  var strays: UInt64 = 0
  /// Which line ends of the last block end comments.
  private(set) var comments: UInt64 = 0
  /// How much of the delimiter was met.
  private var matched = 0
  /// How much of what begins a comment was met; negative where the line is none.
  private var commented: Int
  /// Whether the last byte was an escape, so that the next means itself.
  private var isEscaped = false

  init(_ dialect: CSVDialect) {
    delimiter = dialect.delimiter[0]
    quote = dialect.quote ?? 0
    hasQuote = dialect.quote != nil
    self.dialect = dialect
    isPlain = dialect.isPlain
    commented = dialect.comment.count > 0 ? 0 : -1
  }

  /// Passes over the next `n` bytes if no quote is among them and none is open before them: then every delimiter and
  /// line end is an end. False where that isn't so, and nothing is passed.
  @unsafe @inline(__always)
  mutating func passPlain(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    guard isPlain, state == .fieldStart || state == .unquoted, unsafe !hasQuote || Int(ouzel_find(p, n, quote)) == n
    else {
      return false
    }
    let last = unsafe p[n - 1]
    state = last == 0x0a || last == delimiter ? .fieldStart : .unquoted
    return true
  }

  /// The ends among the next `n` bytes, 1 to 64; 64 are readable.
  @unsafe @inline(__always)
  mutating func next(_ p: UnsafePointer<UInt8>, _ n: Int) -> Ends {
    if !isPlain { return unsafe careful(p, n) }
    let all = n == 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: n) &- 1
    let newlines = unsafe ouzel_match64(p, 0x0a) & all
    let quotes = unsafe hasQuote ? ouzel_match64(p, quote) & all : 0
    if quotes != 0 { return unsafe mixed(p, n, quotes, newlines) }
    if state == .quoted { return Ends(delimiters: 0, newlines: 0) }
    if state == .afterQuote, unsafe isStray(p[0]) { strays |= 1 }
    let last = unsafe p[n - 1]
    state = last == 0x0a || last == delimiter ? .fieldStart : .unquoted
    return unsafe Ends(delimiters: ouzel_match64(p, delimiter) & all, newlines: newlines)
  }

  /// Whether a byte behind a closing quote is none of those that may stand there.
  private func isStray(_ byte: UInt8) -> Bool {
    byte != delimiter && byte != quote && byte != 0x0a && byte != 0x0d
  }

  @unsafe @inline(never)
  private mutating func mixed(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ quotes: UInt64, _ newlines: UInt64
  ) -> Ends {
    let all = n == 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: n) &- 1
    let delimiters = unsafe ouzel_match64(p, delimiter) & all
    return unsafe counted(p, n, quotes, newlines, delimiters, delimiters) ?? bytewise(p, n)
  }

  /// A block with quotes in it: those that open and close are told apart by counting, as long as each stands where it
  /// may; nil where one doesn't. `starts` are the first bytes of delimiters that are whole in the block.
  @unsafe @inline(__always)
  private mutating func counted(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ quotes: UInt64, _ newlines: UInt64, _ delimiters: UInt64, _ starts: UInt64
  ) -> Ends? {
    let all = n == 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: n) &- 1
    var inside = quotes
    inside ^= inside &<< 1
    inside ^= inside &<< 2
    inside ^= inside &<< 4
    inside ^= inside &<< 8
    inside ^= inside &<< 16
    inside ^= inside &<< 32
    if state == .quoted { inside = ~inside }
    let ends = Ends(delimiters: delimiters & ~inside, newlines: newlines & ~inside)
    let structural = ends.delimiters | ends.newlines
    let opening = quotes & inside
    let closing = quotes & ~inside
    let mayOpen = (structural | closing) &<< 1 | (state == .fieldStart || state == .afterQuote ? 1 : 0)
    let behind = (closing &<< 1 | (state == .afterQuote ? 1 : 0)) & all
    let mayFollow = unsafe starts & ~inside | ends.newlines | quotes | ouzel_match64(p, 0x0d)
    guard opening & ~mayOpen == 0 && behind & ~mayFollow == 0 else { return nil }
    let last = UInt64(1) &<< UInt64(truncatingIfNeeded: n - 1)
    if inside & last != 0 {
      state = .quoted
    } else if closing & last != 0 {
      state = .afterQuote
    } else {
      state = structural & last != 0 ? .fieldStart : .unquoted
    }
    return ends
  }

  /// A block of a CSV that has more than a delimiter of one byte, quotes and line feeds.
  @unsafe @inline(never)
  private mutating func careful(_ p: UnsafePointer<UInt8>, _ n: Int) -> Ends {
    comments = 0
    let all = n == 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: n) &- 1
    let newlines = unsafe ouzel_match64(p, dialect.lineEnd) & all
    if state == .comment && newlines == 0 { return Ends(delimiters: 0, newlines: 0) }
    let isWithin = state == .comment || state == .closed || matched > 0 || commented > 0 || isEscaped
    if unsafe isWithin || hasSpecial(p, n, newlines, all) { return unsafe bytewise(p, n) }
    let count = dialect.delimiter.count
    var delimiters = all
    for place in 0..<count {
      unsafe delimiters &= ouzel_match64(p, dialect.delimiter[place]) &<< UInt64(truncatingIfNeeded: count - 1 - place)
    }
    var near: UInt64 = 0
    for distance in 1..<max(count, 1) { near |= delimiters &<< UInt64(truncatingIfNeeded: distance) }
    // Where two could be met that overlap, the first counts.
    if delimiters & near != 0 { return unsafe bytewise(p, n) }
    let quotes = unsafe hasQuote ? ouzel_match64(p, quote) & all : 0
    let last = UInt64(1) &<< UInt64(truncatingIfNeeded: n - 1)
    var ends = Ends(delimiters: delimiters, newlines: newlines)
    if quotes != 0 {
      let starts = delimiters &>> UInt64(truncatingIfNeeded: count - 1)
      guard let found = unsafe counted(p, n, quotes, newlines, delimiters, starts) else { return unsafe bytewise(p, n) }
      ends = found
    } else if state == .quoted {
      ends = Ends(delimiters: 0, newlines: 0)
    } else if state == .afterQuote {
      return unsafe bytewise(p, n)
    } else {
      state = (delimiters | newlines) & last != 0 ? .fieldStart : .unquoted
    }
    if count > 1 && state == .unquoted { unsafe beginDelimiter(p, n, behind: ends.delimiters | ends.newlines | quotes) }
    if dialect.comment.count > 0 { commented = ends.newlines & last != 0 ? 0 : -1 }
    return ends
  }

  /// Whether a block holds what masks don't tell: an escape, what may begin a comment, or space at its end that may
  /// belong to a quote.
  @unsafe @inline(__always)
  private func hasSpecial(_ p: UnsafePointer<UInt8>, _ n: Int, _ newlines: UInt64, _ all: UInt64) -> Bool {
    if let escape = dialect.escape, unsafe ouzel_match64(p, escape) & all != 0 { return true }
    if unsafe dialect.isSpace(p[n - 1]) { return true }
    guard dialect.comment.count > 0 else { return false }
    let starts = newlines &<< 1 | (commented == 0 ? 1 : 0)
    return unsafe ouzel_match64(p, dialect.comment[0]) & starts & all != 0
  }

  /// Notes how much of a delimiter stands at the end of a block.
  @unsafe private mutating func beginDelimiter(_ p: UnsafePointer<UInt8>, _ n: Int, behind ends: UInt64) {
    let place = max(n - dialect.delimiter.count + 1, 64 - ends.leadingZeroBitCount, 0)
    for i in place..<n { matched = unsafe dialect.delimiter.matched(matched, then: p[i]) }
  }

  /// A block in which something stands that only what stands before it explains: byte by byte.
  @unsafe @inline(never)
  private mutating func bytewise(_ p: UnsafePointer<UInt8>, _ n: Int) -> Ends {
    var ends = Ends(delimiters: 0, newlines: 0)
    for i in 0..<n {
      let byte = unsafe p[i]
      let bit = UInt64(1) &<< UInt64(truncatingIfNeeded: i)
      if state == .comment {
        if byte == dialect.lineEnd {
          comments |= bit
          ends.newlines |= bit
          beginRecord()
        }
        continue
      }
      if takesEscape(byte) { continue }
      if commented >= 0 && beginsComment(byte) { continue }
      switch state {
      case .quoted: if byte == quote { state = .afterQuote }
      case .fieldStart where hasQuote && byte == quote, .afterQuote where byte == quote: state = .quoted
      default:
        switch character(byte) {
        case .delimiter: ends.delimiters |= bit
        case .newline: ends.newlines |= bit
        case .stray: strays |= bit
        case .other: break
        }
      }
    }
    return ends
  }

  private enum Character { case delimiter, newline, stray, other }

  private mutating func beginRecord() {
    state = .fieldStart
    matched = 0
    commented = dialect.comment.count > 0 ? 0 : -1
  }

  /// Whether a byte is an escape, or behind one.
  private mutating func takesEscape(_ byte: UInt8) -> Bool {
    if isEscaped {
      isEscaped = false
      return true
    }
    guard byte == dialect.escape, state != .afterQuote && state != .closed else { return false }
    isEscaped = true
    if state == .fieldStart { state = .unquoted }
    matched = 0
    commented = -1
    return true
  }

  /// Whether with this byte the line turns out to be a comment.
  private mutating func beginsComment(_ byte: UInt8) -> Bool {
    commented = byte == dialect.comment[commented] ? commented + 1 : -1
    guard commented == dialect.comment.count else { return false }
    state = .comment
    matched = 0
    return true
  }

  /// What a byte is that stands in no quotes.
  private mutating func character(_ byte: UInt8) -> Character {
    if byte == dialect.lineEnd {
      beginRecord()
      return .newline
    }
    let isClosed = state == .afterQuote || state == .closed
    let before = matched
    matched = dialect.delimiter.matched(before, then: byte)
    if matched == dialect.delimiter.count {
      matched = 0
      state = .fieldStart
      return .delimiter
    }
    if isClosed {
      // Only a delimiter may follow, whole, or space.
      if matched > 0 && matched == before + 1 || before == 0 && dialect.isSpace(byte) {
        state = .closed
        return .other
      }
      state = .unquoted
      return byte == 0x0d && before == 0 ? .other : .stray
    }
    if state != .fieldStart || !dialect.isSpace(byte) { state = .unquoted }
    return .other
  }
}
