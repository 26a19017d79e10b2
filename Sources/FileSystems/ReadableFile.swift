import Glibc

/// A file open for reading, closed with its owner. Its calls block.
package struct ReadableFile: ~Copyable {
  private let descriptor: Descriptor

  /// The path by which it was opened.
  package var path: String { descriptor.path }

  /// Opens the file at `path`.
  package init(opening path: String) throws(FileFailure) {
    descriptor = try Descriptor(opening: path, for: .open, flags: O_RDONLY)
    // Only a hint: the kernel reads further ahead.
    _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  /// Size and identity as they are now: those of this file, even if its path meanwhile names another.
  package func status() throws(FileFailure) -> FileStatus { try descriptor.status() }

  /// Fills `buffer` with the bytes from `offset` on; fewer than fit are all there were to the end of the file.
  package func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
    var filled = 0
    while filled < buffer.count {
      // The buffer is the caller's for the length of this call, and `filled` lies within it.
      let count = try uninterrupted(.read, path) {
        unsafe pread(
          descriptor.number, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + Int64(filled)))
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// At most `count` bytes from `offset` on.
  package func bytes(at offset: Int64 = 0, count: Int) throws(FileFailure) -> [UInt8] {
    var failure: FileFailure?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileFailure) {
        filled = try unsafe read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// All bytes of a small file, or nil when it has more than `limit`.
  package static func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8]? {
    let file = try ReadableFile(opening: path)
    let size = try file.status().size
    if size > limit { return nil }
    let bytes = try file.bytes(count: Int(size) + 1)
    return bytes.count > limit ? nil : bytes
  }
}
