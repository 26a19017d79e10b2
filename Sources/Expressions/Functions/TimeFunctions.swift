import Columns

/// Functions of dates and times. A `timestamp` is taken apart in UTC, one that is local as it stands.
enum TimeFunctions {
  static let all: [Function] =
    [
      part("year", "The year.", "2018") { Int64(CivilCalendar.date(ofDay: $0).year) },
      part("quarter", "The quarter of the year, 1 to 4.", "2") {
        Int64((CivilCalendar.date(ofDay: $0).month + 2) / 3)
      },
      part("month", "The month, 1 to 12.", "6") { Int64(CivilCalendar.date(ofDay: $0).month) },
      part("week", "The week of the year as ISO 8601 counts it, 1 to 53.", "23", aliases: ["weekofyear"]) {
        Int64(CivilCalendar.isoWeek(ofDay: $0).week)
      },
      part("isoyear", "The year to which the week belongs as ISO 8601 counts it.", "2018") {
        Int64(CivilCalendar.isoWeek(ofDay: $0).year)
      },
      part("yearweek", "The year and week as ISO 8601 counts them, as one number.", "201823") {
        let (year, week) = CivilCalendar.isoWeek(ofDay: $0)
        return Int64(year * 100 + (year < 0 ? -week : week))
      },
      part("decade", "The decade: the year divided by ten.", "201") {
        Int64(CivilCalendar.date(ofDay: $0).year / 10)
      },
      part("century", "The century.", "21") { Int64(Self.count(of: 100, upTo: CivilCalendar.date(ofDay: $0).year)) },
      part("millennium", "The millennium.", "3") {
        Int64(Self.count(of: 1000, upTo: CivilCalendar.date(ofDay: $0).year))
      },
      part("day", "The day of the month, 1 to 31.", "8", aliases: ["dayofmonth"]) {
        Int64(CivilCalendar.date(ofDay: $0).day)
      },
      part("dayofyear", "The day of the year, 1 to 366.", "159") {
        let date = CivilCalendar.date(ofDay: $0)
        return Int64(CivilCalendar.dayOfYear(year: date.year, month: date.month, day: date.day))
      },
      part("dayofweek", "The day of the week, 0 for Sunday to 6 for Saturday.", "5", aliases: ["weekday"]) {
        Int64(CivilCalendar.weekday(ofDay: $0))
      },
      part("isodow", "The day of the week, 1 for Monday to 7 for Sunday.", "5") {
        Int64((CivilCalendar.weekday(ofDay: $0) + 6) % 7 + 1)
      },
      clock("hour", "The hour, 0 to 23.", "16") { $0 / 3_600_000_000 },
      clock("minute", "The minute, 0 to 59.", "26") { $0 / 60_000_000 % 60 },
      clock("second", "The second, 0 to 59, its fraction cut off.", "5") { $0 / 1_000_000 % 60 },
      clock("millisecond", "The milliseconds since the minute began.", "5000") { $0 % 60_000_000 / 1000 },
      clock("microsecond", "The microseconds since the minute began.", "5000000") { $0 % 60_000_000 },
      name("dayname", "The English name of the day of the week.", "Friday", CalendarNames.days) {
        CivilCalendar.weekday(ofDay: $0)
      },
      name("monthname", "The English name of the month.", "June", CalendarNames.months) {
        CivilCalendar.date(ofDay: $0).month - 1
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

  /// A function of the day on which a moment lies.
  @inline(__always) private static func part(
    _ name: String, _ sentence: String, _ result: String, aliases: [String] = [],
    _ body: @escaping @Sendable (Int) -> Int64
  ) -> Function {
    let ofDay = Overload([.date], .int64) { evaluation, arguments in
      evaluation.map(arguments[0], .int64) { (day: Int32) in body(Int(day)) }
    }
    let ofMoment = moments(to: .int64) { evaluation, argument in
      evaluation.map(argument, .int64) { (moment: Int64) in body(CivilCalendar.split(moment).day) }
    }
    return Function(
      name, .times, sentence, example: "\(name)(\(moment))", result, ofMoment + [ofDay] + ofInterval(name),
      aliases: aliases)
  }

  /// A function of the time of day.
  @inline(__always) private static func clock(
    _ name: String, _ sentence: String, _ result: String, _ body: @escaping @Sendable (Int64) -> Int64
  ) -> Function {
    let ofMoment = moments(to: .int64) { evaluation, argument in
      evaluation.map(argument, .int64) { (moment: Int64) in body(CivilCalendar.split(moment).microsecond) }
    }
    let ofTime = Overload([.time], .int64) { evaluation, arguments in
      evaluation.map(arguments[0], .int64) { (time: Int64) in body(time) }
    }
    let ofDay = Overload([.date], .int64) { evaluation, arguments in
      evaluation.map(arguments[0], .int64) { (_: Int32) in Int64(0) }
    }
    return Function(
      name, .times, sentence, example: "\(name)(\(moment))", result, ofMoment + [ofDay, ofTime] + ofInterval(name))
  }

  /// A function that gives one of some names.
  @inline(__always) private static func name(
    _ name: String, _ sentence: String, _ result: String, _ names: [String], _ body: @escaping @Sendable (Int) -> Int
  ) -> Function {
    let ofDay = Overload([.date], .text) { evaluation, arguments in
      let days = arguments[0].fixed(Int32.self)
      return named(&evaluation, arguments, names) { body(Int(days[$0])) }
    }
    let ofMoment = moments(to: .text) { evaluation, argument in
      let moments = argument.fixed(Int64.self)
      return named(&evaluation, [argument], names) { body(CivilCalendar.split(moments[$0]).day) }
    }
    return Function(name, .times, sentence, example: "\(name)(\(moment))", result, ofMoment + [ofDay])
  }

  @inline(__always) private static func named(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ names: [String], _ body: (Int) -> Int
  ) -> Vector {
    // Names are short: each is copied as two words, of which its length counts.
    let words = names.map { name in
      var bytes: UInt128 = 0
      for (place, byte) in name.utf8.enumerated() { bytes |= UInt128(byte) << UInt128(8 * place) }
      return (bytes: bytes, count: name.utf8.count)
    }
    let count = evaluation.rows(of: arguments)
    return evaluation.texts(arguments, bytes: count * 10) { row, out in
      let word = words[body(row)]
      out.reserve(16)
      unsafe out.end.storeBytes(of: word.bytes, as: UInt128.self)
      out.advance(by: word.count)
    }
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
