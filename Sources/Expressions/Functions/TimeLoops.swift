import Columns

// Loops over dates, and over moments of either kind as microseconds.
extension Evaluation {
  /// One number from the day of each row.
  @inline(__always) func eachDay(_ argument: Vector, _ body: (CivilDays, Int) -> Int) -> Vector {
    let days = CivilDays()
    if argument.type == .date {
      return map(argument, .int64) { (day: Int32) in Int64(truncatingIfNeeded: body(days, Int(day))) }
    }
    return map(argument, .int64) { (moment: Int64) in
      Int64(truncatingIfNeeded: body(days, CivilCalendar.split(moment).day))
    }
  }

  /// One number from the microseconds that have passed since midnight; none have on a date.
  @inline(__always) func eachTime(_ argument: Vector, _ body: (Int64) -> Int64) -> Vector {
    switch argument.type {
    case .date: map(argument, .int64) { (_: Int32) in Int64(0) }
    case .time: map(argument, .int64) { (time: Int64) in body(time) }
    default: map(argument, .int64) { (moment: Int64) in body(CivilCalendar.split(moment).microsecond) }
    }
  }

  /// One of some names from the day of each row.
  @inline(__always) mutating func eachName(
    _ argument: Vector, _ names: [String], _ body: (CivilDays, Int) -> Int
  ) -> Vector {
    // Names are short: each is copied as two words, of which its length counts.
    var words = RawMemory(capacity: names.count * 32)
    for name in names {
      let start = words.count
      words.append(name)
      words.append(repeating: 0, count: 16 - name.utf8.count)
      words.append(UInt128(name.utf8.count))
      precondition(words.count == start + 32, "a name has up to 16 bytes")
    }
    let table = words.buffer()
    let known = unsafe table.start.assumingMemoryBound(to: UInt128.self)
    let days = CivilDays()
    let isDate = argument.type == .date
    let (dates, moments) = unsafe (argument.column.pointer(to: Int32.self), argument.column.pointer(to: Int64.self))
    let named = unsafe shortTexts([argument], most: 16) { row, out in
      let day = unsafe isDate ? Int(dates[row]) : CivilCalendar.split(moments[row]).day
      let name = body(days, day)
      unsafe out.storeBytes(of: known[2 &* name], as: UInt128.self)
      return unsafe Int(truncatingIfNeeded: known[2 &* name &+ 1])
    }
    // Both were read through pointers until here.
    withExtendedLifetime((argument, table)) {}
    return named
  }
}
