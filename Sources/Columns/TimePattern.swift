/// How times are written, as `strftime` and `strptime` have it: `%d.%m.%Y %H:%M`.
public struct TimePattern: Sendable, Equatable {
  /// A byte that stands for itself, or a part of a time.
  struct Piece: Sendable, Equatable {
    /// The letter behind `%`; zero where `byte` stands for itself.
    let letter: UInt8
    /// The byte itself; for a part, whether a `-` asks for no zeros before it.
    let byte: UInt8

    var isBare: Bool { byte != 0 }
  }

  let pieces: [Piece]

  /// Why a pattern can't be used.
  public struct Refusal: Error, Equatable {
    /// A sentence for people.
    public let message: String
  }

  /// Takes a pattern apart.
  public init(_ format: String) throws(Refusal) {
    var pieces: [Piece] = []
    let bytes = Array(format.utf8)
    var next = 0
    while next < bytes.count {
      guard bytes[next] == UInt8(ascii: "%") else {
        pieces.append(Piece(letter: 0, byte: bytes[next]))
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
      switch Unicode.Scalar(letter) {
      case "%": pieces.append(Piece(letter: 0, byte: letter))
      case "x": pieces += Self.pieces("Y-m-d")
      case "X": pieces += Self.pieces("H:M:S")
      case "c": pieces += Self.pieces("Y-m-d H:M:S")
      default: pieces.append(Piece(letter: letter, byte: isBare ? 1 : 0))
      }
      next = place + 1
    }
    if pieces.isEmpty { throw Refusal(message: "the format is empty") }
    self.pieces = pieces
  }

  /// Letters as parts, and what stands between them.
  private static func pieces(_ letters: String) -> [Piece] {
    letters.utf8.map { $0 >= UInt8(ascii: "A") ? Piece(letter: $0, byte: 0) : Piece(letter: 0, byte: $0) }
  }

  /// Appends a moment, in microseconds since 1970.
  public func write(_ moment: Int64, to out: inout RawMemory) {
    let (day, microsecond) = CivilCalendar.split(moment)
    let date = CivilCalendar.date(ofDay: day)
    let clock = WrittenMoment(
      year: date.year, month: date.month, day: date.day, number: day, second: Int(microsecond / 1_000_000),
      microsecond: Int(microsecond % 1_000_000))
    for piece in pieces {
      if piece.letter == 0 { out.append(piece.byte) } else { clock.write(piece.letter, isBare: piece.isBare, to: &out) }
    }
  }
}

/// A moment, taken apart to be written.
private struct WrittenMoment {
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
    case "z": out.append("+00")
    // No zone's name is known, as in DuckDB.
    default: break
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
