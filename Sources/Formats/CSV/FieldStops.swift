import Columns

/// Where fields end, noted by blocks of 64 bytes and taken one by one.
@safe struct FieldStops: ~Copyable {
  private let memory: RawMemory
  private let places: UnsafeMutablePointer<UInt32>
  /// How many are noted.
  private(set) var count = 0

  /// Room for `capacity` of them, and for what is written beyond.
  init(capacity: Int) {
    memory = RawMemory(capacity: (capacity + 64) * 4)
    unsafe places = memory.start.assumingMemoryBound(to: UInt32.self)
  }

  /// The place that was noted `index` places after the first. The caller keeps `index` below `count`.
  @inline(__always) subscript(index: Int) -> Int { unsafe Int(places[index]) }

  /// Notes the places of the bits set, of which the lowest stands for `at`. Four are written at once, since most blocks
  /// have that many or fewer, and a loop with as many turns as there are bits would be guessed wrongly.
  @inline(__always) mutating func note(_ bits: UInt64, at: Int) {
    var left = bits
    let here = bits.nonzeroBitCount
    var end = unsafe places + count
    var written = 0
    repeat {
      for place in 0..<4 {
        unsafe end[place] = UInt32(truncatingIfNeeded: at &+ left.trailingZeroBitCount)
        left &= left &- 1
      }
      unsafe end += 4
      written &+= 4
    } while written < here
    count &+= here
  }

  /// Lets go of the first `taken`.
  mutating func forget(_ taken: Int) {
    count -= taken
    unsafe places.update(from: places + taken, count: count)
  }
}
