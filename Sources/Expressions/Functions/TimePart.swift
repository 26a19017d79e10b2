import Columns
import Specifications

/// A length of time by which moments are cut and told apart.
enum TimePart: String, CaseIterable {
  case microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, isoyear, decade, century,
    millennium

  /// The part of a name, in any of its spellings.
  init?(written text: String) {
    let folded = text.lowercased()
    guard let part = TimePart(rawValue: folded) ?? Self.spellings[folded] else { return nil }
    self = part
  }

  private static let spellings: [String: TimePart] = {
    var spellings: [String: TimePart] = [
      "us": .microsecond, "usec": .microsecond, "usecs": .microsecond, "usecond": .microsecond,
      "useconds": .microsecond, "ms": .millisecond, "msec": .millisecond, "msecs": .millisecond, "s": .second,
      "sec": .second, "secs": .second, "m": .minute, "min": .minute, "mins": .minute, "h": .hour, "hr": .hour,
      "hrs": .hour, "d": .day, "dayofmonth": .day, "w": .week, "weekofyear": .week, "mon": .month, "mons": .month,
      "y": .year, "yr": .year, "yrs": .year, "dec": .decade, "decs": .decade, "c": .century, "cent": .century,
      "centuries": .century, "mil": .millennium, "mils": .millennium, "millennia": .millennium,
    ]
    for part in TimePart.allCases where part != .isoyear { spellings[part.rawValue + "s"] = part }
    return spellings
  }()

  /// How long it is, if it is always equally long.
  var microseconds: Int64? {
    switch self {
    case .microsecond: 1
    case .millisecond: 1_000
    case .second: 1_000_000
    case .minute: 60_000_000
    case .hour: 3_600_000_000
    case .day: CivilCalendar.microsecondsPerDay
    case .week: 7 * CivilCalendar.microsecondsPerDay
    default: nil
    }
  }

  /// How many months it has, if it is made of months.
  var months: Int? {
    switch self {
    case .month: 1
    case .quarter: 3
    case .year, .isoyear: 12
    case .decade: 120
    case .century: 1200
    case .millennium: 12000
    default: nil
    }
  }

  /// What is wrong with a text that names no part.
  static func refusal(_ text: String) -> String {
    "`\(text)` is no part of time: there are " + names
  }

  private static let names = enumeration(of: allCases.map(\.rawValue), joinedBy: "and")

  /// What is wrong with a constant that is to name a part.
  static func refusal(_ constant: Constant?) -> String? {
    constant?.bytes.flatMap { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return TimePart(written: text) == nil ? refusal(text) : nil
    }
  }

  /// The parts of rows' texts: one for all of them, mostly.
  struct Reader {
    private let texts: TextReader
    private let known: TimePart?
    private let isConstant: Bool

    init(_ vector: Vector) {
      texts = vector.texts
      isConstant = vector.isConstant
      known = isConstant ? unsafe TimePart(written: String(decoding: texts[0], as: UTF8.self)) : nil
    }

    /// The part that holds for every row.
    var constant: TimePart? { known }

    subscript(row: Int) -> TimePart? {
      isConstant ? known : unsafe TimePart(written: String(decoding: texts[row], as: UTF8.self))
    }

    func text(_ row: Int) -> String { unsafe String(decoding: texts[row], as: UTF8.self) }
  }
}
