import Glibc

/// A process that holds a lock on a database.
package struct LockHolder: Hashable, Sendable {
  /// The process, as this process would name it.
  package let processID: Int32
  /// Whether the lock shuts others out. Who merely reads, or has a write-ahead log open, shares its locks.
  package let isExclusive: Bool

  /// A holder as the kernel told of it.
  package init(processID: Int32, isExclusive: Bool) {
    self.processID = processID
    self.isExclusive = isExclusive
  }
}

/// Who holds locks on the database at `path`, those that shut others out first; empty where the system doesn't tell.
///
/// The database isn't opened for it: closing a file drops every POSIX lock that this process has on it.
package func lockHolders(ofDatabase path: String) -> [LockHolder] {
  let files = [path, path + "-shm"].compactMap(LockedFile.init(at:))
  guard !files.isEmpty else { return [] }
  return lockHolders(of: files, in: linesOfLockTable())
}

/// What the kernel's table of locks calls a file.
struct LockedFile: Equatable {
  let major: UInt64
  let minor: UInt64
  let inode: UInt64

  init(major: UInt64, minor: UInt64, inode: UInt64) {
    self.major = major
    self.minor = minor
    self.inode = inode
  }

  init?(at path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    // The layout of a device number in the GNU C library.
    let device = UInt64(status.st_dev)
    major = (device >> 8) & 0xfff | (device >> 32) & ~0xfff
    minor = device & 0xff | (device >> 12) & ~0xff
    inode = UInt64(status.st_ino)
  }

  /// Reads `08:01:1234`: device numbers in hexadecimal, the inode in decimal.
  init?(_ text: Substring) {
    let parts = text.split(separator: ":")
    guard parts.count == 3, let major = UInt64(parts[0], radix: 16), let minor = UInt64(parts[1], radix: 16),
      let inode = UInt64(parts[2])
    else { return nil }
    self.init(major: major, minor: minor, inode: inode)
  }
}

/// Finds the holders of locks on `files` in lines as `1: POSIX  ADVISORY  WRITE 812 08:01:1234 120 120`.
func lockHolders(of files: [LockedFile], in lines: [Substring]) -> [LockHolder] {
  var exclusive: [Int32: Bool] = [:]
  for line in lines {
    let words = line.split(separator: " ")
    // A line with an arrow is a lock that someone waits for. A process outside of our container has no number here.
    guard words.count >= 6, words[1] == "POSIX", let process = Int32(words[4]), process > 0,
      let file = LockedFile(words[5]), files.contains(file)
    else { continue }
    exclusive[process] = exclusive[process, default: false] || words[3] == "WRITE"
  }
  return exclusive.map { LockHolder(processID: $0.key, isExclusive: $0.value) }
    .sorted { ($0.isExclusive ? 0 : 1, $0.processID) < ($1.isExclusive ? 0 : 1, $1.processID) }
}

private func linesOfLockTable() -> [Substring] {
  guard let file = unsafe fopen("/proc/locks", "re") else { return [] }
  defer { unsafe fclose(file) }
  var table: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 16_384)
  while case let count = unsafe fread(&piece, 1, piece.count, file), count > 0 { table += piece[..<count] }
  return String(decoding: table, as: UTF8.self).split(separator: "\n")
}
