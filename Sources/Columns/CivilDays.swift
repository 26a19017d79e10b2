/// The dates of days, looked up where they are near our time: for loops over many days, of which the arithmetic of the
/// calendar would be the greater part.
@frozen @safe public struct CivilDays: Sendable {
  /// A day's date, and the number of the day in its year.
  public typealias Date = (year: Int, month: Int, day: Int, dayOfYear: Int)

  // It points into memory that is made once and never freed or written again.
  @usableFromInline nonisolated(unsafe) let dates: UnsafePointer<UInt32>

  /// The first day that is looked up, 1900-01-01, and how many there are, to 2099-12-31.
  private static let first = -25_567
  private static let count = 73_049

  public init() { unsafe dates = Self.known }

  /// A date a word: the year since 1900, 4 bits of month, 5 of day, 9 of the day in the year.
  private nonisolated(unsafe) static let known: UnsafePointer<UInt32> = {
    let dates = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
    for place in 0..<count {
      let date = computed(first + place)
      unsafe (dates + place).initialize(
        to: UInt32((date.year - 1900) << 18 | date.month << 14 | date.day << 9 | date.dayOfYear))
    }
    return unsafe UnsafePointer(dates)
  }()

  /// The date of a day.
  @inlinable @inline(__always) public subscript(day: Int) -> Date {
    let place = day &+ 25_567
    guard UInt(bitPattern: place) < 73_049 else { return Self.computed(day) }
    let word = unsafe Int(dates[place])
    return (1900 &+ word >> 18, word >> 14 & 15, word >> 9 & 31, word & 511)
  }

  /// The ISO 8601 week of a day and the year that it belongs to.
  @inlinable @inline(__always) public func isoWeek(of day: Int) -> (year: Int, week: Int) {
    // A week belongs to the year of its Thursday.
    let thursday = self[day - (CivilCalendar.weekday(ofDay: day) + 6) % 7 + 3]
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  @usableFromInline @inline(never) static func computed(_ day: Int) -> Date {
    let (year, month, date) = CivilCalendar.date(ofDay: day)
    return (year, month, date, CivilCalendar.dayOfYear(year: year, month: month, day: date))
  }
}
