import Engine
import Glibc

/// A descriptor that this process was given, used without ever waiting longer than is said.
struct Pipe: Sendable {
  let number: Int32
  /// As messages name it.
  let name: String

  /// As many bytes at least fit whenever a pipe says that it can be written.
  private static let certain = 4096
  /// So many bytes are written at once where nobody needs to read them.
  private static let most = 1 << 20

  /// Whether writing never waits for a reader: so it is with files, and with what swallows all.
  private var isFile: Bool {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFCHR && isatty(number) == 0
  }

  /// Whether it can be read (at its end, too) within `milliseconds`.
  func canRead(within milliseconds: Int32) -> Bool { waits(for: POLLIN, milliseconds) }

  private func waits(for events: Int32, _ milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: number, events: Int16(events), revents: 0)
    // One descriptor is given, and one is counted. Whatever else it says is found out by using it.
    return unsafe poll(&waiting, 1, milliseconds) > 0
  }

  /// Reads what is there into `room`; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    while true {
      // The room is the caller's for the length of this call.
      let count = unsafe Glibc.read(number, room.baseAddress, room.count)
      if count >= 0 { return count }
      let code = errno
      if code == EINTR { continue }
      if code == EAGAIN {
        _ = canRead(within: 100)
        continue
      }
      throw Failure(.fatal, "OZ-P001", "\(name) can't be read: \(reason(code))", mend: "start again with another")
    }
  }

  /// Writes all bytes, and counts them; gives up when the task is cancelled while nothing can be written.
  func write(_ bytes: UnsafeRawBufferPointer, counting written: inout Int) throws(Failure) {
    let isFile = isFile
    while written < bytes.count {
      guard isFile || waits(for: POLLOUT, 100) else {
        if Task.isCancelled { throw Failure(.outage, "OZ-P003", "nobody reads \(name)", mend: "it is tried again") }
        continue
      }
      // No more than certainly fits, so that the write itself never waits.
      let piece = unsafe UnsafeRawBufferPointer(
        rebasing: bytes[written...].prefix(isFile ? Self.most : Self.certain))
      let count = unsafe Glibc.write(number, piece.baseAddress, piece.count)
      if count >= 0 { written += count } else { try judge(errno) }
    }
  }

  /// Decides what became of a write that failed; returns where it is to be tried at once.
  private func judge(_ code: Int32) throws(Failure) {
    switch code {
    case EINTR: return
    case EAGAIN: _ = waits(for: 0, 10)
    case EPIPE:
      throw Failure(
        .fatal, "OZ-P002", "the reader of \(name) has gone", mend: "start again: what wasn't stored is written again")
    case ENOSPC, EDQUOT:
      throw Failure(
        .outage, "OZ-P003", "\(name) can't be written: \(reason(code))", mend: "free some room: it is tried again")
    default:
      throw Failure(.fatal, "OZ-P002", "\(name) can't be written: \(reason(code))", mend: "start again with another")
    }
  }

  private func reason(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
