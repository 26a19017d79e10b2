import Glibc
import Testing
import Threads

@Suite("a blocking thread") struct BlockingThreadTests {
  actor Pinned {
    nonisolated let thread: BlockingThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
    private(set) var seen: [Int] = []

    init(_ thread: BlockingThread) { self.thread = thread }

    func isAtHome() -> Bool { thread.isCurrent }
    func add(_ number: Int) { seen.append(number) }

    /// Leaves and comes back, which is where an executor would lose an actor.
    func isAtHomeAfterSuspension() async -> Bool {
      await Task.yield()
      return thread.isCurrent
    }

    func threadName() -> String {
      BlockingThreadTests.content(of: "/proc/thread-self/comm")
    }
  }

  @Test("an actor pinned to it runs there, and nobody else does") func pins() async {
    let actor = Pinned(BlockingThread(name: "pinned"))
    #expect(await actor.isAtHome())
    #expect(await actor.isAtHomeAfterSuspension())
    #expect(!actor.thread.isCurrent)
  }

  @Test("two actors on one thread share it") func shares() async {
    let thread = BlockingThread(name: "shared")
    let one = Pinned(thread)
    let other = Pinned(thread)
    #expect(await one.isAtHome())
    #expect(await other.isAtHome())
  }

  @Test(
    "its name is shown by the system, cut to what it takes",
    arguments: [("ledger", "ledger"), ("a-very-long-thread-name", "a-very-long-thr"), ("ééééééééé", "ééééééé")])
  func names(given: String, shown: String) async {
    #expect(await Pinned(BlockingThread(name: given)).threadName() == shown)
  }

  @Test("jobs of many tasks all run, one at a time") func runsAll() async {
    let actor = Pinned(BlockingThread(name: "many"))
    await withDiscardingTaskGroup { group in
      for number in 0..<1000 { group.addTask { await actor.add(number) } }
    }
    #expect(await actor.seen.sorted() == Array(0..<1000))
  }

  @Test("the thread ends with its last reference, even when that is dropped on the thread itself") func ends() async {
    actor Guest {
      let thread = BlockingThread(name: "ends")
      let left: AsyncStream<Bool>.Continuation
      nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
      init(_ left: AsyncStream<Bool>.Continuation) { self.left = left }
      func visit() {}
      isolated deinit { left.yield(thread.isCurrent) }
    }
    let (left, continuation) = AsyncStream<Bool>.makeStream()
    for _ in 0..<100 { await Guest(continuation).visit() }
    var times = 0
    for await wasAtHome in left {
      #expect(wasAtHome)
      times += 1
      if times == 100 { break }
    }
    // The kernel takes an ended thread away a moment later: wait for that, with a deadline.
    let deadline = ContinuousClock.now + .seconds(20)
    while threads(named: "ends") > 0, ContinuousClock.now < deadline { await Task.yield() }
    #expect(threads(named: "ends") == 0)
  }

  private func threads(named name: String) -> Int {
    guard let folder = unsafe opendir("/proc/self/task") else { return 0 }
    defer { unsafe closedir(folder) }
    var found = 0
    while let entry = unsafe readdir(folder) {
      let id = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if Self.content(of: "/proc/self/task/\(id)/comm") == name { found += 1 }
    }
    return found
  }

  /// The first line of a small file, empty when there is none.
  private static func content(of path: String) -> String {
    guard let file = unsafe fopen(path, "r") else { return "" }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
