/// How values are written as text.
@frozen public enum TextStyle: Sendable {
  /// As JSON and CSV have it: `2018-06-08T16:26:00Z`.
  case iso
  /// As SQL has it: `2018-06-08 16:26:00`.
  case sql
}

/// Writes values as text where a pointer shows, without allocating; each function returns how many bytes it wrote.
@frozen public enum ValueText {
  /// No value of a type that isn't text, bytes or JSON is longer.
  public static let longest = 64

  /// Two digits as they lie in memory, the tens first.
  @inlinable @inline(__always) static func pair(_ value: Int) -> UInt16 {
    let tens = (value &* 103) &>> 10
    return UInt16(truncatingIfNeeded: 0x3030 &+ tens &+ (value &- tens &* 10) &<< 8).littleEndian
  }

  @unsafe @inlinable @inline(__always)
  static func writePair(_ value: Int, to out: UnsafeMutablePointer<UInt8>) {
    unsafe UnsafeMutableRawPointer(out).storeBytes(of: pair(value), as: UInt16.self)
  }

  @unsafe @inlinable public static func bool(_ value: Bool, to out: UnsafeMutablePointer<UInt8>) -> Int {
    // Eight bytes are written, of which four or five count.
    let word: UInt64 = value ? 0x6575_7274 : 0x65_736c_6166
    unsafe UnsafeMutableRawPointer(out).storeBytes(of: word.littleEndian, as: UInt64.self)
    return value ? 4 : 5
  }

  /// Up to eight bytes behind the text are written, too.
  @unsafe @inlinable public static func integer(_ value: Int64, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let (size, sign) = (value.magnitude, value < 0 ? 1 : 0)
    guard size < 10_000_000 else {
      unsafe out[0] = 0x2d
      return unsafe sign + integer(size, to: out + sign)
    }
    // Sign and digits are one word.
    let digits = eightDigits(size)
    let zeros = zerosBefore(digits)
    let text = digits &>> UInt64(truncatingIfNeeded: 8 &* zeros)
    unsafe write(value < 0 ? text &<< 8 | 0x2d : text, to: out)
    return 8 &- zeros &+ sign
  }

  /// Up to seven bytes behind the digits are written, too.
  @unsafe @inlinable public static func integer(_ value: UInt64, to out: UnsafeMutablePointer<UInt8>) -> Int {
    guard value < 100_000_000 else { return unsafe longInteger(value, to: out) }
    // Without a branch, since how long numbers are can't be foreseen: the zeros before the first digit are shifted out.
    let digits = eightDigits(value)
    let zeros = zerosBefore(digits)
    unsafe write(digits &>> UInt64(truncatingIfNeeded: 8 &* zeros), to: out)
    return 8 &- zeros
  }

  @unsafe @usableFromInline @inline(never)
  static func longInteger(_ value: UInt64, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let high = value / 100_000_000
    let length = unsafe integer(high, to: out)
    unsafe write(eightDigits(value &- high &* 100_000_000), to: out + length)
    return length + 8
  }

  /// Eight bytes, the first of them lowest in the word.
  @unsafe @inlinable @inline(__always) static func write(_ word: UInt64, to out: UnsafeMutablePointer<UInt8>) {
    unsafe UnsafeMutableRawPointer(out).storeBytes(of: word.littleEndian, as: UInt64.self)
  }

  /// A number below 10^8 as eight digits, zeros before the first included.
  @inlinable @inline(__always) static func eightDigits(_ value: UInt64) -> UInt64 {
    let number = UInt32(truncatingIfNeeded: value)
    let high = number / 10_000
    let halves = UInt64(high) | UInt64(number &- high &* 10_000) &<< 32
    let hundreds = (halves &* 5_243) &>> 19 & 0x7f_0000_007f
    return digits(ofPairs: hundreds | (halves &- hundreds &* 100) &<< 16)
  }

  /// How many of eight digits are zeros before the first other one; at most seven.
  @inlinable @inline(__always) static func zerosBefore(_ digits: UInt64) -> Int {
    (digits & 0x0f0f_0f0f_0f0f_0f0f | 1 &<< 56).trailingZeroBitCount &>> 3
  }

  /// Four numbers below a hundred, in the 16-bit lanes of a word, as eight digits that lie in memory in their order.
  @inlinable @inline(__always) static func digits(ofPairs pairs: UInt64) -> UInt64 {
    let tens = (pairs &* 103) &>> 10 & 0x000f_000f_000f_000f
    return 0x3030_3030_3030_3030 &+ tens &+ (pairs &- tens &* 10) &<< 8
  }

  /// The digits of a date, `yyyyMMdd`, whose year has four.
  @inlinable @inline(__always) static func digits(of date: (year: Int, month: Int, day: Int)) -> UInt64 {
    let year = UInt32(truncatingIfNeeded: date.year)
    let century = year / 100
    return digits(
      ofPairs: UInt64(century) | UInt64(year &- century &* 100) &<< 16
        | UInt64(truncatingIfNeeded: date.month) &<< 32 | UInt64(truncatingIfNeeded: date.day) &<< 48)
  }

  /// The year and the month of a date's digits with a hyphen behind each.
  @inlinable @inline(__always) static func yearAndMonth(_ digits: UInt64) -> UInt64 {
    digits & 0xffff_ffff | 0x2d &<< 32 | (digits &>> 32 & 0xffff) &<< 40 | 0x2d &<< 56
  }

  /// Days since 1970.
  @unsafe @inlinable public static func date(_ days: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let date = CivilCalendar.date(ofDay: days)
    guard date.year >= 0 && date.year <= 9_999 else { return unsafe farDate(date, to: out) }
    let digits = digits(of: date)
    let to = UnsafeMutableRawPointer(out)
    unsafe to.storeBytes(of: yearAndMonth(digits).littleEndian, as: UInt64.self)
    unsafe to.storeBytes(of: UInt16(truncatingIfNeeded: digits &>> 48).littleEndian, toByteOffset: 8, as: UInt16.self)
    return 10
  }

  /// A date in a year outside four digits.
  @unsafe @usableFromInline
  static func farDate(_ date: (year: Int, month: Int, day: Int), to out: UnsafeMutablePointer<UInt8>) -> Int {
    let at = unsafe farYear(date.year, to: out)
    unsafe out[at] = 0x2d
    unsafe writePair(date.month, to: out + at + 1)
    unsafe out[at + 3] = 0x2d
    unsafe writePair(date.day, to: out + at + 4)
    return at + 6
  }

  /// A year outside four digits: its sign and at least four digits.
  @unsafe @usableFromInline static func farYear(_ year: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe out[0] = year < 0 ? 0x2d : 0x2b
    var divisor = year.magnitude >= 10_000 ? 1 : 1_000
    while year.magnitude / UInt(divisor) >= 10 { divisor *= 10 }
    var at = 1
    while divisor > 0 {
      unsafe out[at] = 0x30 + UInt8(year.magnitude / UInt(divisor) % 10)
      divisor /= 10
      at += 1
    }
    return at
  }

  /// Microseconds since midnight; a fraction only where there is one.
  @unsafe @inlinable public static func time(_ microseconds: Int64, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let seconds = Int(truncatingIfNeeded: microseconds / 1_000_000)
    let fraction = Int(truncatingIfNeeded: microseconds &- Int64(seconds) &* 1_000_000)
    let minutes = seconds / 60
    let hours = minutes / 60
    unsafe writePair(hours, to: out)
    unsafe out[2] = 0x3a
    unsafe writePair(minutes &- hours &* 60, to: out + 3)
    unsafe out[5] = 0x3a
    unsafe writePair(seconds &- minutes &* 60, to: out + 6)
    if fraction == 0 { return 8 }
    return unsafe 8 + writeFraction(fraction, to: out + 8)
  }

  /// A point and microseconds, without the zeros at their end.
  @unsafe @usableFromInline static func writeFraction(_ microseconds: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe out[0] = 0x2e
    unsafe writePair(microseconds / 10_000, to: out + 1)
    unsafe writePair(microseconds / 100 % 100, to: out + 3)
    unsafe writePair(microseconds % 100, to: out + 5)
    var length = 7
    while unsafe out[length - 1] == 0x30 { length -= 1 }
    return length
  }

  /// Microseconds since 1970: UTC, or local and then without a zone.
  @unsafe @inlinable public static func timestamp(
    _ microseconds: Int64, isLocal: Bool, _ style: TextStyle, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let (day, rest) = CivilCalendar.split(microseconds)
    let date = CivilCalendar.date(ofDay: day)
    let isShort = style == .sql || isLocal
    guard date.year >= 0 && date.year <= 9_999 else {
      let length = unsafe farDate(date, to: out)
      return unsafe clock(rest, behind: length, isShort: isShort, style, to: out)
    }
    let seconds = UInt32(truncatingIfNeeded: rest / 1_000_000)
    if rest != Int64(seconds) &* 1_000_000 {
      let length = unsafe self.date(day, to: out)
      return unsafe clock(rest, behind: length, isShort: isShort, style, to: out)
    }
    let minutes = seconds / 60
    let hours = minutes / 60
    let first = digits(of: date)
    let second = digits(
      ofPairs: UInt64(hours) | UInt64(minutes &- hours &* 60) &<< 16 | UInt64(seconds &- minutes &* 60) &<< 32)
    let separator: UInt64 = style == .iso ? 0x54 : 0x20
    // `yyyy-MM-`, `ddTHH:mm` and `:ssZ`, of which the last byte counts only where there is a zone.
    let to = UnsafeMutableRawPointer(out)
    unsafe to.storeBytes(of: yearAndMonth(first).littleEndian, as: UInt64.self)
    let middle =
      first &>> 48 | separator &<< 16 | (second & 0xffff) &<< 24 | 0x3a &<< 40 | (second &>> 16 & 0xffff) &<< 48
    unsafe to.storeBytes(of: middle.littleEndian, toByteOffset: 8, as: UInt64.self)
    let last = UInt32(truncatingIfNeeded: 0x5a00_003a | (second &>> 32 & 0xffff) &<< 8)
    unsafe to.storeBytes(of: last.littleEndian, toByteOffset: 16, as: UInt32.self)
    return isShort ? 19 : 20
  }

  /// The time behind a date that is written already; returns the length of both.
  @unsafe @usableFromInline static func clock(
    _ microseconds: Int64, behind length: Int, isShort: Bool, _ style: TextStyle, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    unsafe out[length] = style == .iso ? 0x54 : 0x20
    let end = unsafe length + 1 + time(microseconds, to: out + length + 1)
    if isShort { return end }
    unsafe out[end] = 0x5a
    return end + 1
  }

  /// Sixteen bytes in network order, with hyphens.
  @unsafe public static func uuid(_ bytes: UnsafeRawPointer, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digits in
      let from = unsafe UnsafeRawPointer(digits.baseAddress.unsafelyUnwrapped)
      let to = UnsafeMutableRawPointer(out)
      unsafe HexDigits.write32(bytes, to: digits.baseAddress.unsafelyUnwrapped)
      for group in 0..<8 {
        // Four digits at a time; a hyphen stands behind the second, third, fourth and fifth of these groups.
        let digits = unsafe from.loadUnaligned(fromByteOffset: 4 &* group, as: UInt32.self)
        let hyphens = min(max(group &- 1, 0), 4)
        unsafe to.storeBytes(of: digits, toByteOffset: 4 &* group &+ hyphens, as: UInt32.self)
      }
    }
    unsafe out[8] = 0x2d
    unsafe out[13] = 0x2d
    unsafe out[18] = 0x2d
    unsafe out[23] = 0x2d
    return 36
  }
}
