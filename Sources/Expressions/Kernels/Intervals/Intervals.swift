import Columns

/// Arithmetic with intervals, and of moments and intervals.
enum Intervals {
  static let negation = Kernel("-(interval)", canFail: true) { evaluation, arguments in
    evaluation.map(
      arguments[0], .interval, zero: .zero, { (value: IntervalValue) -> IntervalValue? in value.negated },
      message: { "-(\(IntervalText.of($0))) goes beyond interval" })
  }

  /// `interval + interval`, `interval - interval`
  static func sum(_ found: Operator) -> Kernel {
    let isMinus = found == .minus
    return Kernel("\(found.rawValue)(interval,interval)", canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], .interval, zero: .zero,
        { (a: IntervalValue, b: IntervalValue) -> IntervalValue? in (isMinus ? b.negated : b).flatMap { a.adding($0) }
        },
        message: { "\(IntervalText.of($0)) \(found) \(IntervalText.of($1)) goes beyond interval" })
    }
  }

  /// `interval * int64`
  static let product = Kernel("*(interval,int64)", canFail: true) { evaluation, arguments in
    evaluation.map(
      arguments[0], arguments[1], .interval, zero: .zero,
      { (a: IntervalValue, b: Int64) -> IntervalValue? in a.times(b) },
      message: { "\(IntervalText.of($0)) * \($1) goes beyond interval" })
  }

  /// `interval * float64`, `interval / float64`
  static func scaled(_ found: Operator) -> Kernel {
    let divides = found == .divide
    return Kernel("\(found.rawValue)(interval,float64)", canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], .interval, zero: .zero,
        { (a: IntervalValue, b: Double) -> IntervalValue? in
          divides && b == 0 ? nil : a.scaled(divides ? 1 / b : b)
        },
        message: { a, b in
          divides && b == 0
            ? "\(IntervalText.of(a)) / 0 divides by zero" : "\(IntervalText.of(a)) \(found) \(b) goes beyond interval"
        })
    }
  }

  /// A timestamp of either kind moved by an interval.
  static func moved(_ found: Operator, _ type: ColumnType) -> Kernel {
    let isMinus = found == .minus
    return Kernel("\(found.rawValue)(\(type),interval)", canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], type, zero: Int64(0),
        { (moment: Int64, interval: IntervalValue) -> Int64? in
          (isMinus ? interval.negated : interval).flatMap { $0.after(moment) }
        },
        message: { moment, interval in
          "a moment \(IntervalText.of(interval)) \(plain: isMinus ? "before" : "after") \(Moments.written(moment)) is beyond all timestamps"
        })
    }
  }

  /// A time of day moved by an interval; it goes round midnight, and days don't count.
  static func movedTime(_ found: Operator) -> Kernel {
    let isMinus = found == .minus
    return Kernel("\(found.rawValue)(time,interval)") { evaluation, arguments in
      evaluation.map(arguments[0], arguments[1], .time) { (time: Int64, interval: IntervalValue) -> Int64 in
        let day = CivilCalendar.microsecondsPerDay
        let step = interval.microseconds % day
        let moved = (time + (isMinus ? -step : step)) % day
        return moved < 0 ? moved + day : moved
      }
    }
  }

  /// How much time lies between two timestamps: whole days and the rest.
  static func between(_ type: ColumnType) -> Kernel {
    Kernel("-(\(type),\(type))", canFail: true) { evaluation, arguments in
      evaluation.map(
        arguments[0], arguments[1], .interval, zero: .zero,
        { (a: Int64, b: Int64) -> IntervalValue? in
          let (difference, isBeyond) = a.subtractingReportingOverflow(b)
          if isBeyond { return nil }
          let (days, rest) = difference.quotientAndRemainder(dividingBy: CivilCalendar.microsecondsPerDay)
          return IntervalValue(days: Int32(truncatingIfNeeded: days), microseconds: rest)
        },
        message: { "\(Moments.written($0)) - \(Moments.written($1)) goes beyond interval" })
    }
  }

  /// `date + time`
  static let momentOfDay = Kernel("+(date,time)", canFail: true) { evaluation, arguments in
    evaluation.map(
      arguments[0], arguments[1], .localTimestamp, zero: Int64(0),
      { (day: Int32, time: Int64) -> Int64? in
        let (midnight, a) = Int64(day).multipliedReportingOverflow(by: CivilCalendar.microsecondsPerDay)
        let (moment, b) = midnight.addingReportingOverflow(time)
        return a || b ? nil : moment
      }, message: { "the date \($0) days from 1970 with the time \($1) goes beyond timestamp(local)" })
  }

  /// `to_days(3)` and its like.
  static let functions: [Function] = IntervalUnit.allCases.map { unit in
    let one = unit.interval
    let example = IntervalText.of(one.times(2) ?? one)
    return Function(
      unit.function, .times, "An interval of so many \(unit.plural).", example: "cast(\(unit.function)(2) as text)",
      example,
      [
        Overload([.int64], .interval, canFail: true) { evaluation, arguments in
          evaluation.map(
            arguments[0], .interval, zero: .zero, { (count: Int64) -> IntervalValue? in one.times(count) },
            message: { "\($0) \(plain: unit.plural) go beyond interval" })
        }
      ])
  }
}

/// Moments in words, for messages.
enum Moments {
  static func written(_ moment: Int64) -> String {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ValueText.longest) { out in
      guard let start = out.baseAddress else { return "" }
      let count = unsafe ValueText.timestamp(moment, isLocal: true, .sql, to: start)
      return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
