import Glibc
import SQLiteClient
import Testing

/// What the program needs is away for a while.
@Suite("Outages")
struct OutageTests {
  @Test("the table is locked by another process for half a minute: the run pauses, names it, and goes on")
  func locked() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<12_000, seed: 4)
      place.put(file.bytes)
      place.configure(pace: "1000/s")
      let program = try place.run()
      try program.until("orders arrive") { try place.settled().messages > 0 }

      let lock = try place.lockTable(for: program)
      let clock = ContinuousClock()
      let locked = clock.now
      try program.until("it says who holds the table") { program.pauses.contains { $0.contains(place.table) } }
      try program.until("it says how far it is behind, and that it is so for a minute") {
        program.pauses.contains { $0.contains(place.table) && $0.contains("· lag ") && $0.contains("/s) ·") }
      }
      // Who has just let go of it may be in the way of the first look.
      #expect(
        program.pauses.contains { $0.contains("is locked by process \(getpid())") && $0.contains("nothing lost") },
        "\(program.pauses)")
      let stored = try place.settled().messages
      try program.until("30 s have passed") { clock.now - locked > .seconds(30) }
      #expect(try place.settled().messages == stored)
      #expect(try place.letters() == [])
      try lock.rollback()
      try program.until(saying: "goes on after")
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("the table is locked when the run begins: it says so, and begins once it isn't any more")
  func lockedAtStart() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<1_000, seed: 21)
      place.put(file.bytes)
      place.configure()
      let lock = try Workplace.Lock(place.table)
      #expect(lock.attempt())
      let program = try place.run()
      try program.until("it names the process that holds the table") {
        program.pauses.contains { $0.contains("process \(getpid())") }
      }
      try lock.rollback()
      try program.until(saying: "goes on after")
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("the state is locked when the run begins: it says so, and begins once it isn't any more")
  func stateLockedAtStart() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<1_000, seed: 21, isBroken: true)
      place.put(file.bytes)
      place.configure()
      #expect(unsafe mkdir(place.data + "/state", 0o700) == 0)
      let lock = try Workplace.Lock(place.state)
      #expect(lock.attempt())
      let program = try place.run()
      try program.until("it names the process that holds the state") {
        program.pauses.contains { $0.contains(place.state) && $0.contains("process \(getpid())") }
      }
      try lock.rollback()
      try program.until(saying: "goes on after")
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("a table that is locked from the start for longer than `connect_within` ends the run with exit 3, and says so")
  func connectWithin() async throws {
    try await alone {
      let place = Workplace()
      place.put(OrdersFile(0..<10, seed: 3).bytes)
      place.write(
        """
        connections: { store: { type: sqlite, path: \(place.table), connect_within: 2s } }
        state: \(place.data)/state
        contracts: { order: { fields: { order_id: uuid } } }
        pipelines:
          load:
            source: { files: { path: orders.csv, format: csv } }
            contract: order
            retry: { base: 100ms }
            sink: { table: { connection: store, name: orders } }

        """)
      let lock = try Workplace.Lock(place.table)
      #expect(lock.attempt())
      let program = try place.run()
      try program.wait()
      #expect(program.end == .exited(3), "\(program.said)")
      #expect(program.said.contains("it was waited for 2s, as `connect_within` says"), "\(program.said)")
      try lock.rollback()
      #expect(try place.finish().end == .exited(0))
    }
  }

  @Test(
    "the disk is full and then isn't any more: the run pauses, says why, and goes on",
    .enabled(if: SmallDisk.isPossible, "a small disk can only be mounted by root"))
  func full() async throws {
    try await alone {
      let disk = try #require(SmallDisk(megabytes: 48))
      let place = Workplace(on: disk.path)
      let file = OrdersFile(0..<12_000, seed: 5, isBroken: true)
      place.put(file.bytes)
      place.configure(pace: "2000/s")
      let program = try place.run()
      try program.until("orders arrive") { try place.settled().messages > 0 }
      disk.fill()
      try program.until("it says that the disk is full") {
        program.pauses.contains { $0.contains("the disk is full") }
      }
      #expect(program.end == nil)
      disk.free()
      try program.until(saying: "goes on after")
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
      try place.expectEachOnce(of: [file])
    }
  }
}

extension Workplace {
  /// Locks the table against the program, until the lock is rolled back or gone.
  func lockTable(for program: Program) throws -> Lock {
    let lock = try Lock(table)
    try program.until("the table is locked") { lock.attempt() }
    return lock
  }

  /// The right to write a database, taken by this process.
  final class Lock {
    private let connection: Connection

    init(_ path: String) throws { connection = try Connection(opening: path) }

    func attempt() -> Bool { (try? connection.execute("BEGIN EXCLUSIVE")) != nil }

    func rollback() throws { try connection.rollback() }
  }
}

/// A disk in memory, which is soon full; it goes with its owner.
private final class SmallDisk {
  let path: String

  static var isPossible: Bool {
    guard let disk = SmallDisk(megabytes: 1) else { return false }
    return !disk.path.isEmpty
  }

  init?(megabytes: Int) {
    var template = Array("/tmp/ouzel-disk-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard unsafe mount("ouzel", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
      unsafe rmdir(path)
      return nil
    }
  }

  deinit {
    unsafe umount2(path, Int32(MNT_DETACH))
    unsafe rmdir(path)
  }

  /// Leaves no byte free.
  func fill() {
    let file = unsafe open(path + "/ballast", O_CREAT | O_WRONLY | O_APPEND, 0o600)
    defer { close(file) }
    for size in [1 << 16, 1 << 10, 1] {
      let piece = [UInt8](repeating: 0, count: size)
      while unsafe write(file, piece, size) > 0 {}
    }
  }

  func free() { unlinkFile(path + "/ballast") }
}
