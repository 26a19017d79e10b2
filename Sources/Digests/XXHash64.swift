/// XXH64: a fast hash of 64 bits, which is the same everywhere and for ever.
package enum XXHash64 {
  /// The hash of some bytes, behind which 16 others can be read.
  ///
  /// Texts are short, and how long they are can't be foreseen: what their last bytes add is computed in any case, and
  /// kept where they are there, without a branch. Inlined into a loop, the compiler would make branches of it.
  @inline(never) package static func hash(readable bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    guard var place = bytes.baseAddress else { return avalanche(seed &+ prime5) }
    var rest = bytes.count
    var hash = seed &+ prime5
    if rest >= 32 {
      hash = unsafe lanes(place, rest, seed)
      unsafe place += rest & ~31
      rest &= 31
    }
    hash &+= UInt64(truncatingIfNeeded: bytes.count)
    if rest >= 16 {
      hash = unsafe eight(word(place + 8), eight(word(place), hash))
      unsafe place += 16
      rest &-= 16
    }
    let withEight = unsafe eight(word(place), hash)
    hash = rest & 8 != 0 ? withEight : hash
    unsafe place += rest & 8
    let four = unsafe UInt64(UInt32(littleEndian: place.loadUnaligned(as: UInt32.self)))
    let withFour = turned(hash ^ four &* prime1, 23) &* prime2 &+ prime3
    hash = rest & 4 != 0 ? withFour : hash
    unsafe place += rest & 4
    let last = unsafe UInt64(UInt32(littleEndian: place.loadUnaligned(as: UInt32.self)))
    let one = byte(last, hash)
    hash = rest & 3 > 0 ? one : hash
    let two = byte(last &>> 8, hash)
    hash = rest & 3 > 1 ? two : hash
    let three = byte(last &>> 16, hash)
    hash = rest & 3 > 2 ? three : hash
    return avalanche(hash)
  }

  /// What four lanes make of whole stretches of 32 bytes.
  private static func lanes(_ bytes: UnsafeRawPointer, _ count: Int, _ seed: UInt64) -> UInt64 {
    var lanes = (seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1)
    for place in stride(from: 0, to: count & ~31, by: 32) {
      lanes.0 = unsafe round(lanes.0, word(bytes + place))
      lanes.1 = unsafe round(lanes.1, word(bytes + place + 8))
      lanes.2 = unsafe round(lanes.2, word(bytes + place + 16))
      lanes.3 = unsafe round(lanes.3, word(bytes + place + 24))
    }
    var hash = turned(lanes.0, 1) &+ turned(lanes.1, 7) &+ turned(lanes.2, 12) &+ turned(lanes.3, 18)
    hash = (hash ^ round(0, lanes.0)) &* prime1 &+ prime4
    hash = (hash ^ round(0, lanes.1)) &* prime1 &+ prime4
    hash = (hash ^ round(0, lanes.2)) &* prime1 &+ prime4
    return (hash ^ round(0, lanes.3)) &* prime1 &+ prime4
  }

  @inline(__always) private static func eight(_ word: UInt64, _ hash: UInt64) -> UInt64 {
    turned(hash ^ round(0, word), 27) &* prime1 &+ prime4
  }

  @inline(__always) private static func byte(_ last: UInt64, _ hash: UInt64) -> UInt64 {
    turned(hash ^ (last & 0xff) &* prime5, 11) &* prime1
  }

  @inline(__always) private static func avalanche(_ hash: UInt64) -> UInt64 {
    var hash = (hash ^ hash &>> 33) &* prime2
    hash = (hash ^ hash &>> 29) &* prime3
    return hash ^ hash &>> 32
  }

  @inline(__always) private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    turned(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always) private static func turned(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value &<< bits | value &>> (64 &- bits)
  }

  /// Eight bytes, which can be read.
  @inline(__always) private static func word(_ place: UnsafeRawPointer) -> UInt64 {
    unsafe UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
  }

  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
}
