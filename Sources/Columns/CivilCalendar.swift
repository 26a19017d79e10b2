/// The proleptic Gregorian calendar, counted in days from 1970-01-01.
public enum CivilCalendar {
  /// Microseconds of a day.
  public static let microsecondsPerDay: Int64 = 86_400_000_000

  @inlinable public static func isLeap(_ year: Int) -> Bool { year & 3 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// How many days the month has; `month` is 1 to 12.
  @inlinable public static func days(inMonth month: Int, of year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return 30 + (month ^ month >> 3) & 1
  }

  /// The day of a date that exists.
  @inlinable public static func day(year: Int, month: Int, day: Int) -> Int {
    // A year begins in March here, so that the leap day is its last.
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day.
  @inlinable public static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    // 740 eras of 400 years make every moment of an `Int64` positive, in 32 bits.
    guard day > -108_000_000 && day < 108_000_000 else { return farDate(ofDay: day) }
    let eras = 740
    let quarters = UInt32(truncatingIfNeeded: day &+ 719_468 &+ 146_097 &* eras) &* 4 &+ 3
    let century = quarters / 146_097
    let quartersOfCentury = (quarters % 146_097) | 3
    // One multiplication divides by the days of four years; what it leaves is the day of the year (after Neri and
    // Schneider, "Euclidean affine functions").
    let product = UInt64(quartersOfCentury) &* 2_939_745
    let yearOfCentury = UInt32(truncatingIfNeeded: product &>> 32)
    let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
    let months = 2_141 &* dayOfYear &+ 197_913
    let isNextYear = dayOfYear >= 306
    let month = Int(months &>> 16)
    return (
      Int(100 &* century &+ yearOfCentury) &- 400 &* eras &+ (isNextYear ? 1 : 0), isNextYear ? month &- 12 : month,
      Int((months & 0xffff) / 2_141) &+ 1
    )
  }

  @usableFromInline static func farDate(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let era = (day + 719_468 >= 0 ? day + 719_468 : day + 719_468 - 146_096) / 146_097
    let near = date(ofDay: day - era * 146_097)
    return (near.year + era * 400, near.month, near.day)
  }

  /// The day that a moment lies in, and the microseconds since that day began.
  @inlinable public static func split(_ microseconds: Int64) -> (day: Int, microsecond: Int64) {
    var (day, rest) = microseconds.quotientAndRemainder(dividingBy: microsecondsPerDay)
    if rest < 0 {
      day -= 1
      rest += microsecondsPerDay
    }
    return (Int(day), rest)
  }

  /// The weekday of a day: 0 is Sunday.
  @inlinable public static func weekday(ofDay day: Int) -> Int {
    let rest = (day + 4) % 7
    return rest < 0 ? rest + 7 : rest
  }

  /// The day of the year, 1 to 366, of a date that exists.
  @inlinable public static func dayOfYear(year: Int, month: Int, day: Int) -> Int {
    self.day(year: year, month: month, day: day) - self.day(year: year, month: 1, day: 1) + 1
  }

  /// The ISO 8601 week of a day and the year that it belongs to.
  @inlinable public static func isoWeek(ofDay day: Int) -> (year: Int, week: Int) {
    // A week belongs to the year of its Thursday.
    let thursday = day - (weekday(ofDay: day) + 6) % 7 + 3
    let year = date(ofDay: thursday).year
    return (year, (thursday - self.day(year: year, month: 1, day: 1)) / 7 + 1)
  }
}
