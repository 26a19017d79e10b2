import CSQLite
import Glibc

/// What SQLite refused, told apart as far as a caller decides by it.
package struct SQLiteError: Error, Equatable, Sendable {
  /// What went wrong, without the details that only a person reads.
  package enum Kind: Equatable, Sendable {
    case constraint(Constraint)
    /// Another connection holds a lock, or wrote since this transaction took its snapshot.
    case busy
    /// The disk, the quota or `max_page_count` is used up.
    case full
    case ioError
    case readOnly
    /// The file is damaged, or is no database at all.
    case corrupt
    case cantOpen
    case tooBig
    /// A value of the wrong type, where SQLite minds.
    case mismatch
    case interrupted
    /// The schema was changed by someone else while the statement ran.
    case schema
    /// The SQL is wrong, or names a table or column that isn't there.
    case sql
    case noMemory
    case permission
    /// The client was used against its rules.
    case misuse
    case other
  }

  /// The rule of a table that a row broke.
  package enum Constraint: Equatable, Sendable {
    case unique, primaryKey, notNull, check, foreignKey, dataType, trigger, other
  }

  /// The class of the failure.
  package let kind: Kind
  /// SQLite's extended result code.
  package let code: Int32
  /// SQLite's own sentence; it names tables and columns, never values.
  package let message: String
  /// The statement as it was prepared, without the values bound to it.
  package let sql: String?
  /// The `errno` behind it, or 0.
  package let systemError: Int32
}

extension SQLiteError: CustomStringConvertible {
  package var description: String {
    var text = message
    if systemError != 0, let reason = Self.reason(of: systemError) { text += " (\(reason))" }
    text += ", SQLite code \(code)"
    if let sql { text += ", in: \(sql)" }
    return text
  }

  private static func reason(of systemError: Int32) -> String? {
    // `strerror` answers with a constant for every number that an operating system call can leave.
    unsafe strerror(systemError).map { unsafe String(cString: $0) }
  }
}

extension SQLiteError {
  /// The failure that `connection` has just told of with `code`.
  init(_ code: Int32, of connection: OpaquePointer?, sql: String?) {
    guard let connection = unsafe connection else {
      self.init(code, message: Self.sentence(for: code), sql: sql)
      return
    }
    // The handle is open, and SQLite's sentence stays in place until the next call on it.
    let extended = unsafe sqlite3_extended_errcode(connection)
    // A handle whose last call succeeded, or failed otherwise, knows nothing about `code`.
    let isTold = extended & 0xff == code & 0xff
    let system = isTold ? unsafe sqlite3_system_errno(connection) : 0
    self.init(
      code & ~0xff == 0 && isTold ? extended : code,
      message: isTold ? unsafe String(cString: sqlite3_errmsg(connection)) : Self.sentence(for: code),
      sql: sql, systemError: Self.usesSystemError(code) ? system : 0)
  }

  init(_ code: Int32, message: String, sql: String?, systemError: Int32 = 0) {
    self.init(
      kind: Self.kind(of: code, systemError: systemError), code: code, message: message, sql: sql,
      systemError: systemError)
  }

  private static func sentence(for code: Int32) -> String { unsafe String(cString: sqlite3_errstr(code)) }

  /// SQLite keeps the number of an earlier failure, so it is believed only where it can be the cause.
  private static func usesSystemError(_ code: Int32) -> Bool {
    [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xff)
  }

  private static func kind(of code: Int32, systemError: Int32) -> Kind {
    switch code & 0xff {
    case SQLITE_CONSTRAINT: .constraint(constraint(of: code))
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
    case SQLITE_FULL: .full
    // Growing the shared memory of the write-ahead log fails as an I/O error when the disk is full.
    case SQLITE_IOERR where systemError == ENOSPC || systemError == EDQUOT: .full
    case SQLITE_IOERR where code == SQLITE_IOERR | 12 << 8: .noMemory
    case SQLITE_IOERR: .ioError
    case SQLITE_READONLY: .readOnly
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_CANTOPEN where systemError == ENOSPC || systemError == EDQUOT: .full
    case SQLITE_CANTOPEN where systemError == EIO: .ioError
    case SQLITE_CANTOPEN: .cantOpen
    case SQLITE_TOOBIG: .tooBig
    case SQLITE_MISMATCH: .mismatch
    case SQLITE_INTERRUPT: .interrupted
    case SQLITE_SCHEMA: .schema
    case SQLITE_ERROR: .sql
    case SQLITE_NOMEM: .noMemory
    case SQLITE_PERM, SQLITE_AUTH: .permission
    case SQLITE_MISUSE, SQLITE_RANGE: .misuse
    default: .other
    }
  }

  /// Swift doesn't see the extended codes, which are macros with shifts: the number above the low byte tells.
  private static func constraint(of code: Int32) -> Constraint {
    switch code >> 8 {
    case 1: .check
    case 3: .foreignKey
    case 5: .notNull
    case 6, 10: .primaryKey
    case 7: .trigger
    case 8: .unique
    case 12: .dataType
    default: .other
    }
  }
}
