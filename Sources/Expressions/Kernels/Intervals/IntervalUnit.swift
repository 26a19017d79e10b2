/// The units that an interval is written in.
enum IntervalUnit: String, CaseIterable {
  case year, month, day, hour, minute, second, millisecond, microsecond, week, quarter, decade, century, millennium

  /// A unit as people write it: `day`, `days`, `mins`.
  init?(named word: String) {
    let folded = word.lowercased()
    if let unit = IntervalUnit(rawValue: folded) ?? Self.synonyms[folded] {
      self = unit
    } else if folded.hasSuffix("s"),
      let unit = IntervalUnit(rawValue: String(folded.dropLast())) ?? Self.synonyms[String(folded.dropLast())]
    {
      self = unit
    } else {
      return nil
    }
  }

  private static let synonyms: [String: IntervalUnit] = [
    "y": .year, "yr": .year, "mon": .month, "d": .day, "h": .hour, "hr": .hour, "m": .minute, "min": .minute,
    "s": .second, "sec": .second, "ms": .millisecond, "msec": .millisecond, "us": .microsecond, "usec": .microsecond,
    "w": .week, "centuries": .century, "millennia": .millennium,
  ]

  /// The function that makes an interval of so many of it.
  var function: String { "to_" + plural }

  var plural: String {
    switch self {
    case .century: "centuries"
    case .millennium: "millennia"
    default: rawValue + "s"
    }
  }

  /// One of it.
  var interval: IntervalValue {
    switch self {
    case .millennium: IntervalValue(months: 12_000)
    case .century: IntervalValue(months: 1_200)
    case .decade: IntervalValue(months: 120)
    case .year: IntervalValue(months: 12)
    case .quarter: IntervalValue(months: 3)
    case .month: IntervalValue(months: 1)
    case .week: IntervalValue(days: 7)
    case .day: IntervalValue(days: 1)
    case .hour: IntervalValue(microseconds: 3_600_000_000)
    case .minute: IntervalValue(microseconds: 60_000_000)
    case .second: IntervalValue(microseconds: 1_000_000)
    case .millisecond: IntervalValue(microseconds: 1_000)
    case .microsecond: IntervalValue(microseconds: 1)
    }
  }
}
