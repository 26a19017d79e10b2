import Columns

/// `date_diff` and `date_sub`: how many parts of time lie between two moments.
enum TimeDistance {
  static let all: [Function] = [
    Function(
      "date_diff", .times, "How many borders of a part, such as midnights, lie between two dates or times.",
      example: "date_diff('month', date '2018-01-31', date '2018-02-01')", "1", overloads(isBorders: true),
      aliases: ["datediff"]),
    Function(
      "date_sub", .times, "How many whole parts, such as months, lie between two dates or times.",
      example: "date_sub('month', date '2018-01-31', date '2018-03-01')", "1", overloads(isBorders: false),
      aliases: ["datesub"]),
  ]

  private static func overloads(isBorders: Bool) -> [Overload] {
    [ColumnType.date, .timestamp, .localTimestamp, .time].map { type in
      var overload = Overload([.text, type, type], .int64, canFail: true) { evaluation, arguments in
        distance(&evaluation, arguments, type, isBorders)
      }
      overload.refusal = { constants in
        if let refusal = TimePart.refusal(constants[0]) { return refusal }
        guard type == .time, let text = constants[0]?.bytes,
          TimePart(written: String(decoding: text, as: UTF8.self))?.isOfDay == false
        else { return nil }
        return "a time has no `\(String(decoding: text, as: UTF8.self))`"
      }
      return overload
    }
  }

  private static func distance(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ type: ColumnType, _ isBorders: Bool
  ) -> Vector {
    let parts = TimePart.Reader(arguments[0])
    let message: (Int) -> FailureMessage = { row in
      let text = parts.text(row)
      guard TimePart(written: text) != nil else { return "«\(text)» is no part of time" }
      return type == .time
        ? "a time has no part of time «\(text)»" : "the distance in \(text) goes beyond int64"
    }
    if isBorders, parts.constant == .day, type != .time { return days(evaluation, arguments, type) }
    if type == .date {
      let (a, b) = (arguments[1].fixed(Int32.self), arguments[2].fixed(Int32.self))
      return evaluation.values(arguments, .int64, zero: 0, message: message) { row -> Int64? in
        guard let part = parts[row] else { return nil }
        if part == .day { return Int64(b[row]) - Int64(a[row]) }
        if let length = part.microseconds {
          if part == .week { return (Int64(b[row]) - Int64(a[row])) / 7 }
          let (distance, isBeyond) = (Int64(b[row]) - Int64(a[row])).multipliedReportingOverflow(
            by: CivilCalendar.microsecondsPerDay / length)
          return isBeyond ? nil : distance
        }
        return isBorders
          ? borders(part, Int(a[row]), Int(b[row])) : whole(part, (Int(a[row]), 0), (Int(b[row]), 0))
      }
    }
    let (a, b) = (arguments[1].fixed(Int64.self), arguments[2].fixed(Int64.self))
    return evaluation.values(arguments, .int64, zero: 0, message: message) { row -> Int64? in
      guard let part = parts[row], type != .time || part.isOfDay else { return nil }
      let (start, end) = (a[row], b[row])
      if let length = part.microseconds {
        if isBorders {
          // A week is the distance of seven days, whatever day it begins with.
          if part == .week { return Int64(CivilCalendar.split(end).day - CivilCalendar.split(start).day) / 7 }
          let (borders, isBeyond) = floor(end, length).subtractingReportingOverflow(floor(start, length))
          return isBeyond ? nil : borders
        }
        let (distance, isBeyond) = end.subtractingReportingOverflow(start)
        return isBeyond ? nil : distance / length
      }
      let (first, last) = (CivilCalendar.split(start), CivilCalendar.split(end))
      return isBorders ? borders(part, first.day, last.day) : whole(part, first, last)
    }
  }

  /// How many midnights lie between two dates or moments: what is asked for most.
  private static func days(_ evaluation: Evaluation, _ arguments: [Vector], _ type: ColumnType) -> Vector {
    if type == .date {
      return evaluation.map(arguments[1], arguments[2], .int64) { (a: Int32, b: Int32) in Int64(b) - Int64(a) }
    }
    return evaluation.map(arguments[1], arguments[2], .int64) { (a: Int64, b: Int64) in
      let day = CivilCalendar.microsecondsPerDay
      return floor(b, day) - floor(a, day)
    }
  }

  @inline(__always) private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// How many borders of a part that is made of months lie between two days.
  private static func borders(_ part: TimePart, _ start: Int, _ end: Int) -> Int64 {
    if part == .isoyear {
      return Int64(CivilCalendar.isoWeek(ofDay: end).year - CivilCalendar.isoWeek(ofDay: start).year)
    }
    return Int64(number(part, end) - number(part, start))
  }

  /// Which part of all time a day lies in.
  private static func number(_ part: TimePart, _ day: Int) -> Int {
    let date = CivilCalendar.date(ofDay: day)
    return (date.year * 12 + date.month - 1) / (part.months ?? 1)
  }

  /// How many whole parts that are made of months lie between two moments. A month from the 31st ends with the last
  /// day of a shorter one.
  private static func whole(
    _ part: TimePart, _ start: (day: Int, microsecond: Int64), _ end: (day: Int, microsecond: Int64)
  ) -> Int64 {
    if start > end { return -whole(part, end, start) }
    let (first, last) = (CivilCalendar.date(ofDay: start.day), CivilCalendar.date(ofDay: end.day))
    var months = (last.year - first.year) * 12 + last.month - first.month
    let isLastDay = last.day == CivilCalendar.days(inMonth: last.month, of: last.year)
    let day = isLastDay ? min(first.day, last.day) : first.day
    if (last.day, end.microsecond) < (day, start.microsecond) { months -= 1 }
    return Int64(months / (part.months ?? 1))
  }
}

extension TimePart {
  /// Whether a time of day has it.
  var isOfDay: Bool {
    switch self {
    case .microsecond, .millisecond, .second, .minute, .hour: true
    default: false
    }
  }
}
