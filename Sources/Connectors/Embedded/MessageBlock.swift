import Columns

/// Messages of one partition as they lie in the database, many to a row: an index of lengths, then for each message its
/// key, its headers and its value.
///
/// The index has twelve bytes a message: the key's length (-1 for no key), the headers' and the value's, little endian.
enum MessageBlock {
  static let indexStride = 12

  /// The lengths of a message.
  struct Entry {
    var key: Int32
    var headers: Int32
    var value: Int32

    var keyLength: Int { Int(max(key, 0)) }
    var total: Int { keyLength + Int(headers) + Int(value) }
  }

  /// Reads the index entry of message `number` of a block.
  static func entry(_ number: Int, in block: UnsafeRawBufferPointer) -> Entry? {
    let at = number * indexStride
    guard at + indexStride <= block.count else { return nil }
    // The three lengths lie within the block, as was just seen.
    let entry = unsafe Entry(
      key: Int32(littleEndian: block.loadUnaligned(fromByteOffset: at, as: Int32.self)),
      headers: Int32(littleEndian: block.loadUnaligned(fromByteOffset: at + 4, as: Int32.self)),
      value: Int32(littleEndian: block.loadUnaligned(fromByteOffset: at + 8, as: Int32.self)))
    return entry.headers >= 0 && entry.value >= 0 ? entry : nil
  }

  /// Lays messages out as a block.
  struct Builder: ~Copyable {
    private var index: RawMemory
    private var data: RawMemory
    private(set) var count = 0

    init(messages: Int, bytes: Int) {
      index = RawMemory(capacity: messages * MessageBlock.indexStride)
      data = RawMemory(capacity: bytes)
    }

    mutating func append(key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer) {
      unsafe index.append(Int32(key?.count ?? -1).littleEndian)
      index.append(Int32(0).littleEndian)
      index.append(Int32(value.count).littleEndian)
      if let key = unsafe key { unsafe data.append(key) }
      unsafe data.append(value)
      count += 1
    }

    /// The block: the index, and the data behind it.
    consuming func buffer() -> Buffer {
      let data = data.buffer()
      unsafe index.append(data.bytes)
      return index.buffer()
    }
  }
}

/// Messages read from blocks, gathered into one buffer.
struct MessageGathering: ~Copyable {
  private var bytes: RawMemory
  private(set) var values: [Range<Int>] = []
  private(set) var keys: [Range<Int>?] = []
  private(set) var headers: [Range<Int>] = []
  private(set) var times: [Int64] = []
  private(set) var offsets: [Int64] = []

  init(bytes: Int) { self.bytes = RawMemory(capacity: bytes) }

  var count: Int { values.count }
  var size: Int { bytes.count }

  /// Takes messages of a block from the one with offset `from` on, within the limits; at least one. Returns whether the
  /// block was readable.
  mutating func take(
    _ block: UnsafeRawBufferPointer, base: Int64, count: Int, time: Int64, from: Int64, records: Int, limit: Int
  ) -> Bool {
    var at = count * MessageBlock.indexStride
    for number in 0..<count {
      guard let entry = unsafe MessageBlock.entry(number, in: block), at + entry.total <= block.count else {
        return false
      }
      defer { at += entry.total }
      if base + Int64(number) < from { continue }
      if self.count >= records || (self.count > 0 && size + entry.total > limit) { return true }
      let start = bytes.count
      unsafe bytes.append(UnsafeRawBufferPointer(rebasing: block[at..<at + entry.total]))
      let key = start..<start + entry.keyLength
      let header = key.upperBound..<key.upperBound + Int(entry.headers)
      keys.append(entry.key < 0 ? nil : key)
      headers.append(header)
      values.append(header.upperBound..<start + entry.total)
      times.append(time)
      offsets.append(base + Int64(number))
    }
    return true
  }

  consuming func buffer() -> Buffer { bytes.buffer() }
}
