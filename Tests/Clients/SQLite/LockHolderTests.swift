import Glibc
@testable import SQLiteClient
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
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: ours, isExclusive: false, isWriting: false)])
    try connection.begin()
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: ours, isExclusive: true, isWriting: true)])
    try connection.rollback()
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: ours, isExclusive: false, isWriting: false)])
    connection.close()
    #expect(lockHolders(ofDatabase: path).isEmpty)
  }

  @Test("write only with the writers' lock: a reader that marks how far it sees doesn't") func marks() {
    let file = LockedFile(major: 8, minor: 1, inode: 0x1234)
    func holders(_ line: String) -> [LockHolder] { lockHolders(writing: [file: 120], in: [line[...]]) }
    func holder(_ isExclusive: Bool, _ isWriting: Bool) -> [LockHolder] {
      [LockHolder(processID: 812, isExclusive: isExclusive, isWriting: isWriting)]
    }
    #expect(holders("1: POSIX  ADVISORY  WRITE 812 08:01:4660 120 120") == holder(true, true))
    #expect(holders("1: POSIX  ADVISORY  WRITE 812 08:01:4660 124 124") == holder(true, false))
    #expect(holders("1: POSIX  ADVISORY  WRITE 812 08:01:4660 0 EOF") == holder(true, true))
    #expect(holders("1: POSIX  ADVISORY  READ 812 08:01:4660 123 127") == holder(false, false))
    #expect(holders("1: -> POSIX  ADVISORY  WRITE 812 08:01:4660 120 120") == [])
    #expect(holders("1: POSIX  ADVISORY  WRITE 812 08:01:99 120 120") == [])
  }

  @Test("are found without a write-ahead log too") func rollbackJournal() throws {
    let path = folder.file("a.db")
    var options = ConnectionOptions()
    options.journal = .delete
    let connection = try Connection(opening: path, options: options)
    try connection.execute("CREATE TABLE t (a)")
    try connection.begin()
    try connection.execute("INSERT INTO t VALUES (1)")
    #expect(lockHolders(ofDatabase: path) == [LockHolder(processID: getpid(), isExclusive: true, isWriting: true)])
    try connection.commit()
    #expect(lockHolders(ofDatabase: path).isEmpty)
  }
}
