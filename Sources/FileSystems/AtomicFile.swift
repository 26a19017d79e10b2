import Glibc
import Synchronization

/// A file that appears at its path whole or not at all, and then outlasts a loss of power. Its calls block.
///
/// Until it is published its bytes lie beside that path, under a name that begins with a dot, so that no glob finds it.
/// One that is never published is removed with its owner; what a killed process leaves can be told by that name.
package struct AtomicFile: ~Copyable {
  private let descriptor: Descriptor
  private var isPublished = false

  /// The path at which it will appear.
  package let path: String

  /// How many bytes were written.
  package private(set) var size: Int64 = 0

  /// Begins a file that will stand at `path`, in a folder that exists.
  package init(at path: String, mode: UInt32 = 0o644) throws(FileFailure) {
    descriptor = try Descriptor(
      opening: Self.temporaryPath(for: path), for: .make, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    self.path = path
  }

  deinit {
    if !isPublished { unsafe unlink(descriptor.path) }
  }

  /// Adds bytes.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    try unsafe descriptor.write(bytes)
    size += Int64(bytes.count)
  }

  /// Brings the bytes to the disk, and the file to its path in place of what is there.
  package consuming func publish() throws(FileFailure) {
    try descriptor.synchronise()
    _ = try uninterrupted(.rename, path) { unsafe rename(descriptor.path, path) }
    isPublished = true
    try synchronise(folder: Path.folder(of: path))
  }

  /// Writes a whole file at once.
  package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(FileFailure) {
    var file = try AtomicFile(at: path, mode: mode)
    try file.add(bytes)
    try file.publish()
  }

  private mutating func add(_ bytes: [UInt8]) throws(FileFailure) {
    let span = bytes.span
    try unsafe span.withUnsafeBytes { (bytes) throws(FileFailure) in try unsafe write(bytes) }
  }

  /// Unlike that of any other process, and of any other file of this one.
  private static func temporaryPath(for path: String) -> String {
    let number = made.add(1, ordering: .relaxed).newValue
    return Path.joined(Path.folder(of: path), ".\(Path.name(of: path)).\(getpid())-\(number).part")
  }

  private static let made = Atomic<Int>(0)
}
