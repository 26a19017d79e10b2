import FileSystems
import Glibc
import Testing

@Suite("a file") struct FileTests {
  let folder = TemporaryFolder()

  @Test("is written whole and read back") func roundTrips() throws {
    let path = folder.file("a")
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    try AtomicFile.write(bytes, to: path)
    #expect(try ReadableFile.contents(of: path, limit: 100_000) == bytes)
    #expect(try ReadableFile.contents(of: path, limit: 99_999) == nil)
    #expect(folder.names == ["a"])
    let file = try ReadableFile(opening: path)
    #expect(try file.bytes(at: 99_990, count: 100) == Array(bytes[99_990...]))
    #expect(try file.bytes(at: 100_000, count: 100) == [])
    #expect(try file.bytes(at: 200_000, count: 100) == [])
    #expect(try file.status().size == 100_000)
  }

  @Test("keeps its old bytes until the new ones are published") func replaces() throws {
    let path = folder.file("a")
    try AtomicFile.write([1], to: path)
    var new = try AtomicFile(at: path)
    try unsafe [UInt8]([2, 3]).withUnsafeBytes { try unsafe new.write($0) }
    #expect(new.size == 2)
    #expect(try ReadableFile.contents(of: path, limit: 10) == [1])
    try new.publish()
    #expect(try ReadableFile.contents(of: path, limit: 10) == [2, 3])
    #expect(folder.names == ["a"])
  }

  @Test("that is never published leaves nothing") func abandoned() throws {
    do {
      var file = try AtomicFile(at: folder.file("a"))
      try unsafe [UInt8]([1]).withUnsafeBytes { try unsafe file.write($0) }
      #expect(folder.names.count == 1)
      #expect(try GlobPattern("*").files(in: folder.path) == [])
    }
    #expect(folder.names == [])
  }

  @Test("two that are written at once to one path don't mix") func twoWriters() throws {
    let path = folder.file("a")
    var one = try AtomicFile(at: path)
    var other = try AtomicFile(at: path)
    try unsafe [UInt8]([1]).withUnsafeBytes { try unsafe one.write($0) }
    try unsafe [UInt8]([2]).withUnsafeBytes { try unsafe other.write($0) }
    try one.publish()
    try other.publish()
    #expect(try ReadableFile.contents(of: path, limit: 10) == [2])
  }

  @Test("keeps its identity under another name, and an open one its bytes") func identity() throws {
    let path = folder.file("a")
    try AtomicFile.write([1], to: path)
    let open = try ReadableFile(opening: path)
    let identity = try open.status().identity
    unsafe rename(path, folder.file("b"))
    try AtomicFile.write([2], to: path)
    #expect(try FileStatus.of(folder.file("b"))?.identity == identity)
    #expect(try FileStatus.of(path)?.identity != identity)
    #expect(try open.bytes(count: 1) == [1])
    #expect(try open.status().kind == .file)
  }

  @Test("that isn't there has no status, and can't be opened") func missing() throws {
    let path = folder.file("none")
    #expect(try FileStatus.of(path) == nil)
    #expect(try FileStatus.of(path + "/below") == nil)
    let failure = #expect(throws: FileFailure.self) { _ = try ReadableFile(opening: path).path }
    #expect(failure?.isMissing == true)
    #expect(failure?.description == "could not open \(path): there is no such file or folder")
    #expect(try removeFile(path) == false)
  }

  @Test("is removed") func removes() throws {
    folder.fill(["a"])
    #expect(try removeFile(folder.file("a")))
    #expect(folder.names == [])
  }

  @Test("on a full disk is a failure that passes") func full() throws {
    let failure = FileFailure(.write, "data/a", code: ENOSPC)
    #expect(failure.isFull)
    #expect(!failure.isMissing)
    #expect(failure.description == "could not write data/a: the disk is full")
  }

  @Test("in a folder that isn't there can't be made") func noFolder() throws {
    let failure = #expect(throws: FileFailure.self) { try AtomicFile.write([1], to: folder.file("x/a")) }
    #expect(failure?.operation == .make)
    #expect(failure?.isMissing == true)
  }
}

@Suite("a folder") struct FolderTests {
  let folder = TemporaryFolder()

  @Test("is made with those above it, once") func makes() throws {
    let path = folder.file("a/b/c")
    try makeFolder(path, mode: 0o700)
    try makeFolder(path, mode: 0o700)
    #expect(try FileStatus.of(path)?.kind == .folder)
  }

  @Test("can't be made where a file is") func inTheWay() throws {
    folder.fill(["a"])
    let failure = #expect(throws: FileFailure.self) { try makeFolder(folder.file("a")) }
    #expect(failure?.code == EEXIST)
    #expect(throws: FileFailure.self) { try makeFolder(folder.file("a/b")) }
  }
}
