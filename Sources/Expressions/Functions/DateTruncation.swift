import Columns

/// `date_trunc`: where the part of time began in which a moment lies.
enum DateTruncation {
  static let overloads: [Overload] = [ColumnType.timestamp, .localTimestamp].map { type in
    var overload = Overload([.text, type], type, canFail: true) { evaluation, arguments in
      truncated(&evaluation, arguments, type)
    }
    overload.refusal = { TimePart.refusal($0[0]) }
    return overload
  }

  private static func truncated(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ type: ColumnType
  ) -> Vector {
    let (parts, moments) = (TimePart.Reader(arguments[0]), arguments[1].fixed(Int64.self))
    if let part = parts.constant {
      if part != .week, let length = part.microseconds {
        return evaluation.values(arguments, type) { row in
          let rest = moments[row] % length
          return moments[row] - (rest < 0 ? rest + length : rest)
        }
      }
      return evaluation.values(arguments, type) { row in
        Int64(part.firstDay(CivilCalendar.split(moments[row]).day)) * CivilCalendar.microsecondsPerDay
      }
    }
    return evaluation.values(
      arguments, type, zero: Int64(0), message: { "«\(parts.text($0))» is no part of time" }
    ) { row -> Int64? in
      guard let part = parts[row] else { return nil }
      let (day, time) = CivilCalendar.split(moments[row])
      if part != .week, let length = part.microseconds { return moments[row] - time % length }
      return Int64(part.firstDay(day)) * CivilCalendar.microsecondsPerDay
    }
  }
}

extension TimePart {
  /// The first day of the part in which a day lies.
  func firstDay(_ day: Int) -> Int {
    if self == .week { return day - (CivilCalendar.weekday(ofDay: day) + 6) % 7 }
    let date = CivilCalendar.date(ofDay: day)
    switch self {
    case .month: return day - date.day + 1
    case .quarter: return CivilCalendar.day(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
    case .year: return CivilCalendar.day(year: date.year, month: 1, day: 1)
    case .isoyear:
      // The first week is that of January 4.
      return TimePart.week.firstDay(CivilCalendar.day(year: CivilCalendar.isoWeek(ofDay: day).year, month: 1, day: 4))
    case .decade: return CivilCalendar.day(year: date.year / 10 * 10, month: 1, day: 1)
    case .century: return CivilCalendar.day(year: date.year / 100 * 100, month: 1, day: 1)
    default: return CivilCalendar.day(year: date.year / 1000 * 1000, month: 1, day: 1)
    }
  }
}
