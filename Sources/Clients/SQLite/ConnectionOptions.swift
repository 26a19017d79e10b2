/// How a database is opened.
package struct ConnectionOptions: Sendable {
  /// What may be done with the file.
  package enum Access: Sendable {
    /// Read and write, making the file if there is none.
    case create
    case readWrite
    case readOnly
  }

  /// How a transaction is made atomic.
  package enum Journal: String, Sendable {
    case writeAheadLog = "WAL"
    case delete = "DELETE"
    case truncate = "TRUNCATE"
    case memory = "MEMORY"
    case off = "OFF"
  }

  /// What a commit waits for.
  package enum Synchronous: String, Sendable {
    case off = "OFF"
    case normal = "NORMAL"
    /// A commit that returned survives a loss of power.
    case full = "FULL"
    case extra = "EXTRA"
  }

  /// What may be done with the file.
  package var access = Access.create
  /// How long a call waits for another connection's lock before it fails as `.busy`.
  package var busyTimeout = Duration.zero
  /// How long opening waits for others who read or write the file just then.
  package var openingPatience = Duration.seconds(5)
  /// The journal asked for; nil leaves the file's own.
  package var journal: Journal? = .writeAheadLog
  /// What a commit waits for.
  package var synchronous = Synchronous.full
  /// Memory for pages, in bytes; nil leaves SQLite's two megabytes.
  package var cacheBytes: Int?
  /// The page size of a file that is made, in bytes: a power of two from 512 to 65,536.
  package var pageBytes: Int?
  /// Pages in the write-ahead log after which a commit copies them into the database; 0 never does.
  package var checkpointPages: Int?
  /// Whether `REFERENCES` is enforced.
  package var enforcesForeignKeys = true

  /// Read and write, making the file; write-ahead log, durable commits, no waiting.
  package init() {}
}

extension ConnectionOptions {
  /// Run in this order: the page size must be known before the file gets its first page.
  var pragmas: [String] {
    var pragmas: [String] = []
    if access != .readOnly {
      if let pageBytes { pragmas.append("PRAGMA page_size = \(pageBytes)") }
      if let journal { pragmas.append("PRAGMA journal_mode = \(journal.rawValue)") }
    }
    pragmas.append("PRAGMA synchronous = \(synchronous.rawValue)")
    // A negative number counts KiB, a positive one pages.
    if let cacheBytes { pragmas.append("PRAGMA cache_size = -\(max(1, cacheBytes / 1024))") }
    if let checkpointPages { pragmas.append("PRAGMA wal_autocheckpoint = \(checkpointPages)") }
    pragmas.append("PRAGMA foreign_keys = \(enforcesForeignKeys ? "ON" : "OFF")")
    return pragmas
  }

  var busyMilliseconds: Int32 {
    let (seconds, attoseconds) = busyTimeout.components
    return Int32(
      clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000)
  }
}
