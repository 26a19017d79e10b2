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
  private let sources: [any DispatchSourceSignal]
  private let first = Mutex<Int32?>(nil)
  /// One element when the process is asked to drain.
  let drains: AsyncStream<Void>

  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    drains = stream
    sources = [SIGINT, SIGTERM].map { number in
      _ = unsafe signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for (source, number) in zip(sources, [SIGINT, SIGTERM]) {
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

/// The time of day, for lines that people read: `03:12:07`.
func clockTime() -> String {
  var now = time(nil)
  var parts = tm()
  unsafe localtime_r(&now, &parts)
  return "\(twoDigits(Int(parts.tm_hour))):\(twoDigits(Int(parts.tm_min))):\(twoDigits(Int(parts.tm_sec)))"
}
