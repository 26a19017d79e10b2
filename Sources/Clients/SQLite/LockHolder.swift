import Glibc

/// A process that holds a lock on a database.
package struct LockHolder: Hashable, Sendable {
  /// The process, as this process would name it.
  package let processID: Int32
  /// Whether the lock shuts others out. Who merely reads, or has a write-ahead log open, shares its locks.
  package let isExclusive: Bool
  /// Whether it is in a transaction that writes. Who reads shuts others out, too, while it marks how far it sees.
  package let isWriting: Bool

  /// A holder as the kernel told of it.
  package init(processID: Int32, isExclusive: Bool, isWriting: Bool) {
    self.processID = processID
    self.isExclusive = isExclusive
    self.isWriting = isWriting
  }
}

/// Who holds locks on the database at `path`, by number; empty where the system doesn't tell.
///
/// The database isn't opened for it: closing a file drops every POSIX lock that this process has on it.
package func lockHolders(ofDatabase path: String) -> [LockHolder] {
  var writers: [LockedFile: Int64] = [:]
  // Who writes has byte 120 of the log's index, or the byte behind the first GiB of the file itself where it has no log.
  if let index = LockedFile(at: path + "-shm") { writers[index] = 120 }
  if let file = LockedFile(at: path) { writers[file] = 0x4000_0001 }
  return writers.isEmpty ? [] : lockHolders(writing: writers, in: linesOfLockTable())
}

/// What the kernel's table of locks calls a file.
struct LockedFile: Hashable {
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

/// Finds the holders of locks on files in lines as `1: POSIX  ADVISORY  WRITE 812 08:01:1234 120 120`; `writers` are the
/// files, each with the byte that a writer has locked.
func lockHolders(writing writers: [LockedFile: Int64], in lines: [Substring]) -> [LockHolder] {
  var held: [Int32: (isExclusive: Bool, isWriting: Bool)] = [:]
  for line in lines {
    let words = line.split(separator: " ")
    // A line with an arrow is a lock that someone waits for. A process outside of our container has no number here.
    guard words.count >= 8, words[1] == "POSIX", let process = Int32(words[4]), process > 0,
      let file = LockedFile(words[5]), let byte = writers[file], let first = Int64(words[6])
    else { continue }
    // A lock up to the file's end says `EOF`.
    let isExclusive = words[3] == "WRITE"
    let isWriting = isExclusive && first <= byte && byte <= Int64(words[7]) ?? .max
    let before = held[process] ?? (false, false)
    held[process] = (before.isExclusive || isExclusive, before.isWriting || isWriting)
  }
  return held.map { LockHolder(processID: $0.key, isExclusive: $0.value.isExclusive, isWriting: $0.value.isWriting) }
    .sorted { $0.processID < $1.processID }
}

private func linesOfLockTable() -> [Substring] {
  guard let file = unsafe fopen("/proc/locks", "re") else { return [] }
  defer { unsafe fclose(file) }
  var table: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 16_384)
  while case let count = unsafe fread(&piece, 1, piece.count, file), count > 0 { table += piece[..<count] }
  return String(decoding: table, as: UTF8.self).split(separator: "\n")
}
