import Columns
import Testing

@Suite("the calendar")
struct CivilCalendarTests {
  /// The day of the first of January, counted year by year.
  private static func slowFirstDay(of year: Int) -> Int {
    func length(_ year: Int) -> Int { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365 }
    if year >= 1970 { return (1970..<year).reduce(0) { $0 + length($1) } }
    return (year..<1970).reduce(0) { $0 - length($1) }
  }

  @Test(
    "every date of these years is its day, and the day the date",
    arguments: [-4, 0, 1, 1582, 1899, 1969, 2000, 2399, 9999])
  func everyDate(year: Int) {
    var day = Self.slowFirstDay(of: year)
    for (month, days) in [
      31, year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ].enumerated() {
      for date in 1...days {
        #expect(CivilCalendar.day(year: year, month: month + 1, day: date) == day)
        #expect(CivilCalendar.date(ofDay: day) == (year, month + 1, date))
        day += 1
      }
    }
  }

  @Test(
    "years beyond any moment follow each other as near ones do",
    arguments: [-300_000, -290_000, -289_999, 289_999, 290_000, 300_000])
  func farYears(year: Int) {
    // 400 years are 146,097 days, so that a year far away is one that is near, and whole eras.
    let eras = year >= 0 ? year / 400 : (year - 399) / 400
    for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
      let near = CivilCalendar.day(year: year - 400 * eras, month: month, day: day)
      #expect(CivilCalendar.day(year: year, month: month, day: day) == near + eras * 146_097)
      #expect(CivilCalendar.date(ofDay: near + eras * 146_097) == (year, month, day))
    }
  }

  @Test("a moment is written as its date and time are, with a fraction and without")
  func moments() {
    let cases: [(Int64, iso: String, sql: String)] = [
      (0, "1970-01-01T00:00:00Z", "1970-01-01 00:00:00"),
      (-1_000_000, "1969-12-31T23:59:59Z", "1969-12-31 23:59:59"),
      (-1, "1969-12-31T23:59:59.999999Z", "1969-12-31 23:59:59.999999"),
      (951_782_400_000_000 + 45_296_500_000, "2000-02-29T12:34:56.5Z", "2000-02-29 12:34:56.5"),
      (253_402_300_799_000_000, "9999-12-31T23:59:59Z", "9999-12-31 23:59:59"),
      (253_402_300_800_000_000, "+10000-01-01T00:00:00Z", "+10000-01-01 00:00:00"),
      (-62_167_219_200_000_000, "0000-01-01T00:00:00Z", "0000-01-01 00:00:00"),
      (-62_167_219_201_000_000, "-0001-12-31T23:59:59Z", "-0001-12-31 23:59:59"),
    ]
    for (moment, iso, sql) in cases {
      var builder = FixedBuilder<Int64>(capacity: 1, zero: 0)
      builder.append(moment)
      let values = builder.column(.timestamp)
      #expect(values.asText(.iso).text(0) == iso)
      #expect(values.asText(.sql).text(0) == sql)
      let local = Column(type: .localTimestamp, count: 1, values: values.values)
      #expect(local.asText(.iso).text(0) == String(iso.dropLast()))
    }
  }
}
