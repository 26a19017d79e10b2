import Columns
import Digests
import Specifications

/// What is kept of a record too long to be held, while the stream is scanned for its end.
struct OversizedScan: Sendable {
  /// How much of the record's beginning is kept.
  private static let most = 1 << 16

  private let position: Int64
  private let line: Int?
  private let limit: Int
  /// What the record ends with; nil where it ends elsewhere.
  private let lineEnd: LineEnd?
  private var length: Int64 = 0
  private var hash = SHA256()
  private var beginning: [UInt8] = []
  /// Whether the last byte was a carriage return, which belongs to the line end if that follows.
  private var holdsReturn = false

  init(at position: Int64, line: Int?, limit: Int, lineEnd: LineEnd?) {
    self.position = position
    self.line = line
    self.limit = limit
    self.lineEnd = lineEnd
  }

  /// Adds bytes of the record; a line end is only at the end of the last of them, and isn't counted.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard unsafe !bytes.isEmpty else { return }
    guard let lineEnd else { return unsafe take(bytes) }
    var body = unsafe bytes
    if unsafe lineEnd.ends(body, with: lineEnd.character) { unsafe body = Self.shortened(body, by: lineEnd) }
    if holdsReturn {
      // Alone, the line feed ends the line together with the carriage return before it.
      if unsafe body.isEmpty { return }
      unsafe Self.carriageReturn(lineEnd).withUnsafeBytes { unsafe take($0) }
      holdsReturn = false
    }
    if unsafe lineEnd.ends(body, with: 0x0d) {
      unsafe body = Self.shortened(body, by: lineEnd)
      holdsReturn = true
    }
    unsafe take(body)
  }

  private static func shortened(_ bytes: UnsafeRawBufferPointer, by lineEnd: LineEnd) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - lineEnd.length)])
  }

  private static func carriageReturn(_ lineEnd: LineEnd) -> [UInt8] {
    switch lineEnd.unit {
    case .byte: [0x0d]
    case .little: [0x0d, 0]
    case .big: [0, 0x0d]
    }
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
      position: Position(message: position), line: line, length: length, sha256: hash.finish().hex, beginning: kept,
      message:
        "the record is \(length) bytes long, and max_record is \(ByteCount(limit)): raise `max_record` to read it")
  }
}
