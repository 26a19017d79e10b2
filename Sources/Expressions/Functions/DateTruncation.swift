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
    let message: (Int) -> FailureMessage = { row in
      let text = parts.text(row)
      return TimePart(written: text) == nil
        ? "«\(text)» is no part of time"
        : "the \(text) of \(Moments.written(moments[row])) begins before all timestamps"
    }
    if let part = parts.constant {
      if part != .week, let length = part.microseconds {
        return evaluation.values(arguments, type, zero: Int64(0), message: message) { row -> Int64? in
          let rest = moments[row] % length
          return less(moments[row], rest < 0 ? rest + length : rest)
        }
      }
      return evaluation.values(arguments, type, zero: Int64(0), message: message) { row -> Int64? in
        midnight(part.firstDay(CivilCalendar.split(moments[row]).day))
      }
    }
    return evaluation.values(arguments, type, zero: Int64(0), message: message) { row -> Int64? in
      guard let part = parts[row] else { return nil }
      let (day, time) = CivilCalendar.split(moments[row])
      if part != .week, let length = part.microseconds { return less(moments[row], time % length) }
      return midnight(part.firstDay(day))
    }
  }

  @inline(__always) private static func less(_ moment: Int64, _ time: Int64) -> Int64? {
    let (earlier, isBeyond) = moment.subtractingReportingOverflow(time)
    return isBeyond ? nil : earlier
  }

  /// The moment at which a day begins; nil if no timestamp is.
  @inline(__always) private static func midnight(_ day: Int) -> Int64? {
    let (moment, isBeyond) = Int64(day).multipliedReportingOverflow(by: CivilCalendar.microsecondsPerDay)
    return isBeyond ? nil : moment
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
