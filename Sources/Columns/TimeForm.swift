/// How times are written where they are read, as a field's `formats` name it.
public enum TimeForm: Sendable, Equatable {
  /// The calendar's own way: `2018-06-08T16:26:00Z`.
  case iso
  /// A number since 1970, of which ten to the power of `digits` make a second.
  case epoch(digits: Int)
  case pattern(TimePattern)

  /// Reads one of a field's formats.
  public init(_ text: String) throws(TimePattern.Refusal) {
    switch text {
    case "iso": self = .iso
    case "epoch_s": self = .epoch(digits: 0)
    case "epoch_ms": self = .epoch(digits: 3)
    case "epoch_us": self = .epoch(digits: 6)
    case "epoch_ns": self = .epoch(digits: 9)
    default:
      guard text.contains("%") else {
        throw TimePattern.Refusal(
          message: "`\(text)` is no format: there are iso, epoch_s, epoch_ms, epoch_us, epoch_ns, and patterns such as "
            + "%Y-%m-%d")
      }
      let pattern = try TimePattern(text)
      if let refusal = pattern.readingRefusal { throw refusal }
      self = .pattern(pattern)
    }
  }

  /// The value of a date in days, of a time or timestamp in microseconds; nil where the text is none.
  @unsafe func read(_ p: UnsafePointer<UInt8>, _ n: Int, _ type: ColumnType) -> Int64? {
    let moment: Int64
    switch self {
    case .iso:
      switch type {
      case .date: return unsafe ValueParser.date(p, n).map { Int64($0) }
      case .time: return unsafe ValueParser.time(p, n)
      default: return unsafe ValueParser.timestamp(p, n, isLocal: type == .localTimestamp)
      }
    case .epoch(let digits):
      guard let read = unsafe Self.microseconds(p, n, power: 6 - digits) else { return nil }
      moment = read
      // A time counts from midnight, and ends before the next.
      if type == .time { return (0..<CivilCalendar.microsecondsPerDay).contains(moment) ? moment : nil }
    case .pattern(let pattern):
      guard let read = unsafe pattern.read(p, n), !read.isZoned || type != .localTimestamp else { return nil }
      moment = read.microseconds
      if type == .time { return CivilCalendar.split(moment).microsecond }
    }
    guard type == .date else { return moment }
    // Of a date nothing may be lost.
    let (day, microsecond) = CivilCalendar.split(moment)
    return microsecond == 0 ? Int64(day) : nil
  }

  /// A number times ten to `power`, what lies behind the point cut off.
  @unsafe private static func microseconds(_ p: UnsafePointer<UInt8>, _ n: Int, power: Int) -> Int64? {
    guard let digits = unsafe ValueParser.digits(p, n) else { return nil }
    var size = Int128(digits.mantissa)
    var power = digits.exponent + power
    while power > 0 && size != 0 {
      size *= 10
      power -= 1
      if size > Int128(Int64.max) { return nil }
    }
    var isExact = true
    while power < 0 && size != 0 {
      if size % 10 != 0 { isExact = false }
      size /= 10
      power += 1
    }
    // What lies before 1970 is cut off downwards, as all moments are.
    if digits.isNegative { size = -size - (isExact ? 0 : 1) }
    return Int64(exactly: size)
  }
}

extension Field {
  /// Whether its values are times that are written in other ways than their type's.
  var hasTimeForms: Bool {
    switch type {
    case .date, .time, .timestamp, .localTimestamp: !form.formats.isEmpty
    default: false
    }
  }
}

extension CellReading {
  /// Dates and times that are written in the ways that the field names.
  mutating func times() -> Column {
    let type = field.type
    // What can't be used was refused when the configuration was checked.
    let forms = field.form.formats.compactMap { try? TimeForm($0) }
    func read(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int64? {
      for form in forms { if let value = unsafe form.read(p, n, type) { return value } }
      return nil
    }
    if type == .date { return unsafe fixed(Int32(0)) { unsafe read($0, $1).flatMap { Int32(exactly: $0) } } }
    return unsafe fixed(Int64(0)) { unsafe read($0, $1) }
  }
}
