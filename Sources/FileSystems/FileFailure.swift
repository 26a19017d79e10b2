import Glibc

/// Something that the file system refused.
package struct FileFailure: Error, Equatable, Sendable {
  /// What was tried, in the words of the sentence that tells of it.
  package enum Operation: String, Sendable {
    case open, read, write, make, list, lock, rename, remove
    case synchronise = "bring to the disk"
  }

  /// The file or folder.
  package let path: String
  /// What was tried.
  package let operation: Operation
  /// The system's number for the reason.
  package let code: Int32

  /// A failure with the system's number for its reason.
  package init(_ operation: Operation, _ path: String, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  /// Whether there is nothing at the path.
  package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  /// Whether the disk or the quota is used up, which passes.
  package var isFull: Bool { code == ENOSPC || code == EDQUOT }
  /// Whether the rights are wanting, or the file system is mounted for reading only.
  package var isDenied: Bool { code == EACCES || code == EPERM || code == EROFS }
}

extension FileFailure: CustomStringConvertible {
  package var description: String { "could not \(operation.rawValue) \(path): \(reason)" }

  private var reason: String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case ENOTDIR: "a part of its path is a file, not a folder"
    case EISDIR: "it is a folder, not a file"
    case EACCES, EPERM: "this user is not allowed to"
    case EROFS: "the file system can only be read"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EEXIST: "something is there already"
    case EMFILE, ENFILE: "too many files are open"
    // `strerror` has a sentence for every other number too.
    default: unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
  }
}

/// Repeats a system call that a signal broke off; fails with the system's reason.
func uninterrupted<Number: SignedInteger>(
  _ operation: FileFailure.Operation, _ path: String, _ call: () -> Number
) throws(FileFailure) -> Number {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw FileFailure(operation, path, code: code) }
  }
}
