import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The machine's own clock.
struct SystemClock: WallClock {
  init() {}

  var now: Duration {
    var time = timespec()
    // The call fills in the time that it is given.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  func sleep(for span: Duration) async { try? await ContinuousClock().sleep(for: span) }
}
