import Glibc

/// The wall time and the CPU seconds of the process between two moments.
struct Stopwatch {
  private let wall: Double
  private let cpu: Double

  /// A watch that runs from now on.
  init() {
    wall = Self.seconds(CLOCK_MONOTONIC)
    cpu = Self.seconds(CLOCK_PROCESS_CPUTIME_ID)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Prints what was taken until now, with other figures, as one line of JSON.
  func report(_ figures: KeyValuePairs<String, Int>) {
    report(figures.map { "\"\($0.key)\": \($0.value)" })
  }

  /// Prints what was taken until now, with other members that are written already.
  func report(_ members: [String]) {
    let taken = ["\"wall\": \(Self.seconds(CLOCK_MONOTONIC) - wall)", "\"cpu\": \(Self.cpu - cpu)"]
    print("{" + (taken + members).joined(separator: ", ") + "}")
  }

  private static var cpu: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
}
