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
  }

  /// The ends of fields in a block, one bit a byte.
  struct Ends {
    var delimiters: UInt64
    var newlines: UInt64
  }

  let delimiter: UInt8
  let quote: UInt8
  let hasQuote: Bool
  var state = State.fieldStart
  /// Where in the blocks read since it was cleared a stray begins, one bit a byte.
  var strays: UInt64 = 0

  init(_ options: CSVOptions) {
    delimiter = options.delimiter
    quote = options.quote ?? 0
    hasQuote = options.quote != nil
  }

  /// Passes over the next `n` bytes if no quote is among them and none is open before them: then every delimiter and
  /// line end is an end. False where that isn't so, and nothing is passed.
  @unsafe @inline(__always)
  mutating func passPlain(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    guard state == .fieldStart || state == .unquoted, unsafe !hasQuote || Int(ouzel_find(p, n, quote)) == n else {
      return false
    }
    let last = unsafe p[n - 1]
    state = last == 0x0a || last == delimiter ? .fieldStart : .unquoted
    return true
  }

  /// The ends among the next `n` bytes, 1 to 64; 64 are readable.
  @unsafe @inline(__always)
  mutating func next(_ p: UnsafePointer<UInt8>, _ n: Int) -> Ends {
    let all = n == 64 ? ~0 : 1 &<< UInt64(truncatingIfNeeded: n) &- 1
    let newlines = unsafe ouzel_match64(p, 0x0a) & all
    let quotes = unsafe hasQuote ? ouzel_match64(p, quote) & all : 0
    if quotes != 0 { return unsafe mixed(p, n, quotes, newlines, all) }
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

  /// A block with quotes in it: those that open and close are told apart by counting, as long as each stands where it
  /// may.
  @unsafe @inline(never)
  private mutating func mixed(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ quotes: UInt64, _ newlines: UInt64, _ all: UInt64
  ) -> Ends {
    var inside = quotes
    inside ^= inside &<< 1
    inside ^= inside &<< 2
    inside ^= inside &<< 4
    inside ^= inside &<< 8
    inside ^= inside &<< 16
    inside ^= inside &<< 32
    if state == .quoted { inside = ~inside }
    let delimiters = unsafe ouzel_match64(p, delimiter) & all & ~inside
    let ends = Ends(delimiters: delimiters, newlines: newlines & ~inside)
    let structural = ends.delimiters | ends.newlines
    let opening = quotes & inside
    let closing = quotes & ~inside
    let mayOpen = (structural | closing) &<< 1 | (state == .fieldStart || state == .afterQuote ? 1 : 0)
    let behind = (closing &<< 1 | (state == .afterQuote ? 1 : 0)) & all
    let mayFollow = unsafe structural | quotes | ouzel_match64(p, 0x0d)
    guard opening & ~mayOpen == 0 && behind & ~mayFollow == 0 else { return unsafe bytewise(p, n) }
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

  /// A block in which a quote stands where none should: byte by byte.
  @unsafe private mutating func bytewise(_ p: UnsafePointer<UInt8>, _ n: Int) -> Ends {
    var ends = Ends(delimiters: 0, newlines: 0)
    for i in 0..<n {
      let byte = unsafe p[i]
      if state == .afterQuote, isStray(byte) { strays |= 1 << UInt64(i) }
      switch state {
      case .quoted: if byte == quote { state = .afterQuote }
      case .fieldStart where byte == quote, .afterQuote where byte == quote: state = .quoted
      default:
        state = .unquoted
        if byte == delimiter || byte == 0x0a {
          state = .fieldStart
          if byte == 0x0a { ends.newlines |= 1 << UInt64(i) } else { ends.delimiters |= 1 << UInt64(i) }
        }
      }
    }
    return ends
  }
}
