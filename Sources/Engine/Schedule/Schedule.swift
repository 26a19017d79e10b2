import Columns
package import Specifications
package import TimeZones

/// When a pipeline runs, again and again.
package struct Schedule: Sendable, Equatable {
  /// What becomes of a time that comes while the last run goes on.
  package enum Overlap: String, CaseIterable, Sendable { case skip, queue }
  /// What becomes of times at which the program was away.
  package enum Missed: String, CaseIterable, Sendable { case once, skip }

  package let cron: Cron
  package let zone: TimeZone
  package let overlap: Overlap
  package let missed: Missed

  package init(cron: Cron, zone: TimeZone = .utc, overlap: Overlap = .skip, missed: Missed = .once) {
    self.cron = cron
    self.zone = zone
    self.overlap = overlap
    self.missed = missed
  }

  /// The next times behind a moment, in seconds since 1970.
  package func next(_ count: Int, after moment: Int64) -> [Int64] {
    var times: [Int64] = []
    while times.count < count, let time = cron.next(after: times.last ?? moment, in: zone) { times.append(time) }
    return times
  }

  /// A moment as clocks of the schedule's zone show it: `2024-03-31 03:00 CEST`.
  package func shown(_ moment: Int64) -> String {
    let local = Moment(microseconds: zone.local(at: moment) * 1_000_000).description
    return local.prefix(10) + " " + local.dropFirst(11).prefix(5) + " " + zone.abbreviation(at: moment)
  }
}

extension Schedule {
  private static let cron = Option(
    required: "cron", .cron, "The times: minute, hour, day of the month, month, day of the week.",
    example: "\"*/15 * * * *\"")
  private static let zone = Option(
    "zone", .timeZone, default: .utc, "Whose clocks the times are read from.", example: "Europe/Berlin")
  private static let overlap = Option(
    "overlap", .choice(of: Overlap.self), default: .skip,
    "What becomes of a time that comes while the last run goes on: it is passed over, or run behind it.",
    example: "queue")
  private static let missed = Option(
    "missed", .choice(of: Missed.self), default: .once,
    "What becomes of times at which the program was away: one run makes good for them, or none.", example: "skip")

  /// The block that a pipeline's `schedule` is.
  package static let specification = Specification(
    "schedule", "When the pipeline runs; each run ends by `until`, and a topic at its end if none is given.",
    options: [cron, zone, overlap, missed])

  /// A schedule of the block's values.
  package init(_ values: OptionValues) {
    self.init(
      cron: values[Self.cron], zone: values[Self.zone], overlap: values[Self.overlap], missed: values[Self.missed])
  }
}

extension ValueKind where Value == Cron {
  /// Five fields, or `@hourly` and its like.
  package static var cron: Self {
    let wanted = "five fields as cron has them, such as `*/15 * * * *`"
    return ValueKind(wanted: wanted, shape: .matching("^(@[a-z]+|\\S+( +\\S+){4})$")) { node, reading in
      guard let text = node.text, !text.isEmpty else {
        reading.misfit(node, wanted: wanted)
        return nil
      }
      do throws(Cron.Mistake) {
        return try Cron(parsing: text)
      } catch {
        let isShown = node.scalar?.isFilledIn == false
        reading.problems.error(
          at: node, isShown ? error.message : "\(reading.subject) wants \(wanted)", mend: error.mend)
        return nil
      }
    }
  }
}

extension ValueKind where Value == TimeZone {
  /// The name of a time zone.
  package static var timeZone: Self {
    ValueKind(
      wanted: "a time zone such as `Europe/Berlin` or `UTC`", written: \.name,
      mend: { text in
        nearestName(to: text, among: TimeZone.names()).map { "did you mean `\($0)`?" }
          ?? "the system's zones lie in /usr/share/zoneinfo"
      }, parse: { TimeZone(named: $0) })
  }
}
