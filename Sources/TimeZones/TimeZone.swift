import Columns
import FileSystems

/// A time zone of the system's database: what clocks there show at which moment. Moments and local times are counted in
/// seconds since 1970-01-01, local ones as if they were UTC.
package struct TimeZone: Sendable, Equatable {
  /// What holds from a moment on.
  struct Transition: Sendable, Equatable {
    let moment: Int64
    let phase: Phase
  }

  /// How far clocks are ahead of UTC, and what that is called.
  struct Phase: Sendable, Equatable {
    let offset: Int
    let abbreviation: String
  }

  package let name: String
  /// What holds before the first transition.
  let first: Phase
  let transitions: [Transition]
  /// What holds behind the last transition; nil if that stays.
  let rule: YearlyRule?

  /// Universal time.
  package static let utc = TimeZone(
    name: "UTC", first: Phase(offset: 0, abbreviation: "UTC"), transitions: [], rule: nil)

  init(name: String, first: Phase, transitions: [Transition], rule: YearlyRule?) {
    self.name = name
    self.first = first
    self.transitions = transitions
    self.rule = rule
  }

  /// The zone of that name, `Europe/Berlin`, as the system's database has it; nil if it has none.
  package init?(named name: String, in folder: String = "/usr/share/zoneinfo") {
    if name.uppercased() == "UTC" || name.uppercased() == "Z" {
      self = .utc
      return
    }
    // A name leads nowhere but into the database.
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
    }
    guard isName, let bytes = try? ReadableFile.contents(of: folder + "/" + name, limit: 1 << 20),
      let zone = TimeZoneFile.read(bytes, name: name)
    else { return nil }
    self = zone
  }

  /// How many seconds clocks are ahead of UTC at a moment.
  package func offset(at moment: Int64) -> Int { phase(at: moment).offset }

  /// What the zone's time is called at a moment: `CEST`.
  package func abbreviation(at moment: Int64) -> String { phase(at: moment).abbreviation }

  private func phase(at moment: Int64) -> Phase {
    guard let last = transitions.last else { return rule?.phase(at: moment) ?? first }
    if moment >= last.moment { return rule?.phase(at: moment) ?? last.phase }
    var (low, high) = (0, transitions.count)
    // The first transition that comes later.
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].moment <= moment { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].phase
  }

  /// What a clock shows at a moment.
  package func local(at moment: Int64) -> Int64 { moment + Int64(offset(at: moment)) }

  /// The moments at which clocks show a local time.
  package func moments(ofLocal local: Int64) -> LocalMoments {
    let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
    let (early, late) = (local - Int64(max(before, after)), local - Int64(min(before, after)))
    let isEarly = self.local(at: early) == local
    let isLate = self.local(at: late) == local
    switch (isEarly, isLate) {
    case (true, true): return early == late ? .one(early) : .two(early, late)
    case (true, false): return .one(early)
    case (false, true): return .one(late)
    case (false, false):
      // Clocks were put forward between the two: found by halves.
      var (low, high) = (early, late)
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if self.local(at: middle) < local { low = middle } else { high = middle }
      }
      return .skipped(at: high, as: local - Int64(before))
    }
  }
}

/// When clocks show a local time.
package enum LocalMoments: Sendable, Equatable {
  case one(Int64)
  /// Twice, since clocks were put back in between.
  case two(Int64, Int64)
  /// Never, since clocks were put forward over it: at which moment, and the moment that it would be had they not been.
  case skipped(at: Int64, as: Int64)
}

extension TimeZone {
  /// The names that the system's database lists, for those who look for the one they mean.
  package static func names(in folder: String = "/usr/share/zoneinfo") -> [String] {
    let table = try? ReadableFile.contents(of: folder + "/zone.tab", limit: 1 << 20)
    let lines = String(decoding: table ?? [], as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
    return ["UTC"] + lines.compactMap { $0.split(separator: "\t").dropFirst(2).first.map(String.init) }
  }
}
