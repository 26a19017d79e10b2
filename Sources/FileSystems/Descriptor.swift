import Glibc

/// An open file of the system, closed with its owner and never inherited by a program that this one starts.
struct Descriptor: ~Copyable {
  let number: Int32
  let path: String

  init(
    opening path: String, for operation: FileFailure.Operation, flags: Int32, mode: UInt32 = 0
  ) throws(FileFailure) {
    number = try uninterrupted(operation, path) { unsafe open(path, flags | O_CLOEXEC, mode_t(mode)) }
    self.path = path
  }

  deinit { close(number) }

  func status() throws(FileFailure) -> FileStatus {
    var status = stat()
    _ = try uninterrupted(.read, path) { unsafe fstat(number, &status) }
    return FileStatus(status)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    var rest = unsafe bytes
    while rest.count > 0 {
      // The buffer is the caller's for the length of this call.
      let count = try uninterrupted(.write, path) { unsafe Glibc.write(number, rest.baseAddress, rest.count) }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  func synchronise() throws(FileFailure) {
    _ = try uninterrupted(.synchronise, path) { fsync(number) }
  }
}

/// Makes names that were added to a folder, or taken from it, outlast a loss of power.
func synchronise(folder path: String) throws(FileFailure) {
  let folder = try Descriptor(opening: path, for: .synchronise, flags: O_RDONLY | O_DIRECTORY)
  do {
    try folder.synchronise()
  } catch {
    // Some network file systems know no such thing.
    if error.code != EINVAL { throw error }
  }
}
