import Specifications

/// One field of a cron time: the numbers that fit.
struct CronField: Sendable, Equatable {
  enum Kind: String, Sendable {
    case minute, hour
    case day = "day of the month"
    case month
    case weekday = "day of the week"

    var range: ClosedRange<Int> {
      switch self {
      case .minute: 0...59
      case .hour: 0...23
      case .day: 1...31
      case .month: 1...12
      // Sunday is 0, and 7 as well.
      case .weekday: 0...7
      }
    }

    /// What may be written for the numbers, from the lowest on.
    var names: [String] {
      switch self {
      case .minute, .hour, .day: []
      case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
      }
    }
  }

  private let bits: UInt64
  /// Whether it begins with a star, which bounds nothing.
  let isAll: Bool

  func contains(_ number: Int) -> Bool { bits >> UInt64(number) & 1 == 1 }

  /// Reads `*`, `5`, `1-5`, `*/15`, `mon-fri`, `10-50/10`, and lists of those.
  init(parsing text: String, _ kind: Kind) throws(Cron.Mistake) {
    var bits: UInt64 = 0
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      for number in try Self.numbers(String(item), kind) {
        bits |= 1 << UInt64(kind == .weekday ? number % 7 : number)
      }
    }
    self.bits = bits
    isAll = text.hasPrefix("*")
  }

  private static func numbers(_ item: String, _ kind: Kind) throws(Cron.Mistake) -> StrideThrough<Int> {
    let parts = item.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2 else { throw unfit(item, kind) }
    var step = 1
    if parts.count == 2 {
      guard let written = Int(parts[1]), written > 0, written <= kind.range.upperBound else { throw unfit(item, kind) }
      step = written
    }
    let range = kind.range
    if parts[0] == "*" {
      return stride(from: range.lowerBound, through: kind == .weekday ? 6 : range.upperBound, by: step)
    }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { number(String($0), kind) }
    guard let first = ends.first ?? nil, ends.count <= 2, let last = ends.last ?? nil else { throw unfit(item, kind) }
    // `5/10` goes on to the end, `5` is itself alone.
    let end = ends.count == 2 ? last : parts.count == 2 ? range.upperBound : first
    guard first <= end else {
      throw Cron.Mistake(
        message: "`\(item)` of the \(kind.rawValue) runs backwards", mend: "write the lower one first, or a list")
    }
    return stride(from: first, through: end, by: step)
  }

  private static func number(_ text: String, _ kind: Kind) -> Int? {
    if let index = kind.names.firstIndex(of: text.lowercased()) { return index + kind.range.lowerBound }
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text) else { return nil }
    return kind.range.contains(number) ? number : nil
  }

  private static func unfit(_ item: String, _ kind: Kind) -> Cron.Mistake {
    let range = kind.range
    let names = kind.names.isEmpty ? "" : ", or names such as `\(kind.names[0])`"
    return Cron.Mistake(
      message: "`\(item)` is no \(kind.rawValue)",
      mend: "they are \(range.lowerBound) to \(range.upperBound)\(names); `*`, `1-5`, `*/2` and lists work too")
  }
}
