import CScan
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

  /// Notes the places of the bits set, of which the lowest stands for `at`.
  @inline(__always) mutating func note(_ bits: UInt64, at: Int) {
    var left = bits
    while left != 0 {
      unsafe places[count] = UInt32(truncatingIfNeeded: at &+ left.trailingZeroBitCount)
      left &= left &- 1
      count &+= 1
    }
  }

  /// Notes the places of all delimiters and line ends in `range`.
  @unsafe @inline(__always)
  mutating func note(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ delimiter: UInt8) {
    let base = UInt32(truncatingIfNeeded: range.lowerBound)
    count &+= unsafe Int(
      ouzel_places(places + count, bytes + range.lowerBound, range.count, delimiter, 0x0a, base))
  }

  /// Lets go of the first `taken`.
  mutating func forget(_ taken: Int) {
    count -= taken
    unsafe places.update(from: places + taken, count: count)
  }
}
