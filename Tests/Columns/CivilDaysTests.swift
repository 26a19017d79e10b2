import Columns
import Testing

@Suite("Days that are looked up") struct CivilDaysTests {
  @Test("have the dates that the calendar computes, at the ends of the table and beyond too")
  func dates() {
    let days = CivilDays()
    for day in Array(-26_000..<48_000) + [-800_000, 800_000, -108_000_001, 108_000_001] {
      let (found, date) = (days[day], CivilCalendar.date(ofDay: day))
      #expect((found.year, found.month, found.day) == date)
      #expect(found.dayOfYear == CivilCalendar.dayOfYear(year: date.year, month: date.month, day: date.day))
      #expect(days.isoWeek(of: day) == CivilCalendar.isoWeek(ofDay: day))
    }
  }
}
