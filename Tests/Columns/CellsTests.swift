import Columns
import Testing

/// What a text becomes when it is read as a type and written again: the text, "null", or the failure's sentence.
private func roundTrip(_ text: String, _ type: ColumnType, emptyIsNull: Bool = true) -> String {
  var builder = TextBuilder(capacity: 1)
  builder.append(text)
  var failures: [RowFailure] = []
  let column = builder.column().parsed(as: Field("f", type), emptyIsNull: emptyIsNull, failures: &failures)
  if let failure = failures.first { return failure.message }
  return column.asText(.iso).text(0) ?? "null"
}

@Suite struct CellsTests {
  @Test(
    "a text is read as a value and written in the language's spelling",
    arguments: [
      (.bool, "true", "true"), (.bool, "F", "false"), (.bool, "Yes", "true"), (.bool, "0", "false"),
      (.bool, "", "null"),
      (.int8, "-128", "-128"), (.int16, "+32767", "32767"), (.int32, "007", "7"), (.int32, "12.000", "12"),
      (.int64, "-9223372036854775808", "-9223372036854775808"),
      (.int64, "9223372036854775807", "9223372036854775807"),
      (.uint8, "255", "255"), (.uint8, "-0", "0"), (.uint64, "18446744073709551615", "18446744073709551615"),
      (.float64, "0.1", "0.1"), (.float64, "1e3", "1000.0"), (.float64, "-2.5E-3", "-0.0025"),
      (.float64, "123456789.123456789", "123456789.12345679"), (.float64, "1e300", "1e+300"),
      (.float64, "5e-324", "5e-324"), (.float64, "9007199254740993", "9007199254740992.0"),
      (.float64, "1e-400", "0.0"), (.float64, "NaN", "nan"), (.float64, "-Infinity", "-inf"),
      (.float64, "0.30000000000000004", "0.30000000000000004"), (.float64, ".5", "0.5"),
      (.float32, "16777217", "16777216.0"), (.float32, "3.4e38", "3.4e+38"), (.float32, "0.1", "0.1"),
      (.decimal(precision: 12, scale: 2), "12.5", "12.50"), (.decimal(precision: 12, scale: 2), "-0.05", "-0.05"),
      (.decimal(precision: 12, scale: 2), "1.2300", "1.23"), (.decimal(precision: 12, scale: 2), "1e3", "1000.00"),
      (.decimal(precision: 12, scale: 2), "1200e-3", "1.20"), (.decimal(precision: 5, scale: 0), "00012", "12"),
      (.decimal(precision: 12, scale: 2), "0", "0.00"),
      (
        .decimal(precision: 38, scale: 0), "99999999999999999999999999999999999999",
        "99999999999999999999999999999999999999"
      ),
      (.text, "", ""), (.text, "Käse 🧀", "Käse 🧀"),
      (.bytes, "", ""), (.bytes, "aGk=", "aGk="), (.bytes, "aGk", "aGk="), (.bytes, "aGkh", "aGkh"),
      (.date, "2018-06-08", "2018-06-08"), (.date, "2018-06-08 00:00:00", "2018-06-08"), (.date, "", "null"),
      (.date, "2000-02-29", "2000-02-29"), (.date, "0001-01-01", "0001-01-01"), (.date, "9999-12-31", "9999-12-31"),
      (.time, "16:26", "16:26:00"), (.time, "23:59:59.999999", "23:59:59.999999"), (.time, "00:00:00.5", "00:00:00.5"),
      (.timestamp, "2018-06-08 16:26:00", "2018-06-08T16:26:00Z"),
      (.timestamp, "2018-06-08T16:26:00", "2018-06-08T16:26:00Z"),
      (.timestamp, "2018-06-08t16:26:00z", "2018-06-08T16:26:00Z"),
      (.timestamp, "2018-06-08T16:26:00.250Z", "2018-06-08T16:26:00.25Z"),
      (.timestamp, "2018-06-08T16:26:00.1234567+02:00", "2018-06-08T14:26:00.123456Z"),
      (.timestamp, "2018-06-08 16:26:00-0330", "2018-06-08T19:56:00Z"),
      (.timestamp, "2018-06-08 16:26:00+02", "2018-06-08T14:26:00Z"),
      (.timestamp, "2018-06-08 16:26 +02", "2018-06-08T14:26:00Z"),
      (.timestamp, "2018-06-08 16:26:00 UTC", "2018-06-08T16:26:00Z"),
      (.timestamp, "2018-06-08", "2018-06-08T00:00:00Z"), (.timestamp, "1969-12-31 23:59:59", "1969-12-31T23:59:59Z"),
      (.timestamp, "0001-01-01 00:00:00", "0001-01-01T00:00:00Z"), (.timestamp, "", "null"),
      (.localTimestamp, "2018-06-08T16:26:00", "2018-06-08T16:26:00"),
      (.uuid, "9253f6b73fe6e7be9ba057171ed40c22", "9253f6b7-3fe6-e7be-9ba0-57171ed40c22"),
      (.uuid, "9253F6B7-3fe6-E7BE-9ba0-57171ED40C22", "9253f6b7-3fe6-e7be-9ba0-57171ed40c22"), (.uuid, "", "null"),
      (.json, #"{"a": [1, {"b": null}]}"#, #"{"a": [1, {"b": null}]}"#), (.json, " 1 ", " 1 "), (.json, "", "null"),
    ] as [(ColumnType, String, String)])
  func reads(type: ColumnType, text: String, wanted: String) {
    #expect(roundTrip(text, type) == wanted)
  }

  @Test(
    "a text that is no value of its type is refused with a sentence that shows it",
    arguments: [
      (.bool, "maybe", "«maybe» is no bool"), (.bool, "truely", "«truely» is no bool"),
      (.bool, "\u{11}", "«\u{fffd}» is no bool"),
      (.int8, "128", "«128» is outside int8 (-128 to 127)"), (.uint16, "-1", "«-1» is outside uint16 (0 to 65535)"),
      (
        .int64, "9223372036854775808",
        "«9223372036854775808» is outside int64 (-9223372036854775808 to 9223372036854775807)"
      ),
      (.int32, "12a", "«12a» is no int32"), (.int32, " 12", "« 12» is no int32"), (.int32, "1.5", "«1.5» is no int32"),
      (.int32, "-", "«-» is no int32"), (.int32, "12.", "«12.» is no int32"), (.int32, "1_000", "«1_000» is no int32"),
      (.float64, "1e999", "«1e999» is outside float64"), (.float64, "0x10", "«0x10» is no float64"),
      (.float64, ".", "«.» is no float64"), (.float64, "1e", "«1e» is no float64"),
      (.float64, "1,5", "«1,5» is no float64"), (.float32, "1e39", "«1e39» is outside float32"),
      (.decimal(precision: 4, scale: 2), "1.234", "«1.234» is more than a decimal(4,2) can hold exactly"),
      (.decimal(precision: 4, scale: 2), "100", "«100» is more than a decimal(4,2) can hold exactly"),
      (.decimal(precision: 4, scale: 2), "1.2.3", "«1.2.3» is no decimal(4,2)"),
      (
        .decimal(precision: 38, scale: 0), "100000000000000000000000000000000000000",
        "«100000000000000000000000000000000000000» is more than a decimal(38,0) can hold exactly"
      ),
      (.bytes, "a", "«a» is no base64, as bytes are written in text"),
      (.bytes, "aGl=", "«aGl=» is no base64, as bytes are written in text"),
      (.bytes, "a-_=", "«a-_=» is no base64, as bytes are written in text"),
      (.date, "2018-02-29", "«2018-02-29» is no date"), (.date, "1900-02-29", "«1900-02-29» is no date"),
      (.date, "2018-06-08 16:26:00", "«2018-06-08 16:26:00» is no date: its time would be lost"),
      (.date, "2018-6-8", "«2018-6-8» is no date"), (.date, "08.06.2018", "«08.06.2018» is no date"),
      (.date, "0000-01-01", "«0000-01-01» is no date"), (.time, "24:00:00", "«24:00:00» is no time"),
      (.time, "12:60", "«12:60» is no time"), (.time, "12:00:00.", "«12:00:00.» is no time"),
      (.timestamp, "x", "«x» is no timestamp"),
      (.timestamp, "2018-13-08 16:26:00", "«2018-13-08 16:26:00» is no timestamp"),
      (.timestamp, "2018-00-08 16:26:00", "«2018-00-08 16:26:00» is no timestamp"),
      (.timestamp, "2018-06-31 16:26:00", "«2018-06-31 16:26:00» is no timestamp"),
      (.timestamp, "2018-06-08 24:26:00", "«2018-06-08 24:26:00» is no timestamp"),
      (.timestamp, "2018-06-08 16:60:00", "«2018-06-08 16:60:00» is no timestamp"),
      (.timestamp, "2018-06-08 16:26:60", "«2018-06-08 16:26:60» is no timestamp"),
      (.timestamp, "2018-06-08_16:26:00", "«2018-06-08_16:26:00» is no timestamp"),
      (.timestamp, "2018/06/08 16:26:00", "«2018/06/08 16:26:00» is no timestamp"),
      (.timestamp, "2018-06-08 16:26:0:", "«2018-06-08 16:26:0:» is no timestamp"),
      (.timestamp, "2018-06-08 16:26:00+25:00", "«2018-06-08 16:26:00+25:00» is no timestamp"),
      (.timestamp, "2018-06-08 16:26:00ZZ", "«2018-06-08 16:26:00ZZ» is no timestamp"),
      (.localTimestamp, "2018-06-08T16:26:00Z", "«2018-06-08T16:26:00Z» is no timestamp(local): it names a zone"),
      (.uuid, "9253f6b73fe6e7be9ba057171ed40c2g", "«9253f6b73fe6e7be9ba057171ed40c2g» is no uuid"),
      (.uuid, "9253f6b7-3fe6-e7be-9ba0_57171ed40c22", "«9253f6b7-3fe6-e7be-9ba0_57171ed40c22» is no uuid"),
      (.uuid, "1234", "«1234» is no uuid"), (.json, "{a:1}", "«{a:1}» is no JSON"), (.json, "1 2", "«1 2» is no JSON"),
      (.int32, "one\ntwo\u{1}", "«one\\ntwo\u{fffd}» is no int32"),
      (.int32, String(repeating: "x", count: 100), "«\(String(repeating: "x", count: 40))…» is no int32"),
    ] as [(ColumnType, String, String)])
  func refuses(type: ColumnType, text: String, wanted: String) {
    #expect(roundTrip(text, type) == wanted)
  }

  @Test("empty text is a failure like other text where it isn't to be null")
  func emptyText() {
    #expect(roundTrip("", .int32, emptyIsNull: false) == "«» is no int32")
    #expect(roundTrip("", .text, emptyIsNull: false) == "")
  }

  @Test("every day from the year 1 to 9999 is written and read back, and timestamps with it")
  func calendar() {
    var failures: [RowFailure] = []
    var days = FixedBuilder<Int32>(capacity: 3_700_000, zero: 0)
    var moments = FixedBuilder<Int64>(capacity: 3_700_000, zero: 0)
    let first = CivilCalendar.day(year: 1, month: 1, day: 1)
    let last = CivilCalendar.day(year: 9999, month: 12, day: 31)
    for day in stride(from: first, through: last, by: 7) {
      days.append(Int32(day))
      moments.append(Int64(day) * CivilCalendar.microsecondsPerDay + Int64(day & 0xffff) * 1_000_000)
    }
    let dates = days.column(.date)
    let again = dates.asText(.iso).parsed(as: Field("d", .date), failures: &failures)
    let times = moments.column(.timestamp)
    let timesAgain = times.asText(.sql).parsed(as: Field("t", .timestamp), failures: &failures)
    #expect(failures.isEmpty)
    let differing = (0..<dates.count).first {
      dates.value($0, as: Int32.self) != again.value($0, as: Int32.self)
        || times.value($0, as: Int64.self) != timesAgain.value($0, as: Int64.self)
    }
    #expect(differing == nil)
  }

  @Test("days far from any that people meet have dates too")
  func farDays() {
    let limits = [0, 107_999_999, 108_000_000, 146_097, 730_485, 2_147_483_647, -719_468, -719_162]
    for day in limits.flatMap({ [$0 - 1, $0, $0 + 1, -$0] }) {
      let date = CivilCalendar.date(ofDay: day)
      #expect(CivilCalendar.day(year: date.year, month: date.month, day: date.day) == day)
      #expect((1...12).contains(date.month))
      #expect((1...CivilCalendar.days(inMonth: date.month, of: date.year)).contains(date.day))
    }
  }

  @Test("rows keep their nulls and failures beyond a word of the validity bitmap")
  func manyRows() {
    var builder = TextBuilder(capacity: 200)
    for row in 0..<200 {
      if row % 5 == 0 { builder.appendNull() } else { builder.append(row % 7 == 0 ? "x" : "\(row)") }
    }
    var failures: [RowFailure] = []
    let column = builder.column().parsed(as: Field("n", .int32), failures: &failures)
    #expect(failures.map(\.row) == (0..<200).filter { $0 % 5 != 0 && $0 % 7 == 0 })
    for row in 0..<200 {
      #expect(column.isValid(row) == (row % 5 != 0 && row % 7 != 0))
      if column.isValid(row) { #expect(column.value(row, as: Int32.self) == Int32(row)) }
    }
  }

  @Test("text that is not UTF-8 fails its row alone")
  func brokenText() {
    var builder = TextBuilder(capacity: 4)
    builder.append("Käse")
    for bytes in [[0x63, 0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]] as [[UInt8]] {
      unsafe bytes.withUnsafeBytes { unsafe builder.append($0) }
    }
    builder.append("ok")
    var failures: [RowFailure] = []
    _ = builder.column(.bytes).parsed(as: Field("t", .text), failures: &failures)
    #expect(failures.map(\.row) == [1, 2, 3, 4, 5])
    #expect(failures.first?.message == "«c\u{fffd}» is not UTF-8, at byte 1")
  }

  @Test("of a row's failures the first stays")
  func firstFailures() {
    let failures = [
      RowFailure(row: 4, message: "a"), RowFailure(row: 1, message: "b"), RowFailure(row: 4, message: "c"),
    ]
    #expect(failures.firstOfEachRow().map(\.message) == ["b", "a"])
  }
}
