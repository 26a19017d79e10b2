import Columns
import Expressions
import Testing

/// What stands for one argument of a function.
private struct Argument {
  let name: String
  let column: Column
  /// How it is written, made from a column's name.
  var written: (String) -> String = { $0 }
}

/// The least, the greatest and the oddest values of each type.
private enum Extremes {
  static let types: [(type: ColumnType, values: [String])] = [
    (.int8, ["-128", "127", "0", "-1"]), (.int16, ["-32768", "32767", "0", "-1"]),
    (.int32, ["-2147483648", "2147483647", "0", "-1", "7"]),
    (.int64, ["-9223372036854775808", "9223372036854775807", "0", "-1", "3"]),
    (.uint8, ["255", "0"]), (.uint16, ["65535", "0"]), (.uint32, ["4294967295", "0"]),
    (.uint64, ["18446744073709551615", "0"]), (.float32, ["nan", "inf", "-3.4e38", "0.5"]),
    (.float64, ["nan", "-inf", "1.7e308", "-9.3e18", "-0.0"]),
    (.decimal(precision: 38, scale: 0), ["-" + nines(38), nines(38), "0", "1"]),
    (.decimal(precision: 38, scale: 38), ["-0." + nines(38), "0." + nines(38), "0"]),
    (.decimal(precision: 18, scale: 2), ["-" + nines(16) + ".99", nines(16) + ".99"]),
    (.text, ["", "é", "a,b", "month", "microsecond", "-9223372036854775808", "1e-9223372036854775808", "%Y"]),
    (.bytes, ["", "AP8="]), (.json, ["[1,2]", "{\"a\":-9223372036854775808}", "1e999"]), (.bool, ["true", "false"]),
    (.uuid, ["00000000-0000-0000-0000-000000000000"]), (.list(.int64), ["[-9223372036854775808,3]", "[]"]),
    (.list(.text), ["[\"a\",null]"]), (.map(.text), ["{\"a\":\"b\"}"]),
  ]

  /// What is made from numbers, since no text stands for their farthest values.
  static let made = [
    "make_date(cast(v // 4294967298 as int32))", "make_timestamp(v)", "cast(make_timestamp(v) as timestamp(local))",
    "cast(make_timestamp(v) as time)",
  ]

  private static func nines(_ count: Int) -> String { String(repeating: "9", count: count) }

  /// For each type a column of its extremes, null among them.
  static func columns() throws -> [Argument] {
    let far = table(("v", .int64, ["-9223372036854775808", "9223372036854775807", "0", nil]))
    let made = try made.map { expression in
      let evaluated = try Expression(expression).checked(against: far.schema).evaluate(far)
      try #require(evaluated.failures.isEmpty)
      return Argument(name: "\(evaluated.column.type)", column: evaluated.column)
    }
    // An interval is no column: it is made of a number wherever it is wanted.
    let interval = Argument(name: "interval", column: far.columns[0]) { number in
      "(to_microseconds(\(number)) + to_days(\(number) // 4294967298) + to_months(\(number) // 4294967298))"
    }
    return types.map { Argument(name: "\($0.type)", column: column($0.type, $0.values + [nil])) } + made + [interval]
  }
}

@Suite("Extreme values")
struct ExtremeTests {
  private let columns: [Argument]

  init() throws { columns = try Extremes.columns() }

  /// Evaluates a text of whose arguments `a0`, `a1` … each meets every extreme of its type beside those of the others.
  /// Gives whether it was evaluated.
  private func run(_ text: String, _ arguments: [Int]) throws -> Bool {
    let sizes = arguments.map { columns[$0].column.count }
    let count = min(sizes.reduce(1, *), 500)
    // Of six arguments not every combination is met.
    let made = arguments.indices.map { place in
      let before = sizes[..<place].reduce(1, *)
      return columns[arguments[place]].column.gather(
        (0..<count).map { Int32(($0 / before + $0 / 500) % sizes[place]) })
    }
    let schema = Schema(arguments.indices.map { Field("a\($0)", made[$0].type) })
    let batch = ColumnBatch(schema: schema, columns: made, count: count)
    var text = text
    for place in arguments.indices {
      text = text.split(separator: "a\(place)", omittingEmptySubsequences: false)
        .joined(separator: columns[arguments[place]].written("a\(place)"))
    }
    guard
      let checked = (try? Expression(text).checked(against: schema))
        ?? (try? Expression("cast(\(text) as text)").checked(against: schema))
    else { return false }
    let evaluated = checked.evaluate(batch, at: EvaluationMoment(microseconds: 1_748_779_200_000_000))
    try #require(evaluated.column.count == count && evaluated.column.type == checked.type, "\(text)")
    try #require(evaluated.failures.allSatisfy { !evaluated.column.isValid($0.row) }, "\(text)")
    // What was made can be written down, too.
    _ = evaluated.column.asText(.sql)
    return true
  }

  @Test(
    "every function meets the extremes of its arguments",
    arguments: Function.catalogue.map(\.name).filter {
      !["if", "iff", "record_uuid"].contains($0) && $0.contains(where: \.isLetter)
    })
  func functions(_ name: String) throws {
    let function = try #require(Function.catalogue.first { $0.name == name })
    var ran = 0
    for signature in function.signatures {
      let inside = signature.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
      let names = inside.split(separator: ",").map { $0.drop { $0 == " " } }.filter { $0 != "…" }
      let types = names.map { name in columns.firstIndex { $0.name == name } }
      let call = "\(function.name)(\(types.indices.map { "a\($0)" }.joined(separator: ", ")))"
      if types.allSatisfy({ $0 != nil }), try run(call, types.compactMap { $0 }) { ran += 1 }
    }
    let isTold = ran == function.signatures.count
    for type in columns.indices where try run("\(function.name)(a0)", [type]) { ran += 1 }
    // Those with rules of their own take what they take.
    if !isTold {
      for type in columns.indices {
        for other in columns.indices where try run("\(function.name)(a0, a1)", [type, other]) { ran += 1 }
      }
    }
    if function.group == .times {
      for part in ["microsecond", "hour", "week", "month", "isoyear", "millennium"] {
        for type in columns.indices {
          if try run("\(function.name)('\(part)', a0)", [type]) { ran += 1 }
          if try run("\(function.name)('\(part)', a0, a1)", [type, type]) { ran += 1 }
        }
      }
    }
    #expect(ran > 0)
  }

  @Test(
    "every operator and cast meets the extremes of its operands",
    arguments: [
      "+", "-", "*", "/", "//", "%", "^", "&", "|", "<<", ">>", "=", "<", "||", "->", "->>", "in", "like",
    ])
  func operators(_ sign: String) throws {
    var ran = 0
    for a in columns.indices {
      for b in columns.indices where try run("a0 \(sign) a1", [a, b]) { ran += 1 }
    }
    #expect(ran > 0)
  }

  @Test("every cast, negation, element and slice meets the extremes")
  func others() throws {
    var ran = 0
    for a in columns.indices {
      for to in columns {
        for cast in ["cast", "try_cast"] where try run("\(cast)(a0 as \(to.name))", [a]) { ran += 1 }
      }
      for digits in [-100, -38, -1, 0, 38, 2_147_483_647] {
        for name in ["round", "trunc"] where try run("\(name)(a0, \(digits))", [a]) { ran += 1 }
      }
      for text in ["-a0", "~a0", "a0 at time zone 'Europe/Berlin'", "a0 at time zone 'America/New_York'"]
      where try run(text, [a]) { ran += 1 }
      for b in columns.indices {
        for text in ["a0[a1]", "a0[a1:]", "a0[:a1]", "a0[a1:a1]"] where try run(text, [a, b]) { ran += 1 }
      }
    }
    #expect(ran > 200)
  }

  @Test(
    "what goes beyond a type fails with a sentence",
    arguments: [
      ("cast(t as int64)", " 9007199254740993", "9007199254740993"),
      ("cast(t as int64)", "9_007_199_254_740_993", "9007199254740993"),
      ("cast(t as uint64)", " 18446744073709551615 ", "18446744073709551615"),
      ("cast(t as int64)", "9223372036854775806.5", "9223372036854775807"), ("cast(t as int64)", "-1.5", "-2"),
      ("cast(t as int64)", "1e3", "1000"), ("cast(t as int64)", "0x10", "✗ «0x10» is no int64"),
      ("cast(t as int64)", " 0x10 ", "✗ « 0x10 » is no int64"),
      ("try_cast(t as decimal(10,2))", "1e-9223372036854775808", "∅"),
      ("[1, 2][cast(t as int64)]", "-9223372036854775808", "∅"), ("[1, 2][cast(t as int64)]", "-2", "1"),
      ("[1, 2][cast(t as int64)]", "-3", "∅"),
      (
        "date_diff('microsecond', make_timestamp(cast(t as int64)), make_timestamp(1))", "-9223372036854775808",
        "✗ the distance in microsecond goes beyond int64"
      ),
      (
        "date_trunc('hour', make_timestamp(cast(t as int64)))", "-9223372036854775808",
        "✗ the hour of -290308-12-21 19:59:05.224192 begins before all timestamps"
      ),
      (
        "date_trunc('month', make_timestamp(cast(t as int64)))", "-9223372036854775808",
        "✗ the month of -290308-12-21 19:59:05.224192 begins before all timestamps"
      ),
    ])
  func told(_ expression: String, _ text: String, _ expected: String) throws {
    #expect(try results(expression, table(("t", .text, [text]))) == [expected])
  }
}
