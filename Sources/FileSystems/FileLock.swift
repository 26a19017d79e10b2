import Glibc

/// A lock that one process holds at a time, and that the kernel frees the moment its holder is gone.
///
/// The file stays when the lock is freed: removing it would let two processes lock two files of one name.
package struct FileLock: ~Copyable {
  /// What came of an attempt.
  package enum Attempt: ~Copyable {
    case taken(FileLock)
    /// Another has it; which process that is may not be written yet.
    case heldElsewhere(by: Int32?)
  }

  private let descriptor: Descriptor

  /// The lock's file.
  package var path: String { descriptor.path }

  private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  /// Takes the lock of the file at `path`, which is made if there is none, or tells who has it. Never waits.
  package static func attempt(_ path: String) throws(FileFailure) -> Attempt {
    let descriptor = try Descriptor(opening: path, for: .lock, flags: O_RDWR | O_CREAT, mode: 0o644)
    do {
      _ = try uninterrupted(.lock, path) { flock(descriptor.number, LOCK_EX | LOCK_NB) }
    } catch {
      if error.code == EWOULDBLOCK { return .heldElsewhere(by: holder(in: descriptor)) }
      throw error
    }
    _ = try uninterrupted(.write, path) { ftruncate(descriptor.number, 0) }
    var text = "\(getpid())\n"
    var failure: FileFailure?
    text.withUTF8 { text in
      do throws(FileFailure) { try unsafe descriptor.write(UnsafeRawBufferPointer(text)) } catch { failure = error }
    }
    // The number only serves to say who has the lock: a full disk is no reason not to have it.
    if let failure, !failure.isFull { throw failure }
    return .taken(FileLock(descriptor))
  }

  /// Shows a number as the time of the lock's file: who sees it change knows that the holder is at work.
  // Mutating, since Swift can borrow what an optional holds in no other way yet.
  package mutating func show(_ number: Int64) throws(FileFailure) {
    let time = timespec(tv_sec: Int(number), tv_nsec: 0)
    let times = [time, time]
    // Reads the two times, of access and of change.
    _ = try uninterrupted(.write, path) { unsafe futimens(descriptor.number, times) }
  }

  private static func holder(in descriptor: borrowing Descriptor) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    // Reads no more than the array holds.
    let count = unsafe pread(descriptor.number, &text, text.count, 0)
    guard count > 0, text[count - 1] == UInt8(ascii: "\n") else { return nil }
    return Int32(String(decoding: text[..<(count - 1)], as: UTF8.self))
  }
}
