#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The time that people read from clocks.
package enum WallTime {
  /// Microseconds since 1970, UTC.
  package static var microseconds: Int64 {
    if let host = Hosts.current { return host.wallMicroseconds }
    var now = timespec()
    // The call fills in the time that it is given.
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }
}
