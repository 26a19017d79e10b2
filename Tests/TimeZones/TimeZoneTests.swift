import Columns
import TimeZones
import Testing

/// The seconds of a date and time, as if it were UTC.
private func seconds(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) -> Int64 {
  Int64(CivilCalendar.day(year: year, month: month, day: day)) * 86_400 + Int64(hour * 3600 + minute * 60)
}

@Suite("a time zone") struct TimeZoneTests {
  @Test(
    "tells how far clocks are ahead at a moment, in the past and beyond the last change that its file lists",
    arguments: [
      ("Europe/Berlin", 2024, 1, 1, 3600, "CET"), ("Europe/Berlin", 2024, 7, 1, 7200, "CEST"),
      ("Europe/Berlin", 2090, 1, 1, 3600, "CET"), ("Europe/Berlin", 2090, 7, 1, 7200, "CEST"),
      ("Europe/Berlin", 1945, 6, 15, 10800, "CEMT"), ("America/New_York", 2024, 7, 1, -14400, "EDT"),
      ("Asia/Kolkata", 2024, 7, 1, 19800, "IST"), ("Australia/Sydney", 2090, 1, 1, 39600, "AEDT"),
      ("Australia/Sydney", 2090, 7, 1, 36000, "AEST"), ("America/Sao_Paulo", 2060, 1, 1, -10800, "-03"),
      ("UTC", 2024, 1, 1, 0, "UTC"), ("Etc/GMT+3", 2024, 1, 1, -10800, "-03"),
    ] as [(String, Int, Int, Int, Int, String)])
  func offsets(name: String, year: Int, month: Int, day: Int, offset: Int, abbreviation: String) throws {
    let zone = try #require(TimeZone(named: name))
    let moment = seconds(year, month, day, 12)
    #expect(zone.offset(at: moment) == offset)
    #expect(zone.abbreviation(at: moment) == abbreviation)
  }

  @Test("knows that a local time comes once, twice where clocks are put back, and never where they are put forward")
  func local() throws {
    let zone = try #require(TimeZone(named: "Europe/Berlin"))
    #expect(zone.moments(ofLocal: seconds(2024, 1, 1, 12)) == .one(seconds(2024, 1, 1, 11)))
    for year in [2024, 2090] {
      let (march, october) = year == 2024 ? (31, 27) : (26, 29)
      let forward = seconds(year, 3, march, 1)
      #expect(zone.moments(ofLocal: seconds(year, 3, march, 1, 59)) == .one(forward - 60))
      #expect(zone.moments(ofLocal: seconds(year, 3, march, 2, 0)) == .skipped(at: forward, as: forward))
      #expect(zone.moments(ofLocal: seconds(year, 3, march, 2, 30)) == .skipped(at: forward, as: forward + 1800))
      #expect(zone.moments(ofLocal: seconds(year, 3, march, 3, 0)) == .one(forward))
      let back = seconds(year, 10, october, 1)
      #expect(zone.moments(ofLocal: seconds(year, 10, october, 2, 30)) == .two(back - 1800, back + 1800))
      #expect(zone.moments(ofLocal: seconds(year, 10, october, 3, 0)) == .one(back + 3600))
    }
  }

  @Test(
    "every hour of 60 years, shown as local time, leads back to its moment",
    arguments: [
      "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca",
    ])
  func thereAndBack(name: String) throws {
    let zone = try #require(TimeZone(named: name))
    var wrong: [Int64] = []
    for moment in stride(from: seconds(1985, 1, 1, 0), to: seconds(2045, 1, 1, 0), by: 1800) {
      switch zone.moments(ofLocal: zone.local(at: moment)) {
      case .one(let found): if found != moment { wrong.append(moment) }
      case .two(let first, let second): if first != moment && second != moment { wrong.append(moment) }
      case .skipped: wrong.append(moment)
      }
    }
    #expect(wrong == [])
  }

  @Test(
    "knows the time of the farthest moments", arguments: ["Europe/Berlin", "Australia/Sydney", "UTC", "Asia/Kolkata"])
  func farthest(name: String) throws {
    let zone = try #require(TimeZone(named: name))
    for moment in [Int64.min, .min / 1_000_000, .max / 1_000_000, .max] {
      #expect((-86_400...86_400).contains(zone.offset(at: moment)))
    }
  }

  @Test("is found by its name alone", arguments: ["", "Nowhere", "../../../etc/passwd", "/etc/localtime", "Europe"])
  func unknown(name: String) { #expect(TimeZone(named: name) == nil) }
}
