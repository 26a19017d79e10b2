import Columns
import Digests
import Specifications

/// What is kept of a record too long to be held, while the stream is scanned for its end.
struct OversizedScan: Sendable {
  /// How much of the record's beginning is kept.
  private static let most = 1 << 16

  private let position: Int64
  private let limit: Int
  private var length: Int64 = 0
  private var hash = SHA256()
  private var beginning: [UInt8] = []
  /// Whether the last byte was a carriage return, which belongs to the line end if that follows.
  private var holdsReturn = false

  init(at position: Int64, limit: Int) {
    self.position = position
    self.limit = limit
  }

  /// Adds bytes of the record; a line end is only at the end of the last of them, and isn't counted.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let last = unsafe bytes.last else { return }
    var body = bytes.count
    if last == 0x0a { body -= 1 }
    if holdsReturn {
      // Alone, the line feed ends the line together with the carriage return before it.
      if body == 0 { return }
      unsafe [UInt8(0x0d)].withUnsafeBytes { unsafe take($0) }
      holdsReturn = false
    }
    if body > 0, unsafe bytes[body - 1] == 0x0d {
      body -= 1
      holdsReturn = true
    }
    unsafe take(UnsafeRawBufferPointer(rebasing: bytes[..<body]))
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer) {
    length += Int64(bytes.count)
    unsafe hash.update(bytes)
    unsafe beginning.append(contentsOf: bytes.prefix(Self.most - beginning.count))
  }

  /// What is told of the record.
  func finish() -> Oversized {
    let kept = unsafe beginning.withUnsafeBytes { unsafe Buffer.copying($0) }
    return Oversized(
      position: Position(message: position), length: length, sha256: hash.finish().hex, beginning: kept,
      message: "the record is \(length) bytes long, and max_record is \(ByteCount(limit))")
  }
}
