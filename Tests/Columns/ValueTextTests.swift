import Columns
import TestSupport
import Testing

@Suite struct ValueTextTests {
  private func text<T: BitwiseCopyable>(_ value: T, _ type: ColumnType, _ style: TextStyle = .iso) -> String? {
    var builder = FixedBuilder<T>(capacity: 1, zero: value)
    builder.append(value)
    return builder.column(type).asText(style).text(0)
  }

  @Test("whole numbers of every length are written as Swift writes them")
  func wholeNumbers() {
    var value: UInt64 = 1
    for _ in 0..<20 {
      for near in [value &- 1, value, value &+ 1, value &* 7] {
        #expect(text(near, .uint64) == near.description)
        #expect(text(Int64(bitPattern: near), .int64) == Int64(bitPattern: near).description)
      }
      value &*= 10
    }
    #expect(text(UInt64.max, .uint64) == UInt64.max.description)
    #expect(text(Int64.min, .int64) == Int64.min.description)
  }

  @Test("decimals of every length and scale are written with all their digits, and read back")
  func decimals() {
    for scale in 0...20 {
      var power: Int128 = 1
      for _ in 0..<30 {
        for value in [power - 1, power, power + 1, power * 7, -power, 1 - power] {
          let digits = value.magnitude.description
          let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
          let point = scale > 0 ? "." : ""
          let written = (value < 0 ? "-" : "") + padded.dropLast(scale) + point + padded.suffix(scale)
          for precision in [max(scale, 18), 38] {
            let type = ColumnType.decimal(precision: precision, scale: scale)
            #expect(text(value, type) == written)
            var builder = TextBuilder(capacity: 1)
            builder.append(written)
            var failures: [RowFailure] = []
            let read = builder.column().parsed(as: Field("", type), failures: &failures)
            #expect(failures.isEmpty == (digits.count <= precision), "\(written) as \(type)")
            if failures.isEmpty { #expect(read.value(0, as: Int128.self) == value) }
          }
        }
        power *= 10
      }
    }
  }

  @Test("floats are written with the fewest digits that read back")
  func floats() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    for _ in 0..<20_000 {
      let cents = Double(Int64(truncatingIfNeeded: random.next()) % 10_000_000) / 100
      #expect(text(cents, .float64) == cents.description, "seed \(seed)")
      let any = Double(bitPattern: random.next())
      #expect(text(any, .float64) == any.description, "seed \(seed)")
    }
    for value in [0.0, -0.0, 0.001, 0.0001, 999_999_999.5, 1e9, 1e15, 1e16, .nan, .infinity, 123_456.7891] {
      #expect(text(value, .float64) == value.description)
    }
  }

  @Test(
    "times have a fraction only where there is one, and a zone only where they are UTC",
    arguments: [
      (1_528_475_160_000_000, "2018-06-08T16:26:00Z", "2018-06-08 16:26:00"),
      (1_528_475_160_000_001, "2018-06-08T16:26:00.000001Z", "2018-06-08 16:26:00.000001"),
      (1_528_475_160_120_000, "2018-06-08T16:26:00.12Z", "2018-06-08 16:26:00.12"),
      (-1, "1969-12-31T23:59:59.999999Z", "1969-12-31 23:59:59.999999"),
      (253_402_300_800_000_000, "+10000-01-01T00:00:00Z", "+10000-01-01 00:00:00"),
      (-62_198_755_200_000_000, "-0001-01-01T00:00:00Z", "-0001-01-01 00:00:00"),
    ] as [(Int64, String, String)])
  func timestamps(value: Int64, iso: String, sql: String) {
    #expect(text(value, .timestamp) == iso)
    #expect(text(value, .timestamp, .sql) == sql)
    #expect(text(value, .localTimestamp) == String(iso.dropLast()))
  }

  @Test("no moment is longer than the room for it")
  func farMoments() {
    for value in [Int64.min, .max] { #expect(text(value, .timestamp)!.utf8.count < ValueText.longest) }
    #expect(text(-Int128(10), .decimal(precision: 38, scale: 38))! == "-0." + String(repeating: "0", count: 36) + "10")
  }

  @Test("weekdays, days of the year and ISO weeks follow the calendar")
  func calendar() {
    let day = CivilCalendar.day(year: 2021, month: 1, day: 3)
    #expect(CivilCalendar.weekday(ofDay: day) == 0)
    #expect(CivilCalendar.isoWeek(ofDay: day) == (2020, 53))
    #expect(CivilCalendar.isoWeek(ofDay: day + 1) == (2021, 1))
    #expect(CivilCalendar.dayOfYear(year: 2020, month: 12, day: 31) == 366)
    #expect(CivilCalendar.weekday(ofDay: 0) == 4)
    #expect(CivilCalendar.weekday(ofDay: -5) == 6)
  }
}
