import Columns

/// Values of one type made from those of another.
enum Casts {
  /// What `cast` does; with `orNull`, what `try_cast` does. `write` is how the field wants its values written.
  static func kernel(from: ColumnType, to: ColumnType, orNull: Bool, write: String? = nil) -> Kernel {
    if let write, to == .text, from.isWritten(as: write) {
      return Kernel("cast(\(from) as text, \(write))", canFail: false) { _, arguments in
        Vector(arguments[0].column.asText(.sql, write: write), isConstant: arguments[0].isConstant)
      }
    }
    let name = "\(orNull ? "try_cast" : "cast")(\(from) as \(to))"
    return Kernel(name, canFail: !orNull && canFail(from, to), run(from, to, orNull))
  }

  private static func canFail(_ from: ColumnType, _ to: ColumnType) -> Bool {
    if from == .text { return to != .text }
    if to == .text { return from == .bytes || from == .interval }
    // Only what Conversions counts as fitting always fits; a float64 takes every whole number.
    return Conversions.cost(from: from, to: to) == nil || from == .date
  }

  /// The loop of a cast.
  static func run(_ from: ColumnType, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    switch (from, to) {
    case (.interval, _): IntervalText.asText
    case (.text, .interval): IntervalText.fromText(orNull)
    case (.bytes, .text): BytesKernels.asText
    case (.text, .bytes): BytesKernels.fromText(orNull)
    case (.json, .text), (.text, .text): { _, arguments in asText(arguments[0]) }
    case (.json, _): fromJSON(to, orNull)
    case (.text, _): parsed(to, orNull)
    case (_, .json): { _, arguments in Vector(arguments[0].column.asJSON(), isConstant: arguments[0].isConstant) }
    case (.bool, .text): words
    case (_, .text): { _, arguments in asText(arguments[0]) }
    case (.bool, _): fromBool(to)
    case (_, .bool): toBool(from)
    case (.date, _): moments(to, orNull)
    case (_, .date): days
    case (.timestamp, .time), (.localTimestamp, .time): times
    case (.timestamp, _), (.localTimestamp, _): { _, arguments in arguments[0].retyped(to) }
    case (.list, _), (.map, _), (.structure, _): NestedCasts.run(from, to, orNull)
    default: from.isDecimal || to.isDecimal ? DecimalCasts.run(from, to, orNull) : NumberCasts.run(from, to, orNull)
    }
  }

  private static func asText(_ vector: Vector) -> Vector {
    Vector(vector.column.asText(.sql), isConstant: vector.isConstant)
  }

  private static func parsed(_ type: ColumnType, _ orNull: Bool) -> Kernel.Run {
    { evaluation, arguments in
      let argument = arguments[0]
      let form = FieldForm(isPersonal: evaluation.isPersonal)
      var failures: [RowFailure] = []
      var column = argument.column.parsed(as: Field("", type, form: form), describing: !orNull, failures: &failures)
      if !failures.isEmpty { column = LenientText.read(argument.column, into: column, &failures) }
      // The reader hides what is personal itself.
      if !orNull { for failure in failures { evaluation.fail(failure.row, FailureMessage(plain: failure.message)) } }
      return Vector(column, isConstant: argument.isConstant)
    }
  }

  /// A JSON value as its text says; nested types read the JSON itself.
  private static func fromJSON(_ type: ColumnType, _ orNull: Bool) -> Kernel.Run {
    let read = parsed(type, orNull)
    return { evaluation, arguments in
      let text = type.isNested ? withoutNulls(arguments[0]) : JSONKernels.content(&evaluation, arguments)
      return read(&evaluation, [text])
    }
  }

  /// JSON as text, where null is null.
  private static func withoutNulls(_ vector: Vector) -> Vector {
    let texts = vector.texts
    var nulls: [Int] = []
    for row in 0..<vector.column.count where vector.column.isValid(row) {
      let search = unsafe JSONSearch(texts[row])
      let at = unsafe JSONSyntax.skipSpace(search.start, 0, search.count)
      if unsafe at < search.count && search.start[at] == UInt8(ascii: "n") { nulls.append(row) }
    }
    let text = vector.retyped(.text)
    if nulls.isEmpty { return text }
    return Vector(text.column.gather((0..<Int32(text.column.count)).map { $0 }), isConstant: vector.isConstant)
      .without(nulls, count: text.column.count)
  }

  /// `true` and `false`, each written as one word of the machine.
  private static let words: Kernel.Run = { evaluation, arguments in
    let bits = arguments[0].bits
    let (yes, no) = (UInt64(littleEndian: 0x6575_7274), UInt64(littleEndian: 0x65_736C_6166))
    return unsafe evaluation.shortTexts(arguments, most: 5) { row, out in
      let isTrue = bits[row]
      unsafe out.storeBytes(of: isTrue ? yes : no, as: UInt64.self)
      return isTrue ? 4 : 5
    }
  }

  private static func fromBool(_ type: ColumnType) -> Kernel.Run {
    { evaluation, arguments in
      let bits = arguments[0].bits
      let bytes = evaluation.values(arguments, .uint8) { bits[$0] ? UInt8(1) : 0 }
      return type == .uint8 ? bytes : run(.uint8, type, false)(&evaluation, [bytes])
    }
  }

  private static func toBool(_ type: ColumnType) -> Kernel.Run {
    { evaluation, arguments in
      let zero = type.isDecimal ? Constant.fixed(Int128(0), type) : Constant.integer(0, type) ?? .null(type)
      return Comparisons.kernel(.notEqual, type).run(&evaluation, [arguments[0], Vector(zero)])
    }
  }

  private static func moments(_ type: ColumnType, _ orNull: Bool) -> Kernel.Run {
    { evaluation, arguments in
      evaluation.map(
        arguments[0], type, zero: Int64(0), orNull: orNull,
        { (day: Int32) -> Int64? in
          let (moment, isBeyond) = Int64(day).multipliedReportingOverflow(by: CivilCalendar.microsecondsPerDay)
          return isBeyond ? nil : moment
        },
        message: { "the date \($0) days from 1970 goes beyond \(type)" })
    }
  }

  private static let days: Kernel.Run = { evaluation, arguments in
    evaluation.map(arguments[0], .date) { (moment: Int64) in
      Int32(truncatingIfNeeded: CivilCalendar.split(moment).day)
    }
  }

  private static let times: Kernel.Run = { evaluation, arguments in
    evaluation.map(arguments[0], .time) { (moment: Int64) in CivilCalendar.split(moment).microsecond }
  }
}
