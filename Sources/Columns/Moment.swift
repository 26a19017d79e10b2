/// A moment as a configuration writes it: ISO 8601 with `T` or a space, UTC where no zone is given.
package struct Moment: Sendable, Equatable {
  /// Since 1970, UTC.
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package init?(parsing text: String) {
    var text = text
    let parsed = text.withUTF8 { bytes -> Int64? in
      // The text's bytes live for the length of the closure; a moment has at least ten.
      guard bytes.count >= 10, let start = bytes.baseAddress else { return nil }
      return unsafe ValueParser.timestamp(start, bytes.count, isLocal: false)
    }
    guard let parsed else { return nil }
    microseconds = parsed
  }
}

extension Moment: CustomStringConvertible {
  package var description: String {
    let (day, rest) = CivilCalendar.split(microseconds)
    let (year, month, date) = CivilCalendar.date(ofDay: day)
    let seconds = Int(rest / 1_000_000)
    let fraction = Int(rest % 1_000_000)
    var text = [padded(year, 4), padded(month, 2), padded(date, 2)].joined(separator: "-")
    text += "T" + [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
    if fraction > 0 { text += "." + padded(fraction, 6) }
    return text + "Z"
  }
}

/// A number with zeros before it.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
