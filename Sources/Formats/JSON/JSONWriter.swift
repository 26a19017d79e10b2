import CScan
import Columns

/// Writes objects, one behind the other. Room is made once a value, for the worst that it can become.
@safe struct JSONWriter: ~Copyable {
  private var memory: RawMemory
  /// Where the next byte goes, in `memory`.
  private var out: UnsafeMutablePointer<UInt8>
  /// Where `memory` ends.
  private var limit: UnsafeMutablePointer<UInt8>

  init(capacity: Int) {
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
    case .float64: unsafe addNumber(member.column, row, isFinite: member.column.value(row, Double.self).isFinite)
    case .float32: unsafe addNumber(member.column, row, isFinite: member.column.value(row, Float.self).isFinite)
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

  /// A number that JSON has no way to write is null.
  @unsafe private mutating func addNumber(_ column: RawColumn, _ row: Int, isFinite: Bool) {
    if isFinite { unsafe out += column.write(row, .iso, to: out) } else { addNull() }
  }

  /// Writes text as a string.
  @unsafe @inline(__always)
  mutating func addString(_ text: (start: UnsafePointer<UInt8>, count: Int)) {
    let (start, count) = unsafe text
    // The longest escape has six bytes.
    reserve(6 * count + 2)
    unsafe out[0] = 0x22
    let plain = unsafe Int(ouzel_copy_plain(out + 1, start, count, 0x22, 0x5c))
    unsafe out += plain + 1
    if plain < count { unsafe addEscaped(start + plain, count - plain) }
    unsafe out[0] = 0x22
    unsafe out += 1
  }

  /// Writes the rest of a string, which begins with what has to be escaped.
  @unsafe @inline(never)
  private mutating func addEscaped(_ start: UnsafePointer<UInt8>, _ count: Int) {
    var i = 0
    while i < count {
      let byte = unsafe start[i]
      unsafe out[0] = 0x5c
      let short: UInt8 =
        switch byte {
        case 0x22, 0x5c: byte
        case 0x0a: 0x6e
        case 0x0d: 0x72
        case 0x09: 0x74
        case 0x08: 0x62
        case 0x0c: 0x66
        default: 0
        }
      if short != 0 {
        unsafe out[1] = short
        unsafe out += 2
      } else {
        unsafe out[1] = 0x75
        unsafe out[2] = 0x30
        unsafe out[3] = 0x30
        unsafe out[4] = 0x30 + byte >> 4
        let low = byte & 15
        unsafe out[5] = low < 10 ? 0x30 + low : 0x61 + low - 10
        unsafe out += 6
      }
      i += 1
      let plain = unsafe Int(ouzel_copy_plain(out, start + i, count - i, 0x22, 0x5c))
      unsafe out += plain
      i += plain
    }
  }

  /// Writes JSON as it stands, on one line: a line end in it is space, since strings hold none.
  @unsafe private mutating func addJSON(_ text: (start: UnsafePointer<UInt8>, count: Int)) {
    let (start, count) = unsafe text
    reserve(count)
    var i = 0
    while i < count {
      let plain = unsafe Int(ouzel_copy_plain(out, start + i, count - i, 0x0a, 0x0d))
      unsafe out += plain
      i += plain
      if i < count {
        unsafe out[0] = 0x20
        unsafe out += 1
        i += 1
      }
    }
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
