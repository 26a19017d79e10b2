import SQLiteClient
import Threads

/// A connection as its users keep it: opened, used and closed on the thread to which the actor is pinned.
actor Ledger {
  private let thread = BlockingThread(name: "ledger")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let path: String
  private var open: Open?

  private struct Open: ~Copyable {
    let connection: Connection
    var insert: Statement

    init(_ path: String) throws(SQLiteError) {
      // Whatever can fail comes before the first property: Swift can't yet take apart a half-made noncopyable value.
      let connection = try Connection(opening: path)
      try connection.execute("CREATE TABLE t (a TEXT)")
      insert = try connection.prepare("INSERT INTO t VALUES (?)")
      self.connection = connection
    }

    mutating func add(_ text: String) throws(SQLiteError) -> Int64? {
      try insert.bind(text: text, at: 1)
      try insert.run()
      return try connection.integer("SELECT count(*) FROM t")
    }
  }

  init(_ path: String) { self.path = path }

  func add(_ text: String) throws(SQLiteError) -> Int64? {
    precondition(thread.isCurrent)
    if open == nil { open = try Open(path) }
    return try open!.add(text)
  }
}

/// The kind of failure with which `body` ends, or nil.
func kind<Result>(_ body: () throws -> Result) -> SQLiteError.Kind? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? SQLiteError)?.kind
  }
}
