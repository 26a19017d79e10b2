/// Dates and times read digit by digit, and counted by years and months.
enum PlainTimes {
  /// A date, or a date and a midnight that is lost without harm.
  static func date(_ text: String) throws -> String {
    if text.count == 10 { return written(day: try day(text)) }
    let moment = try microseconds(text, isLocal: true)
    guard moment % 86_400_000_000 == 0 else { throw PlainValue.Misfit() }
    return written(day: moment / 86_400_000_000)
  }

  static func time(_ text: String) throws -> String {
    let (time, rest) = try clock(text)
    guard rest.isEmpty else { throw PlainValue.Misfit() }
    return written(time: time)
  }

  static func timestamp(_ text: String, isLocal: Bool) throws -> String {
    let moment = try microseconds(text, isLocal: isLocal)
    let day = Int((Double(moment) / 86_400_000_000).rounded(.down))
    // The division of so great a number may be one off.
    for day in [day - 1, day, day + 1] where (0..<86_400_000_000).contains(moment - day * 86_400_000_000) {
      return written(day: day) + "T" + written(time: moment - day * 86_400_000_000) + (isLocal ? "" : "Z")
    }
    throw PlainValue.Misfit()
  }

  /// Microseconds since the first day of the year 1.
  private static func microseconds(_ text: String, isLocal: Bool) throws -> Int {
    let midnight = try day(String(text.prefix(10))) * 86_400_000_000
    if text.count == 10 { return midnight }
    guard ["T", "t", " "].contains(text.dropFirst(10).first) else { throw PlainValue.Misfit() }
    let (time, rest) = try clock(String(text.dropFirst(11)))
    if rest.isEmpty { return midnight + time }
    if isLocal { throw PlainValue.Misfit() }
    return try midnight + time - zone(String(rest.drop { $0 == " " }))
  }

  private static func zone(_ text: String) throws -> Int {
    if ["Z", "z", "UTC"].contains(text) { return 0 }
    guard let sign = text.first, "+-".contains(sign) else { throw PlainValue.Misfit() }
    var digits = String(text.dropFirst())
    if digits.count == 5, Array(digits)[2] == ":" { digits.remove(at: digits.index(digits.startIndex, offsetBy: 2)) }
    guard digits.count == 2 || digits.count == 4 else { throw PlainValue.Misfit() }
    let hours = try number(digits.prefix(2), 0..<24)
    let minutes = digits.count == 4 ? try number(digits.suffix(2), 0..<60) : 0
    return (hours * 60 + minutes) * (sign == "-" ? -60_000_000 : 60_000_000)
  }

  private static func clock(_ text: String) throws -> (Int, rest: Substring) {
    guard text.dropFirst(2).first == ":" else { throw PlainValue.Misfit() }
    var time = try number(text.prefix(2), 0..<24) * 60 + number(text.dropFirst(3).prefix(2), 0..<60)
    time *= 60_000_000
    var rest = text.dropFirst(5)
    guard rest.first == ":" else { return (time, rest) }
    time += try number(rest.dropFirst().prefix(2), 0..<60) * 1_000_000
    rest = rest.dropFirst(3)
    guard let point = rest.first, ".,".contains(point) else { return (time, rest) }
    let fraction = rest.dropFirst().prefix { ("0"..."9").contains($0) }
    guard !fraction.isEmpty else { throw PlainValue.Misfit() }
    // What is finer than microseconds is cut off.
    let six = fraction.prefix(6) + String(repeating: "0", count: max(0, 6 - fraction.count))
    return try (time + number(Substring(six), 0..<1_000_000), rest.dropFirst(fraction.count + 1))
  }

  /// Days since the first of the year 1.
  private static func day(_ text: String) throws -> Int {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2] else { throw PlainValue.Misfit() }
    let year = try number(parts[0], 1..<10_000)
    let month = try number(parts[1], 1..<13)
    let day = try number(parts[2], 1..<lengths(of: year)[month - 1] + 1)
    return days(before: year) + lengths(of: year)[..<(month - 1)].reduce(0, +) + day - 1
  }

  private static func number(_ text: Substring, _ range: Range<Int>) throws -> Int {
    guard text.count >= 2, text.allSatisfy({ ("0"..."9").contains($0) }), let value = Int(text), range.contains(value)
    else { throw PlainValue.Misfit() }
    return value
  }

  private static func lengths(of year: Int) -> [Int] {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  }

  private static func days(before year: Int) -> Int {
    year < 1 ? -366 : 365 * (year - 1) + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
  }

  private static func written(day: Int) -> String {
    var year = max(0, day / 366 + (day < 0 ? 0 : 1))
    while days(before: year + 1) <= day { year += 1 }
    var left = day - days(before: year)
    var month = 0
    while left >= lengths(of: year)[month] {
      left -= lengths(of: year)[month]
      month += 1
    }
    return (year > 9_999 ? "+" : "") + padded(year, 4) + "-" + padded(month + 1, 2) + "-" + padded(left + 1, 2)
  }

  private static func written(time: Int) -> String {
    let seconds = time / 1_000_000
    var text = padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
    if time % 1_000_000 != 0 {
      text += "." + padded(time % 1_000_000, 6)
      while text.last == "0" { text.removeLast() }
    }
    return text
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
  }
}
