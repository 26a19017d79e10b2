import Columns
import Engine
import Testing
import TimeZones

private func moment(_ text: String) -> Int64 { Moment(parsing: text)!.microseconds / 1_000_000 }
private func shown(_ moment: Int64?) -> String? {
  moment.map { String(Moment(microseconds: $0 * 1_000_000).description.prefix(16)) }
}

@Suite struct CronTests {
  @Test(
    "the next time is found, over the ends of months, years and leap days",
    arguments: [
      ("* * * * *", "2024-01-01T00:00:30", "2024-01-01T00:01"),
      ("*/15 * * * *", "2024-01-01T00:15:00", "2024-01-01T00:30"),
      ("5 4 * * *", "2024-12-31T04:05:00", "2025-01-01T04:05"),
      ("0 0 29 2 *", "2024-02-29T00:00:00", "2028-02-29T00:00"),
      ("0 12 * * mon-fri", "2024-06-07T12:00:00", "2024-06-10T12:00"),
      ("0 0 * * 7", "2024-06-03T00:00:00", "2024-06-09T00:00"),
      ("0 0 13 * FRI", "2024-06-01T00:00:00", "2024-06-07T00:00"),
      ("0 0 13 * FRI", "2024-06-08T00:00:00", "2024-06-13T00:00"),
      ("10-50/20 8,20 1 jan,jul *", "2024-01-01T20:50:00", "2024-07-01T08:10"),
      ("50/5 * * * *", "2024-01-01T00:56:00", "2024-01-01T01:50"),
      ("@hourly", "2024-01-01T00:00:00", "2024-01-01T01:00"), ("@weekly", "2024-06-03T00:00:00", "2024-06-09T00:00"),
      ("@yearly", "2024-06-03T00:00:00", "2025-01-01T00:00"), ("0 0 31 * *", "2024-01-31T00:00:00", "2024-03-31T00:00"),
      ("*/10 * */2 * *", "1969-12-30T23:59:00", "1969-12-31T00:00"),
    ])
  func next(cron: String, after: String, expected: String) throws {
    #expect(shown(try Cron(parsing: cron).next(after: moment(after), in: .utc)) == expected)
  }

  @Test(
    "what is no cron is told with its mend",
    arguments: [
      ("* * * *", "cron wants five fields, but there are 4"),
      ("0 * * * * *", "cron wants five fields, but there are 6"),
      ("60 * * * *", "`60` is no minute"), ("* 24 * * *", "`24` is no hour"),
      ("* * 0 * *", "`0` is no day of the month"),
      ("* * * foo *", "`foo` is no month"), ("* * * * 8", "`8` is no day of the week"),
      ("*/0 * * * *", "`*/0` is no minute"),
      ("5-1 * * * *", "`5-1` of the minute runs backwards"), ("0 0 30 2 *", "no such day ever comes"),
      ("@hourl", "`@hourl` is no time that cron knows"), ("1,,2 * * * *", "`` is no minute"),
      ("1-2-3 * * * *", "`1-2-3` is no minute"),
    ])
  func mistakes(cron: String, message: String) throws {
    let mistake = #expect(throws: Cron.Mistake.self) { _ = try Cron(parsing: cron) }
    #expect(mistake?.message == message)
    #expect(mistake?.mend?.isEmpty == false)
  }

  @Test("a time that clocks skip comes once, when they are put forward, and one that they show twice comes once")
  func clocksPutForwardAndBack() throws {
    let berlin = try #require(TimeZone(named: "Europe/Berlin"))
    func times(_ cron: String, from: String, to: String) throws -> [String?] {
      let cron = try Cron(parsing: cron)
      var found: [String?] = []
      var at = moment(from)
      while let next = cron.next(after: at, in: berlin), next <= moment(to) {
        found.append(shown(next))
        at = next
      }
      return found
    }
    // On 31 March 2024, 02:00 became 03:00, at 01:00 UTC.
    #expect(
      try times("30 2 * * *", from: "2024-03-30T00:00:00", to: "2024-04-01T12:00:00")
        == ["2024-03-30T01:30", "2024-03-31T01:00", "2024-04-01T00:30"])
    #expect(
      try times("*/20 2 * * *", from: "2024-03-31T00:00:00", to: "2024-04-01T00:10:00")
        == ["2024-03-31T01:00", "2024-04-01T00:00"])
    #expect(
      try times("*/30 * * * *", from: "2024-03-31T00:00:00", to: "2024-03-31T01:30:00")
        == ["2024-03-31T00:30", "2024-03-31T01:00", "2024-03-31T01:30"])
    // On 27 October 2024, 03:00 became 02:00, at 01:00 UTC.
    #expect(
      try times("30 2 * * *", from: "2024-10-26T12:00:00", to: "2024-10-28T12:00:00")
        == ["2024-10-27T00:30", "2024-10-28T01:30"])
    #expect(
      try times("*/30 * * * *", from: "2024-10-27T00:00:00", to: "2024-10-27T02:30:00")
        == ["2024-10-27T00:30", "2024-10-27T02:00", "2024-10-27T02:30"])
  }

  @Test("the last time that was missed is found, however long ago the one before it was")
  func last() throws {
    let hourly = try Cron(parsing: "@hourly")
    #expect(
      shown(hourly.last(after: moment("2010-01-01"), upTo: moment("2024-06-01T12:34:00"), in: .utc))
        == "2024-06-01T12:00")
    #expect(
      shown(hourly.last(after: moment("2024-06-01T11:00:00"), upTo: moment("2024-06-01T12:00:00"), in: .utc))
        == "2024-06-01T12:00")
    #expect(hourly.last(after: moment("2024-06-01T12:00:00"), upTo: moment("2024-06-01T12:34:00"), in: .utc) == nil)
    let leap = try Cron(parsing: "0 0 29 2 *")
    #expect(shown(leap.last(after: moment("2010-01-01"), upTo: moment("2023-06-01"), in: .utc)) == "2020-02-29T00:00")
  }

  @Test("a schedule shows its times by its own clocks")
  func shownTimes() throws {
    let schedule = Schedule(
      cron: try Cron(parsing: "0 3 * * *"), zone: try #require(TimeZone(named: "Europe/Berlin")))
    #expect(
      schedule.next(2, after: moment("2024-03-30T00:00:00")).map(schedule.shown)
        == ["2024-03-30 03:00 CET", "2024-03-31 03:00 CEST"])
  }
}
