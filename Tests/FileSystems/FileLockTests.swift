import FileSystems
import Glibc
import Testing

@Suite("a file lock") struct FileLockTests {
  let folder = TemporaryFolder()

  private enum Outcome: Equatable {
    case taken
    case heldElsewhere(by: Int32?)
  }

  private func outcome(_ attempt: borrowing FileLock.Attempt) -> Outcome {
    switch attempt {
    case .taken: .taken
    case .heldElsewhere(let holder): .heldElsewhere(by: holder)
    }
  }

  @Test("is had by one at a time, and says who has it") func exclusive() throws {
    let path = folder.file("lock")
    do {
      let first = try FileLock.attempt(path)
      #expect(outcome(first) == .taken)
      #expect(outcome(try FileLock.attempt(path)) == .heldElsewhere(by: getpid()))
      withExtendedLifetime(first) {}
    }
    #expect(outcome(try FileLock.attempt(path)) == .taken)
    #expect(folder.names == ["lock"])
  }

  @Test("is freed when its holder is killed") func killed() throws {
    let path = folder.file("lock")
    let holder = try #require(Holder(of: path))
    #expect(outcome(try FileLock.attempt(path)) == .heldElsewhere(by: nil))
    holder.kill()
    #expect(outcome(try FileLock.attempt(path)) == .taken)
  }

  /// Another process that holds the lock, made with the system's own `flock`.
  @safe private final class Holder {
    private let output: UnsafeMutablePointer<FILE>
    private let process: pid_t

    init?(of path: String) {
      let script = "exec 9>>'\(path)' && flock -n 9 && echo $$ && exec sleep 600"
      guard let output = unsafe popen(script, "re") else { return nil }
      unsafe self.output = output
      // Its number comes once it holds the lock, or nothing when it can't.
      var line = [CChar](repeating: 0, count: 32)
      guard unsafe fgets(&line, Int32(line.count), output) != nil else { return nil }
      let digits = line.prefix { $0 >= 48 }.map { UInt8(bitPattern: $0) }
      guard let process = pid_t(String(decoding: digits, as: UTF8.self)) else { return nil }
      self.process = process
    }

    func kill() {
      Glibc.kill(process, SIGKILL)
      unsafe pclose(output)
    }
  }
}
