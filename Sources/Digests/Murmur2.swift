/// The hash by which Kafka's Java client spreads keys over the partitions of a topic.
package enum Murmur2 {
  /// The partition, from 0, of a record with this key in a topic of `count` partitions.
  package static func partition(of key: UnsafeRawBufferPointer, among count: Int) -> Int {
    Int(unsafe hash(key) & 0x7fff_ffff) % count
  }

  /// The hash of `bytes` with Kafka's seed; Java sees it as a signed number.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let multiplier: UInt32 = 0x5bd1_e995
    var hash = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
    let whole = bytes.count & ~3
    for offset in stride(from: 0, to: whole, by: 4) {
      // Four bytes from `offset` lie within `whole`.
      var word = unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) &* multiplier
      word = (word ^ word >> 24) &* multiplier
      hash = hash &* multiplier ^ word
    }
    if whole < bytes.count {
      for offset in (whole..<bytes.count).reversed() {
        hash ^= unsafe UInt32(bytes[offset]) << (8 * UInt32(offset - whole))
      }
      hash = hash &* multiplier
    }
    hash = (hash ^ hash >> 13) &* multiplier
    return hash ^ hash >> 15
  }
}
