package import Engine
import Glibc
package import SQLiteClient

extension Failure {
  /// What the database at `path` refused, of the class that its reason has. `purpose` says what was to be done:
  /// `keep dead letters`.
  package init(_ error: SQLiteError, database path: String, purpose: String) {
    let what = "could not \(purpose) in \(path)"
    switch error.kind {
    case .busy:
      self.init(
        .outage, "OZ-D001", "\(what): the database is locked by \(Self.holders(of: path))",
        mend: "it goes on by itself once the lock is gone")
    case .full:
      self.init(.outage, "OZ-D002", "\(what): the disk is full", mend: "make room; it then goes on by itself")
    case .ioError, .noMemory, .interrupted, .schema:
      self.init(.outage, "OZ-D003", "\(what): \(error)", mend: "it is tried again")
    case .corrupt:
      self.init(
        .fatal, "OZ-D004", "\(what): the file is damaged or is no SQLite database (\(error.message))",
        mend: "put back a copy, or name another file")
    case .permission, .readOnly, .cantOpen:
      self.init(
        .fatal, "OZ-D005", "\(what): \(error)",
        mend: "give this user the right to write the file and its folder")
    case .constraint, .tooBig, .mismatch, .sql, .misuse, .other:
      self.init(.fatal, "OZ-D006", "\(what): \(error)")
    }
  }

  /// Who shuts others out of the database, in words.
  private static func holders(of path: String) -> String {
    let own = getpid()
    let holders = lockHolders(ofDatabase: path)
    // Where nobody writes, somebody puts the log or its index in order.
    let writers = holders.filter(\.isWriting)
    let processes = (writers.isEmpty ? holders.filter(\.isExclusive) : writers).map(\.processID)
    let others = processes.filter { $0 != own }
    if others.isEmpty { return processes.isEmpty ? "another process" : "another pipeline of this process" }
    return (others.count == 1 ? "process " : "processes ") + others.map(String.init).joined(separator: ", ")
  }
}
