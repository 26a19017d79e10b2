import Glibc

/// What a file is, whatever its name: it stays the same when the file is renamed.
package struct FileIdentity: Hashable, Sendable {
  /// The device that holds the file.
  package let device: UInt64
  /// The file's number on that device.
  package let inode: UInt64
}

/// What the file system knows about a path.
package struct FileStatus: Equatable, Sendable {
  /// What is at a path.
  package enum Kind: Sendable {
    case file, folder
    /// A pipe, a socket or a device.
    case other
  }

  /// What is there; a link counts as what it points to.
  package let kind: Kind
  /// Its length in bytes.
  package let size: Int64
  /// What it is, whatever its name.
  package let identity: FileIdentity
  /// When its bytes were last changed, in nanoseconds since 1970.
  package let modified: Int64

  /// The status of what is at `path`, or nil where there is nothing.
  package static func of(_ path: String) throws(FileFailure) -> FileStatus? {
    var status = stat()
    do {
      _ = try uninterrupted(.read, path) { unsafe stat(path, &status) }
    } catch {
      if error.isMissing { return nil }
      throw error
    }
    return FileStatus(status)
  }

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    size = Int64(status.st_size)
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }
}
