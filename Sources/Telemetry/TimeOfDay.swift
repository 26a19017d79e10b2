import Glibc

/// Hour, minute and second as a clock on the wall shows them.
package struct TimeOfDay: Equatable, Sendable, CustomStringConvertible {
  private let hour: Int32
  private let minute: Int32
  private let second: Int32

  /// A time of the day.
  package init(hour: Int32, minute: Int32, second: Int32) {
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The time in the system's time zone.
  package static var now: TimeOfDay {
    var seconds = time(nil)
    var parts = unsafe tm()
    // Both are on this stack frame for the length of the call.
    unsafe localtime_r(&seconds, &parts)
    return unsafe TimeOfDay(hour: parts.tm_hour, minute: parts.tm_min, second: parts.tm_sec)
  }

  package var description: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
