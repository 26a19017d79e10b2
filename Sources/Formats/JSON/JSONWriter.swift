import CScan
import Columns

/// Writes objects, one behind the other. Room is made once a value, for the worst that it can become.
@safe struct JSONWriter: ~Copyable {
  private var memory: RawMemory
  /// Where the next byte goes, in `memory`.
  private var out: UnsafeMutablePointer<UInt8>
  /// Where `memory` ends.
  private var limit: UnsafeMutablePointer<UInt8>
  /// Whether numbers that aren't finite are written, as words that JSON hasn't.
  private let notFinite: Bool

  init(capacity: Int, notFinite: Bool = false) {
    self.notFinite = notFinite
    memory = RawMemory(capacity: capacity)
    memory.reserve(capacity)
    unsafe out = memory.start.assumingMemoryBound(to: UInt8.self)
    unsafe limit = out + capacity
  }

  /// How many bytes were written.
  @inline(__always) var count: Int { unsafe UnsafeMutableRawPointer(out) - memory.start }

  consuming func buffer() -> Buffer {
    memory.advance(by: count)
    return memory.buffer()
  }

  /// Makes room for `bytes` more.
  @inline(__always)
  private mutating func reserve(_ bytes: Int) {
    if unsafe limit - out < bytes { grow(bytes) }
  }

  @inline(never)
  private mutating func grow(_ bytes: Int) {
    let used = count
    let capacity = max(used + bytes, 2 * (unsafe limit - out + used))
    memory.advance(by: used)
    memory.reserve(capacity - used)
    unsafe out = memory.end.assumingMemoryBound(to: UInt8.self)
    unsafe limit = out + (capacity - used)
    memory.truncate(to: 0)
  }

  /// Ends a row's object.
  @inline(__always)
  mutating func endObject(isEmpty: Bool, line: Bool) {
    reserve(3)
    if isEmpty {
      unsafe out[0] = 0x7b
      unsafe out += 1
    }
    unsafe out[0] = 0x7d
    unsafe out[1] = 0x0a
    unsafe out += line ? 2 : 1
  }

  /// Writes a key and the value of a row.
  @unsafe @inline(__always)
  mutating func add(_ member: JSONMember, _ row: Int) {
    let key = unsafe member.key
    reserve(key.count + 2 * ValueText.longest)
    unsafe ouzel_copy(out, key.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), key.count)
    unsafe out += key.count
    if unsafe !member.column.isValid(row) {
      addNull()
      return
    }
    switch unsafe member.column.kind {
    case .text: unsafe addString(member.column.bytes(row))
    case .json: unsafe addJSON(member.column.bytes(row))
    case .bytes: unsafe addBase64(member.column.bytes(row))
    case .float64: unsafe addNumber(member.column, row, member.column.value(row, Double.self))
    case .float32: unsafe addNumber(member.column, row, Double(member.column.value(row, Float.self)))
    case .date, .time, .timestamp, .localTimestamp, .uuid:
      unsafe out[0] = 0x22
      let length = unsafe member.column.write(row, .iso, to: out + 1)
      unsafe out[length + 1] = 0x22
      unsafe out += length + 2
    default: unsafe out += member.column.write(row, .iso, to: out)
    }
  }

  @inline(__always)
  private mutating func addNull() {
    unsafe UnsafeMutableRawPointer(out).storeBytes(of: (0x6c6c_756e as UInt32).littleEndian, as: UInt32.self)
    unsafe out += 4
  }

  /// A number that JSON has no way to write is null, or a word where those are let in.
  @unsafe private mutating func addNumber(_ column: RawColumn, _ row: Int, _ value: Double) {
    if value.isFinite {
      unsafe out += column.write(row, .iso, to: out)
    } else if notFinite {
      for byte in NotFinite.word(value).utf8 {
        unsafe out.pointee = byte
        unsafe out += 1
      }
    } else {
      addNull()
    }
  }

  /// Writes text as a string.
  @unsafe @inline(__always)
  mutating func addString(_ text: (start: UnsafePointer<UInt8>, count: Int)) {
    let (start, count) = unsafe text
    reserve(JSONText.room(forString: count))
    unsafe out[0] = 0x22
    let plain = unsafe Int(ouzel_copy_plain(out + 1, start, count, 0x22, 0x5c))
    unsafe out += plain + 1
    if plain < count { unsafe out += JSONText.escaped(start + plain, count - plain, to: out) }
    unsafe out[0] = 0x22
    unsafe out += 1
  }

  /// Writes JSON as it stands, on one line.
  @unsafe mutating func addJSON(_ text: (start: UnsafePointer<UInt8>, count: Int)) {
    let (start, count) = unsafe text
    reserve(count)
    unsafe out += JSONText.onOneLine(start, count, to: out)
  }

  /// Writes the bracket before an object's first member, or the comma before another.
  mutating func beginMember(isFirst: Bool) {
    reserve(1)
    unsafe out[0] = isFirst ? 0x7b : 0x2c
    unsafe out += 1
  }

  @unsafe private mutating func addBase64(_ bytes: (start: UnsafePointer<UInt8>, count: Int)) {
    let length = unsafe Base64.length(of: bytes.count)
    reserve(length + 2)
    unsafe out[0] = 0x22
    unsafe Base64.encode(UnsafeRawBufferPointer(start: bytes.start, count: bytes.count), to: out + 1)
    unsafe out[length + 1] = 0x22
    unsafe out += length + 2
  }
}
