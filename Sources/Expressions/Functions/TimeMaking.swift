import Columns

/// Functions that make dates and times of numbers and texts, and numbers of them.
enum TimeMaking {
  static let all: [Function] = [
    Function(
      "now", .times, "The moment at which the batch is worked on, the same for all of its records.",
      example: "now() > timestamp '2020-01-01 00:00:00'", "true", [moment(.timestamp)],
      aliases: ["current_timestamp", "get_current_timestamp", "transaction_timestamp"]),
    Function(
      "localtimestamp", .times, "The moment at which the batch is worked on, in UTC without its zone.",
      example: "cast(localtimestamp as date) = current_date", "true", [moment(.localTimestamp)],
      aliases: ["current_localtimestamp"]),
    Function(
      "current_date", .times, "The day, in UTC, on which the batch is worked on.",
      example: "current_date > date '2020-01-01'", "true",
      [
        Overload([], .date) { evaluation, _ in
          Vector(.fixed(Int32(truncatingIfNeeded: CivilCalendar.split(evaluation.moment.microseconds).day), .date))
        }
      ], aliases: ["today"]),
    Function(
      "date_add", .times, "The date or time an interval later; `x + interval` is the same.",
      example: "date_add(timestamp '2018-01-31 12:00:00', interval 1 month)", "2018-02-28 12:00:00",
      arguments: "moment, interval"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call) else { return nil }
      return checker.arithmetic(.plus, operands[0], operands[1], call)
    },
    Function(
      "make_date", .times, "The date of a year, a month and a day, or of the days since 1970.",
      example: "make_date(2018, 6, 8)", "2018-06-08", [date, dateOfDays]),
    Function(
      "make_time", .times, "The time of an hour, a minute and seconds.", example: "make_time(16, 26, 1.5)",
      "16:26:01.5", [time]),
    Function(
      "make_timestamp", .times,
      "The moment of a year, a month, a day, an hour, a minute and seconds, or of the microseconds since 1970.",
      example: "make_timestamp(2018, 6, 8, 16, 26, 1.5)", "2018-06-08 16:26:01.5", [timestamp, since(1)]),
    Function(
      "make_timestamp_ms", .times, "The moment of the milliseconds since 1970.", example: "make_timestamp_ms(1000)",
      "1970-01-01 00:00:01", [since(1000)]),
    Function(
      "to_timestamp", .times, "The moment of the seconds since 1970.", example: "to_timestamp(1.5)",
      "1970-01-01 00:00:01.5", [ofSeconds]),
    Function(
      "epoch_ms", .times, "The milliseconds since 1970; of a number, the moment so many milliseconds since 1970.",
      example: "epoch_ms(timestamp '1970-01-01 00:00:01')", "1000", sinceEpoch(1000) + [since(1000)]),
    Function(
      "epoch_us", .times, "The microseconds since 1970.", example: "epoch_us(timestamp '1970-01-01 00:00:01')",
      "1000000", sinceEpoch(1)),
    Function(
      "strptime", .times, "The moment that a text in the format given stands for.",
      example: "strptime('08.06.2018 16:26', '%d.%m.%Y %H:%M')", "2018-06-08 16:26:00", reading(orNull: false)),
    Function(
      "try_strptime", .times, "The moment that a text in the format given stands for; null if it stands for none.",
      example: "try_strptime('08.06.2018', '%d.%m.%Y')", "2018-06-08 00:00:00", reading(orNull: true)),
    Function(
      "last_day", .times, "The last day of the month.", example: "last_day(date '2018-02-05')", "2018-02-28",
      [
        Overload([.date], .date, canFail: true) { evaluation, arguments in
          evaluation.map(
            arguments[0], .date, zero: Int32(0), { (day: Int32) in Int32(exactly: lastDay(Int(day))) },
            message: { _ -> FailureMessage in "the last day of the month is beyond all dates" })
        }
      ]
        + [ColumnType.timestamp, .localTimestamp].map { type in
          Overload([type], .date) { evaluation, arguments in
            evaluation.map(arguments[0], .date) { (moment: Int64) in
              Int32(truncatingIfNeeded: lastDay(CivilCalendar.split(moment).day))
            }
          }
        }),
  ]

  /// The moment of the evaluation.
  private static func moment(_ type: ColumnType) -> Overload {
    Overload([], type) { evaluation, _ in Vector(.fixed(evaluation.moment.microseconds, type)) }
  }

  private static func lastDay(_ day: Int) -> Int {
    let date = CivilCalendar.date(ofDay: day)
    return day - date.day + CivilCalendar.days(inMonth: date.month, of: date.year)
  }

  /// The day of a date; nil if there is none.
  @inline(__always) private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int? {
    guard year > -6_000_000, year < 6_000_000, month >= 1, month <= 12, day >= 1,
      day <= CivilCalendar.days(inMonth: Int(month), of: Int(year))
    else { return nil }
    return CivilCalendar.day(year: Int(year), month: Int(month), day: Int(day))
  }

  private static let date = Overload([.int64, .int64, .int64], .date, canFail: true) { evaluation, arguments in
    let numbers = arguments.map { $0.fixed(Int64.self) }
    return evaluation.values(
      arguments, .date, zero: Int32(0),
      message: { "there is no date \(numbers[0][$0])-\(numbers[1][$0])-\(numbers[2][$0])" }
    ) { row in day(numbers[0][row], numbers[1][row], numbers[2][row]).flatMap { Int32(exactly: $0) } }
  }

  private static let dateOfDays = Overload([.int32], .date) { _, arguments in arguments[0].retyped(.date) }

  /// Microseconds since midnight; nil if there is no such time.
  @inline(__always) private static func microseconds(_ hour: Int64, _ minute: Int64, _ second: Double) -> Int64? {
    guard hour >= 0, hour <= 24, minute >= 0, minute < 60, second >= 0, second < 61 else { return nil }
    let micros = Int64(WholeFloat.awayFromZero(second * 1e6))
    let sum = (hour * 60 + minute) * 60_000_000 + micros
    return hour < 24 && sum <= CivilCalendar.microsecondsPerDay || sum == CivilCalendar.microsecondsPerDay ? sum : nil
  }

  private static let time = Overload([.int64, .int64, .float64], .time, canFail: true) { evaluation, arguments in
    let (hours, minutes) = (arguments[0].fixed(Int64.self), arguments[1].fixed(Int64.self))
    let seconds = arguments[2].fixed(Double.self)
    return evaluation.values(
      arguments, .time, zero: Int64(0), message: { "there is no time \(hours[$0]):\(minutes[$0]):\(seconds[$0])" }
    ) { microseconds(hours[$0], minutes[$0], seconds[$0]) }
  }

  private static let timestamp: Overload = {
    let types: [ColumnType] = [.int64, .int64, .int64, .int64, .int64, .float64]
    return Overload(types, .timestamp, canFail: true) { evaluation, arguments in
      let numbers = arguments.prefix(5).map { $0.fixed(Int64.self) }
      let seconds = arguments[5].fixed(Double.self)
      return evaluation.values(
        arguments, .timestamp, zero: Int64(0),
        message: { row in
          let date = "\(numbers[0][row])-\(numbers[1][row])-\(numbers[2][row])"
          return "there is no moment \(date) \(numbers[3][row]):\(numbers[4][row]):\(seconds[row])"
        }
      ) { row -> Int64? in
        guard let day = day(numbers[0][row], numbers[1][row], numbers[2][row]),
          let time = microseconds(numbers[3][row], numbers[4][row], seconds[row])
        else { return nil }
        let (moment, isBeyond) = Int64(day).multipliedReportingOverflow(by: CivilCalendar.microsecondsPerDay)
        let (sum, isOver) = moment.addingReportingOverflow(time)
        return isBeyond || isOver ? nil : sum
      }
    }
  }()

  /// The moment of so many units since 1970, each of so many microseconds.
  private static func since(_ unit: Int64) -> Overload {
    Overload([.int64], .timestamp, canFail: unit > 1) { evaluation, arguments in
      if unit == 1 { return arguments[0].retyped(.timestamp) }
      return evaluation.map(
        arguments[0], .timestamp, zero: Int64(0),
        { (count: Int64) -> Int64? in
          let (moment, isBeyond) = count.multipliedReportingOverflow(by: unit)
          return isBeyond ? nil : moment
        },
        message: { count -> FailureMessage in "\(count) milliseconds go beyond timestamp" })
    }
  }

  private static let ofSeconds = Overload([.float64], .timestamp, canFail: true) { evaluation, arguments in
    evaluation.map(
      arguments[0], .timestamp, zero: Int64(0),
      { (seconds: Double) -> Int64? in
        let whole = WholeFloat.awayFromZero(seconds * 1e6)
        return whole >= -0x1p63 && whole < 0x1p63 ? Int64(whole) : nil
      },
      message: { seconds -> FailureMessage in "\(seconds) seconds go beyond timestamp" })
  }

  private static func sinceEpoch(_ unit: Int64) -> [Overload] {
    let perDay = CivilCalendar.microsecondsPerDay / unit
    let ofDay = Overload([.date], .int64, canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], .int64, zero: Int64(0),
        { (day: Int32) -> Int64? in
          let (count, isBeyond) = Int64(day).multipliedReportingOverflow(by: perDay)
          return isBeyond ? nil : count
        },
        message: { day -> FailureMessage in "the date \(day) days from 1970 goes beyond int64" })
    }
    let ofTime = Overload([.time], .int64) { evaluation, arguments in
      evaluation.map(arguments[0], .int64) { (time: Int64) in time / unit }
    }
    let others = [ColumnType.timestamp, .localTimestamp].map { type in
      Overload([type], .int64) { evaluation, arguments in
        if unit == 1 { return arguments[0].retyped(.int64) }
        return evaluation.map(arguments[0], .int64) { (moment: Int64) -> Int64 in
          let (whole, rest) = moment.quotientAndRemainder(dividingBy: unit)
          // Halves go away from zero.
          return rest.magnitude * 2 >= unit.magnitude ? whole + (moment < 0 ? -1 : 1) : whole
        }
      }
    }
    return others + [ofDay, ofTime]
  }

  private static func reading(orNull: Bool) -> [Overload] {
    var overload = Overload([.text, .text], .timestamp, canFail: !orNull) { evaluation, arguments in
      read(&evaluation, arguments[0], arguments[1], orNull)
    }
    overload.mayBeNull = orNull
    overload.refusal = { constants in
      guard let bytes = constants[1]?.bytes else { return nil }
      do throws(TimePattern.Refusal) {
        let pattern = try TimePattern(String(decoding: bytes, as: UTF8.self))
        return pattern.readingRefusal?.message
      } catch { return error.message }
    }
    return [overload]
  }

  private static func read(
    _ evaluation: inout Evaluation, _ written: Vector, _ formats: Vector, _ orNull: Bool
  ) -> Vector {
    let (texts, patterns) = (written.texts, formats.texts)
    let known = formats.isConstant ? unsafe pattern(patterns[0]) : nil
    return evaluation.values(
      [written, formats], .timestamp, zero: Int64(0), orNull: orNull,
      message: { row in
        let (text, format) = unsafe (ShortenedText.of(texts[row]), ShortenedText.of(patterns[row]))
        return "«\(text)» isn't written as `\(format)`"
      }
    ) { row -> Int64? in
      guard let pattern = unsafe known ?? pattern(patterns[row]) else { return nil }
      let text = unsafe trimmed(texts[row])
      guard let start = text.baseAddress else { return nil }
      return unsafe pattern.read(start.assumingMemoryBound(to: UInt8.self), text.count)?.microseconds
    }
  }

  /// A text without the spaces around it.
  @inline(__always) private static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (first, last) = (0, text.count)
    while first < last, unsafe text[first] == UInt8(ascii: " ") { first += 1 }
    while last > first, unsafe text[last - 1] == UInt8(ascii: " ") { last -= 1 }
    return unsafe UnsafeRawBufferPointer(rebasing: text[first..<last])
  }

  private static func pattern(_ text: UnsafeRawBufferPointer) -> TimePattern? {
    guard let pattern = try? TimePattern(unsafe String(decoding: text, as: UTF8.self)) else { return nil }
    return pattern.readingRefusal == nil ? pattern : nil
  }
}
