import CScan
import Columns

/// Writes fields and line ends, one behind the other.
struct CSVWriter: ~Copyable {
  private var memory = RawMemory(capacity: 1 << 16)
  private let delimiter: UInt8
  private let quote: UInt8
  private let nullText: [UInt8]
  /// Whether numbers and times can't hold the delimiter.
  private let isPlainDelimiter: Bool
  /// Whether a line may be empty, which a reader takes for no record.
  private let isSingle: Bool

  init(_ options: CSVOptions, columns: Int) {
    delimiter = options.delimiter
    quote = options.quote ?? UInt8(ascii: "\"")
    nullText = Array(options.nullText.utf8)
    isPlainDelimiter = ",;|\t".utf8.contains(options.delimiter)
    isSingle = columns == 1
  }

  var count: Int { memory.count }
  consuming func buffer() -> Buffer { memory.buffer() }

  mutating func delimit() { memory.append(delimiter) }
  mutating func endLine() { memory.append(UInt8(ascii: "\n")) }
  @unsafe mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe memory.append(bytes) }

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
      if isPlainDelimiter && nullText.isEmpty {
        memory.advance(by: length)
      } else {
        unsafe requote(out, length)
      }
    }
  }

  /// Null is nothing, or the text that stands for it.
  private mutating func addNull() {
    for byte in nullText { memory.append(byte) }
    if isSingle && nullText.isEmpty {
      memory.append(quote)
      memory.append(quote)
    }
  }

  /// Writes text, between quotes where it holds what would end it, or would be taken for null.
  @unsafe @inline(__always)
  mutating func add(_ text: UnsafePointer<UInt8>, _ count: Int) {
    // Each byte may be a quote, which is written twice, between two more.
    memory.reserve(2 * count + 2)
    let out = unsafe memory.end.assumingMemoryBound(to: UInt8.self)
    let plain = unsafe Int(ouzel_copy_plain(out, text, count, quote, delimiter))
    if plain == count && plain > 0 && plain != nullText.count {
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
    let wouldEnd = unsafe bytes.contains { $0 == quote || $0 == delimiter || $0 == 0x0a || $0 == 0x0d }
    let wouldBeNull = unsafe count == 0 || bytes.elementsEqual(nullText)
    if !wouldEnd && !wouldBeNull {
      unsafe out.update(from: text, count: count)
      memory.advance(by: count)
      return
    }
    unsafe out[0] = quote
    var length = 1
    for i in 0..<count {
      let byte = unsafe text[i]
      unsafe out[length] = byte
      length += 1
      if byte == quote {
        unsafe out[length] = quote
        length += 1
      }
    }
    unsafe out[length] = quote
    memory.advance(by: length + 1)
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
