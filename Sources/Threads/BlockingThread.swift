import Glibc

/// A thread of its own for calls that block, to which an actor is pinned through `unownedExecutor`.
///
/// The pool on which Swift runs tasks has as many threads as the machine has cores, so two calls that wait for a disk
/// would stall everything else. The thread ends with the last reference to this object; every queued job holds one.
///
///     actor Ledger {
///       private let thread = BlockingThread(name: "ledger")
///       nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
///     }
package final class BlockingThread: SerialExecutor {
  private let queue: JobQueue
  /// Who runs the jobs instead, in a simulation.
  private let host = Hosts.current

  /// The name given to the thread; the system shows its first 15 bytes.
  package var name: String { queue.name }

  /// Makes the thread, which starts with its first job: a plan of many pipelines is made to be checked alone.
  package init(name: String) { queue = JobQueue(name: name) }

  deinit { queue.close() }

  /// Whether the caller runs on this thread.
  package var isCurrent: Bool { host != nil || queue.isOwnedByCallingThread }

  /// Queues a job; jobs run one after the other in the order in which they came.
  package func enqueue(_ job: consuming ExecutorJob) {
    if let host { return host.run(UnownedJob(job), of: self) }
    let isFirst = queue.append(JobQueue.Entry(job: UnownedJob(job), executor: self))
    if isFirst { Self.start(queue) }
  }

  /// What an actor returns as its `unownedExecutor`.
  package func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

  /// Ends the program when the caller isn't on this thread: lets `assumeIsolated` hold in what C calls back.
  package func checkIsolated() {
    precondition(isCurrent, "called outside of the thread '\(name)'")
  }

  /// The thread is detached, since the last reference may be dropped on the thread itself, which can't join itself.
  private static func start(_ queue: JobQueue) {
    var attributes = pthread_attr_t()
    // The attributes live on this stack frame, and pthread_create copies what it needs of them.
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // The retain is given to the new thread, which takes it back as the first thing it does.
    let retained = unsafe Unmanaged.passRetained(queue).toOpaque()
    var thread = pthread_t()
    let failure = unsafe pthread_create(&thread, &attributes, { unsafe runBlockingThread($0!) }, retained)
    precondition(failure == 0, "no thread could be started for '\(queue.name)': error \(failure)")
  }

  fileprivate static func run(_ retained: UnsafeMutableRawPointer) {
    // Balances the retain of `start`.
    let queue = unsafe Unmanaged<JobQueue>.fromOpaque(retained).takeRetainedValue()
    nameCallingThread(queue.name)
    queue.run()
  }

  /// A name that the system won't take is no reason to fail: it only helps who looks at the process.
  private static func nameCallingThread(_ name: String) {
    var short = String.UnicodeScalarView()
    var bytes = 0
    for scalar in name.unicodeScalars {
      bytes += UTF8.width(scalar)
      if bytes > 15 { break }
      short.append(scalar)
    }
    // Through /proc, since Swift sees neither `pthread_setname_np` (a GNU extension) nor `prctl` (variadic).
    let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let text = String(short)
    _ = unsafe write(file, text, text.utf8.count)
    close(file)
  }
}

private func runBlockingThread(_ retained: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  unsafe BlockingThread.run(retained)
  return nil
}
