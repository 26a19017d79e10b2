import Columns

/// Functions of dates and times. A `timestamp` is taken apart in UTC, one that is local as it stands.
enum TimeFunctions {
  static let all: [Function] =
    [
      part("year", "The year.", "2018") { $0.eachDay($1) { $0[$1].year } },
      part("quarter", "The quarter of the year, 1 to 4.", "2") { $0.eachDay($1) { ($0[$1].month + 2) / 3 } },
      part("month", "The month, 1 to 12.", "6") { $0.eachDay($1) { $0[$1].month } },
      part("week", "The week of the year as ISO 8601 counts it, 1 to 53.", "23", aliases: ["weekofyear"]) {
        $0.eachDay($1) { $0.isoWeek(of: $1).week }
      },
      part("isoyear", "The year to which the week belongs as ISO 8601 counts it.", "2018") {
        $0.eachDay($1) { $0.isoWeek(of: $1).year }
      },
      part("yearweek", "The year and week as ISO 8601 counts them, as one number.", "201823") {
        $0.eachDay($1) { days, day in
          let (year, week) = days.isoWeek(of: day)
          return year * 100 + (year < 0 ? -week : week)
        }
      },
      part("decade", "The decade: the year divided by ten.", "201") { $0.eachDay($1) { $0[$1].year / 10 } },
      part("century", "The century.", "21") { $0.eachDay($1) { TimeFunctions.count(of: 100, upTo: $0[$1].year) } },
      part("millennium", "The millennium.", "3") {
        $0.eachDay($1) { TimeFunctions.count(of: 1000, upTo: $0[$1].year) }
      },
      part("day", "The day of the month, 1 to 31.", "8", aliases: ["dayofmonth"]) { $0.eachDay($1) { $0[$1].day } },
      part("dayofyear", "The day of the year, 1 to 366.", "159") { $0.eachDay($1) { $0[$1].dayOfYear } },
      part("dayofweek", "The day of the week, 0 for Sunday to 6 for Saturday.", "5", aliases: ["weekday"]) {
        $0.eachDay($1) { CivilCalendar.weekday(ofDay: $1) }
      },
      part("isodow", "The day of the week, 1 for Monday to 7 for Sunday.", "5") {
        $0.eachDay($1) { (CivilCalendar.weekday(ofDay: $1) + 6) % 7 + 1 }
      },
      clock("hour", "The hour, 0 to 23.", "16") { $0.eachTime($1) { $0 / 3_600_000_000 } },
      clock("minute", "The minute, 0 to 59.", "26") { $0.eachTime($1) { $0 / 60_000_000 % 60 } },
      clock("second", "The second, 0 to 59, its fraction cut off.", "5") { $0.eachTime($1) { $0 / 1_000_000 % 60 } },
      clock("millisecond", "The milliseconds since the minute began.", "5000") {
        $0.eachTime($1) { $0 % 60_000_000 / 1000 }
      },
      clock("microsecond", "The microseconds since the minute began.", "5000000") {
        $0.eachTime($1) { $0 % 60_000_000 }
      },
      name("dayname", "The English name of the day of the week.", "Friday") {
        $0.eachName($1, CalendarNames.days) { CivilCalendar.weekday(ofDay: $1) }
      },
      name("monthname", "The English name of the month.", "June") {
        $0.eachName($1, CalendarNames.months) { $0[$1].month - 1 }
      },
      Function(
        "epoch", .times, "Seconds since 1970, with their fraction.",
        example: "epoch(timestamp '1970-01-01 00:01:00')", "60.0",
        moments(to: .float64) { evaluation, argument in
          evaluation.map(argument, .float64) { (moment: Int64) in Double(moment) / 1e6 }
        } + [
          Overload([.time], .float64) { evaluation, arguments in
            evaluation.map(arguments[0], .float64) { (time: Int64) in Double(time) / 1e6 }
          },
          Overload([.date], .float64) { evaluation, arguments in
            evaluation.map(arguments[0], .float64) { (day: Int32) in Double(day) * 86400 }
          },
          Overload([.interval], .float64) { evaluation, arguments in
            evaluation.map(arguments[0], .float64) { (interval: IntervalValue) in interval.seconds }
          },
        ]),
      Function(
        "date_trunc", .times, "The moment at which the year, month, week, day, hour … began.",
        example: "date_trunc('month', timestamp '2018-06-08 16:26:00')", "2018-06-01 00:00:00",
        DateTruncation.overloads,
        aliases: ["datetrunc"]),
      Function(
        "strftime", .times, "The moment as text in the format given: `%Y-%m-%d %H:%M:%S` and the like.",
        example: "strftime(timestamp '2018-06-08 16:26:00', '%d.%m.%Y')", "08.06.2018", TimeFormat.overloads),
      Function(
        "date_part", .times, "A part of a date or time by its name; `extract(part from moment)` is the same.",
        example: "date_part('hour', timestamp '2018-06-08 16:26:00')", "16", .datePart, arguments: "'part', moment",
        aliases: ["datepart"]),
    ]

  /// Which hundred or thousand years a year lies in: the first are 1, and those before them -1.
  private static func count(of years: Int, upTo year: Int) -> Int {
    year > 0 ? (year - 1) / years + 1 : year / years - 1
  }

  /// The form for an interval, for the functions that take a part of one.
  private static func ofInterval(_ name: String) -> [Overload] {
    let parts: [String: @Sendable (IntervalValue) -> Int64] = [
      "year": { Int64($0.months / 12) }, "month": { Int64($0.months % 12) }, "day": { Int64($0.days) },
      "quarter": { Int64($0.months % 12 / 3 + 1) }, "decade": { Int64($0.months / 120) },
      "century": { Int64($0.months / 1200) }, "millennium": { Int64($0.months / 12000) },
      "hour": { $0.microseconds / 3_600_000_000 }, "minute": { $0.microseconds % 3_600_000_000 / 60_000_000 },
      "second": { $0.microseconds % 60_000_000 / 1_000_000 }, "millisecond": { $0.microseconds % 60_000_000 / 1000 },
      "microsecond": { $0.microseconds % 60_000_000 },
    ]
    guard let body = parts[name] else { return [] }
    return [
      Overload([.interval], .int64) { evaluation, arguments in
        evaluation.map(arguments[0], .int64) { (interval: IntervalValue) in body(interval) }
      }
    ]
  }

  private static let moment = "timestamp '2018-06-08 16:26:05'"

  /// Forms for a timestamp, a local one and a date, all seen as microseconds.
  private static func moments(
    to type: ColumnType, _ body: @escaping @Sendable (inout Evaluation, Vector) -> Vector
  ) -> [Overload] {
    [ColumnType.timestamp, .localTimestamp].map { from in
      Overload([from], type) { evaluation, arguments in body(&evaluation, arguments[0]) }
    }
  }

  private typealias Loop = @Sendable (inout Evaluation, Vector) -> Vector

  private static func overloads(_ types: [ColumnType], to type: ColumnType, _ loop: @escaping Loop) -> [Overload] {
    types.map { Overload([$0], type) { evaluation, arguments in loop(&evaluation, arguments[0]) } }
  }

  /// A function of the day on which a moment lies.
  private static func part(
    _ name: String, _ sentence: String, _ result: String, aliases: [String] = [], _ loop: @escaping Loop
  ) -> Function {
    Function(
      name, .times, sentence, example: "\(name)(\(moment))", result,
      overloads([.timestamp, .localTimestamp, .date], to: .int64, loop) + ofInterval(name), aliases: aliases)
  }

  /// A function of the time of day.
  private static func clock(
    _ name: String, _ sentence: String, _ result: String, _ loop: @escaping Loop
  ) -> Function {
    Function(
      name, .times, sentence, example: "\(name)(\(moment))", result,
      overloads([.timestamp, .localTimestamp, .date, .time], to: .int64, loop) + ofInterval(name))
  }

  /// A function that gives one of some names.
  private static func name(_ name: String, _ sentence: String, _ result: String, _ loop: @escaping Loop) -> Function {
    Function(
      name, .times, sentence, example: "\(name)(\(moment))", result,
      overloads([.date, .timestamp, .localTimestamp], to: .text, loop))
  }
}

/// The parts that `date_part` and `extract` know, by the functions that give them.
enum DateParts {
  static let functions: [String: String] = [
    "year": "year", "years": "year", "quarter": "quarter", "month": "month", "months": "month", "week": "week",
    "weeks": "week", "day": "day", "days": "day", "hour": "hour", "hours": "hour", "minute": "minute",
    "minutes": "minute", "second": "second", "seconds": "second", "dow": "dayofweek", "dayofweek": "dayofweek",
    "isodow": "isodow", "weekday": "dayofweek", "isoyear": "isoyear", "yearweek": "yearweek", "decade": "decade",
    "century": "century", "millennium": "millennium", "millisecond": "millisecond", "milliseconds": "millisecond",
    "microsecond": "microsecond", "microseconds": "microsecond", "doy": "dayofyear", "dayofyear": "dayofyear",
    "epoch": "epoch",
  ]
}
