import Columns
import Specifications
import Synchronization
import TimeZones

/// `at time zone`, by the rules that the system has.
enum Zones {
  /// What is wrong with a zone's name.
  struct Problem: Error {
    let message: String
    let mend: String
  }

  private static let known = Mutex<[String: TimeZone]>([:])

  /// The zone of a name, met without regard to case. Each is read once.
  static func zone(named name: String) throws(Problem) -> TimeZone {
    let folded = name.lowercased()
    if let zone = known.withLock({ $0[folded] }) { return zone }
    let names = TimeZone.names()
    if let zone = TimeZone(named: names.first { $0.lowercased() == folded } ?? name) {
      known.withLock { $0[folded] = zone }
      return zone
    }
    // UTC is known without any file.
    guard names.count > 1 else {
      throw Problem(
        message: "this machine knows no time zones: /usr/share/zoneinfo is missing or empty",
        mend: "install them, for instance by `apt-get install tzdata`")
    }
    throw Problem(
      message: "`\(name)` is no time zone",
      mend: nearest(folded, names).map { "did you mean `\($0)`?" } ?? "for instance 'Europe/Vienna'")
  }

  /// A zone whose name, or whose city, is near.
  private static func nearest(_ folded: String, _ names: [String]) -> String? {
    let cities = names.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let city = folded.split(separator: "/").last.map(String.init) ?? folded
    if let near = nearestName(to: city, among: cities), let place = cities.firstIndex(of: near) { return names[place] }
    return nearestName(to: folded, among: names)
  }

  /// What takes local timestamps gives timestamps, and the other way about.
  static func kernel(_ zone: TimeZone, isLocal: Bool) -> Kernel {
    Kernel("at time zone \(zone.name)(\(isLocal ? "local" : "utc"))", canFail: true) { evaluation, arguments in
      var calm = CalmDays(zone)
      return evaluation.map(
        arguments[0], isLocal ? .timestamp : .localTimestamp, zero: Int64(0),
        { (moment: Int64) -> Int64? in
          let second = moment / 1_000_000 - (moment % 1_000_000 < 0 ? 1 : 0)
          let offset =
            calm.offset(around: second) ?? (isLocal ? offset(ofLocal: second, zone) : Int64(zone.offset(at: second)))
          let (sum, isBeyond) = moment.addingReportingOverflow((isLocal ? -offset : offset) * 1_000_000)
          return isBeyond ? nil : sum
        }, message: { "\(Moments.written($0)) at time zone '\(plain: zone.name)' is beyond all timestamps" })
    }
  }

  /// How far clocks are ahead when they show `local`. Of a time that they show twice it is the later one; a time that
  /// they pass over is read as if they hadn't been put forward.
  private static func offset(ofLocal local: Int64, _ zone: TimeZone) -> Int64 {
    switch zone.moments(ofLocal: local) {
    case .one(let moment), .two(_, let moment), .skipped(_, let moment): local - moment
    }
  }
}

/// Days on which clocks aren't changed, nor on those beside them: most rows that follow each other lie on the same.
private struct CalmDays {
  private let zone: TimeZone
  private var day = Int64.min
  private var offset: Int64?

  init(_ zone: TimeZone) { self.zone = zone }

  /// How far clocks are ahead at a second, or local second; nil where that has to be looked at more closely.
  @inline(__always) mutating func offset(around second: Int64) -> Int64? {
    let day = second >> 16
    if day != self.day { look(at: day) }
    return offset
  }

  /// Looks at a day of 65,536 seconds and those on either side of it.
  @inline(never) private mutating func look(at day: Int64) {
    self.day = day
    let (first, last) = (zone.offset(at: (day - 2) << 16), zone.offset(at: (day + 3) << 16))
    let middle = zone.offset(at: day << 16)
    offset = first == last && first == middle ? Int64(middle) : nil
  }
}
