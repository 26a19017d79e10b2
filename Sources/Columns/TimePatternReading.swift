extension TimePattern {
  /// What a text says by a pattern.
  public struct Moment: Sendable, Equatable {
    /// Microseconds since 1970, in UTC where a zone is named.
    public var microseconds: Int64
    /// Whether the text names its zone.
    public var isZoned: Bool
  }

  /// Why nothing can be read by the pattern, though it may be written; nil where it can.
  public var readingRefusal: Refusal? {
    for piece in pieces where "UWVG".utf8.contains(piece.letter) {
      let sign = "%" + String(Character(Unicode.Scalar(piece.letter)))
      return Refusal(message: "`\(sign)`, a week, says no day: nothing can be read by it")
    }
    return nil
  }

  /// The moment that `p[0..<n]` is; nil where it isn't written so. Parts that the pattern lacks are those of
  /// 1900-01-01 00:00.
  @unsafe public func read(_ p: UnsafePointer<UInt8>, _ n: Int) -> Moment? {
    var reader = unsafe MomentReader(bytes: p, end: n)
    for piece in pieces {
      if piece.letter == 0 {
        guard unsafe reader.at < n && p[reader.at] == piece.byte else { return nil }
        reader.at += 1
      } else if !reader.take(piece.letter) {
        return nil
      }
    }
    return reader.at == n ? reader.moment : nil
  }
}

/// A text on its way to a moment. Its pointer holds for the length of `TimePattern.read`.
@safe private struct MomentReader {
  let bytes: UnsafePointer<UInt8>
  let end: Int
  var at = 0
  private var year = 1900
  private var month = 1
  private var day = 1
  private var dayOfYear: Int?
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var microsecond = 0
  private var isAfternoon: Bool?
  private var isTwelveHours = false
  private var zone: Int?

  @unsafe init(bytes: UnsafePointer<UInt8>, end: Int) {
    unsafe self.bytes = bytes
    self.end = end
  }

  /// Reads a part; false where it isn't there.
  mutating func take(_ letter: UInt8) -> Bool {
    switch Unicode.Scalar(letter) {
    case "Y": return number(4, 0...9999) { $0.year = $1 }
    case "m": return number(2, 1...12) { $0.month = $1 }
    case "d": return number(2, 1...31) { $0.day = $1 }
    case "H": return number(2, 0...23) { $0.hour = $1 }
    case "I":
      return number(2, 1...12) {
        $0.hour = $1
        $0.isTwelveHours = true
      }
    case "M": return number(2, 0...59) { $0.minute = $1 }
    case "S": return number(2, 0...59) { $0.second = $1 }
    case "y": return number(2, 0...99) { $0.year = $1 + ($1 < 69 ? 2000 : 1900) }
    case "j": return number(3, 1...366) { $0.dayOfYear = $1 }
    case "u": return number(1, 1...7) { _, _ in }
    case "w": return number(1, 0...6) { _, _ in }
    case "f", "n": return fraction()
    case "g": return number(3, 0...999) { $0.microsecond = $1 * 1000 }
    case "a": return name(CalendarNames.days, isShort: true) != nil
    case "A": return name(CalendarNames.days, isShort: false) != nil
    case "b", "B":
      guard let month = name(CalendarNames.months, isShort: letter == UInt8(ascii: "b")) else { return false }
      self.month = month + 1
      return true
    case "p":
      guard let half = name(["AM", "PM"], isShort: false) else { return false }
      isAfternoon = half == 1
      return true
    case "z": return offset()
    case "Z":
      guard name(["UTC", "GMT", "Z"], isShort: false) != nil else { return false }
      zone = zone ?? 0
      return true
    default: return false
    }
  }

  /// The moment that the parts make; nil where the calendar has none.
  var moment: TimePattern.Moment? {
    var days: Int
    if let dayOfYear {
      guard dayOfYear <= (CivilCalendar.isLeap(year) ? 366 : 365) else { return nil }
      days = CivilCalendar.day(year: year, month: 1, day: 1) + dayOfYear - 1
    } else {
      guard day <= CivilCalendar.days(inMonth: month, of: year) else { return nil }
      days = CivilCalendar.day(year: year, month: month, day: day)
    }
    var hour = hour
    if let isAfternoon {
      guard isTwelveHours || hour <= 12 else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    } else if isTwelveHours {
      hour %= 12
    }
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - (zone ?? 0) * 60
    return TimePattern.Moment(microseconds: Int64(seconds) * 1_000_000 + Int64(microsecond), isZoned: zone != nil)
  }

  private func digit(_ place: Int) -> Int? {
    guard place < end else { return nil }
    let digit = unsafe bytes[place] &- 0x30
    return digit <= 9 ? Int(digit) : nil
  }

  /// At most `most` digits, at least one.
  private mutating func number(
    _ most: Int, _ bounds: ClosedRange<Int>, _ keep: (inout MomentReader, Int) -> Void
  ) -> Bool {
    var value = 0
    let start = at
    while at < start + most, let digit = digit(at) {
      value = value * 10 + digit
      at += 1
    }
    guard at > start, bounds.contains(value) else { return false }
    keep(&self, value)
    return true
  }

  /// Up to nine digits behind a point, of which microseconds count.
  private mutating func fraction() -> Bool {
    var unit = 100_000
    let start = at
    microsecond = 0
    while at < start + 9, let digit = digit(at) {
      microsecond += digit * unit
      unit /= 10
      at += 1
    }
    return at > start
  }

  /// The place of the name that stands here in any case, or of its first three letters.
  private mutating func name(_ names: [String], isShort: Bool) -> Int? {
    for (place, name) in names.enumerated() {
      let letters = name.utf8.prefix(isShort ? 3 : 9)
      guard at + letters.count <= end else { continue }
      var next = at
      let isHere = letters.allSatisfy { letter in
        defer { next += 1 }
        return unsafe bytes[next] | 0x20 == letter | 0x20
      }
      if isHere {
        at = next
        return place
      }
    }
    return nil
  }

  /// `Z`, `+02`, `+0200` or `+02:00`.
  private mutating func offset() -> Bool {
    guard at < end else { return false }
    let sign = unsafe bytes[at]
    if sign | 0x20 == 0x7a {
      at += 1
      zone = 0
      return true
    }
    guard sign == 0x2b || sign == 0x2d, let tens = digit(at + 1), let ones = digit(at + 2) else { return false }
    var minutes = (tens * 10 + ones) * 60
    at += 3
    let next = unsafe at < end && bytes[at] == 0x3a ? at + 1 : at
    if let tens = digit(next), let ones = digit(next + 1) {
      guard tens < 6 else { return false }
      minutes += tens * 10 + ones
      at = next + 2
    }
    zone = sign == 0x2d ? -minutes : minutes
    return minutes < 24 * 60
  }
}
