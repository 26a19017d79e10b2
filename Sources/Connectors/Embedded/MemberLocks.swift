import Engine
import FileSystems
import State

/// The locks by which members of groups tell the living from the dead: the kernel frees a lock the moment its holder's
/// process is gone.
struct MemberLocks: Sendable {
  private let folder: String

  /// The locks of a topic database's members.
  init(ofDatabase path: String) { folder = path + ".members" }

  /// Takes the lock of a new member.
  func enter(_ member: String) throws(Failure) -> FileLock {
    do throws(FileFailure) {
      try makeFolder(folder, mode: 0o700)
      if case .taken(let lock) = try FileLock.attempt(file(member)) { return lock }
    } catch {
      throw Failure(error, purpose: "lock a member of the group", mend: "name another `path`")
    }
    throw Failure(.outage, "OZ-E003", "the lock of a new member is held by another", mend: "it is tried again")
  }

  /// Whether a member's process has died.
  func hasDied(_ member: String) -> Bool {
    guard let attempt = try? FileLock.attempt(file(member)) else { return false }
    switch consume attempt {
    case .taken: return true
    case .heldElsewhere: return false
    }
  }

  /// What a member shows by its lock: a number that changes while its heart beats.
  func heartbeat(of member: String) -> Int64 {
    guard let status = try? FileStatus.of(file(member)) else { return 0 }
    return status.modified
  }

  /// Removes the lock of a member that left or died, so that they don't pile up.
  func remove(_ member: String) { _ = try? removeFile(file(member)) }

  private func file(_ member: String) -> String { Path.joined(folder, member + ".lock") }
}
