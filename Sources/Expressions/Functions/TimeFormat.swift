import Columns

/// `strftime`: moments in a format of the user's.
struct TimeFormat {
  private enum Piece {
    case bytes([UInt8])
    /// A letter behind `%`, and whether a `-` before it asks for no leading zeros.
    case part(UInt8, isBare: Bool)
  }

  private let pieces: [Piece]

  /// Why a format can't be used.
  struct Refusal: Error { let message: String }

  /// Takes a format apart.
  init(_ format: String) throws(Refusal) {
    var pieces: [Piece] = []
    var plain: [UInt8] = []
    let bytes = Array(format.utf8)
    var next = 0
    while next < bytes.count {
      guard bytes[next] == UInt8(ascii: "%") else {
        plain.append(bytes[next])
        next += 1
        continue
      }
      let isBare = next + 1 < bytes.count && bytes[next + 1] == UInt8(ascii: "-")
      let place = next + (isBare ? 2 : 1)
      guard place < bytes.count else { throw Refusal(message: "the format `\(format)` ends with `%`") }
      let letter = bytes[place]
      let known = isBare ? "dmyHIMSj" : "YmdHMSyjaAbBpIfgnuwVGUWxXcZz%"
      guard known.utf8.contains(letter) else {
        let sign = "%" + (isBare ? "-" : "") + String(Character(Unicode.Scalar(letter)))
        throw Refusal(message: "`\(sign)` is no part of a format: there are %Y %m %d %H %M %S %y %j %a %A %b %B %p …")
      }
      if letter == UInt8(ascii: "%") {
        plain.append(letter)
      } else {
        if !plain.isEmpty { pieces.append(.bytes(plain)) }
        plain = []
        pieces.append(.part(letter, isBare: isBare))
      }
      next = place + 1
    }
    if !plain.isEmpty { pieces.append(.bytes(plain)) }
    if pieces.isEmpty { throw Refusal(message: "the format is empty") }
    self.pieces = pieces
  }

  /// Appends a moment.
  func write(_ moment: Int64, to out: inout RawMemory) {
    let (day, microsecond) = CivilCalendar.split(moment)
    let date = CivilCalendar.date(ofDay: day)
    let clock = Clock(
      year: date.year, month: date.month, day: date.day, number: day, second: Int(microsecond / 1_000_000),
      microsecond: Int(microsecond % 1_000_000))
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): for byte in bytes { out.append(byte) }
      case .part(let letter, let isBare): clock.write(letter, isBare: isBare, to: &out)
      }
    }
  }

  static let overloads: [Overload] = [ColumnType.timestamp, .localTimestamp].flatMap { type in
    [overload([type, .text], moment: 0), overload([.text, type], moment: 1)]
  }

  private static func overload(_ parameters: [ColumnType], moment: Int) -> Overload {
    var overload = Overload(parameters, .text, canFail: true) { evaluation, arguments in
      formatted(&evaluation, arguments[moment], arguments[1 - moment])
    }
    overload.refusal = { constants in
      guard let bytes = constants[1 - moment]?.bytes else { return nil }
      do throws(Refusal) {
        _ = try TimeFormat(String(decoding: bytes, as: UTF8.self))
        return nil
      } catch { return error.message }
    }
    return overload
  }

  private static func formatted(_ evaluation: inout Evaluation, _ moments: Vector, _ formats: Vector) -> Vector {
    let (values, texts) = (moments.fixed(Int64.self), formats.texts)
    let count = evaluation.rows(of: [moments, formats])
    if formats.isConstant, let format = try? TimeFormat(unsafe String(decoding: texts[0], as: UTF8.self)) {
      return evaluation.texts([moments, formats], bytes: count * 20) { row, out in format.write(values[row], to: &out) }
    }
    var refused: [(row: Int, message: String)] = []
    let written = evaluation.texts([moments, formats], bytes: count * 20) { row, out in
      do throws(Refusal) {
        try TimeFormat(unsafe String(decoding: texts[row], as: UTF8.self)).write(values[row], to: &out)
      } catch { refused.append((row, error.message)) }
    }
    for (row, message) in refused { evaluation.fail(row, message) }
    return written
  }
}

/// A moment, taken apart.
private struct Clock {
  let year: Int
  let month: Int
  let day: Int
  /// The day since 1970.
  let number: Int
  /// The second of the day.
  let second: Int
  let microsecond: Int

  private var weekday: Int { CivilCalendar.weekday(ofDay: number) }
  private var dayOfYear: Int { CivilCalendar.dayOfYear(year: year, month: month, day: day) }

  func write(_ letter: UInt8, isBare: Bool, to out: inout RawMemory) {
    switch Unicode.Scalar(letter) {
    case "Y": number(year, 4, false, &out)
    case "m": number(month, 2, isBare, &out)
    case "d": number(day, 2, isBare, &out)
    case "H": number(second / 3600, 2, isBare, &out)
    case "I": number((second / 3600 + 11) % 12 + 1, 2, isBare, &out)
    case "M": number(second / 60 % 60, 2, isBare, &out)
    case "S": number(second % 60, 2, isBare, &out)
    case "y": number((year % 100 + 100) % 100, 2, isBare, &out)
    case "j": number(dayOfYear, 3, isBare, &out)
    case "f": number(microsecond, 6, false, &out)
    case "g": number(microsecond / 1000, 3, false, &out)
    case "n": number(microsecond * 1000, 9, false, &out)
    case "a": out.append(String(CalendarNames.days[weekday].prefix(3)))
    case "A": out.append(CalendarNames.days[weekday])
    case "b": out.append(String(CalendarNames.months[month - 1].prefix(3)))
    case "B": out.append(CalendarNames.months[month - 1])
    case "p": out.append(second < 43200 ? "AM" : "PM")
    case "u": number((weekday + 6) % 7 + 1, 1, false, &out)
    case "w": number(weekday, 1, false, &out)
    // Weeks of the year that begin with its first Sunday, or Monday; what lies before is week 0.
    case "U": number((dayOfYear + 6 - weekday) / 7, 2, false, &out)
    case "W": number((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2, false, &out)
    case "V": number(CivilCalendar.isoWeek(ofDay: number).week, 2, false, &out)
    case "G": number(CivilCalendar.isoWeek(ofDay: number).year, 4, false, &out)
    case "x": parts("Y-m-d", &out)
    case "X": parts("H:M:S", &out)
    case "c": parts("Y-m-d H:M:S", &out)
    case "z": out.append("+00")
    // No zone's name is known, as in DuckDB.
    default: break
    }
  }

  private func parts(_ letters: String, _ out: inout RawMemory) {
    for byte in letters.utf8 {
      if byte >= UInt8(ascii: "A") { write(byte, isBare: false, to: &out) } else { out.append(byte) }
    }
  }

  private func number(_ value: Int, _ width: Int, _ isBare: Bool, _ out: inout RawMemory) {
    if value < 0 { out.append(UInt8(ascii: "-")) }
    var count = 1
    var limit: UInt = 10
    while value.magnitude >= limit || !isBare && count < width {
      count += 1
      limit *= 10
    }
    out.reserve(count)
    var rest = value.magnitude
    for place in (0..<count).reversed() {
      unsafe out.end.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: place, as: UInt8.self)
      rest /= 10
    }
    out.advance(by: count)
  }
}
