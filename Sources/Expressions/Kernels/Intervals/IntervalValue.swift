import Columns

/// Months, days and microseconds, which don't become one another when a calendar is at hand.
struct IntervalValue: BitwiseCopyable, Hashable, Sendable {
  var months: Int32 = 0
  var days: Int32 = 0
  var microseconds: Int64 = 0

  static let zero = IntervalValue()

  /// What comparisons look at: a month has 30 days there, and a day 24 hours.
  var size: Int128 {
    (Int128(months) * 30 + Int128(days)) * Int128(CivilCalendar.microsecondsPerDay) + Int128(microseconds)
  }

  /// How long it is where a year has 365 days and a quarter, and a month that isn't part of a year 30 days.
  var seconds: Double {
    let days = Double(months / 12) * 365.25 + Double(months % 12) * 30 + Double(days)
    return days * 86_400 + Double(microseconds) / 1e6
  }

  /// Part by part; nil where a part has no room.
  func adding(_ other: IntervalValue) -> IntervalValue? {
    let (months, a) = months.addingReportingOverflow(other.months)
    let (days, b) = days.addingReportingOverflow(other.days)
    let (microseconds, c) = microseconds.addingReportingOverflow(other.microseconds)
    return a || b || c ? nil : IntervalValue(months: months, days: days, microseconds: microseconds)
  }

  /// So many times the interval; nil where a part has no room.
  func times(_ count: Int64) -> IntervalValue? {
    let (months, a) = Int64(months).multipliedReportingOverflow(by: count)
    let (days, b) = Int64(days).multipliedReportingOverflow(by: count)
    let (microseconds, c) = microseconds.multipliedReportingOverflow(by: count)
    guard !a, !b, !c, let months = Int32(exactly: months), let days = Int32(exactly: days) else { return nil }
    return IntervalValue(months: months, days: days, microseconds: microseconds)
  }

  /// The interval times a fraction: what is left of a month becomes days, and what is left of a day its time.
  func scaled(_ factor: Double) -> IntervalValue? {
    let exactMonths = Double(months) * factor
    let wholeMonths = exactMonths.rounded(.towardZero)
    // A millionth of a day is below what a product of floats can be trusted for.
    let exactDays = Self.trusted(Double(days) * factor) + Self.trusted((exactMonths - wholeMonths) * 30)
    let wholeDays = exactDays.rounded(.towardZero)
    let rest = (exactDays - wholeDays) * Double(CivilCalendar.microsecondsPerDay)
    let exactMicroseconds = (Double(microseconds) * factor + rest).rounded()
    guard let months = Int32(exactly: wholeMonths), let days = Int32(exactly: wholeDays),
      let microseconds = Int64(exactly: exactMicroseconds)
    else { return nil }
    return IntervalValue(months: months, days: days, microseconds: microseconds)
  }

  private static func trusted(_ days: Double) -> Double {
    let scaled = (days * 1e9).rounded() / 1e9
    return scaled.isFinite ? scaled : days
  }

  /// The negative; nil where a part has no room.
  var negated: IntervalValue? { times(-1) }

  /// A moment that lies so much later; nil where no moment is. A month later is the same day of the month, or its last.
  func after(_ moment: Int64) -> Int64? {
    var (day, time) = CivilCalendar.split(moment)
    if months != 0 {
      let date = CivilCalendar.date(ofDay: day)
      let month = date.year * 12 + date.month - 1 + Int(months)
      let (year, index) = (month >= 0 ? month / 12 : (month - 11) / 12, ((month % 12) + 12) % 12)
      let last = CivilCalendar.days(inMonth: index + 1, of: year)
      day = CivilCalendar.day(year: year, month: index + 1, day: min(date.day, last))
    }
    day += Int(days)
    let (midnight, a) = Int64(day).multipliedReportingOverflow(by: CivilCalendar.microsecondsPerDay)
    let (later, b) = microseconds.addingReportingOverflow(time)
    time = later
    let (result, c) = midnight.addingReportingOverflow(time)
    return a || b || c ? nil : result
  }
}
