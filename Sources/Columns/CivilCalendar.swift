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

  /// Eras of 400 years by which every moment of an `Int64` becomes positive, in 32 bits.
  @usableFromInline static var eras: Int { 740 }

  /// The day of a date that exists.
  @inlinable @inline(__always) public static func day(year: Int, month: Int, day: Int) -> Int {
    guard year > -290_000 && year < 290_000 else { return farDay(year: year, month: month, day: day) }
    // A year begins in March here, so that the leap day is its last. Each of the three products counts the days before
    // a year, before its century's leap years are taken off, and before a month (after Neri and Schneider).
    let isNextYear: UInt32 = month <= 2 ? 1 : 0
    let marchYear = UInt32(truncatingIfNeeded: year &+ 400 &* eras) &- isNextYear
    let marchMonth = UInt32(truncatingIfNeeded: month) &+ 12 &* isNextYear
    let century = marchYear / 100
    let days =
      1_461 &* marchYear / 4 &- century &+ century / 4 &+ (979 &* marchMonth &- 2_919) / 32
      &+ UInt32(truncatingIfNeeded: day)
    return Int(days) &- (719_469 &+ 146_097 &* eras)
  }

  /// The day of a date in a year of more digits than a moment has.
  @usableFromInline static func farDay(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day.
  @inlinable @inline(__always) public static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    guard day > -108_000_000 && day < 108_000_000 else { return farDate(ofDay: day) }
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
