import Columns
import Specifications
package import TimeZones

/// Times that come again, as cron has them: minute, hour, day of the month, month, day of the week.
package struct Cron: Sendable, Equatable {
  /// As it is written.
  package let text: String
  private let minutes: CronField
  private let hours: CronField
  private let days: CronField
  private let months: CronField
  private let weekdays: CronField

  private static let names = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
  ]

  /// What is wrong with a text, and what to do about it.
  package struct Mistake: Error, Equatable {
    package let message: String
    package let mend: String?
  }

  /// Reads five fields with lists, ranges, steps and names, or `@hourly` and its like.
  package init(parsing text: String) throws(Mistake) {
    var fields = text.split(separator: " ").map(String.init)
    if let name = fields.first, name.hasPrefix("@"), fields.count == 1 {
      guard let written = Self.names[name.lowercased()] else {
        let near = nearestName(to: name, among: Self.names.keys.sorted())
        throw Mistake(
          message: "`\(name)` is no time that cron knows",
          mend: near.map { "did you mean `\($0)`?" }
            ?? "there are \(enumeration(of: Self.names.keys.sorted(), joinedBy: "and"))")
      }
      fields = written.split(separator: " ").map(String.init)
    }
    guard fields.count == 5 else {
      throw Mistake(
        message: "cron wants five fields, but there \(fields.count == 1 ? "is" : "are") \(fields.count)",
        mend: fields.count == 6
          ? "there is none for seconds: leave the first one out"
          : "minute, hour, day of the month, month, day of the week: `*/15 * * * *`")
    }
    self.text = text
    minutes = try CronField(parsing: fields[0], .minute)
    hours = try CronField(parsing: fields[1], .hour)
    days = try CronField(parsing: fields[2], .day)
    months = try CronField(parsing: fields[3], .month)
    weekdays = try CronField(parsing: fields[4], .weekday)
    // Leap days come every eight years at least.
    guard next(after: 0, in: .utc) != nil else {
      throw Mistake(message: "no such day ever comes", mend: "look at the day of the month and the month")
    }
  }

  /// The next time behind a moment, in seconds since 1970. A local time that is skipped when clocks are put forward
  /// comes once, when they are; one that comes twice when they are put back comes the first time alone.
  package func next(after moment: Int64, in zone: TimeZone) -> Int64? {
    var local = zone.local(at: moment)
    while let found = nextLocal(after: local) {
      let time =
        switch zone.moments(ofLocal: found) {
        case .one(let time), .two(let time, _), .skipped(let time, _): time
        }
      if time > moment { return time }
      local = found
    }
    return nil
  }

  /// The latest time that isn't behind a moment but behind `start`; nil if there is none.
  package func last(after start: Int64, upTo moment: Int64, in zone: TimeZone) -> Int64? {
    var found: Int64?
    var from = start
    // What was missed for long is looked for near its end: the times of a day tell the last one, of a year the rarest.
    for span in [86_400, 40 * 86_400, 400 * 86_400] as [Int64] where moment - from > span {
      if let near = next(after: moment - span, in: zone), near <= moment {
        from = moment - span
        break
      }
    }
    while let time = next(after: from, in: zone), time <= moment {
      found = time
      from = time
    }
    return found
  }

  /// The next local time that fits, of which the seconds count since 1970 as if they were UTC.
  private func nextLocal(after local: Int64) -> Int64? {
    let minute = Int((local - floorModulo(local, 60)) / 60) + 1
    var day = (minute - floorModulo(minute, 1440)) / 1440
    var rest = minute - day * 1440
    let (year, _, _) = CivilCalendar.date(ofDay: day)
    while true {
      let (thisYear, month, date) = CivilCalendar.date(ofDay: day)
      if thisYear > year + 9 { return nil }
      if !months.contains(month) {
        // On to the first of the next month.
        day += CivilCalendar.days(inMonth: month, of: thisYear) - date + 1
        rest = 0
        continue
      }
      if fits(date, CivilCalendar.weekday(ofDay: day)), let found = time(from: rest) {
        return Int64(day * 1440 + found) * 60
      }
      day += 1
      rest = 0
    }
  }

  /// Whether a day fits. Where both days are bounded, either will do.
  private func fits(_ date: Int, _ weekday: Int) -> Bool {
    if days.isAll || weekdays.isAll { return days.contains(date) && weekdays.contains(weekday) }
    return days.contains(date) || weekdays.contains(weekday)
  }

  /// The first time of the day that fits, in minutes, from one on.
  private func time(from start: Int) -> Int? {
    var hour = start / 60
    var minute = start % 60
    while hour < 24 {
      if hours.contains(hour), let found = (minute..<60).first(where: minutes.contains) { return hour * 60 + found }
      hour += 1
      minute = 0
    }
    return nil
  }
}

extension Cron: CustomStringConvertible {
  package var description: String { text }
}

private func floorModulo<Number: FixedWidthInteger & SignedInteger>(_ a: Number, _ b: Number) -> Number {
  let rest = a % b
  return rest < 0 ? rest + b : rest
}
