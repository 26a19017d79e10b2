/// A CSV's options as its bytes are looked at, with what ends its lines.
struct CSVDialect: Sendable {
  let delimiter: ShortBytes
  /// What the delimiter's first character is, for what is escaped.
  let delimiterCharacter: ShortBytes
  let quote: UInt8?
  let escape: UInt8?
  let comment: ShortBytes
  let trims: Bool
  let lineEnd: UInt8
  /// Whether delimiter, quotes and line feeds tell all: most files are so, and are scanned by the fastest way.
  let isPlain: Bool
  /// Whether a field without quotes may mean another text than it says.
  let hasLooseFields: Bool

  init(_ options: CSVOptions, lineEnd: UInt8 = 0x0a) {
    delimiter = ShortBytes(options.delimiter)
    delimiterCharacter = ShortBytes(String(options.delimiter.unicodeScalars.prefix(1)))
    quote = options.quote
    escape = options.escape
    comment = ShortBytes(options.comment)
    trims = options.trim
    self.lineEnd = lineEnd
    isPlain =
      delimiter.count == 1 && escape == nil && comment.count == 0 && !options.trim && lineEnd == 0x0a
    hasLooseFields = escape != nil || options.trim
  }

  /// Whether a byte is space that is taken off.
  @inline(__always)
  func isSpace(_ byte: UInt8) -> Bool { trims && (byte == 0x20 || byte == 0x09) && !delimiter.contains(byte) }

  /// The quote that an escape makes mean itself: where quotes are characters like others, some programs escape them all
  /// the same.
  var escapedQuote: UInt8 { quote ?? UInt8(ascii: "\"") }

  /// How many bytes from `p` on an escape before them makes mean themselves; 0 where it is a character like others.
  @unsafe func escaped(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int {
    guard n > 0, let escape else { return 0 }
    let byte = unsafe p[0]
    if byte == escapedQuote || byte == escape || byte == 0x0a || byte == 0x0d { return 1 }
    if trims && (byte == 0x20 || byte == 0x09) { return 1 }
    if comment.count > 0 && byte < 0x80 && byte == comment[0] { return 1 }
    return unsafe delimiterCharacter.begins(p, n) ? delimiterCharacter.count : 0
  }
}

/// Up to 16 bytes, held without a reference.
struct ShortBytes: Sendable {
  static let most = 16

  private var bytes = InlineArray<16, UInt8>(repeating: 0)
  let count: Int

  init(_ text: String) {
    precondition(text.utf8.count <= Self.most, "a delimiter and what begins comments are of 16 bytes at most")
    count = text.utf8.count
    for (place, byte) in text.utf8.enumerated() { bytes[place] = byte }
  }

  @inline(__always) subscript(place: Int) -> UInt8 { bytes[place] }

  var last: UInt8 { count == 0 ? 0 : bytes[count - 1] }

  func contains(_ byte: UInt8) -> Bool { (0..<count).contains { bytes[$0] == byte } }

  /// Whether `p[0..<n]` begins with the bytes, which are some.
  @unsafe func begins(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    count > 0 && count <= n && (0..<count).allSatisfy { unsafe p[$0] == bytes[$0] }
  }

  /// How many of the first bytes stand at the end of what was met, which were `matched` and are followed by `byte`; all
  /// of them where they are met whole.
  func matched(_ matched: Int, then byte: UInt8) -> Int {
    var matched = matched
    while true {
      if bytes[matched] == byte { return matched + 1 }
      if matched == 0 { return 0 }
      matched = border(of: matched)
    }
  }

  /// The longest beginning of the first `length` bytes that they end with, too, and that is shorter than they are.
  private func border(of length: Int) -> Int {
    var border = length - 1
    while border > 0 && !(0..<border).allSatisfy({ bytes[$0] == bytes[length - border + $0] }) { border -= 1 }
    return border
  }
}
