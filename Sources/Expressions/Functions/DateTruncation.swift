import Columns
import Specifications

/// `date_trunc`: where the part of time began in which a moment lies.
enum DateTruncation {
  private enum Part: String, CaseIterable {
    case microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, decade, century, millennium

    init?(written text: String) {
      let folded = text.lowercased()
      if let part = Part(rawValue: folded) ?? (folded.hasSuffix("s") ? Part(rawValue: String(folded.dropLast())) : nil)
      {
        self = part
      } else {
        return nil
      }
    }

    /// How long it is, if it is always equally long.
    var microseconds: Int64? {
      switch self {
      case .microsecond: 1
      case .millisecond: 1_000
      case .second: 1_000_000
      case .minute: 60_000_000
      case .hour: 3_600_000_000
      case .day: CivilCalendar.microsecondsPerDay
      default: nil
      }
    }

    /// The first day of the part in which a day lies.
    func firstDay(_ day: Int) -> Int {
      if self == .week { return day - (CivilCalendar.weekday(ofDay: day) + 6) % 7 }
      let date = CivilCalendar.date(ofDay: day)
      switch self {
      case .month: return day - date.day + 1
      case .quarter: return CivilCalendar.day(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
      case .year: return CivilCalendar.day(year: date.year, month: 1, day: 1)
      case .decade: return CivilCalendar.day(year: date.year / 10 * 10, month: 1, day: 1)
      case .century: return CivilCalendar.day(year: date.year / 100 * 100, month: 1, day: 1)
      default: return CivilCalendar.day(year: date.year / 1000 * 1000, month: 1, day: 1)
      }
    }
  }

  static let overloads: [Overload] = [ColumnType.timestamp, .localTimestamp].map { type in
    var overload = Overload([.text, type], type, canFail: true) { evaluation, arguments in
      truncated(&evaluation, arguments, type)
    }
    overload.refusal = { constants in
      constants[0]?.bytes.flatMap { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        guard Part(written: text) == nil else { return nil }
        return "`\(text)` is no part of time: there are "
          + enumeration(of: Part.allCases.map(\.rawValue), joinedBy: "and")
      }
    }
    return overload
  }

  private static func truncated(
    _ evaluation: inout Evaluation, _ arguments: [Vector], _ type: ColumnType
  ) -> Vector {
    let (texts, moments) = (arguments[0].texts, arguments[1].fixed(Int64.self))
    if arguments[0].isConstant, let part = Part(written: unsafe String(decoding: texts[0], as: UTF8.self)) {
      if let length = part.microseconds {
        return evaluation.values(arguments, type) { row in
          let rest = moments[row] % length
          return moments[row] - (rest < 0 ? rest + length : rest)
        }
      }
      return evaluation.values(arguments, type) { row in
        Int64(part.firstDay(CivilCalendar.split(moments[row]).day)) * CivilCalendar.microsecondsPerDay
      }
    }
    var refused: [Int] = []
    let truncated = evaluation.values(arguments, type) { row -> Int64 in
      guard let part = Part(written: unsafe String(decoding: texts[row], as: UTF8.self)) else {
        refused.append(row)
        return 0
      }
      let (day, time) = CivilCalendar.split(moments[row])
      if let length = part.microseconds { return moments[row] - time % length }
      return Int64(part.firstDay(day)) * CivilCalendar.microsecondsPerDay
    }
    for row in refused where arguments.allSatisfy({ $0.isValid(row) }) {
      let text = unsafe String(decoding: texts[row], as: UTF8.self)
      evaluation.fail(row, "«\(text)» is no part of time")
    }
    return truncated
  }
}
