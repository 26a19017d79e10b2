import Engine
import SQLiteClient
import State
import Testing

@Suite("the right to write a database") struct WriteAccessTests {
  let folder = TemporaryFolder()

  @Test("is refused as an outage while another holds the lock, and had once it is gone") func locked() async throws {
    let path = folder.file("a.db")
    let other = try Connection(opening: path)
    try other.execute("CREATE TABLE t (a)")
    let connection = try Connection(opening: path)
    let access = WriteAccess(to: path, patience: .zero)
    try other.begin()
    let failure = await #expect(throws: Failure.self) {
      try await access.enter(to: "write rows") { () throws(SQLiteError) in try connection.begin() }
    }
    #expect(failure?.kind == .outage)
    #expect(failure?.message.hasPrefix("could not write rows in \(path)") == true)
    try other.rollback()
    // The turn was given back by who was refused.
    try await access.enter(to: "write rows") { () throws(SQLiteError) in try connection.begin() }
    try connection.execute("INSERT INTO t VALUES (1)")
    try connection.commit()
    await access.leave()
    #expect(try other.integer("SELECT count(*) FROM t") == 1)
  }

  @Test("waits for a lock that goes within its patience") func patient() async throws {
    let path = folder.file("a.db")
    let other = try Connection(opening: path)
    try other.execute("CREATE TABLE t (a)")
    try other.begin()
    let connection = try Connection(opening: path)
    let access = WriteAccess(to: path, patience: .seconds(60))
    var tries = 0
    try await access.enter(to: "write rows") { () throws(SQLiteError) in
      tries += 1
      if tries == 3 { try other.rollback() }
      try connection.begin()
    }
    #expect(tries == 3)
    try connection.rollback()
    await access.leave()
  }
}
