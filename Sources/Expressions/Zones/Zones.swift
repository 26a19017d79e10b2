import Columns

/// `at time zone`
enum Zones {
  /// What takes local timestamps gives timestamps, and the other way about.
  static func kernel(_ rules: ZoneRules, isLocal: Bool) -> Kernel {
    Kernel("at time zone \(rules.name)(\(isLocal ? "local" : "utc"))", canFail: true) { evaluation, arguments in
      // Rows that follow each other mostly lie in the same summer.
      var span = rules.span(at: 0)
      return evaluation.map(
        arguments[0], isLocal ? .timestamp : .localTimestamp, zero: Int64(0),
        { (moment: Int64) -> Int64? in
          let (second, _) = seconds(moment)
          if isLocal {
            let first = second &- span.offset
            let day: Int64 = 86_400
            if !span.contains(first &- day) || !span.contains(first &+ day) {
              let found = rules.second(ofLocal: second)
              span = rules.span(at: found)
              return shifted(moment, by: found - second)
            }
            return shifted(moment, by: -span.offset)
          }
          if !span.contains(second) { span = rules.span(at: second) }
          return shifted(moment, by: span.offset)
        }, message: { "\(Moments.written($0)) at time zone '\(plain: rules.name)' is beyond all timestamps" })
    }
  }

  @inline(__always) private static func seconds(_ moment: Int64) -> (second: Int64, rest: Int64) {
    let (second, rest) = moment.quotientAndRemainder(dividingBy: 1_000_000)
    return rest < 0 ? (second - 1, rest + 1_000_000) : (second, rest)
  }

  @inline(__always) private static func shifted(_ moment: Int64, by seconds: Int64) -> Int64? {
    let (sum, isBeyond) = moment.addingReportingOverflow(seconds &* 1_000_000)
    return isBeyond ? nil : sum
  }
}
