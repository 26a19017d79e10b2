import Glibc
import Synchronization

/// The built program at work, started as a user starts it. What it says is kept; it can be signalled and waited for.
///
/// It is used by the one thread that started it.
final class Program {
  /// How a process ended.
  enum End: Equatable {
    case exited(Int32)
    case killed(by: Int32)
  }

  let process: pid_t
  private var output: Intake
  private var errors: Intake
  private(set) var end: End?
  /// The most memory that it ever had, in bytes; known when it has ended.
  private(set) var peakMemory = 0
  /// What it began and didn't end, where it was asked to trace.
  private(set) var trace = Trace()
  private(set) var isTracing: Bool
  private let clock = ContinuousClock()

  /// Descriptors are made and closed in the child one program at a time, so that no other child inherits them.
  private static let starting = Mutex(())

  /// Starts the program that was built beside the tests.
  init(_ arguments: [String], isTracing: Bool = false, surroundings: [String] = []) throws {
    self.isTracing = isTracing
    (process, output, errors) = try Self.starting.withLock { _ in
      try spawn(arguments, surroundings + (isTracing ? ["OUZEL_TRACE=1"] : []))
    }
  }

  deinit {
    guard end == nil else { return }
    kill(process, SIGKILL)
    var status: Int32 = 0
    unsafe waitpid(process, &status, 0)
  }

  /// What it wrote to standard output so far.
  var printed: String { output.text }
  /// What it wrote to standard error so far, but for its trace.
  var said: String {
    errors.lines.filter { !$0.hasPrefix("trace ") }.joined(separator: "\n")
  }

  /// All that it wrote, its trace too.
  var everything: String { output.text + "\n" + errors.text }

  /// The lines in which it says that a pipeline is paused, and why.
  var pauses: [String] { errors.lines.filter { $0.contains("PAUSED") && $0.contains("next try in") } }

  func signal(_ number: Int32) { kill(process, number) }

  /// Stops it as a debugger would, and waits until it stands; SIGCONT lets it go on.
  func stop() {
    signal(SIGSTOP)
    var about = unsafe siginfo_t()
    // It fills in what it is given, and leaves the end of the process to be waited for.
    _ = unsafe waitid(P_PID, id_t(process), &about, WSTOPPED | WEXITED | WNOWAIT)
  }

  /// Waits until `condition` holds: looks whenever the program says something, and now and then.
  func until(_ what: String, within limit: Duration = .seconds(120), _ condition: () throws -> Bool) throws {
    let deadline = clock.now + limit
    while try !condition() {
      if end != nil {
        // It may have come true by what the program did last.
        if try condition() { return }
        throw Unmet(what: what, why: "it ended first: \(describedEnd)", said: said)
      }
      guard clock.now < deadline else { throw Unmet(what: what, why: "not within \(limit)", said: said) }
      listen(for: 10)
    }
  }

  /// Waits until it says `text`.
  func until(saying text: String, within limit: Duration = .seconds(120)) throws {
    try until("it says `\(text)`", within: limit) { said.contains(text) }
  }

  /// Waits for its end.
  @discardableResult
  func wait(within limit: Duration = .seconds(300)) throws -> End {
    try until("it ends", within: limit) { end != nil }
    return end!
  }

  /// Takes in what it says, for at most so many milliseconds.
  func listen(for milliseconds: Int32) {
    var sources = [pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0)]
    sources.append(pollfd(fd: errors.descriptor, events: Int16(POLLIN), revents: 0))
    // A descriptor that was closed is negative, and passed over.
    let ready = unsafe poll(&sources, nfds_t(sources.count), milliseconds)
    guard ready > 0 else { return }
    if sources[0].revents != 0 { output.take() }
    if sources[1].revents != 0 {
      let new = errors.take()
      if isTracing { for line in new { trace.take(line) } }
    }
    if output.isAtEnd && errors.isAtEnd { reap() }
  }

  private func reap() {
    var status: Int32 = 0
    var usage = rusage()
    guard unsafe wait4(process, &status, 0, &usage) == process else { return }
    peakMemory = usage.ru_maxrss * 1024
    let signal = status & 0x7f
    end = signal == 0 ? .exited(status >> 8 & 0xff) : .killed(by: signal)
  }

  private var describedEnd: String { end.map { "\($0)" } ?? "it runs" }
}

/// What was waited for in vain.
struct Unmet: Error, CustomStringConvertible {
  let what: String
  let why: String
  let said: String

  var description: String { "\(what): \(why). It said:\n\(said.suffix(4000))" }
}

/// The end of a pipe from which a program's words come.
private struct Intake {
  private(set) var descriptor: Int32
  private(set) var lines: [String] = []
  private var rest: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isAtEnd: Bool { descriptor < 0 }
  var text: String { (lines + (rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)])).joined(separator: "\n") }

  /// Reads what is there; returns the lines that became whole.
  @discardableResult
  mutating func take() -> ArraySlice<String> {
    let first = lines.count
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(descriptor, &piece, piece.count)
    if count <= 0 {
      close(descriptor)
      descriptor = -1
      if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
      rest = []
      return lines[first...]
    }
    rest += piece[..<count]
    let parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines += parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
    rest = Array(parts.last ?? [])
    return lines[first...]
  }
}

/// Why the program can't be started.
private struct Unstarted: Error {
  let path: String
  let code: Int32
}

private func spawn(_ arguments: [String], _ surroundings: [String]) throws -> (pid_t, Intake, Intake) {
  let path = programPath()
  let (output, errors) = (makePipe(), makePipe())
  defer {
    close(output.write)
    close(errors.write)
  }
  var actions = unsafe posix_spawn_file_actions_t()
  // What is made here lives until the child has started, which `posix_spawn` waits for.
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, output.write, 1)
  unsafe posix_spawn_file_actions_adddup2(&actions, errors.write, 2)

  let surroundings = ["PATH=/usr/bin:/bin", "HOME=/tmp"] + surroundings
  var words = unsafe texts([path] + arguments)
  var variables = unsafe texts(surroundings)
  defer { unsafe free(words + variables) }
  var process: pid_t = 0
  let code = unsafe posix_spawn(&process, path, &actions, nil, &words, &variables)
  guard code == 0 else { throw Unstarted(path: path, code: code) }
  return (process, Intake(output.read), Intake(errors.read))
}

/// Frees C's copies of texts.
@unsafe private func free(_ texts: [UnsafeMutablePointer<CChar>?]) {
  var rest = unsafe texts[...]
  while let text = unsafe rest.popFirst() { unsafe Glibc.free(text) }
}

/// C's copies of texts, closed by a null.
private func texts(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
  unsafe texts.map { (text) -> UnsafeMutablePointer<CChar>? in unsafe strdup(text) } + [nil]
}

/// A pipe that no child inherits but where it is told to.
private func makePipe() -> (read: Int32, write: Int32) {
  var ends: [Int32] = [0, 0]
  precondition(unsafe pipe(&ends) == 0, "no pipe could be made")
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// The program beside the tests, which are one program too.
func programPath() -> String {
  var path = [CChar](repeating: 0, count: 4096)
  // Writes no more than the array holds.
  let count = unsafe readlink("/proc/self/exe", &path, path.count)
  let own = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/ouzel"
}
