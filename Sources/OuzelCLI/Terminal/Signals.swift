import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SIGINT and SIGTERM: the first drains, the second ends the process at once, losing nothing, since nothing unsettled
/// was committed.
final class Signals: Sendable {
  // Set once here, and only kept alive: nothing is ever called on them again.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
  private let first = Mutex<Int32?>(nil)
  /// One element when the process is asked to drain.
  let drains: AsyncStream<Void>

  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    drains = stream
    unsafe sources = [SIGINT, SIGTERM].map { number in
      _ = signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for (source, number) in unsafe zip(sources, [SIGINT, SIGTERM]) {
      source.setEventHandler { [self] in
        let isFirst = first.withLock { seen in
          defer { seen = seen ?? number }
          return seen == nil
        }
        if !isFirst { _exit(128 + number) }
        continuation.yield()
      }
      source.resume()
    }
  }

  /// The signal that asked for draining.
  var received: Int32? { first.withLock { $0 } }
}
