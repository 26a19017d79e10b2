import Columns

/// Where values stand in a list, found by the hash of their bytes: long lists are met by few comparisons.
struct ValuePlaces: Sendable {
  /// The first place of each hash's slot, and behind each place the next of the same slot; -1 where there is none.
  private var heads: [Int32]
  private var next: [Int32]

  init(_ values: [[UInt8]]) {
    var slots = 16
    while slots < 2 * values.count { slots *= 2 }
    heads = [Int32](repeating: -1, count: slots)
    next = [Int32](repeating: -1, count: values.count)
    for (place, value) in values.enumerated() {
      let slot = unsafe value.withUnsafeBytes { bytes in unsafe Self.slot(of: bytes, among: slots) }
      next[place] = heads[slot]
      heads[slot] = Int32(place)
    }
  }

  /// The first place of a value with these bytes at which `isEqual` holds.
  @inline(__always) func first(of bytes: UnsafeRawBufferPointer, where isEqual: (Int) -> Bool) -> Int? {
    var place = heads[unsafe Self.slot(of: bytes, among: heads.count)]
    while place >= 0 {
      if isEqual(Int(place)) { return Int(place) }
      place = next[Int(place)]
    }
    return nil
  }

  /// The slot of bytes, by FNV-1a; `slots` is a power of two.
  @inline(__always) private static func slot(of bytes: UnsafeRawBufferPointer, among slots: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for place in 0..<bytes.count { hash = unsafe (hash ^ UInt64(bytes[place])) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots - 1)
  }
}
