import Columns

/// When clocks change in every year to come, as the last line of a zone's file says: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct YearlyRule: Sendable, Equatable {
  /// A day of the year and a time of it.
  struct Change: Sendable, Equatable {
    enum Day: Sendable, Equatable {
      /// The week's `weekday` in a month, counted from 1; 5 is the last one.
      case weekday(month: Int, week: Int, weekday: Int)
      /// Counted from 1, without leap days.
      case withoutLeap(Int)
      /// Counted from 0, with leap days.
      case ofYear(Int)
    }
    let day: Day
    /// Seconds since midnight; may be negative or go beyond the day.
    let second: Int

    /// The local time of the change in a year.
    func local(in year: Int) -> Int64 { Int64(day(of: year)) * 86_400 + Int64(second) }

    private func day(of year: Int) -> Int {
      let newYear = CivilCalendar.day(year: year, month: 1, day: 1)
      switch day {
      case .ofYear(let day): return newYear + day
      case .withoutLeap(let day): return newYear + day - 1 + (CivilCalendar.isLeap(year) && day >= 60 ? 1 : 0)
      case .weekday(let month, let week, let weekday):
        let first = CivilCalendar.day(year: year, month: month, day: 1)
        let ahead = (weekday - CivilCalendar.weekday(ofDay: first) + 7) % 7
        let day = ahead + (week - 1) * 7
        return first + (day < CivilCalendar.days(inMonth: month, of: year) ? day : day - 7)
      }
    }
  }

  let standard: TimeZone.Phase
  /// What holds from `begins` to `ends`; nil where clocks don't change.
  let summer: TimeZone.Phase?
  let begins: Change?
  let ends: Change?

  func phase(at moment: Int64) -> TimeZone.Phase {
    guard let summer, let begins, let ends else { return standard }
    // Beyond what a timestamp can be, thirty million years away, all sums still have room.
    let moment = min(max(moment, -1 << 50), 1 << 50)
    let local = moment + Int64(standard.offset)
    let day = local / 86_400 - (local % 86_400 < 0 ? 1 : 0)
    let year = CivilCalendar.date(ofDay: Int(day)).year
    let start = begins.local(in: year) - Int64(standard.offset)
    let end = ends.local(in: year) - Int64(summer.offset)
    let isSummer = start < end ? (start..<end).contains(moment) : !(end..<start).contains(moment)
    return isSummer ? summer : standard
  }

  /// Reads a rule; nil if it is none.
  init?(parsing text: String) {
    var cursor = Cursor(text)
    guard let standardName = cursor.name(), let standardBehind = cursor.time() else { return nil }
    standard = TimeZone.Phase(offset: -standardBehind, abbreviation: standardName)
    guard let summerName = cursor.name() else {
      guard cursor.isAtEnd else { return nil }
      (summer, begins, ends) = (nil, nil, nil)
      return
    }
    let summerBehind = cursor.isAt(",") ? standardBehind - 3600 : cursor.time()
    guard let summerBehind, cursor.take(","), let begins = cursor.change(), cursor.take(","),
      let ends = cursor.change(), cursor.isAtEnd
    else { return nil }
    summer = TimeZone.Phase(offset: -summerBehind, abbreviation: summerName)
    self.begins = begins
    self.ends = ends
  }
}

extension YearlyRule {
  /// Walks over a rule's text.
  private struct Cursor {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }
    func isAt(_ letter: Character) -> Bool { rest.first == letter }

    mutating func take(_ letter: Character) -> Bool {
      guard isAt(letter) else { return false }
      rest.removeFirst()
      return true
    }

    /// `CET`, or `<+03>`.
    mutating func name() -> String? {
      if take("<") {
        guard let end = rest.firstIndex(of: ">") else { return nil }
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
      }
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest[name.endIndex...]
      return name.isEmpty ? nil : String(name)
    }

    mutating func number(upTo most: Int) -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      return Int(digits).flatMap { $0 <= most ? $0 : nil }
    }

    /// `-1`, `5:30`, in seconds.
    mutating func time() -> Int? {
      let sign = take("-") ? -1 : 1
      if sign == 1 { _ = take("+") }
      guard let hours = number(upTo: 167) else { return nil }
      var seconds = hours * 3600
      for size in [60, 1] where take(":") {
        guard let part = number(upTo: 59) else { return nil }
        seconds += part * size
      }
      return sign * seconds
    }

    mutating func change() -> Change? {
      guard let day = day() else { return nil }
      guard take("/") else { return Change(day: day, second: 7200) }
      return time().map { Change(day: day, second: $0) }
    }

    private mutating func day() -> Change.Day? {
      if take("M") {
        guard let month = number(upTo: 12), month > 0, take("."), let week = number(upTo: 5), week > 0, take("."),
          let weekday = number(upTo: 6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
      }
      if take("J") { return number(upTo: 365).flatMap { $0 > 0 ? .withoutLeap($0) : nil } }
      return number(upTo: 365).map { .ofYear($0) }
    }
  }
}
