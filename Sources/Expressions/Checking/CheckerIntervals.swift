import Columns
import Specifications
import TimeZones

// Operators on dates, times and intervals, and time zones.
extension Checker {
  /// `+ - * /` where an operand is an interval or a time of day, and the difference of timestamps.
  mutating func moved(_ found: Operator, _ a: Operand, _ b: Operand, _ syntax: Syntax) -> Operand? {
    if a.standing == .null || b.standing == .null {
      return typed(program.add(.null(nullType(a.standing == .null ? b.type : a.type))), syntax)
    }
    switch (a.type, found, b.type) {
    case (.interval, .plus, .interval), (.interval, .minus, .interval):
      return typed(apply(Intervals.sum(found), [a, b], .interval), syntax)
    case (.interval, .times, let other) where other.isNumber: return scaled(found, a, b, syntax)
    case (.interval, .divide, let other) where other.isNumber: return scaled(found, a, b, syntax)
    case (let other, .times, .interval) where other.isNumber: return scaled(found, b, a, syntax)
    case (let moment, .plus, .interval) where moment.isMoment, (let moment, .minus, .interval) where moment.isMoment:
      return moved(found, a, by: b, syntax)
    case (.interval, .plus, let moment) where moment.isMoment: return moved(found, b, by: a, syntax)
    case (.time, .plus, .interval), (.time, .minus, .interval):
      return typed(apply(Intervals.movedTime(found), [a, b], .time), syntax)
    case (.interval, .plus, .time): return typed(apply(Intervals.movedTime(found), [b, a], .time), syntax)
    case (.date, .plus, .time): return typed(apply(Intervals.momentOfDay, [a, b], .localTimestamp), syntax)
    case (.time, .plus, .date): return typed(apply(Intervals.momentOfDay, [b, a], .localTimestamp), syntax)
    case (let x, .minus, let y) where x.isMoment && y.isMoment:
      guard let (both, type) = unified([a, b], "for which `-` has no common type") else { return nil }
      return typed(apply(Intervals.between(type), both, .interval), syntax)
    default:
      problem(
        at: syntax.range, "`\(found.rawValue)` doesn't take \(a.type) and \(b.type) together",
        mend: b.type.isInteger && a.type.isMoment ? "write `interval (\(written(b.syntax))) day`" : nil)
      return nil
    }
  }

  private func nullType(_ other: ColumnType) -> ColumnType { other == .date ? .localTimestamp : other }

  private mutating func moved(_ found: Operator, _ moment: Operand, by interval: Operand, _ syntax: Syntax) -> Operand?
  {
    // A date moved by an interval is a moment, which may lie in the middle of a day.
    let type = moment.type == .date ? ColumnType.localTimestamp : moment.type
    guard let moment = convert(moment, to: type) else { return nil }
    return typed(apply(Intervals.moved(found, type), [moment, interval], type), syntax)
  }

  private mutating func scaled(_ found: Operator, _ interval: Operand, _ number: Operand, _ syntax: Syntax) -> Operand?
  {
    if found == .times, number.type.isInteger, number.type != .uint64 {
      guard let count = convert(number, to: .int64) else { return nil }
      return typed(apply(Intervals.product, [interval, count], .interval), syntax)
    }
    guard let factor = convert(number, to: .float64) else { return nil }
    return typed(apply(Intervals.scaled(found), [interval, factor], .interval), syntax)
  }

  /// `x at time zone 'Europe/Vienna'`: a timestamp becomes the local one of that zone, and a local one the timestamp
  /// that it is there.
  mutating func zoned(_ part: Syntax, _ zone: Syntax, _ syntax: Syntax) -> Operand? {
    guard let both = operands([part, zone]) else { return nil }
    var moment = both[0]
    if moment.standing == .null || moment.standing == .textLiteral || moment.type == .date {
      guard let local = convert(moment, to: .localTimestamp) else { return nil }
      moment = local
    }
    guard moment.type == .timestamp || moment.type == .localTimestamp else {
      problem(
        at: part.range, "`at time zone` takes a timestamp, and `\(written(part))` is \(moment.type)",
        mend: castMend(moment, to: [.timestamp]))
      return nil
    }
    guard both[1].standing == .textLiteral, let bytes = program.constant(both[1].node)?.bytes else {
      problem(at: zone.range, "the time zone must be a text that stands here", mend: "for instance 'Europe/Vienna'")
      return nil
    }
    let rules: TimeZone
    do throws(Zones.Problem) {
      rules = try Zones.zone(named: String(decoding: bytes, as: UTF8.self))
    } catch {
      problem(at: zone.range, error.message, mend: error.mend)
      return nil
    }
    let isLocal = moment.type == .localTimestamp
    let type: ColumnType = isLocal ? .timestamp : .localTimestamp
    return typed(apply(Zones.kernel(rules, isLocal: isLocal), [moment], type), syntax)
  }
}
