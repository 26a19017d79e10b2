/// What a digest knows of the blocks that it has seen.
protocol BlockState: Sendable {
  /// Whether the length at the end of the last block begins with its greatest byte.
  static var isBigEndian: Bool { get }
  /// What it is before the first block.
  init()
  /// Takes in `count` blocks of 64 bytes each.
  mutating func take(_ blocks: UnsafePointer<UInt8>, count: Int)
}

/// A digest of bytes that come piece by piece, 64 to a block.
struct BlockDigest<State: BlockState>: Sendable {
  private var state = State()
  /// The bytes that don't fill a block yet, and room for what pads them.
  private var rest = InlineArray<128, UInt8>(repeating: 0)
  private var length: UInt64 = 0

  init() {}

  /// Adds bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var bytes = unsafe bytes
    let held = Int(length % 64)
    length += UInt64(bytes.count)
    if held > 0 {
      let taken = min(64 - held, bytes.count)
      for offset in 0..<taken { unsafe rest[held + offset] = bytes[offset] }
      guard held + taken == 64 else { return }
      takeRest(1)
      unsafe bytes = UnsafeRawBufferPointer(rebasing: bytes[taken...])
    }
    let whole = bytes.count & ~63
    if whole > 0, let start = bytes.baseAddress {
      // Every block that is read lies within `whole`.
      unsafe state.take(start.assumingMemoryBound(to: UInt8.self), count: whole / 64)
    }
    for offset in whole..<bytes.count { unsafe rest[offset - whole] = bytes[offset] }
  }

  /// The state after all bytes so far and what pads them; more may follow in this digest.
  func finish() -> State {
    var last = self
    let held = Int(length % 64)
    let blocks = held < 56 ? 1 : 2
    last.rest[held] = 0x80
    for offset in held + 1..<64 * blocks { last.rest[offset] = 0 }
    let bits = State.isBigEndian ? (length &* 8).bigEndian : (length &* 8).littleEndian
    for offset in 0..<8 {
      last.rest[64 * blocks - 8 + offset] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * offset))
    }
    last.takeRest(blocks)
    return last.state
  }

  private mutating func takeRest(_ blocks: Int) {
    // The span ends with this statement, and `rest` holds two blocks.
    unsafe rest.span.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        unsafe state.take(start.assumingMemoryBound(to: UInt8.self), count: blocks)
      }
    }
  }
}
