import Columns
import Expressions
import Testing

@Suite("Intervals")
struct IntervalTests {
  @Test(
    "intervals are read and written as DuckDB does",
    arguments: [
      ("interval '1 year 2 months'", "1 year 2 months"), ("interval '90 minutes'", "01:30:00"),
      ("interval '1.5 days'", "1 day 12:00:00"), ("interval '1 day ago'", "-1 day"), ("interval 3 hours", "03:00:00"),
      ("interval (1 + 1) month", "2 months"), ("interval '3' hour", "03:00:00"), ("interval '0 days'", "00:00:00"),
      ("interval '-1 month 2 days -03:00:00'", "-1 month 2 days -03:00:00"), ("interval '1:02:03.5'", "01:02:03.5"),
      ("interval '1 day' + interval '2 hours'", "1 day 02:00:00"), ("interval '1 day' * 1.5", "1 day 12:00:00"),
      ("2.5 * interval '1 month'", "2 months 15 days"), ("interval '1 month' / 2", "15 days"),
      ("-interval '1 day'", "-1 day"), ("interval '1 day' - interval '3 days'", "-2 days"),
      ("interval -2 days", "-2 days"),
      ("timestamp '2020-01-31 10:00' - timestamp '2020-01-01 09:00'", "30 days 01:00:00"),
    ])
  func texts(_ expression: String, _ expected: String) throws {
    #expect(try result("cast(\(expression) as text)") == expected)
  }

  @Test(
    "moments are moved by intervals",
    arguments: [
      ("date '2020-01-31' + interval '1 month'", "2020-02-29 00:00:00"), ("date '2020-01-31' + 1", "2020-02-01"),
      ("timestamp '2020-01-31 10:00:00' + interval '1 month 2 days 03:04:05.5'", "2020-03-02 13:04:05.5"),
      ("timestamp '2020-01-01' - interval '1 month' - interval '1 day'", "2019-11-30 00:00:00"),
      ("interval '1 day' + timestamp '2020-01-01'", "2020-01-02 00:00:00"),
      ("timestamp(local) '2020-02-29' - interval '1 year'", "2019-02-28 00:00:00"),
      ("time '10:00' + interval '20 hours'", "06:00:00"), ("time '10:00' - interval '11 hours'", "23:00:00"),
      ("date '2020-01-01' + time '10:00'", "2020-01-01 10:00:00"), ("epoch(interval '1 day 2 hours')", "93600.0"),
      ("extract(hour from interval '27 hours')", "27"), ("interval '30 days' = interval '1 month'", "true"),
      ("interval '1 month' > interval '29 days'", "true"),
      ("date '2020-01-01' + interval '1 day' = date '2020-01-02'", "true"),
    ])
  func moves(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }

  @Test("intervals of columns, and what goes beyond, row by row")
  func rows() throws {
    let batch = table(
      ("ts", .timestamp, ["2020-01-31T00:00:00Z", "9999-12-31T00:00:00Z", nil]),
      ("n", .int32, ["1", "2147483647", "3"]))
    #expect(
      try results("ts + interval (n) month", batch) == [
        "2020-02-29 00:00:00", "✗ a moment 178956970 years 7 months after 9999-12-31 00:00:00 is beyond all timestamps",
        "∅",
      ])
    #expect(try results("ts - timestamp '2020-01-01' > interval '20 days'", batch) == ["true", "true", "∅"])
  }

  @Test(
    "a time zone's rules hold in both directions, for all times",
    arguments: [
      ("timestamp '2020-06-01 12:00:00Z' at time zone 'Europe/Vienna'", "2020-06-01 14:00:00"),
      ("timestamp(local) '2020-06-01 12:00:00' at time zone 'Europe/Vienna'", "2020-06-01 10:00:00"),
      ("'2020-06-01 12:00:00' at time zone 'europe/vienna'", "2020-06-01 10:00:00"),
      ("timestamp(local) '2020-03-29 02:30:00' at time zone 'Europe/Vienna'", "2020-03-29 01:30:00"),
      ("timestamp(local) '2020-10-25 02:30:00' at time zone 'Europe/Vienna'", "2020-10-25 01:30:00"),
      ("timestamp(local) '2050-06-01 12:00:00' at time zone 'Europe/Vienna'", "2050-06-01 10:00:00"),
      ("timestamp(local) '1850-06-01 12:00:00' at time zone 'Europe/Vienna'", "1850-06-01 10:54:39"),
      ("date '2020-06-01' at time zone 'Europe/Vienna'", "2020-05-31 22:00:00"),
      ("timestamp '2020-06-01 12:00:00Z' at time zone 'Asia/Kolkata'", "2020-06-01 17:30:00"),
      ("timestamp '2020-06-01 12:00:00Z' at time zone 'UTC' at time zone 'UTC'", "2020-06-01 12:00:00"),
    ])
  func zones(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }

  @Test("one moment holds for all rows of a batch")
  func moment() throws {
    let batch = table(("x", .int32, ["1", "2"]))
    let checked = try Expression("epoch(now()) + x").checked(against: batch.schema)
    let evaluated = checked.evaluate(batch, at: EvaluationMoment(microseconds: 5_000_000))
    #expect(written(evaluated.column) == ["6.0", "7.0"])
  }
}
