package import Columns
package import Engine

/// Messages of one partition as they lie in the database, many to a row: an index of lengths, then for each message its
/// key, its headers and its value.
///
/// The index has twelve bytes a message: the key's length (-1 for no key), the headers' and the value's (-1 for no
/// value, which is read as an empty one), little endian.
package enum MessageBlock {
  static let indexStride = 12

  /// The lengths of a message.
  struct Entry {
    var key: Int32
    var headers: Int32
    var value: Int32

    var keyLength: Int { Int(max(key, 0)) }
    var total: Int { keyLength + Int(headers) + Int(max(value, 0)) }
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
    return entry.key >= -1 && entry.headers >= 0 && entry.value >= -1 ? entry : nil
  }

  /// Lays messages out as a block.
  package struct Builder: ~Copyable {
    private var index: RawMemory
    private var data: RawMemory

    /// A block of about so many messages and bytes.
    package init(messages: Int, bytes: Int) {
      index = RawMemory(capacity: messages * MessageBlock.indexStride)
      data = RawMemory(capacity: bytes)
    }

    /// Adds a message; its headers are a JSON object, or nothing.
    package mutating func append(
      key: UnsafeRawBufferPointer?, headers: UnsafeRawBufferPointer? = nil, value: UnsafeRawBufferPointer?
    ) {
      unsafe index.append(Int32(key?.count ?? -1).littleEndian)
      unsafe index.append(Int32(headers?.count ?? 0).littleEndian)
      unsafe index.append(Int32(value?.count ?? -1).littleEndian)
      if let key = unsafe key { unsafe data.append(key) }
      if let headers = unsafe headers { unsafe data.append(headers) }
      if let value = unsafe value { unsafe data.append(value) }
    }

    /// The block: the index, and the data behind it.
    package consuming func buffer() -> Buffer {
      let data = data.buffer()
      unsafe index.append(data.bytes)
      return index.buffer()
    }
  }
}

/// Messages read from blocks, gathered into one buffer.
package struct MessageGathering: ~Copyable {
  private var bytes: RawMemory
  private(set) var values: [Range<Int>] = []
  private(set) var keys: [Range<Int>?] = []
  private(set) var headers: [Range<Int>] = []
  private(set) var times: [Int64] = []
  private(set) var offsets: [Int64] = []
  private let limit: ReadLimit

  /// Gathers no more than the limit, but one message whatever its size.
  package init(limit: ReadLimit) {
    self.limit = limit
    bytes = RawMemory(capacity: min(limit.bytes, 1 << 20))
  }

  package var count: Int { values.count }

  /// What became of a block.
  package enum Taken: Sendable {
    /// All of it was taken, and there is room for more.
    case whole
    /// The limit was reached: what follows is for the next read.
    case full
    /// It can't be read.
    case damaged
  }

  /// Takes the messages of a block from the one with offset `from` on.
  package mutating func take(
    _ block: UnsafeRawBufferPointer, base: Int64, count: Int, time: Int64, from: Int64
  ) -> Taken {
    guard count >= 0, count <= block.count / MessageBlock.indexStride else { return .damaged }
    var at = count * MessageBlock.indexStride
    for number in 0..<count {
      guard let entry = unsafe MessageBlock.entry(number, in: block), at + entry.total <= block.count else {
        return .damaged
      }
      defer { at += entry.total }
      if base + Int64(number) < from { continue }
      if isFull(for: entry.total) || base + Int64(number) >= limit.offset ?? .max { return .full }
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
    // The index tells where the data ends.
    if at != block.count { return .damaged }
    return isFull(for: 1) ? .full : .whole
  }

  private func isFull(for more: Int) -> Bool {
    count >= limit.records || (count > 0 && bytes.count + more > limit.bytes)
  }

  /// The messages as a batch that was read from `position` on.
  package consuming func batch(from position: Position) -> RawBatch {
    let (values, offsets) = (values, offsets)
    let envelopes = Envelopes(keys: keys, headers: headers, times: times)
    return RawBatch(
      frames: Frames(bytes: bytes.buffer(), ranges: values), positions: .offsets(offsets), from: position,
      to: Position(message: (offsets.last ?? position.message - 1) + 1), records: values.count, envelopes: envelopes)
  }
}
