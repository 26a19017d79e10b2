import Columns

/// The last line of a zone's file: `CET-1CEST,M3.5.0,M10.5.0/3`, which holds for all years to come.
struct YearlyRule: Sendable {
  /// A day of each year and the second of that day.
  private struct Turn {
    enum Day {
      /// The `week`th such weekday of a month; the fifth is the last.
      case weekday(month: Int, week: Int, day: Int)
      /// 1 to 365; the 29th of February never counts.
      case ofYear(Int)
      /// 0 to 365.
      case fromZero(Int)
    }
    var day: Day
    var time: Int64

    /// When it is, in seconds of the clock since 1970.
    func second(in year: Int) -> Int64 {
      let day: Int
      switch self.day {
      case .weekday(let month, let week, let weekday):
        let first = CivilCalendar.day(year: year, month: month, day: 1)
        var found = first + (weekday - CivilCalendar.weekday(ofDay: first) + 7) % 7 + (week - 1) * 7
        if found >= first + CivilCalendar.days(inMonth: month, of: year) { found -= 7 }
        day = found
      case .ofYear(let number):
        let leap = CivilCalendar.isLeap(year) && number > 59 ? 1 : 0
        day = CivilCalendar.day(year: year, month: 1, day: 1) + number - 1 + leap
      case .fromZero(let number): day = CivilCalendar.day(year: year, month: 1, day: 1) + number
      }
      return Int64(day) * 86_400 + time
    }
  }

  private let standard: Int64
  private let summer: (offset: Int64, from: Turn, to: Turn)?

  /// The time around a second since 1970 in which the offset stays.
  func span(at second: Int64) -> ZoneRules.Span {
    guard let summer else { return ZoneRules.Span(from: .min, to: .max, offset: standard) }
    let (day, _) = CivilCalendar.split(second &* 1_000_000)
    let year = abs(second) > 9_000_000_000_000 ? 9999 : CivilCalendar.date(ofDay: day).year
    var turns: [(second: Int64, offset: Int64)] = []
    for year in (year - 1)...(year + 1) {
      turns.append((summer.from.second(in: year) - standard, summer.offset))
      turns.append((summer.to.second(in: year) - summer.offset, standard))
    }
    turns.sort { $0.second < $1.second }
    for index in turns.indices.reversed() where turns[index].second <= second {
      let end = index + 1 < turns.count ? turns[index + 1].second : Int64.max
      return ZoneRules.Span(from: turns[index].second, to: end, offset: turns[index].offset)
    }
    return ZoneRules.Span(from: second, to: second &+ 1, offset: standard)
  }

  /// Reads a rule as POSIX writes it; nil if it is none.
  init?(_ text: String) {
    var rest = Substring(text)
    guard Self.name(&rest), let standard = Self.offset(&rest) else { return nil }
    self.standard = standard
    guard !rest.isEmpty else {
      summer = nil
      return
    }
    guard Self.name(&rest) else { return nil }
    var offset = standard + 3600
    if rest.first != "," {
      guard let own = Self.offset(&rest) else { return nil }
      offset = own
    }
    guard rest.popFirst() == ",", let from = Self.turn(&rest), rest.popFirst() == ",", let to = Self.turn(&rest),
      rest.isEmpty
    else { return nil }
    summer = (offset, from, to)
  }

  /// Passes over a zone's abbreviation: letters, or anything in angle brackets.
  private static func name(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let close = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: close)...]
      return true
    }
    let length = rest.prefix { $0.isLetter }.count
    rest.removeFirst(length)
    return length >= 3
  }

  /// An offset, which POSIX counts to the west.
  private static func offset(_ rest: inout Substring) -> Int64? { time(&rest).map { -$0 } }

  /// `[+-]h[:m[:s]]`, in seconds.
  private static func time(_ rest: inout Substring) -> Int64? {
    var sign: Int64 = 1
    if rest.first == "-" || rest.first == "+" { sign = rest.removeFirst() == "-" ? -1 : 1 }
    guard var sum = number(&rest).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] as [Int64] where rest.first == ":" {
      rest.removeFirst()
      guard let part = number(&rest) else { return nil }
      sum += part * unit
    }
    return sign * sum
  }

  private static func number(_ rest: inout Substring) -> Int64? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count < 5 else { return nil }
    rest.removeFirst(digits.count)
    return Int64(digits)
  }

  private static func turn(_ rest: inout Substring) -> Turn? {
    let day: Turn.Day
    switch rest.first {
    case "M":
      rest.removeFirst()
      guard let month = number(&rest), rest.popFirst() == ".", let week = number(&rest), rest.popFirst() == ".",
        let weekday = number(&rest), (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      day = .weekday(month: Int(month), week: Int(week), day: Int(weekday))
    case "J":
      rest.removeFirst()
      guard let found = number(&rest), (1...365).contains(found) else { return nil }
      day = .ofYear(Int(found))
    default:
      guard let found = number(&rest), (0...365).contains(found) else { return nil }
      day = .fromZero(Int(found))
    }
    guard rest.first == "/" else { return Turn(day: day, time: 7200) }
    rest.removeFirst()
    return time(&rest).map { Turn(day: day, time: $0) }
  }
}
