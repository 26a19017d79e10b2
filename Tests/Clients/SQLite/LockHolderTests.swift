import Glibc
import SQLiteClient
import Testing

@Suite("the holders of a database's locks") struct LockHolderTests {
  let folder = TemporaryFolder()

  @Test("of a file that isn't there are none") func none() {
    #expect(lockHolders(ofDatabase: folder.file("none.db")).isEmpty)
  }

  @Test("are told apart: who writes shuts others out, who merely has it open doesn't") func writer() throws {
    let path = folder.file("a.db")
    let connection = try Connection(opening: path)
    try connection.execute("CREATE TABLE t (a)")
    let ours = getpid()
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: ours, isExclusive: false)])
    try connection.begin()
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: ours, isExclusive: true)])
    try connection.rollback()
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: ours, isExclusive: false)])
    connection.close()
    #expect(lockHolders(ofDatabase: path).isEmpty)
  }

  @Test("are found without a write-ahead log too") func rollbackJournal() throws {
    let path = folder.file("a.db")
    var options = ConnectionOptions()
    options.journal = .delete
    let connection = try Connection(opening: path, options: options)
    try connection.execute("CREATE TABLE t (a)")
    try connection.begin()
    try connection.execute("INSERT INTO t VALUES (1)")
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: getpid(), isExclusive: true)])
    try connection.commit()
    #expect(lockHolders(ofDatabase: path).isEmpty)
  }
}
