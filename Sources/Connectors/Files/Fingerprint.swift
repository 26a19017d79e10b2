import Digests
import FileSystems

/// What a file is known by, whatever its name: the hash of its first bytes, and how many these are.
struct Fingerprint: Hashable, Sendable {
  /// As many bytes are hashed, of a file that has them.
  static let most = 1 << 16

  let length: Int
  let sha256: String

  init(length: Int, sha256: String) {
    self.length = length
    self.sha256 = sha256
  }

  init(of bytes: [UInt8]) { self.init(length: bytes.count, sha256: SHA256.digest(of: bytes).hex) }

  /// The fingerprint of a file as it is now, or of its first `length` bytes.
  init(of path: String, length: Int = Fingerprint.most) throws(FileFailure) {
    self.init(of: try ReadableFile(opening: path).bytes(count: length))
  }

  /// Reads a lane's identity.
  init?(identity: String) {
    let parts = identity.split(separator: ":")
    guard parts.count == 2, let length = Int(parts[0]), (0...Fingerprint.most).contains(length) else { return nil }
    self.length = length
    sha256 = String(parts[1])
  }

  /// The lane's identity: `65536:e3b0…`.
  var identity: String { "\(length):\(sha256)" }

  /// Whether the file at `path` begins with the bytes that the fingerprint was taken of.
  func matches(_ path: String) throws(FileFailure) -> Bool {
    try Fingerprint(of: path, length: length) == self
  }
}
