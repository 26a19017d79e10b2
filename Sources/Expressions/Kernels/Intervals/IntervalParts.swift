import Columns

/// The parts of an interval, as `hour`, `date_part` and `epoch` give them.
enum IntervalParts {
  /// The form that a function of dates and times has for intervals; none where it has none.
  static func overloads(_ name: String) -> [Overload] {
    if name == "epoch" {
      return [
        Overload([.interval], .float64) { evaluation, arguments in
          evaluation.map(arguments[0], .float64) { (value: IntervalValue) in seconds(value) }
        }
      ]
    }
    guard let part = parts[name] else { return [] }
    return [
      Overload([.interval], .int64) { evaluation, arguments in
        evaluation.map(arguments[0], .int64) { (value: IntervalValue) in part(value) }
      }
    ]
  }

  private static let parts: [String: @Sendable (IntervalValue) -> Int64] = [
    "millennium": { Int64($0.months / 12_000) }, "century": { Int64($0.months / 1_200) },
    "decade": { Int64($0.months / 120) }, "year": { Int64($0.months / 12) },
    "quarter": { Int64($0.months % 12 / 3 + 1) }, "month": { Int64($0.months % 12) }, "day": { Int64($0.days) },
    "hour": { $0.microseconds / 3_600_000_000 }, "minute": { $0.microseconds / 60_000_000 % 60 },
    "second": { $0.microseconds / 1_000_000 % 60 }, "millisecond": { $0.microseconds % 60_000_000 / 1_000 },
    "microsecond": { $0.microseconds % 60_000_000 },
  ]

  /// A year has 365 days and a quarter here, and a month that isn't part of a year 30 days.
  private static func seconds(_ value: IntervalValue) -> Double {
    let days = Double(value.months / 12) * 365.25 + Double(value.months % 12) * 30 + Double(value.days)
    return days * 86_400 + Double(value.microseconds) / 1e6
  }
}
