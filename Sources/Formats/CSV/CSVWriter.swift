import CScan
import Columns

/// Writes fields and line ends, one behind the other.
struct CSVWriter: ~Copyable {
  private var memory = RawMemory(capacity: 1 << 16)
  private let dialect: CSVDialect
  private let delimiter: [UInt8]
  /// The delimiter's first byte.
  private let mark: UInt8
  /// A byte that text without quotes can't hold: the quote, or else the escape, or else nothing that isn't refused anyway.
  private let quote: UInt8
  private let nullText: [UInt8]
  /// Whether a text that holds neither delimiter nor quote nor line end is written as it is.
  private let isPlain: Bool
  /// Whether numbers and times can't hold what would have to be quoted.
  private let hasPlainNumbers: Bool
  /// Whether a line may be empty, which a reader takes for no record.
  private let isSingle: Bool
  /// Whether the field at hand is the record's first.
  private var isFirst = true
  /// Why what was written last can't be read as what it was, where there is no way to write it.
  private(set) var fault: String?

  init(_ options: CSVOptions, columns: Int) {
    dialect = CSVDialect(options)
    delimiter = Array(options.delimiter.utf8)
    mark = delimiter[0]
    quote = options.quote ?? options.escape ?? mark
    nullText = Array(options.nullText.utf8)
    isPlain = dialect.isPlain
    // No number or time has a backslash.
    let isUsual = [nil, 0x5c].contains(options.escape) && options.comment.isEmpty
    hasPlainNumbers = isUsual && nullText.isEmpty && [",", ";", "|", "\t", "||", "¦"].contains(options.delimiter)
    isSingle = columns == 1
  }

  var count: Int { memory.count }
  consuming func buffer() -> Buffer { memory.buffer() }

  mutating func delimit() {
    if delimiter.count == 1 { memory.append(mark) } else { append(delimiter) }
    isFirst = false
  }

  mutating func endLine() { memory.append(UInt8(ascii: "\n")) }

  /// Begins a record, of which no fault is known yet.
  mutating func beginRecord() {
    isFirst = true
    fault = nil
  }

  /// Forgets what was written behind the first `count` bytes.
  mutating func truncate(to count: Int) { memory.truncate(to: count) }

  @unsafe mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe memory.append(bytes) }
  private mutating func append(_ bytes: [UInt8]) { for byte in bytes { memory.append(byte) } }

  /// Writes one value of a column.
  @unsafe @inline(__always)
  mutating func add(_ column: RawColumn, _ row: Int) {
    if unsafe !column.isValid(row) {
      addNull()
    } else if unsafe column.kind.isVariable {
      let (start, count) = unsafe column.bytes(row)
      if unsafe column.kind == .bytes { unsafe addBase64(start, count) } else { unsafe add(start, count) }
    } else {
      memory.reserve(ValueText.longest)
      let out = unsafe memory.end.assumingMemoryBound(to: UInt8.self)
      let length = unsafe column.write(row, .iso, to: out)
      if hasPlainNumbers {
        memory.advance(by: length)
      } else {
        unsafe requote(out, length)
      }
    }
  }

  /// Null is nothing, or the text that stands for it.
  mutating func addNull() {
    append(nullText)
    guard isSingle && nullText.isEmpty else { return }
    if let quote = dialect.quote {
      append([quote, quote])
    } else {
      fault = "a record of one empty field is a blank line, which is no record, and there is no `quote`"
    }
  }

  /// Writes text, between quotes where it holds what would end it, or would be taken for null.
  @unsafe @inline(__always)
  mutating func add(_ text: UnsafePointer<UInt8>, _ count: Int) {
    // Each byte may need another before it, between two more.
    memory.reserve(2 * count + 2)
    let out = unsafe memory.end.assumingMemoryBound(to: UInt8.self)
    let plain = unsafe Int(ouzel_copy_plain(out, text, count, quote, mark))
    if plain == count && plain > 0 && plain != nullText.count && isPlain {
      memory.advance(by: plain)
    } else {
      unsafe addWithCare(text, count, to: out)
    }
  }

  @unsafe @inline(never)
  private mutating func addWithCare(
    _ text: UnsafePointer<UInt8>, _ count: Int, to out: UnsafeMutablePointer<UInt8>
  ) {
    let bytes = unsafe UnsafeBufferPointer(start: text, count: count)
    let isLikeNull = unsafe count == 0 || bytes.elementsEqual(nullText)
    if unsafe !isLikeNull && !mustBeMarked(bytes) {
      unsafe out.update(from: text, count: count)
      memory.advance(by: count)
    } else if let quote = dialect.quote {
      unsafe write(bytes, between: quote, to: out)
    } else if count == 0 {
      // Without quotes, empty text and null are the same, but for a text that stands for null.
      if isSingle { fault = "a record of one empty field is a blank line, which is no record, and there is no `quote`" }
    } else if dialect.escape != nil {
      unsafe writeEscaped(bytes, to: out)
    } else if isLikeNull {
      fault = Self.likeNull
    } else {
      fault =
        "the text holds a delimiter, a line end or what a reader would take off, and there is no `quote` or `escape`"
    }
  }

  private static let likeNull = "the text is written as `null_text` is, and there is no `quote` to tell it from null"

  /// Whether text, as it is, would be read as another.
  @unsafe private func mustBeMarked(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return false }
    let n = text.count
    func has(_ byte: UInt8) -> Bool { unsafe Int(ouzel_find(start, n, byte)) < n }
    if has(0x0a) || has(0x0d) { return true }
    if let quote = dialect.quote, has(quote) { return true }
    if let escape = dialect.escape, has(escape) { return true }
    if unsafe dialect.isSpace(text[0]) || dialect.isSpace(text[n - 1]) { return true }
    if unsafe isFirst && dialect.comment.begins(start, n) { return true }
    if !has(mark) { return false }
    return unsafe delimiter.count == 1 || meetsDelimiter(text)
  }

  /// Whether a delimiter would be met in the text, or would begin in it with that behind it.
  @unsafe private func meetsDelimiter(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var matched = 0
    for place in 0..<text.count {
      matched = unsafe dialect.delimiter.matched(matched, then: text[place])
      if matched == delimiter.count { return true }
    }
    for place in delimiter.indices.dropLast() {
      matched = dialect.delimiter.matched(matched, then: delimiter[place])
      if matched == delimiter.count { return true }
    }
    return false
  }

  @unsafe private mutating func write(
    _ text: UnsafeBufferPointer<UInt8>, between quote: UInt8, to out: UnsafeMutablePointer<UInt8>
  ) {
    unsafe out[0] = quote
    var length = 1
    for i in 0..<text.count {
      let byte = unsafe text[i]
      if byte == quote || byte == dialect.escape {
        unsafe out[length] = dialect.escape ?? quote
        length += 1
      }
      unsafe out[length] = byte
      length += 1
    }
    unsafe out[length] = quote
    memory.advance(by: length + 1)
  }

  /// Writes text without quotes: what is an end, or would be taken off, behind an escape.
  @unsafe private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>, to out: UnsafeMutablePointer<UInt8>) {
    guard let escape = dialect.escape, let start = text.baseAddress else { return }
    let isComment = unsafe isFirst && dialect.comment.begins(start, text.count)
    if isComment && dialect.comment[0] >= 0x80 {
      fault = "the text begins as a comment does, and there is no `quote`"
      return
    }
    var length = 0
    for i in 0..<text.count {
      let byte = unsafe text[i]
      let isEnd = i == 0 || i == text.count - 1
      let isDelimiter = unsafe byte == mark && dialect.delimiterCharacter.begins(start + i, text.count - i)
      let isMarked =
        isDelimiter || byte == 0x0a || byte == 0x0d || byte == escape || isEnd && dialect.isSpace(byte)
        || isComment && i == 0
      if isMarked {
        unsafe out[length] = escape
        length += 1
      }
      unsafe out[length] = byte
      length += 1
    }
    // What says null is told by its bytes, escapes and all.
    if unsafe UnsafeBufferPointer(start: out, count: length).elementsEqual(nullText) { fault = Self.likeNull }
    memory.advance(by: length)
  }

  @unsafe private mutating func addBase64(_ start: UnsafePointer<UInt8>, _ count: Int) {
    let length = Base64.length(of: count)
    memory.reserve(max(length, ValueText.longest))
    let out = unsafe memory.end.assumingMemoryBound(to: UInt8.self)
    unsafe Base64.encode(UnsafeRawBufferPointer(start: start, count: count), to: out)
    unsafe requote(out, length)
  }

  /// Writes what stands at the end again, as text.
  @unsafe private mutating func requote(_ start: UnsafeMutablePointer<UInt8>, _ length: Int) {
    let copy = unsafe Buffer.copying(UnsafeRawBufferPointer(start: start, count: length))
    unsafe add(copy.start.assumingMemoryBound(to: UInt8.self), length)
    withExtendedLifetime(copy) {}
  }
}

extension CSVWriter {
  /// Writes a text.
  mutating func add(_ text: String) {
    let copy = Buffer.copying(text)
    unsafe add(copy.start.assumingMemoryBound(to: UInt8.self), copy.count)
    withExtendedLifetime(copy) {}
  }
}
