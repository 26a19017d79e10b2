/// Dates and times, ISO 8601's calendar forms. Every part is checked against the calendar.
extension ValueParser {
  /// Days since 1970: `2018-06-08`. A time behind it is allowed where it is midnight, of which nothing is lost.
  @unsafe @inline(__always) static func date(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int32? {
    if n == 10 { return unsafe day(p).map { Int32(truncatingIfNeeded: $0) } }
    guard let moment = unsafe timestamp(p, n, isLocal: true), moment % CivilCalendar.microsecondsPerDay == 0 else {
      return nil
    }
    return Int32(truncatingIfNeeded: CivilCalendar.split(moment).day)
  }

  /// Microseconds since midnight: `16:26`, `16:26:00`, `16:26:00.25`.
  @unsafe static func time(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int64? {
    guard let (microseconds, length) = unsafe clock(p, n), length == n else { return nil }
    return microseconds
  }

  /// Microseconds since 1970: a date, or a date and a time with `T` or a space between, and a zone unless local.
  @unsafe @inline(__always)
  static func timestamp(_ p: UnsafePointer<UInt8>, _ n: Int, isLocal: Bool) -> Int64? {
    if n == 19, let moment = unsafe seconds(p) { return moment }
    return unsafe anyTimestamp(p, n, isLocal: isLocal)
  }

  /// The 19 bytes of `yyyy-MM-dd HH:mm:ss`, eight at a time.
  @unsafe @inline(__always) private static func seconds(_ p: UnsafePointer<UInt8>) -> Int64? {
    let raw = unsafe UnsafeRawPointer(p)
    let between = unsafe p[10]
    // Seen as a little-endian word, the first byte is the lowest. Digits become their values, colons zero.
    let clock =
      unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 11, as: UInt64.self)) ^ 0x3030_3a30_303a_3030
    let isClock = (clock | (clock &+ 0x0606_0006_0600_0606)) & 0xf0f0_fff0_f0ff_f0f0 == 0
    // Each byte times ten plus its neighbour: a pair of digits stands in its first byte.
    let pairs = clock &* 10 &+ clock &>> 8
    // What is too large for its place reaches the highest bit of its byte.
    let isInRange = (pairs &+ 0x0044_0000_4400_0068) & 0x0080_0000_8000_0080 == 0
    guard isClock && isInRange && (between == 0x20 || between == 0x54), let day = unsafe day(p) else { return nil }
    let seconds = (pairs & 0xff) &* 3_600 &+ (pairs &>> 24 & 0xff) &* 60 &+ (pairs &>> 48 & 0xff)
    return (Int64(day) &* 86_400 &+ Int64(truncatingIfNeeded: seconds)) &* 1_000_000
  }

  /// The 10 bytes of `yyyy-MM-dd`.
  @unsafe @inline(__always) private static func day(_ p: UnsafePointer<UInt8>) -> Int? {
    let raw = unsafe UnsafeRawPointer(p)
    // As above: the year and the month, and the day.
    let first = unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ 0x2d30_302d_3030_3030
    let last = unsafe UInt32(UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))) ^ 0x3030
    let isDate =
      (first | (first &+ 0x0006_0600_0606_0606)) & 0xfff0_f0ff_f0f0_f0f0 == 0
      && (last | (last &+ 0x0606)) & 0xf0f0 == 0
    let pairs = first &* 10 &+ first &>> 8
    let year = Int(pairs & 0xff) &* 100 &+ Int(pairs &>> 16 & 0xff)
    return isDate
      ? calendarDay(year, Int(pairs &>> 40 & 0xff), Int((last & 0xff) &* 10 &+ last &>> 8)) : nil
  }

  @inline(__always) private static func calendarDay(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    // Most days are those that every month has.
    guard
      year >= 1 && UInt(bitPattern: month &- 1) < 12
        && (UInt(bitPattern: day &- 1) < 28 || day >= 1 && day <= CivilCalendar.days(inMonth: month, of: year))
    else { return nil }
    return CivilCalendar.day(year: year, month: month, day: day)
  }

  @unsafe @inline(never)
  private static func anyTimestamp(_ p: UnsafePointer<UInt8>, _ n: Int, isLocal: Bool) -> Int64? {
    guard n >= 10, let day = unsafe day(p) else { return nil }
    let midnight = Int64(day) * CivilCalendar.microsecondsPerDay
    if n == 10 { return midnight }
    guard unsafe p[10] == 0x20 || p[10] | 0x20 == 0x74, let (time, length) = unsafe clock(p + 11, n - 11) else {
      return nil
    }
    let rest = 11 + length
    if rest == n { return midnight + time }
    guard !isLocal, let offset = unsafe zone(p + rest, n - rest) else { return nil }
    return midnight + time - offset
  }

  /// Hours, minutes, and maybe seconds and a fraction, of which microseconds count.
  @unsafe private static func clock(_ p: UnsafePointer<UInt8>, _ n: Int) -> (microseconds: Int64, length: Int)? {
    guard n >= 5, let hour = unsafe pair(p), hour < 24, unsafe p[2] == 0x3a, let minute = unsafe pair(p + 3),
      minute < 60
    else { return nil }
    let minutes = Int64(hour * 60 + minute) * 60_000_000
    guard n >= 6, unsafe p[5] == 0x3a else { return (minutes, 5) }
    guard n >= 8, let second = unsafe pair(p + 6), second < 60 else { return nil }
    var time = minutes + Int64(second) * 1_000_000
    guard n > 8, unsafe p[8] == 0x2e || p[8] == 0x2c else { return (time, 8) }
    var end = 9
    var unit: Int64 = 100_000
    while end < n {
      let digit = unsafe p[end] &- 0x30
      if digit > 9 { break }
      time += Int64(digit) * unit
      unit /= 10
      end += 1
    }
    return end > 9 ? (time, end) : nil
  }

  /// How many microseconds a zone is ahead of UTC: `Z`, `UTC`, `+02`, `+0200`, `+02:00`, maybe behind a space.
  @unsafe private static func zone(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int64? {
    if unsafe p[0] == 0x20 { return n > 1 ? unsafe zone(p + 1, n - 1) : nil }
    if n == 1 { return unsafe p[0] | 0x20 == 0x7a ? 0 : nil }
    if n == 3, unsafe p[0] == 0x55 && p[1] == 0x54 && p[2] == 0x43 { return 0 }
    guard unsafe p[0] == 0x2b || p[0] == 0x2d, n >= 3, let hours = unsafe pair(p + 1), hours < 24 else { return nil }
    var minutes = 0
    if n > 3 {
      let at = unsafe p[3] == 0x3a ? 4 : 3
      guard n == at + 2, let written = unsafe pair(p + at), written < 60 else { return nil }
      minutes = written
    }
    let offset = Int64(hours * 60 + minutes) * 60_000_000
    return unsafe p[0] == 0x2d ? -offset : offset
  }

  @unsafe @inline(__always) private static func pair(_ p: UnsafePointer<UInt8>) -> Int? {
    let tens = unsafe p[0] &- 0x30
    let ones = unsafe p[1] &- 0x30
    return tens <= 9 && ones <= 9 ? Int(tens) &* 10 &+ Int(ones) : nil
  }
}
