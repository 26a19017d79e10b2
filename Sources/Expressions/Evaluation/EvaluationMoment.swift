import Glibc

/// The moment that `now()` and `current_date` give: one for all rows of a batch.
package struct EvaluationMoment: Sendable, Hashable {
  /// Microseconds since 1970, UTC.
  package let microseconds: Int64

  /// A moment that is given, as a test of a pipeline does.
  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// The moment that stands for the clock's, while a test of a pipeline runs that names one.
  @TaskLocal package static var fixed: EvaluationMoment?

  /// The moment at hand.
  package static func now() -> EvaluationMoment {
    if let fixed { return fixed }
    var time = timespec()
    // The clock of the wall is always there.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return EvaluationMoment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
